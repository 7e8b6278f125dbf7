//! Replies that are event streams, over real connections.
#![cfg(feature = "http-client")]

mod support;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use support::exchange::{Exchange, base};
use support::sample::{DescribeInstancesRequest, DescribeInstancesResponse};
use support::server::{Reply, Server};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{
    BoxFuture, Clock, Error, ErrorKind, Event, Events, GenericClient, HttpResponse, TimeoutKind,
    TransportErrorKind, Value, json,
};
use tokio::sync::Notify;

/// Returns the beginning of a chunked reply with these chunks.
fn chunked(content_type: &str, chunks: &[&str]) -> Vec<u8> {
    let mut reply = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nX-Trace: t-1\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    for chunk in chunks {
        reply.push_str(&format!("{:x}\r\n{chunk}\r\n", chunk.len()));
    }
    reply.into_bytes()
}

/// Returns a complete chunked reply with these chunks.
fn whole(content_type: &str, chunks: &[&str]) -> Reply {
    let mut reply = chunked(content_type, chunks);
    reply.extend_from_slice(b"0\r\n\r\n");
    Reply::Raw(reply)
}

const SSE: &str = "text/event-stream";

/// Opens a stream to the server.
async fn open(server: &Server) -> Result<Events, Error> {
    let config = base().endpoint(&server.address).build().unwrap();
    let client = ServiceClient::new(&config);
    client.stream(&DescribeInstancesRequest::default()).await
}

/// Returns the data of all events, and the error that ended the stream.
async fn collect<T>(mut events: Events<T>) -> (Vec<T>, Option<Error>) {
    let mut data = Vec::new();
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => data.push(event.data),
            Err(error) => {
                assert!(
                    events.next().await.is_none(),
                    "nothing comes after an error"
                );
                return (data, Some(error));
            }
        }
    }
    (data, None)
}

#[tokio::test]
async fn events_arrive_as_sent() {
    let chunks = [
        "event: a\nda",
        "ta: 1\nid: 9\n",
        "\ndata: 二\n\ndata: ",
        "3",
    ];
    let server = Server::start([whole("Text/Event-Stream; charset=UTF-8", &chunks)]).await;
    let mut events = open(&server).await.unwrap();
    assert_eq!(events.headers()["x-trace"], "t-1");
    let first = events.next().await.unwrap().unwrap();
    assert_eq!(first.event.as_deref(), Some("a"));
    assert_eq!((first.data.as_str(), first.id.as_deref()), ("1", Some("9")));
    let (rest, error) = collect(events).await;
    assert_eq!(rest, ["二", "3"]);
    assert!(error.is_none());
    server.seen()[0].verify("cvm", "2019-02-25");
}

#[tokio::test]
async fn megabyte_event_is_delivered() {
    let long = "x".repeat(1 << 20);
    let event = format!("data: {long}\n\n");
    let server = Server::start([whole(SSE, &[&event, "data: [DONE]\n\ndata: after\n\n"])]).await;
    let (data, error) = collect(open(&server).await.unwrap()).await;
    assert!(error.is_none());
    assert!(
        data == [long],
        "the end marker is not an event and ends the stream"
    );
}

#[tokio::test]
async fn oversized_event_is_error() {
    let server = Server::start([whole(
        SSE,
        &["data: 1\n\ndata: 2\n\n", "data: 12345678\n\n"],
    )])
    .await;
    let config = base().endpoint(&server.address).max_response_bytes(10);
    let client = GenericClient::new(&config.build().unwrap(), "hunyuan", "2023-09-01");
    let events = client
        .stream("ChatCompletions", json!({"Stream": true}))
        .await
        .unwrap();
    let (data, error) = collect(events).await;
    assert_eq!(data, ["1", "2"]);
    let Some(ErrorKind::Transport(error)) = error.as_ref().map(Error::kind) else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::ResponseTooLarge);
}

#[tokio::test]
async fn events_decode_with_or_without_envelope() {
    let chunks = [
        "data: {\"TotalCount\":\"1\",\"New\":0}\n\n",
        "data: {\"Response\":{\"TotalCount\":2,\"InstanceSet\":[{\"InstanceId\":\"i\"}]}}\n\n",
        "data: {\"TotalCount\":01}\n\ndata: {}\n\n",
    ];
    let server = Server::start([whole(SSE, &chunks)]).await;
    let events = open(&server).await.unwrap();
    let (data, error) = collect(events.typed::<DescribeInstancesResponse>()).await;
    let counts: Vec<_> = data.iter().map(|response| response.total_count).collect();
    assert_eq!(counts, [Some(1), Some(2)]);
    assert_eq!(data[1].instance_set[0].instance_id.as_deref(), Some("i"));
    let Some(ErrorKind::Decode(error)) = error.as_ref().map(Error::kind) else {
        panic!("{error:?}")
    };
    assert_eq!(error.path, "TotalCount");
}

#[tokio::test]
async fn error_event_ends_stream() {
    for (event, code, request_id) in [
        (
            r#"{"Response":{"Error":{"Code":"LimitExceeded","Message":"m"},"RequestId":"r-1"}}"#,
            "LimitExceeded",
            Some("r-1"),
        ),
        (r#"{"ErrorMsg":{"Code":2003,"Msg":"m"}}"#, "2003", None),
    ] {
        let chunk = format!("data: {{\"Note\":1}}\n\ndata: {event}\n\ndata: 3\n\n");
        let server = Server::start([whole(SSE, &[&chunk])]).await;
        let (data, error) = collect(open(&server).await.unwrap()).await;
        assert_eq!(data, ["{\"Note\":1}"]);
        let error = error.unwrap();
        assert_eq!((error.code(), error.request_id()), (Some(code), request_id));
    }
}

#[tokio::test]
async fn error_reply_fails_opening_stream() {
    let fault = r#"{"Response":{"Error":{"Code":"AuthFailure","Message":"m"},"RequestId":"r-1"}}"#;
    let html = Reply::with(
        "502 Bad Gateway",
        "Content-Type: text/event-stream\r\n",
        b"<html>",
    );
    let server = Server::start([Reply::json(fault), html]).await;
    assert_eq!(open(&server).await.unwrap_err().code(), Some("AuthFailure"));
    let error = open(&server).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::HttpStatus(error) if error.status == 502));
}

#[tokio::test]
async fn plain_reply_is_single_event() {
    let reply = r#"{"Response":{"TotalCount":5,"RequestId":"r-1"}}"#;
    let server = Server::start([Reply::json(reply)]).await;
    let events = open(&server).await.unwrap();
    let (data, error) = collect(events.typed::<DescribeInstancesResponse>()).await;
    assert!(error.is_none());
    assert_eq!((data.len(), data[0].total_count), (1, Some(5)));
}

#[tokio::test]
async fn unexpected_stream_is_decode_error() {
    let server = Server::start([whole(SSE, &["data: 1\n\n"])]).await;
    let config = base().endpoint(&server.address).build().unwrap();
    let client = GenericClient::new(&config, "hunyuan", "2023-09-01");
    let error = client
        .call("ChatCompletions", Value::Null)
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decode(_)));
    assert!(
        error.to_string().contains("receive it with `stream`"),
        "{error}"
    );
}

#[tokio::test]
async fn broken_stream_is_error_after_events() {
    let cut = chunked(SSE, &["data: 1\n\ndata: half"]);
    let server = Server::start([Reply::RawThenClose(cut)]).await;
    let (data, error) = collect(open(&server).await.unwrap()).await;
    assert_eq!(data, ["1"], "an incomplete event is dropped");
    let Some(ErrorKind::Transport(error)) = error.as_ref().map(Error::kind) else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::Exchange);
}

#[tokio::test]
async fn dropped_stream_closes_connection() {
    let server = Server::start([Reply::RawThenSilence(chunked(SSE, &["data: 1\n\n"]))]).await;
    let mut events = open(&server).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap(), Event::new("1"));
    drop(events);
    server.abandoned.notified().await;
}

/// A clock on which a test ends the time limits of a call and of the next event.
#[derive(Debug, Clone, Default)]
struct LimitClock {
    call: Arc<Notify>,
    event: Arc<Notify>,
}

const CALL: Duration = Duration::from_secs(60);
const EVENT: Duration = Duration::from_secs(7);

impl Clock for LimitClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let end = match duration {
            CALL => Arc::clone(&self.call),
            EVENT => Arc::clone(&self.event),
            other => panic!("an unknown time limit: {other:?}"),
        };
        Box::pin(async move { end.notified().await })
    }
}

#[tokio::test]
async fn idle_timeout_ends_stream() {
    let chunks = ["data: 1\n\n", "data: 2\n\n"];
    let server = Server::start([Reply::RawThenSilence(chunked(SSE, &chunks))]).await;
    let clock = LimitClock::default();
    let config = base()
        .clock(clock.clone())
        .timeout(CALL)
        .stream_idle_timeout(EVENT)
        .endpoint(&server.address)
        .build()
        .unwrap();
    let client = ServiceClient::new(&config);
    let request = DescribeInstancesRequest::default();
    let mut events = client.stream(&request).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap(), Event::new("1"));
    clock.call.notify_one();
    assert_eq!(events.next().await.unwrap().unwrap(), Event::new("2"));
    clock.event.notify_one();
    let error = events.next().await.unwrap().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout(error) if error.kind == TimeoutKind::Idle));
    assert_eq!(
        error.to_string(),
        "no event of the stream arrived in time (7s allowed)"
    );
    assert!(events.next().await.is_none());
    server.abandoned.notified().await;
}

#[tokio::test]
async fn transport_without_streaming_delivers_events() {
    let exchange = Exchange::new(|_| {
        let mut headers = http::HeaderMap::new();
        headers.insert("content-type", http::HeaderValue::from_static(SSE));
        Some(HttpResponse::new(200, "data: 1\n\ndata: 2").with_headers(headers))
    });
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let events = client.stream(&DescribeInstancesRequest::default()).await;
    assert_eq!(collect(events.unwrap()).await.0, ["1", "2"]);
}
