//! The testing kit, used as an application would use it.
#![cfg(feature = "testing")]

mod support;

use std::path::{Path, PathBuf};
use std::time::Duration;

use support::exchange::Exchange;
use support::sample::{DescribeInstancesRequest, DescribeInstancesResponse, Instance};
use support::script::OK;
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::testing::{
    self, Fault, ManualClock, MockReply, MockTransport, RecordingTransport, ReplayTransport,
};
use tencentcloud_api_runtime::{
    CallOptions, Error, ErrorKind, GenericClient, TimeoutKind, TransportErrorKind, Value, json,
};

/// Answers with the instances `ins-0` to `ins-2`, at most two at a time.
fn instances(request: DescribeInstancesRequest) -> DescribeInstancesResponse {
    let offset = request.offset.unwrap_or(0);
    DescribeInstancesResponse {
        total_count: Some(3),
        instance_set: (offset..3.min(offset + 2))
            .map(|number| Instance {
                instance_id: Some(format!("ins-{number}")),
                password: Some("hush".to_owned()),
                ..Instance::default()
            })
            .collect(),
        request_id: None,
    }
}

#[tokio::test]
async fn typed_action_is_answered_and_remembered() {
    let transport = MockTransport::new().on(instances);
    let client = ServiceClient::new(&transport.config().build().unwrap());
    let request = DescribeInstancesRequest {
        limit: Some(2),
        ..Default::default()
    };
    let mut items = client.pages(request).items();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().instance_id.unwrap());
    }
    assert_eq!(ids, ["ins-0", "ins-1", "ins-2"]);

    let calls = transport.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!(
        (calls[1].service.as_str(), calls[1].version.as_str()),
        ("cvm", "2017-03-12")
    );
    assert_eq!(calls[1].parameters, json!({"Limit": 2, "Offset": 2}));
    let response = client
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap();
    assert_eq!(response.request_id.as_deref(), Some("mock-3"));
}

#[tokio::test]
async fn configured_failure_fails_call() {
    let mut attempts = 0;
    let transport = MockTransport::new().try_on(move |_: DescribeInstancesRequest| {
        attempts += 1;
        Err(match attempts {
            1 => Fault::api("InvalidParameter", "no"),
            2 => Fault::status(404, "<html>"),
            _ => Fault::transport(TransportErrorKind::ResponseTooLarge),
        })
    });
    let client = ServiceClient::new(&transport.config().build().unwrap());
    let request = DescribeInstancesRequest::default();
    let error = client.send(&request).await.unwrap_err();
    assert_eq!(
        (error.code(), error.request_id()),
        (Some("InvalidParameter"), Some("mock-1"))
    );
    let error = client.send(&request).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::HttpStatus(error) if error.status == 404));
    let error = client.send(&request).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Transport(_)));
}

#[tokio::test]
async fn action_without_handler_is_unexpected() {
    let transport = MockTransport::new()
        .on_action(
            "DescribeInstances",
            |parameters| json!({"Given": parameters}),
        )
        .on(instances);
    let config = transport.config().build().unwrap();
    let lighthouse = GenericClient::new(&config, "lighthouse", "2020-03-24");
    let reply = lighthouse
        .call("DescribeInstances", json!({"A": 1}))
        .await
        .unwrap();
    assert_eq!(reply, json!({"Given": {"A": 1}, "RequestId": "mock-1"}));
    let cvm = GenericClient::new(&config, "cvm", "2017-03-12");
    let reply = cvm.call("DescribeInstances", Value::Null).await.unwrap();
    assert_eq!(reply["TotalCount"], 3);
    let error = cvm.call("RunInstances", Value::Null).await.unwrap_err();
    assert_eq!(error.code(), Some("MockTransport.UnexpectedAction"));
    assert!(
        error
            .to_string()
            .contains("no function replies to RunInstances of cvm")
    );
}

#[tokio::test]
async fn stream_action_sends_events() {
    let transport = MockTransport::new().on_stream("ChatCompletions", |_| {
        vec!["{\"a\":\n1}".to_owned(), "[DONE]".to_owned()]
    });
    let config = transport.config().build().unwrap();
    let client = GenericClient::new(&config, "hunyuan", "2023-09-01");
    let mut events = client
        .stream("ChatCompletions", json!({"Stream": true}))
        .await
        .unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, "{\"a\":\n1}");
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn given_clock_replaces_skipping_clock() {
    let exchange = Exchange::answering(200, OK);
    let clock = ManualClock::new();
    clock.advance(Duration::from_secs(86_400));
    let config = testing::config(exchange.clone()).clock(clock);
    ServiceClient::new(&config.build().unwrap())
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap();
    let timestamp = exchange.header("x-tc-timestamp");
    assert_eq!(timestamp.as_deref(), Some("1704153600"), "2024-01-02");
}

/// Returns the path of a file in the build directory.
fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[tokio::test]
async fn recording_replays_without_secrets() {
    let path = file("recording.json");
    let run =
        json!({"LoginSettings": {"Password": "hush-1"}, "Mine": "hush-2", "ClientToken": "x"});
    let request = DescribeInstancesRequest::default();
    let recorded = record(&path, &run, &request).await;

    let text = std::fs::read_to_string(&path).unwrap();
    for absent in ["hush", "Signature", "AKIDtest", "test-key"] {
        assert!(!text.contains(absent), "{absent}: {text}");
    }

    let replay = ReplayTransport::open(&path).unwrap().scrub("Mine");
    assert_eq!(replay.remaining(), 4);
    let config = replay.config().build().unwrap();
    let replayed = ServiceClient::new(&config).send(&request).await.unwrap();
    assert_eq!(replayed.total_count, recorded.total_count);
    assert_eq!(
        replayed.instance_set[0].instance_id.as_deref(),
        Some("ins-0")
    );
    assert_eq!(
        replayed.instance_set[0].password.as_deref(),
        Some("scrubbed")
    );

    let cvm = GenericClient::new(&config, "cvm", "2017-03-12");
    let mut other_token = run.clone();
    other_token["ClientToken"] = json!("y");
    let error = cvm.call("RunInstances", other_token).await.unwrap_err();
    assert_eq!(error.code(), Some("LimitExceeded"));
    let error = cvm.call("RunInstances", run).await.unwrap_err();
    assert_eq!(
        error.code(),
        Some("ReplayTransport.NotRecorded"),
        "an exchange answers once"
    );

    let hunyuan = GenericClient::new(&config, "hunyuan", "2023-09-01");
    let mut events = hunyuan.stream("ChatCompletions", json!({})).await.unwrap();
    assert_eq!(
        events.next().await.unwrap().unwrap().data,
        "{\"Token\":\"scrubbed\"}"
    );
}

/// Records four exchanges: two calls of `RunInstances`, a typed call and a stream. Returns the
/// response of the typed call.
async fn record(
    path: &Path,
    run: &Value,
    request: &DescribeInstancesRequest,
) -> DescribeInstancesResponse {
    let live = MockTransport::new()
        .on(instances)
        .try_on_action("RunInstances", |_| Err(Fault::api("LimitExceeded", "full")))
        .on_stream("ChatCompletions", |_| vec!["{\"Token\":\"t\"}".to_owned()]);
    let recording = RecordingTransport::new(live, path).scrub("Mine");
    let config = testing::config(recording).build().unwrap();
    for parameters in [run.clone(), json!({})] {
        let client = GenericClient::new(&config, "cvm", "2017-03-12");
        client.call("RunInstances", parameters).await.unwrap_err();
    }
    let recorded = ServiceClient::new(&config).send(request).await.unwrap();
    let hunyuan = GenericClient::new(&config, "hunyuan", "2023-09-01");
    drop(hunyuan.stream("ChatCompletions", json!({})).await.unwrap());
    recorded
}

#[test]
fn invalid_recording_error_names_file() {
    for (name, text, problem) in [
        ("no-json.json", "{", "line 1"),
        ("no-list.json", "{}", "the list `exchanges` is missing"),
        (
            "cut.json",
            r#"{"exchanges":[{"service":"cvm"}]}"#,
            "exchanges[0] is incomplete",
        ),
    ] {
        let path = file(name);
        std::fs::write(&path, text).unwrap();
        let error = ReplayTransport::open(&path).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains(problem), "{error}");
    }
}

#[tokio::test]
async fn sequence_is_throttled_then_right() {
    let response = DescribeInstancesResponse {
        total_count: Some(7),
        ..Default::default()
    };
    let transport = MockTransport::new()
        .sequence::<DescribeInstancesRequest>([Err(Fault::throttled()), Ok(response)]);
    let client = ServiceClient::new(&transport.config().build().unwrap());
    let request = DescribeInstancesRequest {
        limit: Some(9),
        ..Default::default()
    };
    let half = transport.verify().unwrap_err();
    let text = "DescribeInstances was called 0 times, and its sequence has 2 replies";
    assert_eq!(half.differences(), [text]);
    assert_eq!(client.send(&request).await.unwrap().total_count, Some(7));
    transport.verify().unwrap();

    let sent = transport.requests::<DescribeInstancesRequest>().unwrap();
    assert_eq!(
        sent.iter().map(|sent| sent.limit).collect::<Vec<_>>(),
        [Some(9); 2]
    );
    let error = client.send(&request).await.unwrap_err();
    assert_eq!(error.code(), Some("MockTransport.SequenceExhausted"));
    assert!(transport.verify().is_err());
}

#[tokio::test]
async fn verification_lists_unexpected_and_missing_calls() {
    let transport = MockTransport::new()
        .on(instances)
        .sequence_for_action("RunInstances", [Ok(json!({}))]);
    let cvm = GenericClient::new(&transport.config().build().unwrap(), "cvm", "2017-03-12");
    cvm.call("RunInstances", json!({})).await.unwrap();
    cvm.call("StopInstances", json!({})).await.unwrap_err();
    let unmet = transport.verify().unwrap_err();
    let text = "the calls are not as expected: StopInstances of cvm was called unexpectedly; \
                DescribeInstances was never called";
    assert_eq!(
        (unmet.to_string(), format!("{unmet:?}")),
        (text.into(), text.into())
    );
}

#[tokio::test]
async fn reply_has_headers_and_reset_is_retried() {
    let mut first = true;
    let transport = MockTransport::new().reply(move |request: DescribeInstancesRequest| {
        if std::mem::take(&mut first) {
            return MockReply::from(Fault::reset());
        }
        MockReply::new(instances(request)).header("x-served-by", "test")
    });
    let client = ServiceClient::new(&transport.config().build().unwrap());
    let request = DescribeInstancesRequest::default();
    let reply = client
        .send_detailed(&request, &CallOptions::new())
        .await
        .unwrap();
    assert_eq!(reply.headers["x-served-by"], "test");
    assert_eq!(transport.calls().len(), 2);

    let malformed = MockTransport::new().reply(|request: DescribeInstancesRequest| {
        MockReply::new(instances(request)).header("not a name", "x")
    });
    let client = ServiceClient::new(&malformed.config().build().unwrap());
    let error = client.send(&request).await.unwrap_err();
    assert_eq!(error.code(), Some("MockTransport.MalformedHeader"));
}

#[tokio::test]
async fn silent_server_exceeds_time_limits() {
    let replies = [Err(Fault::timeout()), Ok(json!({}))];
    let transport = MockTransport::new().sequence_for_action("DescribeZones", replies);
    let config = transport.config().attempt_timeout(Duration::from_secs(5));
    let cvm = GenericClient::new(&config.build().unwrap(), "cvm", "2017-03-12");
    cvm.call("DescribeZones", json!({})).await.unwrap();
    transport.verify().unwrap();

    let transport = MockTransport::new().try_on_action("RunInstances", |_| Err(Fault::timeout()));
    let cvm = GenericClient::new(&transport.config().build().unwrap(), "cvm", "2017-03-12");
    let error = cvm.call("RunInstances", json!({})).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout(error) if error.kind == TimeoutKind::Total));
}

#[tokio::test]
async fn slow_reply_takes_time_of_clock() {
    let clock = ManualClock::new().skipping();
    let slow = |seconds| MockReply::new(json!({})).slow(Duration::from_secs(seconds));
    let transport = MockTransport::new()
        .with_clock(clock.clone())
        .sequence_for_action("RunInstances", [slow(3), slow(90)]);
    let cvm = GenericClient::new(&transport.config().build().unwrap(), "cvm", "2017-03-12");
    cvm.call("RunInstances", json!({})).await.unwrap();
    assert_eq!(clock.elapsed(), Duration::from_secs(3));
    let error = cvm.call("RunInstances", json!({})).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Timeout(_)),
        "60 s are allowed: {error}"
    );
}

#[test]
fn fault_becomes_error_of_its_kind() {
    let error = Error::from(Fault::throttled());
    assert!(error.is_throttling() && error.is_retryable());
    assert!(matches!(
        Error::from(Fault::reset()).kind(),
        ErrorKind::Transport(_)
    ));
    assert!(matches!(
        Error::from(Fault::timeout()).kind(),
        ErrorKind::Timeout(_)
    ));
    let error = Error::from(Fault::status(503, "away"));
    assert_eq!(error.to_string(), "HTTP status 503: away");
}
