//! What an application does with the crate: lists the instances of a zone, page by page.

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
