//! Successful replies: both envelopes, asynchronous actions, and the results by resource.

use tencentcloud_api_runtime::codegen::{ServiceClient, write};
use tencentcloud_api_runtime::prelude::*;
use tencentcloud_api_runtime::v2::{Outcome, ResourceResult, ResourceResults};
use tencentcloud_api_runtime::{CallOptions, ErrorKind, HttpResponse, json};

use super::sample::{
    CreateImageRequest, DescribeAddressesRequest, DescribeAddressesResponse, DescribeEipRequest,
    StartInstancesRequest, StartInstancesResponse,
};
use super::support::exchange::Exchange;
use super::{call, call_by_name};

fn start() -> StartInstancesRequest {
    StartInstancesRequest {
        instance_ids: Some(vec!["ins-1".to_owned()]),
    }
}

/// The documented reply: each resource has a code and a task.
const DONE: &str = r#"{
    "code": 0,
    "message": "success",
    "detail": {
        "qcvm6a456b0d8f01d4b2b1f5073d3fb8ccc0": {
            "code": 0, "message": "", "requestId": "1231231231231"
        },
        "qcvm6a456b0d8f01d4b2b1f5073d3fb8ccc1": {
            "code": "0", "message": "", "requestId": 1231231231232
        }
    }
}"#;
const SOME_FAILED: &str = r#"{"code":5400,"message":"partly","detail":{
    "ins-2":{"code":5104,"message":"wrong state","codeDesc":"OperationConstraints.State"},
    "ins-1":{"code":0,"message":"","requestId":"17"}}}"#;
const ALL_FAILED: &str =
    r#"{"code":"5100","message":"failed","detail":{"ins-1":{"code":"5104","message":"m"}}}"#;

async fn results(body: &'static str) -> ResourceResults {
    let response = call(start(), body).await.unwrap();
    response.detail.unwrap()
}

#[tokio::test]
async fn documented_reply_has_a_task_for_each_resource() {
    let all = results(DONE).await;
    assert_eq!(all.outcome(), Outcome::AllSucceeded);
    let tasks: Vec<_> = all.task_ids().collect();
    assert_eq!(
        tasks,
        [
            ("qcvm6a456b0d8f01d4b2b1f5073d3fb8ccc0", "1231231231231"),
            ("qcvm6a456b0d8f01d4b2b1f5073d3fb8ccc1", "1231231231232"),
        ]
    );
    assert_eq!(all.failures().count(), 0);
    assert_eq!(all.len(), 2);
}

#[tokio::test]
async fn failure_of_some_resources_is_a_typed_result() {
    let response = call(start(), SOME_FAILED).await.unwrap();
    assert_eq!(response.code, Some(5400));
    let some = response.detail.unwrap();
    assert_eq!(some.outcome(), Outcome::SomeFailed);
    let [(id, failure)] = some.failures().collect::<Vec<_>>()[..] else {
        panic!("{some:?}")
    };
    assert_eq!((id, failure.number()), ("ins-2", Some(5104)));
    assert_eq!(failure.code(), "OperationConstraints.State");
    assert_eq!(failure.message(), "wrong state");
    assert_eq!(some.task_ids().collect::<Vec<_>>(), [("ins-1", "17")]);
    assert!(some.get("ins-1").unwrap().is_success() && some.get("ins-3").is_none());

    let all = results(ALL_FAILED).await;
    assert_eq!(all.outcome(), Outcome::AllFailed);
    assert_eq!(all.get("ins-1").unwrap().code(), "5104");
}

#[tokio::test]
async fn codes_are_numbers_in_any_notation() {
    for (outer, inner) in [("0", "0"), ("0.0", "\" 0 \""), ("\"0.0\"", "0e0")] {
        let body = format!(r#"{{"code":{outer},"detail":{{"a":{{"code":{inner}}}}}}}"#);
        let results = results(body.leak()).await;
        assert_eq!(results.outcome(), Outcome::AllSucceeded, "{outer} {inner}");
    }
    let body = r#"{"code":5.4e3,"detail":{"a":{"code":5104.0},"b":{"code":false}}}"#;
    let results = results(body).await;
    assert_eq!(results.outcome(), Outcome::AllFailed);
    assert_eq!(results.get("a").unwrap().number(), Some(5104));
    assert_eq!(results.get("b").unwrap().number(), None);
}

#[tokio::test]
async fn failure_without_results_is_an_error() {
    for (body, number) in [
        (r#"{"code":5100,"message":"m"}"#, 5100),
        (r#"{"code":5400,"message":"m","detail":{}}"#, 5400),
        (r#"{"code":5100,"message":"m","detail":[]}"#, 5100),
        (r#"{"code":5100,"message":"m","detail":null}"#, 5100),
        (r#"{"code":5100,"message":"m","detail":"busy"}"#, 5100),
        (
            r#"{"code":5100,"message":"m","detail":{"a":{"message":"m"}}}"#,
            5100,
        ),
        (
            r#"{"code":4000,"message":"m","detail":{"a":{"code":1}}}"#,
            4000,
        ),
    ] {
        let error = call(start(), body).await.err().unwrap();
        assert_eq!(error.number(), Some(number), "{body}");
        let error = call_by_name(body).await.unwrap_err();
        assert_eq!(error.number(), Some(number), "{body}");
    }
    // Another action documents no results.
    let error = call(CreateImageRequest::default(), SOME_FAILED).await;
    let error = error.err().unwrap();
    assert_eq!((error.number(), error.request_id()), (Some(5400), None));
}

#[tokio::test]
async fn call_by_name_returns_results_too() {
    for body in [DONE, SOME_FAILED, ALL_FAILED] {
        let reply = call_by_name(body).await.unwrap();
        let read = ResourceResults::from_json(reply["detail"].to_string()).unwrap();
        assert_eq!(read.outcome(), results(body).await.outcome());
    }
    assert!(ResourceResults::from_json("[1]").is_err());
    assert!(ResourceResults::from_json("{} x").is_err());
}

#[tokio::test]
async fn odd_results_cost_only_themselves() {
    let body = r#"{"code":0,"detail":{"a":7,"b":null,"c":[],"d":{"code":0,"more":[1],
        "requestId":{"x":1}},"":{"code":true}},"extra":1}"#;
    let config = Exchange::answering(200, body).config().build().unwrap();
    let client = ServiceClient::new(&config);
    let response = client
        .send_detailed(&start(), &CallOptions::new())
        .await
        .unwrap();
    let results = response.body.detail.unwrap();
    let ids: Vec<_> = results.iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["d", ""]);
    assert_eq!(results.get("d").unwrap().task_id(), Some(r#"{"x":1}"#));
    assert!(!results.get("").unwrap().is_success());
    let told: Vec<_> = response
        .mismatches
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(told, ["detail.a: expected an object, found a number: 7"]);
    let unknown = config.unknown_members();
    let names: Vec<_> = unknown.iter().map(|member| &*member.member).collect();
    assert_eq!(names, ["more", "extra"]);

    let strict = Exchange::answering(200, body)
        .config()
        .strict_decoding(true);
    let client = ServiceClient::new(&strict.build().unwrap());
    let error = client.send(&start()).await.err().unwrap();
    let ErrorKind::Decode(error) = error.kind() else {
        panic!("{error}")
    };
    assert_eq!(error.path, "detail.a");
}

#[tokio::test]
async fn wrong_shape_of_results_is_told() {
    let body = r#"{"code":0,"detail":["ins-1"]}"#;
    let config = Exchange::answering(200, body).config().build().unwrap();
    let client = ServiceClient::new(&config);
    let response = client
        .send_detailed(&start(), &CallOptions::new())
        .await
        .unwrap();
    assert!(response.body.detail.is_none());
    let told = response.mismatches[0].to_string();
    assert!(
        told.starts_with("detail: expected an object, found a list"),
        "{told}"
    );
}

#[tokio::test]
async fn results_read_back_as_written() {
    let response = StartInstancesResponse {
        code: Some(5400),
        message: None,
        detail: Some(ResourceResults::from_iter([
            ("a\"b", ResourceResult::failed("5104", "m")),
            ("c", ResourceResult::succeeded("9")),
        ])),
    };
    let text = write(&response).unwrap();
    let expected = r#"{"code":5400,"detail":{"a\"b":{"code":"5104","message":"m"},"c":{"code":"0","requestId":"9"}}}"#;
    assert_eq!(text, expected);
    let read = StartInstancesResponse::from_json_strict(&text).unwrap();
    assert_eq!(read, response);
    assert_eq!(
        response.to_value().unwrap(),
        text.parse::<serde_json::Value>().unwrap()
    );
    assert_eq!(
        format!("{response:?}"),
        r#"StartInstancesResponse { code: 5400, detail: {"a\"b": ResourceResult { code: "5104", message: "m" }, "c": ResourceResult { code: "0", requestId: "9" }} }"#
    );
    let other = StartInstancesResponse {
        detail: Some(ResourceResults::from_iter([(
            "c",
            ResourceResult::succeeded("9"),
        )])),
        ..response.clone()
    };
    assert!(other != response);
    assert_eq!(ResourceResults::default().outcome(), Outcome::AllSucceeded);
}

#[cfg(feature = "serde")]
#[test]
fn results_pass_through_other_formats() {
    let response = StartInstancesResponse::from_json(SOME_FAILED).unwrap();
    let mut cbor = Vec::new();
    ciborium::into_writer(&response, &mut cbor).unwrap();
    let read: StartInstancesResponse = ciborium::from_reader(&*cbor).unwrap();
    assert_eq!(read, response);
    let bytes = postcard::to_stdvec(&response).unwrap();
    let read: StartInstancesResponse = postcard::from_bytes(&bytes).unwrap();
    assert_eq!(read, response);
    let results = response.detail.unwrap();
    let bytes = postcard::to_stdvec(&results).unwrap();
    assert_eq!(
        postcard::from_bytes::<ResourceResults>(&bytes).unwrap(),
        results
    );
    let text = serde_json::to_string(&results).unwrap();
    assert_eq!(
        serde_json::from_str::<ResourceResults>(&text).unwrap(),
        results
    );
    assert!(serde_json::from_str::<ResourceResults>("[7]").is_err());
}

#[tokio::test]
async fn asynchronous_reply_has_a_task() {
    let body = r#"{"code" : 0, "message" : "ok", "requestId" : 24534341}"#;
    let config = Exchange::answering(200, body).config().build().unwrap();
    let client = ServiceClient::new(&config);
    let request = CreateImageRequest::default();
    let response = client
        .send_detailed(&request, &CallOptions::new())
        .await
        .unwrap();
    assert_eq!(response.body.request_id, Some(24534341));
    assert_eq!(response.request_id.as_deref(), Some("24534341"));
    let config = Exchange::answering(200, DONE).config().build().unwrap();
    let client = ServiceClient::new(&config);
    let response = client
        .send_detailed(&start(), &CallOptions::new())
        .await
        .unwrap();
    assert_eq!(
        response.request_id, None,
        "tasks of resources do not identify the request"
    );
}

#[tokio::test]
async fn request_id_in_capitals_is_read() {
    let body = r#"{"Response":{"RequestID":"r-3","TotalCount":1}}"#;
    let response = call(DescribeAddressesRequest::default(), body)
        .await
        .unwrap();
    assert_eq!(response.request_id.as_deref(), Some("r-3"));
    let both = r#"{"Response":{"RequestId":"r-4","RequestID":"r-5"}}"#;
    let response = call(DescribeAddressesRequest::default(), both)
        .await
        .unwrap();
    assert_eq!(response.request_id.as_deref(), Some("r-4"));
    let config = Exchange::answering(200, body).config().build().unwrap();
    let client = ServiceClient::new(&config);
    let request = DescribeAddressesRequest::default();
    let response = client
        .send_detailed(&request, &CallOptions::new())
        .await
        .unwrap();
    assert_eq!(response.request_id.as_deref(), Some("r-3"));
    assert!(config.unknown_members().is_empty());
}

#[test]
fn whole_reply_is_read_by_either_name_of_the_request_id() {
    for id in ["RequestId", "RequestID"] {
        let reply = format!(r#"{{"Response":{{"{id}":"r-1","TotalCount":2}}}}"#);
        let read = DescribeAddressesResponse::from_json_strict(reply).unwrap();
        assert_eq!(read.request_id.as_deref(), Some("r-1"));
    }
    let flat = StartInstancesResponse::from_json_strict(DONE).unwrap();
    assert_eq!(flat.detail.unwrap().len(), 2);
}

#[tokio::test]
async fn reply_that_is_no_stream_becomes_an_event() {
    let config = Exchange::answering(200, DONE).config().build().unwrap();
    let client = ServiceClient::new(&config);
    let mut events = client.stream(&start()).await.unwrap();
    let event = events.next().await.unwrap().unwrap();
    let read = StartInstancesResponse::from_json(&event.data).unwrap();
    assert_eq!(read.code, Some(0));
    assert!(events.next().await.is_none());
    let config = Exchange::answering(200, ALL_FAILED)
        .config()
        .build()
        .unwrap();
    let mut events = ServiceClient::new(&config).stream(&start()).await.unwrap();
    assert!(events.next().await.unwrap().unwrap().data.contains("5104"));
    let failed = r#"{"code":4000,"message":"m"}"#;
    let config = Exchange::answering(200, failed).config().build().unwrap();
    let error = ServiceClient::new(&config)
        .stream(&start())
        .await
        .err()
        .unwrap();
    assert_eq!(error.number(), Some(4000));
}

#[tokio::test]
async fn pages_of_nested_lists_are_walked() {
    let exchange = Exchange::new(|request| {
        let body = String::from_utf8_lossy(&request.body);
        let page = match body.contains("offset=2") {
            false => json!([{"eipId": "eip-0"}, {"eipId": "eip-1"}]),
            true => json!([{"eipId": "eip-2"}]),
        };
        let data = json!({"totalCount": 3, "eipSet": page});
        let reply = json!({"code": "0", "codeDesc": "Success", "data": data});
        Some(HttpResponse::new(200, reply.to_string()))
    });
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let mut items = client.pages(DescribeEipRequest::default()).items();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().eip_id.unwrap());
    }
    assert_eq!(ids, ["eip-0", "eip-1", "eip-2"]);
    assert_eq!(exchange.count(), 2);
}
