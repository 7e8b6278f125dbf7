//! Odd replies of real servers and gateways: each costs at most the odd value, and that is told.

mod cases;
#[path = "../support/mod.rs"]
mod support;

use cases::{COUNTS, ERRORS, LISTS, MEMBERS, SUCCESSES};
use support::exchange::Exchange;
use support::sample::{DescribeMachinesRequest, DescribeMachinesResponse};
use tencentcloud_api_runtime::codegen::{ServiceClient, write};
use tencentcloud_api_runtime::{
    CallOptions, Error, ErrorKind, GenericClient, HttpResponse, Response, Value, json,
};

fn exchange(body: impl Into<Vec<u8>>) -> Exchange {
    let body = body.into();
    Exchange::new(move |_| {
        let mut headers = http::HeaderMap::new();
        headers.insert("content-type", http::HeaderValue::from_static("text/html"));
        Some(HttpResponse::new(200, body.clone()).with_headers(headers))
    })
}

/// Calls an action that replies with this body, in the lenient or the strict way.
async fn call(
    body: impl Into<Vec<u8>>,
    strict: bool,
) -> Result<Response<DescribeMachinesResponse>, Error> {
    let config = exchange(body).config().strict_decoding(strict).build();
    let client = ServiceClient::new(&config.unwrap());
    let options = CallOptions::new();
    client
        .send_detailed(&DescribeMachinesRequest::default(), &options)
        .await
}

fn told<T>(response: &Response<T>) -> Vec<String> {
    response
        .mismatches
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// Asserts what is told, and that strict decoding makes it an error.
async fn assert_told(
    body: &str,
    response: &Response<DescribeMachinesResponse>,
    expected: Option<&str>,
) {
    assert_eq!(told(response), expected.as_slice(), "{body}");
    assert_eq!(response.request_id.as_deref(), Some("r"), "{body}");
    let strict = call(body, true).await.map(drop);
    match expected {
        None => strict.unwrap(),
        Some(expected) => {
            let error = strict.unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error:?}");
            let text = format!("the reply cannot be read: Response.{expected} at byte ");
            assert!(error.to_string().starts_with(&text), "{error}");
        }
    }
}

#[tokio::test]
async fn odd_member_costs_only_itself() {
    for (member, read, expected) in MEMBERS {
        let body = format!(
            r#"{{"Response":{{"InstanceSet":[{{"Zone":1}},{{{member}}},{{"CPU":1}}],"RequestId":"r"}}}}"#
        );
        let response = call(&*body, false)
            .await
            .unwrap_or_else(|error| panic!("{body}: {error}"));
        let [_, machine, last] = &response.body.machines[..] else {
            panic!("{body}")
        };
        let machine: Value = write(machine).unwrap().parse().unwrap();
        assert_eq!(machine, read.parse::<Value>().unwrap(), "{body}");
        assert_eq!(last.cpu, Some(1));
        let expected = expected.map(|told| format!("InstanceSet[1].{told}"));
        assert_told(&body, &response, expected.as_deref()).await;
    }
}

#[tokio::test]
async fn integer_is_exact_or_told() {
    for (count, read, expected) in COUNTS {
        let body = format!(r#"{{"Response":{{"TotalCount":{count},"RequestId":"r"}}}}"#);
        let response = call(&*body, false).await.unwrap();
        assert_eq!(response.body.total_count, *read, "{count}");
        let expected =
            expected.map(|found| format!("TotalCount: expected an integer, found {found}"));
        assert_told(&body, &response, expected.as_deref()).await;
    }
}

#[tokio::test]
async fn list_in_other_form_has_no_made_up_elements() {
    for (list, elements, expected) in LISTS {
        let body = format!(r#"{{"Response":{{"InstanceSet":{list},"RequestId":"r"}}}}"#);
        let response = call(&*body, false).await.unwrap();
        assert_eq!(response.body.machines.len(), *elements, "{list}");
        assert_told(&body, &response, *expected).await;
    }
}

#[tokio::test]
async fn reply_without_response_is_same_error_by_name() {
    for (body, expected) in ERRORS {
        let typed = call(*body, false).await.unwrap_err();
        assert_eq!(typed.to_string(), *expected);
        let config = exchange(*body).config().build().unwrap();
        let client = GenericClient::new(&config, "cvm", "2017-03-12");
        let by_name = client
            .call("DescribeInstances", json!({}))
            .await
            .unwrap_err();
        assert_eq!(by_name.to_string(), *expected);
        let raw = client
            .call_raw("DescribeInstances", "{}")
            .await
            .unwrap_err();
        assert_eq!(raw.to_string(), *expected);
    }
}

#[tokio::test]
async fn error_without_code_is_success() {
    for body in SUCCESSES {
        let typed = call(*body, true).await.unwrap();
        assert_eq!(typed.body.request_id.as_deref(), Some("r"), "{body}");
        let config = exchange(*body).config().build().unwrap();
        let client = GenericClient::new(&config, "cvm", "2017-03-12");
        let by_name = client.call("DescribeInstances", json!({})).await.unwrap();
        assert_eq!(by_name["RequestId"], "r", "{body}");
        let raw = client.call_raw("DescribeInstances", "{}").await.unwrap();
        assert_eq!(raw, body.as_bytes());
    }
}

#[tokio::test]
async fn invalid_bytes_are_replaced_and_told() {
    let body = b"\xEF\xBB\xBF{\"Response\":{\"InstanceSet\":[{\"InstanceName\":\"caf\xE9 \xFF\",\"CPU\":0.5}],\"New\":\"\xFE\",\"RequestId\":\"r\"}}";
    let response = call(body.to_vec(), false).await.unwrap();
    let [machine] = &response.body.machines[..] else {
        panic!("{response:?}")
    };
    assert_eq!(machine.name.as_deref(), Some("caf\u{FFFD} \u{FFFD}"));
    assert_eq!(response.request_id.as_deref(), Some("r"));
    assert_eq!(
        told(&response),
        [
            "InstanceSet[0].InstanceName: expected UTF-8 text, found a string: caf\u{FFFD} \u{FFFD}",
            "InstanceSet[0].CPU: expected an integer, found a number: 0.5",
            "New: expected UTF-8 text, found a string",
        ]
    );
    assert!(call(body.to_vec(), true).await.is_err());
    let error = call(b"\xFF".to_vec(), false).await.unwrap_err();
    assert!(error.to_string().ends_with("begins: \u{FFFD}"), "{error}");
}

#[tokio::test]
async fn page_survives_one_odd_instance() {
    let instances: Vec<_> = (0..100)
        .map(|index| {
            if index == 70 {
                r#"{"CPU":0.5}"#
            } else {
                r#"{"CPU":2}"#
            }
        })
        .collect();
    let body = format!(
        r#"{{"Response":{{"InstanceSet":[{}],"RequestId":"r"}}}}"#,
        instances.join(",")
    );
    let response = call(body, false).await.unwrap();
    assert_eq!(response.body.machines.len(), 100);
    let counted = response
        .body
        .machines
        .iter()
        .filter_map(|machine| machine.cpu);
    assert_eq!(counted.sum::<i64>(), 198);
    assert_eq!(response.mismatches[0].path, "InstanceSet[70].CPU");
}
