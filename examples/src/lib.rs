//! What an application does with the crate: lists the instances of a zone, page by page, and waits for
//! instances to run.

use std::time::Duration;

use tencentcloud_api::{Config, Error, cvm};

/// The instances of an availability zone, of all pages.
///
/// # Errors
/// If a page can't be had.
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

/// Returns when all these instances run; after 5 minutes it is given up with [`ErrorKind::Timeout`](tencentcloud_api::ErrorKind::Timeout).
///
/// # Errors
/// If the instances' states can't be had, or not all of them run in time.
pub async fn wait_until_running(config: &Config, instance_ids: &[&str]) -> Result<(), Error> {
    let client = cvm::Client::new(config);
    let request = cvm::DescribeInstancesStatusRequest::default()
        .instance_ids(instance_ids.iter().copied())
        .limit(100);
    let running = |status: &cvm::InstanceStatus| {
        status.instance_state.as_deref() == Some(cvm::InstanceStatus::INSTANCE_STATE_RUNNING)
    };
    client
        .wait_until(&request, |response| {
            let states = &response.instance_status_set;
            states.len() == instance_ids.len() && states.iter().all(running)
        })
        .time_limit(Duration::from_secs(300))
        .await?;
    Ok(())
}
