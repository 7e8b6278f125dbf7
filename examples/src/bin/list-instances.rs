//! Lists the instances of a zone: `cargo run -p tencentcloud-api-examples --bin list-instances ap-guangzhou-3`.
//!
//! The keys and the region come from the environment: `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`
//! and `TENCENTCLOUD_REGION`.

use tencentcloud_api::Config;
use tencentcloud_api_examples::instances_of_zone;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let zone = std::env::args()
        .nth(1)
        .ok_or("name a zone, for example ap-guangzhou-3")?;
    for instance in instances_of_zone(&Config::from_env()?, &zone).await? {
        let id = instance.instance_id.as_deref().unwrap_or("?");
        println!(
            "{id}  {}",
            instance.instance_state.as_deref().unwrap_or("?")
        );
    }
    Ok(())
}
