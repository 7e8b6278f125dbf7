//! The application waits for instances on a clock that skips every wait.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tencentcloud_api::{Error, ErrorKind, TimeoutKind};
use tencentcloud_api_examples::wait_until_running;
use tencentcloud_api_runtime::testing::{ManualClock, MockTransport};

/// Returns a transport that replies with each state in turn, then with the last one forever.
fn replying_with(states: &'static [&'static str]) -> MockTransport {
    let calls = AtomicUsize::new(0);
    MockTransport::new().on_action("DescribeInstancesStatus", move |parameters| {
        assert_eq!(parameters["InstanceIds"], json!(["ins-1"]));
        let call = calls.fetch_add(1, Ordering::Relaxed).min(states.len() - 1);
        let status = json!({"InstanceId": "ins-1", "InstanceState": states[call]});
        json!({"TotalCount": 1, "InstanceStatusSet": [status]})
    })
}

#[tokio::test]
async fn wait_ends_when_instance_runs() -> Result<(), Error> {
    let transport = replying_with(&["PENDING", "STARTING", "RUNNING"]);
    let clock = ManualClock::new().skipping();
    let config = transport.config().clock(clock.clone()).build()?;
    wait_until_running(&config, &["ins-1"]).await?;
    assert_eq!(transport.calls().len(), 3);
    assert!((2..=3).contains(&clock.elapsed().as_secs()));
    Ok(())
}

#[tokio::test]
async fn wait_times_out_after_five_minutes() -> Result<(), Error> {
    let transport = replying_with(&["LAUNCH_FAILED"]);
    let clock = ManualClock::new().skipping();
    let config = transport.config().clock(clock.clone()).build()?;
    let error = wait_until_running(&config, &["ins-1"]).await.unwrap_err();
    let ErrorKind::Timeout(error) = error.kind() else {
        panic!("expected a timeout: the instance never runs")
    };
    assert_eq!(error.kind, TimeoutKind::Wait);
    assert!(clock.elapsed() <= Duration::from_secs(300));
    Ok(())
}
