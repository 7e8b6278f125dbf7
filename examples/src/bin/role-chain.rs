//! Calls an action with the keys of a role that another role may assume:
//! `cargo run --bin role-chain FIRST_ARN SECOND_ARN`, in the folder `examples/`.
//!
//! Reads keys, region and endpoint from the environment; see
//! [`from_environment`].

use tencentcloud_api::{AssumeRoleProvider, Config, EnvironmentProvider, cvm};
use tencentcloud_api_examples::{ENDPOINT, from_environment};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let roles: Vec<String> = std::env::args().skip(1).collect();
    let [first, second] = roles.as_slice() else {
        return Err("the arguments are two role ARNs, such as qcs::cam::uin/1:roleName/ops".into());
    };
    // Each provider assumes its role with the keys of the one inside.
    let provider = assume(assume(EnvironmentProvider::new(), first), second);
    let config: Config = from_environment()?.credential(provider).build()?;

    let credential = config.credential().await?;
    println!("key {}", credential.secret_id());
    let client = cvm::Client::new(&config);
    let zones = client
        .describe_zones(cvm::DescribeZonesRequest::default())
        .await?;
    println!("{} zones", zones.zone_set.len());
    Ok(())
}

fn assume(
    source: impl tencentcloud_api::CredentialProvider + 'static,
    role: &str,
) -> AssumeRoleProvider {
    let provider = AssumeRoleProvider::new(source, role).session_name("example");
    // Only tests call another STS than the region's.
    match std::env::var(ENDPOINT) {
        Ok(endpoint) => provider.endpoint(endpoint),
        Err(_) => provider,
    }
}
