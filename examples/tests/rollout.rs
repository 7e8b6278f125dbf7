//! The rollout on a fake cloud: real HTTP, and instances that live as long as the test.

use std::time::Duration;

use tencentcloud_api::{Config, Error, cvm};
use tencentcloud_api_examples::rollout::Rollout;
use tencentcloud_fake::{FakeCloud, Fault};

fn rollout(count: i64) -> Rollout {
    Rollout {
        name: "web".to_owned(),
        zone: "ap-guangzhou-3".to_owned(),
        image_id: "img-8toqc6s3".to_owned(),
        count,
    }
}

/// Starts instances for the time before the rollout.
async fn earlier(config: &Config, name: &str, count: i64) -> Result<Vec<String>, Error> {
    let request = cvm::RunInstancesRequest::default()
        .placement(cvm::Placement::default().zone("ap-guangzhou-3"))
        .image_id("img-8toqc6s3")
        .instance_name(name)
        .instance_count(count);
    let reply = cvm::Client::new(config).run_instances(request).await?;
    Ok(reply.instance_id_set)
}

async fn all(config: &Config) -> Result<Vec<String>, Error> {
    let request = cvm::DescribeInstancesRequest::default().limit(100);
    let reply = cvm::Client::new(config).describe_instances(request).await?;
    let ids = reply.instance_set.into_iter();
    let mut ids: Vec<_> = ids.filter_map(|instance| instance.instance_id).collect();
    ids.sort();
    Ok(ids)
}

#[tokio::test]
async fn rollout_replaces_instances_of_its_name() -> Result<(), Error> {
    let fake = FakeCloud::start().await.unwrap();
    let config = fake.config().build()?;
    let mut old = earlier(&config, "web", 25).await?;
    let other = earlier(&config, "db", 1).await?;
    fake.advance(Duration::from_secs(3_600));

    let mut done = rollout(3).run(&config).await?;

    assert_eq!(done.started.len(), 3);
    done.terminated.sort();
    old.sort();
    assert_eq!(done.terminated, old);
    // Terminated instances vanish after a while.
    fake.advance(Duration::from_secs(86_400));
    let mut left = [done.started, other].concat();
    left.sort();
    assert_eq!(all(&config).await?, left);
    Ok(())
}

#[tokio::test]
async fn failed_start_keeps_earlier_instances() -> Result<(), Error> {
    let fake = FakeCloud::start().await.unwrap();
    let config = fake.config().build()?;
    let mut old = earlier(&config, "web", 2).await?;
    fake.advance(Duration::from_secs(3_600));
    let sold_out = "ResourceInsufficient.CloudDiskSoldOut";
    fake.fault(Fault::code(sold_out).action("RunInstances"))
        .unwrap();

    let error = rollout(2).run(&config).await.unwrap_err();

    assert_eq!(error.code(), Some(sold_out));
    old.sort();
    assert_eq!(all(&config).await?, old);
    Ok(())
}

#[tokio::test]
async fn throttled_rollout_retries() -> Result<(), Error> {
    let fake = FakeCloud::start().await.unwrap();
    let config = fake.config().build()?;
    fake.fault(
        Fault::code("RequestLimitExceeded")
            .action("RunInstances")
            .times(2),
    )
    .unwrap();

    let done = rollout(1).run(&config).await?;

    assert_eq!(done.started.len(), 1);
    let calls = fake.calls();
    let attempts = calls.iter().filter(|call| call.action == "RunInstances");
    assert_eq!(attempts.count(), 3);
    Ok(())
}
