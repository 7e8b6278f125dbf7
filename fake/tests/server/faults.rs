//! Faults on demand, the clock, and saved states.

use std::time::{Duration, Instant};

use tencentcloud_api_runtime::retry::NeverRetry;
use tencentcloud_api_runtime::{CallOptions, Error, ErrorKind, GenericClient, Value, json};
use tencentcloud_fake::{FakeCloud, Fault};

use crate::support::control;

async fn fake() -> FakeCloud {
    FakeCloud::start().await.unwrap()
}

/// Returns a client that makes one attempt.
fn cvm(fake: &FakeCloud) -> GenericClient {
    let config = fake.config().retry(NeverRetry).build().unwrap();
    GenericClient::new(&config, "cvm", "2017-03-12")
}

async fn zones(client: &GenericClient) -> Result<Value, Error> {
    client.call("DescribeZones", json!({})).await
}

fn code(result: &Result<Value, Error>) -> &str {
    result
        .as_ref()
        .map_or_else(|error| error.code().unwrap_or("other"), |_| "")
}

#[tokio::test]
async fn code_is_answered_as_often_as_asked() {
    let fake = fake().await;
    let client = cvm(&fake);
    let fault = Fault::code("ResourceInsufficient")
        .message("sold out")
        .action("DescribeZones");
    fake.fault(fault.times(2)).unwrap();
    assert!(client.call("DescribeRegions", json!({})).await.is_ok());
    for _ in 0..2 {
        let error = zones(&client).await.unwrap_err();
        assert_eq!(error.code(), Some("ResourceInsufficient"));
        assert!(error.to_string().contains("sold out"));
    }
    assert!(zones(&client).await.is_ok());
    let number = fake
        .fault(Fault::code("InternalError").service("ecm"))
        .unwrap();
    assert!(zones(&client).await.is_ok());
    assert!(fake.remove_fault(number) && !fake.remove_fault(number));
    assert!(fake.fault(Fault::default()).is_err());
}

#[tokio::test]
async fn header_makes_attempts_fail() {
    let fake = fake().await;
    let header = |value| CallOptions::new().header("X-Fake-Fault", value);
    let client = cvm(&fake).with(header("code=RequestLimitExceeded; times=2"));
    let codes = [
        zones(&client).await,
        zones(&client).await,
        zones(&client).await,
    ];
    let codes: Vec<&str> = codes.iter().map(code).collect();
    assert_eq!(codes, ["RequestLimitExceeded", "RequestLimitExceeded", ""]);
    let client = cvm(&fake).with(header("latency=soon"));
    let error = zones(&client).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`latency` is `soon`, expected 200ms"),
        "{error}"
    );
    let client = cvm(&fake).with(header("status=502; latency=50ms"));
    let start = Instant::now();
    let error = zones(&client).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::HttpStatus(_)), "{error}");
    assert!(start.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn broken_connections_fail_but_retries_succeed() {
    let fake = fake().await;
    for fault in [Fault::reset(), Fault::half_body()] {
        fake.fault(fault.times(1)).unwrap();
        let error = zones(&cvm(&fake)).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error:?}");
        assert!(zones(&cvm(&fake)).await.is_ok());
    }
    let resets: Vec<u16> = fake.calls().iter().map(|call| call.status).collect();
    assert_eq!(resets, [0, 200, 200, 200]);
    fake.fault(Fault::reset().times(1)).unwrap();
    let config = fake.config().build().unwrap();
    assert!(
        zones(&GenericClient::new(&config, "cvm", "2017-03-12"))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn throttling_allows_the_documented_rate() {
    let fake = fake().await;
    let client = cvm(&fake);
    fake.fault(Fault::throttle()).unwrap();
    // The limit of DescribeInternetChargeTypeConfigs is 10 in a second.
    let mut refused = 0;
    for _ in 0..40 {
        let reply = client
            .call("DescribeInternetChargeTypeConfigs", json!({}))
            .await;
        refused += usize::from(code(&reply) == "RequestLimitExceeded");
    }
    assert!(refused > 0 && refused <= 30, "{refused}");
    fake.clear_faults();
    assert!(zones(&client).await.is_ok());
}

#[tokio::test]
async fn control_adds_and_removes_faults() {
    let fake = fake().await;
    let (_, added) = control(
        &fake,
        "POST",
        "/_fake/faults",
        r#"{"service": "cvm", "action": "DescribeZones", "code": "InternalError", "times": 3}"#,
    );
    assert_eq!(added, json!({"id": 1}));
    assert_eq!(code(&zones(&cvm(&fake)).await), "InternalError");
    let (_, faults) = control(&fake, "GET", "/_fake/faults", "");
    assert_eq!(
        (&faults[0]["id"], &faults[0]["remaining"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(faults[0]["code"], "InternalError");
    assert_eq!(control(&fake, "DELETE", "/_fake/faults/1", "").0, 200);
    assert!(zones(&cvm(&fake)).await.is_ok());
    control(&fake, "POST", "/_fake/faults", r#"{"reset": true}"#);
    control(&fake, "DELETE", "/_fake/faults", "");
    assert!(zones(&cvm(&fake)).await.is_ok());
}

#[tokio::test]
async fn control_shows_calls_without_their_predecessors() {
    let fake = fake().await;
    for _ in 0..3 {
        zones(&cvm(&fake)).await.unwrap();
    }
    let (_, calls) = control(&fake, "GET", "/_fake/calls?after=1", "");
    assert_eq!(calls["count"], 3);
    let calls = calls["calls"].as_array().unwrap();
    assert_eq!(calls.len(), 2);
    assert_eq!(
        (&calls[0]["number"], &calls[0]["action"]),
        (&json!(2), &json!("DescribeZones"))
    );
    assert_eq!(calls[0]["signature"]["valid"], true);
    let (_, products) = control(&fake, "GET", "/_fake/products", "");
    assert!(
        products
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["service"] == "ecm")
    );
    fake.reset();
    assert!(fake.calls().is_empty() && fake.call_count() == 0);
}

#[tokio::test]
async fn clients_work_while_the_clock_moves() {
    let fake = fake().await;
    let (_, clock) = control(
        &fake,
        "POST",
        "/_fake/clock",
        r#"{"set": "2019-02-25T00:00:00Z"}"#,
    );
    assert!(
        clock["now"]
            .as_str()
            .unwrap()
            .starts_with("2019-02-25T00:00:0"),
        "{clock}"
    );
    control(
        &fake,
        "POST",
        "/_fake/clock",
        r#"{"advance_seconds": 86400}"#,
    );
    assert!(fake.now().to_string().starts_with("2019-02-26T00:00:0"));
    assert!(zones(&cvm(&fake)).await.is_ok());
    assert!(fake.calls()[0].time.to_string().starts_with("2019-02-26"));
}

#[tokio::test]
async fn state_is_saved_and_loaded() {
    let fake = fake().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    fake.set_clock("2019-02-25T00:00:00Z".parse().unwrap());
    fake.save(&file).unwrap();
    let (_, state) = control(&fake, "GET", "/_fake/state", "");
    let other = FakeCloud::builder().state(&file).start().await.unwrap();
    assert!(other.now().to_string().starts_with("2019-02-25T00:00"));
    other.reset();
    assert_eq!(
        control(&other, "PUT", "/_fake/state", &state.to_string()).0,
        200
    );
    assert!(other.now().to_string().starts_with("2019-02-25T00:00"));
    std::fs::write(&file, "{}").unwrap();
    let error = other.load(&file).unwrap_err().to_string();
    assert!(
        error.contains("state.json") && error.contains("`format`"),
        "{error}"
    );
    assert!(FakeCloud::builder().state(&file).start().await.is_err());
    let absent = folder.path().join("none.json");
    assert!(other.load(&absent).is_err());
    assert!(FakeCloud::builder().state(absent).start().await.is_ok());
}

#[tokio::test]
async fn events_show_calls_as_they_come() {
    use std::io::{BufRead as _, BufReader, Write as _};
    let fake = fake().await;
    let mut stream = crate::support::connect(&fake);
    stream
        .write_all(b"GET /_fake/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .unwrap();
    let mut lines = BufReader::new(stream).lines();
    assert!(lines.any(|line| line.unwrap() == ": connected"));
    zones(&cvm(&fake)).await.unwrap();
    let mut calls = lines.map(|line| line.unwrap());
    let call = calls.find_map(|line| Some(line.strip_prefix("data: ")?.to_owned()));
    let call: Value = serde_json::from_str(&call.unwrap()).unwrap();
    assert_eq!(
        (&call["number"], &call["action"]),
        (&json!(1), &json!("DescribeZones"))
    );
}
