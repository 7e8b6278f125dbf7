//! Hooks, failover, waits and the testing kit with protocol v2.

use std::sync::{Arc, Mutex};

use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::failover::{Backup, Failover};
use tencentcloud_api_runtime::middleware::around;
use tencentcloud_api_runtime::retry::{RetryPolicyExt as _, SafeErrors};
#[cfg(feature = "blocking")]
use tencentcloud_api_runtime::v2::V2;
use tencentcloud_api_runtime::{HttpResponse, RequestForm};

use super::sample::{DescribeEipRequest, StartInstancesRequest};
use super::support::exchange::Exchange;
use super::support::log::Log;

fn start() -> StartInstancesRequest {
    StartInstancesRequest {
        instance_ids: Some(vec!["ins-1".to_owned()]),
    }
}

#[tokio::test]
async fn hooks_see_the_request_id_of_a_flat_reply() {
    for (body, expected) in [
        (r#"{"code":0,"requestId":"t-1"}"#, Some("t-1")),
        (
            r#"{"code":0,"detail":{"a":{"code":0,"requestId":"t-2"}}}"#,
            None,
        ),
    ] {
        let exchange = Exchange::answering(200, body);
        let ids = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&ids);
        let hook = around(move |attempt, next| {
            let noted = Arc::clone(&noted);
            Box::pin(async move {
                let reply = next.run(attempt).await?;
                noted.lock().unwrap().push(reply.request_id());
                Ok(reply)
            })
        });
        let config = exchange.config().middleware(hook).build().unwrap();
        ServiceClient::new(&config).send(&start()).await.unwrap();
        assert_eq!(*ids.lock().unwrap(), [expected.map(str::to_owned)]);
    }
}

#[tokio::test]
async fn span_has_the_region_that_is_sent() {
    let log = Log::capture();
    let exchange = Exchange::answering(200, r#"{"code":0}"#);
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    client.send(&start()).await.unwrap();
    let lines = log.lines(&[
        "cvm-v2",
        "StartInstances",
        "region=\"gz\"",
        "cvm.api.qcloud.com",
    ]);
    assert!(!lines.is_empty(), "{}", log.text());
}

#[tokio::test]
async fn failover_uses_only_endpoints_that_serve_v2() {
    let exchange = Exchange::new(|request| {
        let works = request.url.starts_with("https://backup.example/");
        let body = r#"{"code":0}"#;
        Some(HttpResponse::new(if works { 200 } else { 502 }, body))
    });
    let backups = [
        Backup::region("ap-beijing"),
        Backup::endpoint("https://backup.example"),
    ];
    let config = exchange
        .config()
        .clock(super::support::clock::SkippingClock::new())
        .retry(SafeErrors.with_attempt_limit(3))
        .failover(Failover::new(backups).failures(1));
    let client = ServiceClient::new(&config.build().unwrap());
    client.send(&DescribeEipRequest::default()).await.unwrap();
    let seen = exchange.last_seen();
    assert_eq!(seen.target(), "/v2/index.php");
    seen.verify_v2("backup.example");
    let urls: Vec<_> = exchange
        .seen
        .lock()
        .unwrap()
        .iter()
        .map(|seen| seen.url.clone())
        .collect();
    assert!(
        urls.iter().all(|url| !url.contains("ap-beijing")),
        "{urls:?}"
    );
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_clients_speak_v2() {
    use tencentcloud_api_runtime::{blocking, json};

    let exchange = Exchange::answering(200, r#"{"code":0,"a":1}"#);
    let config = exchange.config().build().unwrap();
    blocking::Client::new(&config).call(start()).unwrap();
    exchange.last_seen().verify_v2("cvm.api.qcloud.com");
    let client = blocking::GenericClient::v2(&config, "vpc.api.qcloud.com", "");
    let reply = client.call("Act", json!({})).unwrap();
    assert_eq!(reply, json!({"code": 0, "a": 1}));
    exchange.last_seen().verify_v2("vpc.api.qcloud.com");
    let client = client.speaking(V2::VERSIONED);
    let error = client.call("Act", json!({})).unwrap_err().to_string();
    assert!(error.contains("expected a member `Response`"), "{error}");
}

#[cfg(feature = "testing")]
mod testing {
    use tencentcloud_api_runtime::testing::{
        Fault, MockTransport, RecordingTransport, ReplayTransport,
    };
    use tencentcloud_api_runtime::v2::{Outcome, ResourceResult, ResourceResults};
    use tencentcloud_api_runtime::{CallOptions, Credential, GenericClient, json};

    use super::super::sample::{
        DescribeAddressesRequest, DescribeAddressesResponse, Filter, StartInstancesResponse,
    };
    use super::super::support::exchange::{SECRET_ID, SECRET_KEY};
    use super::*;

    #[tokio::test]
    async fn mock_replies_to_typed_calls_of_both_apis() {
        let mock = MockTransport::new()
            .on(|request: StartInstancesRequest| StartInstancesResponse {
                code: Some(5400),
                detail: Some(
                    request
                        .instance_ids
                        .into_iter()
                        .flatten()
                        .map(|id| (id, ResourceResult::failed("5104", "m")))
                        .collect(),
                ),
                ..Default::default()
            })
            .on(|request: DescribeAddressesRequest| {
                let filters = request.filters.unwrap();
                assert_eq!(filters[0].values.as_deref().unwrap(), ["a b", ""]);
                DescribeAddressesResponse {
                    total_count: request.limit,
                    request_id: None,
                }
            });
        let client = ServiceClient::new(&mock.config().build().unwrap());
        let response = client.send(&start()).await.unwrap();
        assert_eq!(response.detail.unwrap().outcome(), Outcome::AllFailed);
        let request = DescribeAddressesRequest {
            filters: Some(vec![Filter {
                name: Some("x".to_owned()),
                values: Some(vec!["a b".to_owned(), String::new()]),
            }]),
            limit: Some(20),
            dry_run: None,
        };
        let options = CallOptions::new().form(RequestForm::Query);
        let response = client.send_with(&request, &options).await.unwrap();
        assert_eq!(response.total_count, Some(20));
        assert!(response.request_id.unwrap().starts_with("mock-"));
        let [first, second] = &mock.calls()[..] else {
            panic!("{:?}", mock.calls())
        };
        assert_eq!((&*first.service, &*first.version), ("cvm-v2", ""));
        assert_eq!(first.parameters, json!({"instanceIds": ["ins-1"]}));
        assert_eq!(second.version, "2017-03-12");
        assert_eq!(mock.requests::<StartInstancesRequest>().unwrap(), [start()]);
        mock.verify().unwrap();
    }

    #[tokio::test]
    async fn mock_replies_to_calls_by_name() {
        let mock = MockTransport::new()
            .on_action("Act", |parameters| json!({"echo": parameters}))
            .try_on_action("Fail", |_| Err(Fault::api("7000", "no")));
        let config = mock.config().build().unwrap();
        let client = GenericClient::v2(&config, "dfw.api.qcloud.com", "");
        let reply = client.call("Act", json!({"a": [{"b": 1}]})).await.unwrap();
        assert_eq!(
            reply,
            json!({"code": 0, "message": "", "echo": {"a": [{"b": "1"}]}})
        );
        let error = client.call("Fail", json!({})).await.unwrap_err();
        assert_eq!((error.code(), error.number()), (Some("7000"), Some(7000)));
    }

    #[tokio::test]
    async fn recording_replays_without_secrets() {
        let path = std::env::temp_dir().join(format!("v2-recording-{}.json", std::process::id()));
        let exchange = Exchange::answering(
            200,
            r#"{"code":0,"detail":{"ins-1":{"code":0,"requestId":"17"}}}"#,
        );
        let credential = Credential::new(SECRET_ID, SECRET_KEY).unwrap();
        let credential = credential.with_token("hush-token").unwrap();
        let recording = RecordingTransport::new(exchange.clone(), &path);
        let config = exchange.config().transport(recording);
        let config = config.credential(credential).build().unwrap();
        for form in [RequestForm::Form, RequestForm::Query] {
            let client = ServiceClient::new(&config).with(CallOptions::new().form(form));
            client.send(&start()).await.unwrap();
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for secret in ["hush", "Signature", SECRET_ID, "Nonce"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        let replay = ReplayTransport::open(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let client = ServiceClient::new(&replay.config().region("gz").build().unwrap());
        let other = StartInstancesRequest {
            instance_ids: Some(vec!["ins-2".to_owned()]),
        };
        let error = client.send(&other).await.err().unwrap();
        assert_eq!(error.code(), Some("ReplayTransport.NotRecorded"));
        let response = client.send(&start()).await.unwrap();
        let expected = [("ins-1", ResourceResult::succeeded("17"))];
        assert_eq!(response.detail, Some(ResourceResults::from_iter(expected)));
    }
}
