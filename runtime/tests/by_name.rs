//! Calls by name: exact numbers in requests and replies, and parameters of any kind.

mod support;

use std::collections::BTreeMap;

use support::exchange::Exchange;
use tencentcloud_api_runtime::{CallOptions, GenericClient, InvalidRequest, Value, json};
use tencentcloud_api_runtime::{Error, ErrorKind};

const OK: &str = r#"{"Response":{"RequestId":"r"}}"#;

fn client(exchange: &Exchange) -> GenericClient {
    GenericClient::new(&exchange.config().build().unwrap(), "cvm", "2017-03-12")
}

/// Returns the body of the last request.
fn sent(exchange: &Exchange) -> String {
    let seen = exchange.seen.lock().unwrap();
    String::from_utf8(seen.last().unwrap().body.to_vec()).unwrap()
}

fn not_json(error: &Error) -> (&str, usize) {
    match error.kind() {
        ErrorKind::InvalidRequest(InvalidRequest::NotJson {
            problem, offset, ..
        }) => (problem, *offset),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn numbers_go_out_with_all_digits() {
    let exchange = Exchange::answering(200, OK);
    let client = client(&exchange);
    let big = BTreeMap::from([("Big", 123_456_789_012_345_678_901_234_567_890_i128)]);
    client.call("Act", &big).await.unwrap();
    assert_eq!(sent(&exchange), r#"{"Big":123456789012345678901234567890}"#);
    let text = " {\"Big\": 123456789012345678901234567890, \"Ratio\": 0.10, \"Big\": 1E2}\n";
    client.call_raw("Act", text).await.unwrap();
    assert_eq!(sent(&exchange), text, "byte for byte");
    client
        .call("Act", json!({"Max": u64::MAX, "Min": i64::MIN}))
        .await
        .unwrap();
    assert_eq!(
        sent(&exchange),
        r#"{"Max":18446744073709551615,"Min":-9223372036854775808}"#
    );
    client.call("Act", Value::Null).await.unwrap();
    assert_eq!(sent(&exchange), "{}");
}

#[tokio::test]
async fn rounded_integer_of_reply_is_told() {
    let reply =
        r#"{"Response":{"Max":18446744073709551615,"Over":18446744073709551616,"Ratio":0.1}}"#;
    let exchange = Exchange::answering(200, reply);
    let options = CallOptions::new();
    let response = client(&exchange)
        .call_detailed("Act", json!({}), &options)
        .await
        .unwrap();
    assert_eq!(response.body["Max"], u64::MAX);
    assert_eq!(response.body["Over"], 18_446_744_073_709_551_616.0);
    let [over] = &response.mismatches[..] else {
        panic!("{:?}", response.mismatches)
    };
    assert_eq!(
        over.to_string(),
        "Over: expected a 64-bit integer, found a number: 18446744073709551616"
    );
    assert_eq!((over.structure, &*over.member), ("", "Over"));
}

#[tokio::test]
async fn raw_call_refuses_other_text_unsent() {
    let exchange = Exchange::answering(200, OK);
    let client = client(&exchange);
    for (text, problem, offset) in [
        ("", "expected an object, found the end of the text", 0),
        ("[1]", "expected an object, found a list", 0),
        ("null", "expected an object, found null", 0),
        (
            r#"{"A":1"#,
            "expected `,` or `}`, found the end of the text",
            6,
        ),
        (r#"{"A":01}"#, "a malformed number", 5),
        (r#"{"A":1}{}"#, "text after the end of the value", 7),
        ("\u{FEFF}{}", "expected an object, found something else", 0),
    ] {
        let error = client.call_raw("Act", text).await.unwrap_err();
        assert_eq!(not_json(&error), (problem, offset), "{text}");
    }
    let error = client
        .call_raw("Act", &b"{\"A\":\"\xFF\"}"[..])
        .await
        .unwrap_err();
    assert_eq!(not_json(&error), ("the text is not UTF-8", 6));
    assert_eq!(
        error.to_string(),
        "parameters of Act must be a JSON object: the text is not UTF-8 at byte 6"
    );
    assert!(error.was_never_sent() && exchange.count() == 0);
}

#[tokio::test]
async fn parameters_that_are_not_an_object_are_refused() {
    let exchange = Exchange::answering(200, OK);
    let client = client(&exchange);
    let error = client.call("Act", [1, 2]).await.unwrap_err();
    assert_eq!(error.to_string(), "parameters of Act must be a JSON object");
    let error = client
        .call("Act", BTreeMap::from([([1], 2)]))
        .await
        .unwrap_err();
    assert_eq!(not_json(&error), ("key must be a string", 0));
    assert_eq!(exchange.count(), 0);
}
