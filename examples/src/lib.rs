//! The calls of a small application: it lists the instances of a zone, page by page, and waits
//! until instances run.

#[cfg(doctest)]
mod guide;
pub mod rollout;

use std::time::Duration;

use tencentcloud_api::{Config, ConfigBuilder, EnvironmentProvider, Error, cvm};

/// The environment variable with a URL to call instead of the documented hosts, for tests.
pub const ENDPOINT: &str = "EXAMPLES_ENDPOINT";

/// Returns a configuration with the keys of `TENCENTCLOUD_SECRET_ID` and `TENCENTCLOUD_SECRET_KEY`,
/// and the region of `TENCENTCLOUD_REGION`. `EXAMPLES_ENDPOINT` replaces the documented hosts.
///
/// # Errors
/// If the keys are missing or malformed.
pub fn from_environment() -> Result<ConfigBuilder, Error> {
    let region = std::env::var("TENCENTCLOUD_REGION").unwrap_or_default();
    let builder = Config::builder()
        .credential(EnvironmentProvider::new().read()?)
        .region(region);
    Ok(match std::env::var(ENDPOINT) {
        Ok(endpoint) => builder.endpoint(endpoint),
        Err(_) => builder,
    })
}

/// Returns all instances of an availability zone, fetched page by page.
///
/// # Errors
/// If a page cannot be fetched.
pub async fn instances_of_zone(config: &Config, zone: &str) -> Result<Vec<cvm::Instance>, Error> {
    let client = cvm::Client::new(config);
    let request = cvm::DescribeInstancesRequest::default()
        .filters([cvm::Filter::default().name("zone").values([zone])])
        .limit(20);
    let mut pages = client.describe_instances_pages(request);
    let mut instances = Vec::new();
    while let Some(page) = pages.next().await {
        instances.extend(page?.instance_set);
    }
    Ok(instances)
}

/// Waits until all these instances run, for at most 5 minutes.
///
/// # Errors
/// A timeout if an instance does not run in time, and any error of the calls that fetch the
/// instances' states.
pub async fn wait_until_running(config: &Config, instance_ids: &[&str]) -> Result<(), Error> {
    let client = cvm::Client::new(config);
    let request = cvm::DescribeInstancesStatusRequest::default()
        .instance_ids(instance_ids.iter().copied())
        .limit(100);
    let is_running = |status: &cvm::InstanceStatus| {
        status.instance_state.as_deref() == Some(cvm::InstanceStatus::INSTANCE_STATE_RUNNING)
    };
    client
        .wait_until(&request, |response| {
            let statuses = &response.instance_status_set;
            statuses.len() == instance_ids.len() && statuses.iter().all(is_running)
        })
        .time_limit(Duration::from_secs(300))
        .await?;
    Ok(())
}

/// The Rust code of the README, compiled as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
