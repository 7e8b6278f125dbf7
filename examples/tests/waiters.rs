//! Ready-made waits of products, on a clock that skips every wait.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};
use tencentcloud_api::wait::WaitError;
use tencentcloud_api::{Config, Error, ErrorKind, cvm, ecm};
use tencentcloud_api_runtime::testing::{ManualClock, MockTransport};

/// Returns a transport that replies to an action with each response in turn, then with the last one
/// forever, and checks the parameters of each call.
fn replying(
    action: &str,
    parameters: Value,
    replies: impl IntoIterator<Item = Value>,
) -> MockTransport {
    let mut replies: Vec<Value> = replies.into_iter().collect();
    replies.reverse();
    let replies = Mutex::new(replies);
    MockTransport::new().on_action(action, move |sent| {
        assert_eq!(sent, parameters);
        let mut replies = replies.lock().unwrap();
        match replies.len() {
            1 => replies[0].clone(),
            _ => replies.pop().unwrap(),
        }
    })
}

fn config(transport: &MockTransport) -> Config {
    let clock = ManualClock::new().skipping();
    transport.config().clock(clock).build().unwrap()
}

/// Returns a reply about instances in these states.
fn status(states: &[(&str, &str)]) -> Value {
    let status = states
        .iter()
        .map(|(id, state)| json!({"InstanceId": id, "InstanceState": state}));
    json!({"TotalCount": states.len(), "InstanceStatusSet": status.collect::<Vec<_>>()})
}

#[tokio::test]
async fn wait_ends_when_all_instances_run() {
    let sent = json!({"InstanceIds": ["ins-1", "ins-2"], "Limit": 2});
    let transport = replying(
        "DescribeInstancesStatus",
        sent,
        [
            status(&[]),
            status(&[("ins-1", "RUNNING")]),
            status(&[("ins-1", "RUNNING"), ("ins-2", "PENDING")]),
            status(&[("ins-2", "RUNNING"), ("ins-1", "RUNNING")]),
        ],
    );
    let client = cvm::Client::new(&config(&transport));
    let responses = cvm::wait::instances_running(&client, ["ins-1", "ins-2"])
        .await
        .unwrap();
    assert_eq!(responses.len(), 1);
    assert_eq!(responses[0].instance_status_set.len(), 2);
    assert_eq!(transport.calls().len(), 4);
}

#[tokio::test]
async fn failed_instance_ends_the_wait_early() {
    let sent = json!({"InstanceIds": ["ins-1", "ins-2"], "Limit": 2});
    let failed = [("ins-1", "PENDING"), ("ins-2", "LAUNCH_FAILED")];
    let transport = replying("DescribeInstancesStatus", sent, [status(&failed)]);
    let client = cvm::Client::new(&config(&transport));
    let error = cvm::wait::instances_running(&client, ["ins-1", "ins-2"])
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "ins-2 has failed: its InstanceState is LAUNCH_FAILED"
    );
    assert_eq!(error.last().unwrap().instance_status_set.len(), 2);
    assert!(matches!(error, WaitError::Failed { .. }));
    assert!(matches!(
        Error::from(error).kind(),
        ErrorKind::FailedState(_)
    ));
    assert_eq!(transport.calls().len(), 1);
}

#[tokio::test]
async fn no_instance_needs_no_call() {
    let transport = MockTransport::new();
    let client = cvm::Client::new(&config(&transport));
    let none: [&str; 0] = [];
    assert!(
        cvm::wait::instances_running(&client, none)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(transport.calls().is_empty());
}

#[tokio::test]
async fn many_instances_are_asked_for_in_batches() {
    let transport = MockTransport::new().on_action("DescribeInstancesStatus", |sent| {
        let ids = sent["InstanceIds"].as_array().unwrap();
        assert_eq!(sent["Limit"], json!(ids.len()));
        let states = ids.iter().map(|id| (id.as_str().unwrap(), "RUNNING"));
        status(&states.collect::<Vec<_>>())
    });
    let client = cvm::Client::new(&config(&transport));
    let ids = (0..250).map(|number| format!("ins-{number}"));
    let responses = cvm::wait::instances_running(&client, ids).await.unwrap();
    let sizes = responses
        .iter()
        .map(|response| response.instance_status_set.len());
    assert_eq!(sizes.collect::<Vec<_>>(), [100, 100, 50]);
}

#[tokio::test]
async fn states_of_other_operations_do_not_count() {
    let reply = |request: &str, state: &str| {
        json!({"InstanceSet": [{
            "InstanceId": "ins-1",
            "LatestOperationState": state,
            "LatestOperationRequestId": request,
        }]})
    };
    let transport = replying(
        "DescribeInstances",
        json!({"InstanceIds": ["ins-1"], "Limit": 1}),
        [
            reply("before", "SUCCESS"),
            reply("before", "FAILED"),
            reply("stop", "OPERATING"),
            reply("stop", "SUCCESS"),
        ],
    );
    let client = cvm::Client::new(&config(&transport));
    let wait = cvm::wait::instances_latest_operation_success(&client, "stop", ["ins-1"]);
    wait.await.unwrap();
    assert_eq!(transport.calls().len(), 4);
}

#[tokio::test]
async fn time_limit_covers_all_batches() {
    let sent = json!({"EcmRegion": "ap-xian-ecm", "TaskId": "7"});
    let running = json!({"TaskId": "7", "Result": "RUNNING"});
    let transport = replying("DescribeTaskResult", sent, [running]);
    let client = ecm::Client::new(&config(&transport));
    let wait = ecm::wait::task_success(&client, "ap-xian-ecm", "7");
    let limit = Duration::from_secs(20);
    let error = wait.time_limit(limit).await.unwrap_err();
    assert!(matches!(error, WaitError::TimeLimit { limit: told, .. } if told == limit));
}

#[tokio::test]
async fn task_that_succeeds_ends_the_wait() {
    let sent = json!({"EcmRegion": "ap-xian-ecm", "TaskId": "7"});
    let task = |result: &str| json!({"TaskId": "7", "Result": result});
    let transport = replying(
        "DescribeTaskResult",
        sent,
        [task("RUNNING"), task("SUCCESS")],
    );
    let client = ecm::Client::new(&config(&transport));
    ecm::wait::task_success(&client, "ap-xian-ecm", "7")
        .await
        .unwrap();
    assert_eq!(transport.calls().len(), 2);
}
