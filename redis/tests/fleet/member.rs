//! A process of the fleet, which calls one action as fast as the limiter lets it.

use std::time::{Duration, Instant};

use tencentcloud_api_redis::RedisRateLimiter;
use tencentcloud_api_runtime::codegen::{Field, Operation, Schema, ServiceClient, Structure};
use tencentcloud_api_runtime::{Config, Credential, RegionRule, Request};

pub(crate) const REDIS: &str = "FLEET_TEST_REDIS";
pub(crate) const ENDPOINT: &str = "FLEET_TEST_ENDPOINT";
/// The duration in seconds.
pub(crate) const SECONDS: &str = "FLEET_TEST_SECONDS";

/// The calls that a process makes at the same time.
const CALLERS: usize = 2;

/// A request or response without members.
#[derive(Default)]
pub(crate) struct DescribeZones;

impl Structure for DescribeZones {
    fn schema(&self) -> &'static Schema {
        static SCHEMA: Schema = Schema {
            name: "DescribeZones",
            members: &[],
        };
        &SCHEMA
    }

    fn member(&self, _: usize) -> Option<&dyn Field> {
        None
    }

    fn member_mut(&mut self, _: usize) -> Option<&mut dyn Field> {
        None
    }
}

impl Request for DescribeZones {
    type Response = Self;
    const OPERATION: &'static Operation = &Operation {
        service: "cvm",
        version: "2017-03-12",
        action: "DescribeZones",
        endpoint: "cvm.tencentcloudapi.com",
        region: RegionRule::Required,
        read_only: true,
        rate_limit: Some(20),
    };
}

pub(crate) fn client(endpoint: &str, limiter: RedisRateLimiter) -> ServiceClient {
    let credential = Credential::new("AKIDexample", "a-key").unwrap();
    let config = Config::builder()
        .credential(credential)
        .region("ap-guangzhou")
        .endpoint(endpoint)
        .rate_limiter(limiter)
        .build();
    ServiceClient::new(&config.unwrap())
}

#[tokio::test]
#[ignore = "one of the processes that the test of the fleet starts"]
async fn fleet_member() {
    let variable = |name| std::env::var(name).unwrap();
    let limiter = RedisRateLimiter::new(variable(REDIS), "fleet").unwrap();
    let client = client(&variable(ENDPOINT), limiter.clone());
    let duration = Duration::from_secs(variable(SECONDS).parse().unwrap());
    let end = Instant::now() + duration;
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                while Instant::now() < end {
                    client.send(&DescribeZones).await.unwrap();
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    assert_eq!(limiter.local_slots(), 0, "Redis was away");
}
