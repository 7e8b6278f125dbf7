//! The application waits for instances on a clock that takes no time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tencentcloud_api::{Error, ErrorKind, TimeoutKind};
use tencentcloud_api_examples::wait_until_running;
use tencentcloud_api_runtime::testing::{ManualClock, MockTransport};

/// Answers with the states in turn, and with the last one from then on.
fn starting(states: &'static [&'static str]) -> MockTransport {
    let calls = AtomicUsize::new(0);
    MockTransport::new().on_action("DescribeInstancesStatus", move |parameters| {
        assert_eq!(parameters["InstanceIds"], json!(["ins-1"]));
        let call = calls.fetch_add(1, Ordering::Relaxed).min(states.len() - 1);
        let status = json!({"InstanceId": "ins-1", "InstanceState": states[call]});
        json!({"TotalCount": 1, "InstanceStatusSet": [status]})
    })
}

#[tokio::test]
async fn waiting_ends_when_the_instance_runs() -> Result<(), Error> {
    let transport = starting(&["PENDING", "STARTING", "RUNNING"]);
    let clock = ManualClock::new().skipping();
    let config = transport.config().clock(clock.clone()).build()?;
    wait_until_running(&config, &["ins-1"]).await?;
    assert_eq!(transport.calls().len(), 3);
    assert!((2..=3).contains(&clock.elapsed().as_secs()));
    Ok(())
}

#[tokio::test]
async fn waiting_is_given_up_after_five_minutes() -> Result<(), Error> {
    let transport = starting(&["LAUNCH_FAILED"]);
    let clock = ManualClock::new().skipping();
    let config = transport.config().clock(clock.clone()).build()?;
    let error = wait_until_running(&config, &["ins-1"]).await.unwrap_err();
    let ErrorKind::Timeout(error) = error.kind() else {
        panic!("it never runs")
    };
    assert_eq!(error.kind, TimeoutKind::Wait);
    assert!(clock.elapsed() <= Duration::from_secs(300));
    Ok(())
}
