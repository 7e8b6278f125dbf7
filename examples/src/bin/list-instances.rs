//! Lists the instances of a zone:
//! `cargo run -p tencentcloud-api-examples --bin list-instances ap-guangzhou-3`.
//!
//! Reads the keys and the region from the environment: `TENCENTCLOUD_SECRET_ID`,
//! `TENCENTCLOUD_SECRET_KEY` and `TENCENTCLOUD_REGION`.

use tencentcloud_api_examples::{from_environment, instances_of_zone};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let zone = std::env::args()
        .nth(1)
        .ok_or("missing argument: a zone, for example ap-guangzhou-3")?;
    let config = from_environment()?.build()?;
    for instance in instances_of_zone(&config, &zone).await? {
        let id = instance.instance_id.as_deref().unwrap_or("?");
        let state = instance.instance_state.as_deref().unwrap_or("?");
        println!("{id}  {state}");
    }
    Ok(())
}
