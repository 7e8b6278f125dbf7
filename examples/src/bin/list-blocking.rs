//! Lists the availability zones of a region without `async`:
//! `cargo run --bin list-blocking`, in the folder `examples/`.
//!
//! Reads keys, region and endpoint from the environment; see
//! [`from_environment`].

use tencentcloud_api::cvm;
use tencentcloud_api_examples::from_environment;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = cvm::Client::new(&from_environment()?.build()?).blocking();
    let response = client.call(&cvm::DescribeZonesRequest::default())?;
    for zone in response.zone_set {
        let id = zone.zone.as_deref().unwrap_or("?");
        let state = zone.zone_state.as_deref().unwrap_or("?");
        println!("{id}  {state}");
    }
    Ok(())
}
