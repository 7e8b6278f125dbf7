//! Odd streams of real servers and gateways: an error is never lost, and other kinds of events do
//! not end a typed stream.

mod support;

use std::error::Error as StdError;

use support::exchange::Exchange;
use support::sample::{DescribeInstancesRequest, DescribeInstancesResponse};
use support::script::{Script, Step};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{Error, Event, EventData, Events, HttpResponse, Mismatch, Value};

const SSE: &str = "text/event-stream";
const JSON: &str = "application/json";
const PLAIN: &str = "text/plain";

/// A content type and a body, with the data of the events, then the error if there is one.
type Case = (&'static str, &'static str, &'static [&'static str]);

const NO_ERROR_LOST: &[Case] = &[
    (SSE, "", &[]),
    (
        SSE,
        "data: {\"a\":1}\n\ndata: [DONE]\n\ndata: {\"a\":2}\n\n",
        &[r#"{"a":1}"#],
    ),
    (SSE, "data: {\"a\":1}\n\ndata: [done]\n\n", &[r#"{"a":1}"#]),
    (SSE, ": keep-alive\n\ndata: {\"a\":1}\n\n", &[r#"{"a":1}"#]),
    (
        SSE,
        "data: {\"a\":1}\n\ndata: {\"b\"",
        &[r#"{"a":1}"#, r#"{"b""#],
    ),
    (SSE, "data:\n\ndata: {\"a\":1}\n\n", &["", r#"{"a":1}"#]),
    (
        SSE,
        "data: {\"a\":1}\ndata: {\"a\":2}\n\n",
        &["{\"a\":1}\n{\"a\":2}"],
    ),
    (
        SSE,
        "retry: 3000\n\nid: 4\n\nevent: ping\n\ndata: {\"a\":1}\n\n",
        &[r#"{"a":1}"#],
    ),
    (
        SSE,
        "data: {\"a\":\ndata: 1}\n\ndata: [DONE]\n\n",
        &["{\"a\":\n1}"],
    ),
    (SSE, "data:{\"a\":1}\n\ndata:[DONE]\n\n", &[r#"{"a":1}"#]),
    (SSE, "other: x\n\ndata: {\"a\":1}\n\n", &[r#"{"a":1}"#]),
    (JSON, "data: {\"a\":1}\n\ndata: [DONE]\n\n", &[r#"{"a":1}"#]),
    (
        PLAIN,
        "\n: hello\n\ndata: {\"a\":1}\n\ndata: [DONE]\n\n",
        &[r#"{"a":1}"#],
    ),
    (
        SSE,
        "data: {\"Error\":{\"Code\":\"LimitExceeded\",\"Message\":\"m\"},\"RequestId\":\"r9\"}\n\n",
        &["LimitExceeded: m (request id r9)"],
    ),
    (
        SSE,
        "data: {\"Error\":{\"Code\":42,\"Message\":\"m\"}}\n\n",
        &["42: m"],
    ),
    (
        SSE,
        "data: {\"ErrorMsg\":{\"Code\":4001,\"Msg\":\"stream failed\"},\"Id\":\"x\"}\n\n",
        &["4001: stream failed"],
    ),
    (
        SSE,
        "data: {\"a\":1}\n\ndata: {\"Response\":{\"Error\":{\"Code\":\"LimitExceeded\",\"Message\":\"m\"},\"RequestId\":\"r9\"}}\n\n",
        &[r#"{"a":1}"#, "LimitExceeded: m (request id r9)"],
    ),
    (
        SSE,
        "data: {\"a\":1}\n\n{\"Response\":{\"Error\":{\"Code\":\"LimitExceeded\",\"Message\":\"m\"},\"RequestId\":\"r9\"}}",
        &[r#"{"a":1}"#, "LimitExceeded: m (request id r9)"],
    ),
    (SSE, "event: error\ndata: {\"message\":\"x\"}\n\n", &[": x"]),
    (
        SSE,
        "{\"Response\":{\"Error\":{\"Code\":\"AuthFailure\",\"Message\":\"m\"},\"RequestId\":\"r8\"}}",
        &["AuthFailure: m (request id r8)"],
    ),
    (
        SSE,
        "{\n  \"Response\": {\n    \"Error\": {\n      \"Code\": \"AuthFailure.SignatureFailure\",\n      \"Message\": \"m\"\n    },\n    \"RequestId\": \"r\"\n  }\n}\n",
        &["AuthFailure.SignatureFailure: m (request id r)"],
    ),
    (SSE, "{\"code\":4000,\"message\":\"m\"}", &["4000: m"]),
    (
        SSE,
        "{\"Response\":{\"Big\":123456789012345678901234567890}}",
        &[r#"{"Big":123456789012345678901234567890}"#],
    ),
    (
        SSE,
        "{\"Response\":null}",
        &["the reply cannot be read: Response: expected an object, found null at byte 12"],
    ),
    (
        SSE,
        "<html>\ndata: 502</html>",
        &[
            "the reply cannot be read: expected an object, found something else at byte 0; the body (text/event-stream) begins: <html> data: 502</html>",
        ],
    ),
    (
        SSE,
        "upstream connect error",
        &[
            "the reply cannot be read: expected an object, found something else at byte 0; the body (text/event-stream) begins: upstream connect error",
        ],
    ),
    (
        JSON,
        "{\"Response\":{\"Error\":{\"Code\":7,\"Message\":\"m\"}}}",
        &["opening: 7: m"],
    ),
    (
        JSON,
        "<html>502</html>",
        &[
            "opening: the reply cannot be read: expected an object, found something else at byte 0; the body (application/json) begins: <html>502</html>",
        ],
    ),
    (
        JSON,
        "",
        &[
            "opening: the reply cannot be read: expected an object, found the end of the text at byte 0",
        ],
    ),
];

/// Bodies of streams with the totals that a typed stream yields, then the error if there is one.
const TYPED: &[(&str, &[&str])] = &[
    ("data: {\"TotalCount\":3}\n\ndata: [DONE]\n", &["3"]),
    ("event: ping\ndata:\n\ndata: {\"TotalCount\":3}\n\n", &["3"]),
    ("data:\n\ndata: {\"TotalCount\":3}\n\n", &["3"]),
    ("data:  \n\ndata: {\"TotalCount\":3}\n\n", &["3"]),
    (":\n\ndata: {\"TotalCount\":\"3\"}\n\n", &["3"]),
    (
        "event: ping\ndata: ping\n\ndata: {\"TotalCount\":3}\n\n",
        &["3"],
    ),
    (
        "event: progress\ndata: working\n\ndata: {\"TotalCount\":3}\n\n",
        &["3"],
    ),
    (
        "event: progress\ndata: 70\n\nevent: message\ndata: {\"TotalCount\":3}\n\n",
        &["3"],
    ),
    ("event: result\ndata: {\"TotalCount\":3}\n\n", &["3"]),
    ("data: {\"Response\":{\"TotalCount\":3}}\n\n", &["3"]),
    (
        "data: {\"TotalCount\":3}\n\ndata: {\"Tot",
        &[
            "3",
            "the reply cannot be read: unterminated string at byte 2",
        ],
    ),
    (
        "data: working\n\ndata: {\"TotalCount\":3}\n\n",
        &["the reply cannot be read: expected an object, found something else at byte 0"],
    ),
    (
        "{\"Response\":{\"Error\":{\"Code\":\"LimitExceeded\",\"Message\":\"m\"},\"RequestId\":\"r\"}}",
        &["LimitExceeded: m (request id r)"],
    ),
    ("{\"Response\":{\"TotalCount\":3}}", &["3"]),
];

async fn open(
    status: u16,
    content_type: &'static str,
    body: &[u8],
    strict: bool,
) -> Result<Events, Error> {
    let body = body.to_vec();
    let exchange = Exchange::new(move |_| {
        let mut headers = http::HeaderMap::new();
        headers.insert("content-type", http::HeaderValue::from_static(content_type));
        Some(HttpResponse::new(status, body.clone()).with_headers(headers))
    });
    let config = exchange.config().strict_decoding(strict).build().unwrap();
    ServiceClient::new(&config)
        .stream(&DescribeInstancesRequest::default())
        .await
}

/// Returns the data of all events as text, then the error.
async fn collect<T>(mut events: Events<T>, show: impl Fn(Event<T>) -> String) -> Vec<String> {
    let mut all = Vec::new();
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => all.push(show(event)),
            Err(error) => {
                all.push(error.to_string());
                assert!(
                    events.next().await.is_none(),
                    "nothing comes after an error"
                );
            }
        }
    }
    all
}

fn total(event: Event<DescribeInstancesResponse>) -> String {
    let total = event.data.total_count;
    total.map_or_else(|| "absent".to_owned(), |total| total.to_string())
}

#[tokio::test]
async fn odd_stream_yields_events_or_error() {
    for (content_type, body, expected) in NO_ERROR_LOST {
        let found = match open(200, content_type, body.as_bytes(), false).await {
            Ok(events) => collect(events, |event| event.data).await,
            Err(error) => vec![format!("opening: {error}")],
        };
        assert_eq!(found, *expected, "{content_type}: {body}");
    }
}

#[tokio::test]
async fn typed_stream_skips_other_kinds() {
    for (body, expected) in TYPED {
        let events = open(200, SSE, body.as_bytes(), false).await.unwrap();
        assert_eq!(collect(events.typed(), total).await, *expected, "{body}");
    }
}

#[tokio::test]
async fn refused_stream_states_its_error() {
    let body = b"data: {\"Error\":{\"Code\":\"InternalError\",\"Message\":\"m\"}}\n\n";
    let error = open(500, SSE, body, false).await.unwrap_err();
    assert_eq!(
        (error.code(), error.is_retryable()),
        (Some("InternalError"), true)
    );
    let error = open(500, SSE, b"data: {}\n\n", false).await.unwrap_err();
    assert_eq!(error.to_string(), "HTTP status 500: data: {}");
}

#[tokio::test]
async fn mismatch_in_event_is_told_or_strict_error() {
    let body = b"data: {\"TotalCount\":0.5}\n\ndata: {\"Response\":{\"TotalCount\":1,\"InstanceSet\":7}}\n\ndata: {\"RequestId\":\"\xFF\"}\n\n";
    let mut events = open(200, SSE, body, false).await.unwrap().typed();
    let mut all: Vec<Vec<String>> = Vec::new();
    while let Some(event) = events.next().await {
        let event: Event<DescribeInstancesResponse> = event.unwrap();
        all.push(event.mismatches.iter().map(ToString::to_string).collect());
    }
    assert_eq!(
        all,
        [
            ["TotalCount: expected an integer, found a number: 0.5"],
            ["InstanceSet: expected a list, found a number: 7"],
            ["expected UTF-8 text, found a string"],
        ]
    );
    let strict = open(200, SSE, body, true).await.unwrap().typed();
    assert_eq!(
        collect(strict, total).await,
        [
            "the reply cannot be read: TotalCount: expected an integer, found a number: 0.5 at byte 14"
        ]
    );
}

/// A type that its own code decodes.
#[derive(Debug, PartialEq)]
struct Words(Vec<String>);

impl EventData for Words {
    fn from_data(
        data: &str,
        _: &mut Vec<Mismatch>,
    ) -> Result<Self, Box<dyn StdError + Send + Sync>> {
        if data.contains('!') {
            return Err("no exclamation marks".into());
        }
        Ok(Self(data.split(' ').map(str::to_owned).collect()))
    }
}

#[tokio::test]
async fn events_decode_into_values_and_own_types() {
    let body = b"data: [1,{\"a\":null}]\n\ndata: 5\n\ndata:\n\ndata: {\"Response\":{}}\n\n";
    let events = open(200, SSE, body, false).await.unwrap();
    let values = collect(events.typed::<Value>(), |event| event.data.to_string()).await;
    assert_eq!(values, [r#"[1,{"a":null}]"#, "5", r#"{"Response":{}}"#]);

    let body = b"data: a b\n\ndata:\n\ndata: c!\n\n";
    let events = open(200, SSE, body, false).await.unwrap();
    let words = collect(events.typed::<Words>(), |event| event.data.0.join("+")).await;
    assert_eq!(
        words,
        [
            "a+b",
            "the reply cannot be read: no exclamation marks at byte 0"
        ]
    );

    let body = b"event: n\ndata: 1\n\nevent: x\ndata: 2\n\ndata: 3\n\nevent: n\ndata: z\n\n";
    let events = open(200, SSE, body, false).await.unwrap();
    let numbers = events.typed_with(|event| match event.event.as_deref() {
        Some("n") => event.data.parse::<u8>().map(Some),
        _ => Ok(None),
    });
    let numbers = collect(numbers, |event| event.data.to_string()).await;
    assert_eq!(
        numbers,
        [
            "1",
            "the reply cannot be read: invalid digit found in string at byte 0"
        ]
    );
}

#[tokio::test]
async fn unexpected_stream_names_the_way_to_receive_it() {
    let exchange = |body: &'static str| {
        Exchange::new(move |_| {
            let mut headers = http::HeaderMap::new();
            headers.insert("content-type", http::HeaderValue::from_static(SSE));
            Some(HttpResponse::new(200, body).with_headers(headers))
        })
    };
    let call = async |body| {
        let client = ServiceClient::new(&exchange(body).config().build().unwrap());
        client
            .send(&DescribeInstancesRequest::default())
            .await
            .unwrap_err()
    };
    let error = call("data: 1\n\n").await.to_string();
    assert!(
        error.contains("receive it with `stream` instead of `call`"),
        "{error}"
    );
    let error = call(r#"{"Response":{"Error":{"Code":"AuthFailure","Message":"m"}}}"#).await;
    assert_eq!(error.code(), Some("AuthFailure"));
}

#[tokio::test]
async fn retried_stream_yields_only_last_reply() {
    let reply = r#"{"Response":{"TotalCount":3}}"#;
    let script = Script::new([Step::code("RequestLimitExceeded"), Step::status(200, reply)]);
    let client = ServiceClient::new(&script.config().build().unwrap());
    let events = client.stream(&DescribeInstancesRequest::default()).await;
    let events = collect(events.unwrap(), |event| event.data).await;
    assert_eq!(events, [r#"{"TotalCount":3}"#]);
}
