//! Errors in all forms that the documentation prints, and the retries that follow.

use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{Error, ErrorKind, HttpResponse};

use super::call;
use super::sample::{
    CreateImageRequest, DescribeAddressesRequest, DescribeEipRequest, StartInstancesRequest,
};
use super::support::clock::NOW;
use super::support::exchange::Exchange;
use super::support::script::{Script, Step};

async fn flat(body: &'static str) -> Error {
    call(CreateImageRequest::default(), body)
        .await
        .err()
        .unwrap()
}

#[tokio::test]
async fn numeric_code_is_code_and_number() {
    let error = flat(r#"{"code": "5100", "message": "(100004)projectId不正确"}"#).await;
    assert_eq!((error.code(), error.number()), (Some("5100"), Some(5100)));
    assert_eq!(error.to_string(), "5100: (100004)projectId不正确");
    for number in [4100, 4101, 4102, 4103, 7000, 9003] {
        let body = format!(r#"{{"code": {number}, "message": "m", "requestId": 17}}"#);
        let error = flat(body.leak()).await;
        assert_eq!(error.number(), Some(number));
        assert_eq!(error.code(), Some(&*number.to_string()));
        assert_eq!(error.request_id(), Some("17"));
        assert!(!error.is_retryable(), "{error}");
    }
}

#[tokio::test]
async fn named_code_keeps_its_number() {
    let error = flat(
        r#"{"code":4100,"message":"auth failed","codeDesc":"InvalidParameter.SignatureFailure"}"#,
    )
    .await;
    assert_eq!(error.code(), Some("InvalidParameter.SignatureFailure"));
    assert_eq!(error.number(), Some(4100));
    assert_eq!(
        error.to_string(),
        "InvalidParameter.SignatureFailure (4100): auth failed"
    );
    for body in [
        r#"{"code":" 4000 ","codeDesc":"","message":null}"#,
        r#"{"code":4000,"codeDesc":"Success"}"#,
        r#"{"code":4000,"codeDesc":null}"#,
        r#"{"code":4.0e3}"#,
    ] {
        assert_eq!(flat(body).await.to_string(), "4000: ", "{body}");
    }
    let error = flat(r#"{"code":"AuthFailure","message":"m"}"#).await;
    assert_eq!((error.code(), error.number()), (Some("AuthFailure"), None));
}

#[tokio::test]
async fn error_in_response_is_error_of_either_api() {
    let body = r#"{"Response": {"Error": {"Code": "AuthFailure",
        "Message": "qcloud was not able to validate the provided access credentials"},
        "RequestId": "eac6b301"}}"#;
    let of_new = call(DescribeAddressesRequest::default(), body).await;
    for error in [flat(body).await, of_new.err().unwrap()] {
        assert_eq!(error.code(), Some("AuthFailure"));
        assert_eq!(
            (error.number(), error.request_id()),
            (None, Some("eac6b301"))
        );
    }
    let numeric = r#"{"Response":{"Error":{"Code":"7000","Message":"m"},"RequestID":"r-1"}}"#;
    let error = call(DescribeAddressesRequest::default(), numeric).await;
    let error = error.err().unwrap();
    assert_eq!((error.code(), error.number()), (Some("7000"), Some(7000)));
    assert_eq!(error.request_id(), Some("r-1"));
    let flat = r#"{"code":4101,"message":"m","codeDesc":"UnauthorizedOperation"}"#;
    let error = call(DescribeAddressesRequest::default(), flat).await;
    assert_eq!(error.err().unwrap().number(), Some(4101));
}

#[tokio::test]
async fn reply_without_code_cannot_be_read() {
    for (body, problem) in [
        ("{}", "expected a member `code`, found none"),
        (
            r#"{"code":null,"message":"m"}"#,
            "expected a member `code`, found none",
        ),
        (
            r#"{"code":"","requestId":"t"}"#,
            "expected a member `code`, found none",
        ),
        (
            r#"{"Response":{"RequestId":"r"}}"#,
            "expected a member `code`, found none",
        ),
        ("[]", "expected an object, found a list"),
        (r#"{"code":0} x"#, "text after the end of the value"),
        (
            r#"{"code":0,"detail":{"a":{"code":01}}}"#,
            "a malformed number",
        ),
    ] {
        let error = call(CreateImageRequest::default(), body).await;
        let error = error.err().unwrap();
        assert!(
            matches!(error.kind(), ErrorKind::Decode(_)),
            "{body}: {error}"
        );
        assert!(error.to_string().contains(problem), "{body}: {error}");
    }
    let html = flat("<html>busy</html>").await.to_string();
    assert!(html.contains("begins: <html>busy"), "{html}");
}

#[tokio::test]
async fn gateway_status_is_reported_with_the_error_of_the_body() {
    for (body, expected) in [
        (
            r#"{"code":4000,"message":"m","requestId":"r"}"#,
            "4000: m (request id r)",
        ),
        ("<h1>down</h1>", "HTTP status 502: <h1>down</h1>"),
        (r#"{"code":0}"#, "HTTP status 502: {\"code\":0}"),
    ] {
        let config = Exchange::answering(502, body).config().build().unwrap();
        let request = CreateImageRequest::default();
        let error = ServiceClient::new(&config)
            .send(&request)
            .await
            .err()
            .unwrap();
        assert_eq!(error.to_string(), expected);
    }
}

fn flat_step(number: i64, name: &str) -> Step {
    let body = format!(r#"{{"code":{number},"message":"m","codeDesc":"{name}"}}"#);
    Step::status(200, &body)
}

/// Returns the number of attempts of a call whose first reply is this one.
async fn attempts(step: Step, read_only: bool) -> usize {
    let script = Script::new([step, Step::status(200, r#"{"code":0}"#)]);
    let client = ServiceClient::new(&script.config().build().unwrap());
    if read_only {
        let _ = client.send(&DescribeEipRequest::default()).await;
    } else {
        let _ = client
            .send(&StartInstancesRequest {
                instance_ids: Some(vec![]),
            })
            .await;
    }
    script.sent()
}

#[tokio::test]
async fn temporary_errors_are_retried_where_safe() {
    for (number, name, read, write) in [
        (4400, "", 2, 2),
        (0, "InvalidRequest.LimitExceeded", 2, 2),
        (0, "InvalidRequest.RequestConcurrencyExceeded", 2, 2),
        (6000, "", 2, 1),
        (6200, "InvalidAction.ActionUnavailable", 2, 1),
        (5100, "InternalError.ResourceOpFailed", 2, 1),
        (5100, "", 1, 1),
        (4100, "AuthFailure", 1, 1),
        (4500, "InvalidRequest.ReplayAttack", 1, 1),
        (6100, "InvalidAction.NotFound", 1, 1),
    ] {
        let step = || match number {
            0 => Step::code(name),
            number => flat_step(number, name),
        };
        assert_eq!(attempts(step(), true).await, read, "{number} {name}");
        assert_eq!(attempts(step(), false).await, write, "{number} {name}");
    }
}

#[tokio::test]
async fn wrong_clock_is_corrected_and_the_call_repeated() {
    for step in [
        flat_step(4500, "InvalidRequest.ReplayAttack"),
        flat_step(4500, ""),
        Step::code("InvalidRequest.ReplayAttack"),
    ] {
        let date = "Mon, 25 Feb 2019 17:44:25 GMT";
        let done = Step::Reply(HttpResponse::new(200, r#"{"code":0}"#));
        let script = Script::new([step.with_header("date", date), done]);
        let client = ServiceClient::new(&script.config().build().unwrap());
        client.send(&CreateImageRequest::default()).await.unwrap();
        let seen = script.seen.lock().unwrap();
        let timestamp = format!("Timestamp={}", NOW + 3600);
        let body = String::from_utf8_lossy(&seen[1].body);
        assert!(body.contains(&timestamp), "{body}");
    }
}
