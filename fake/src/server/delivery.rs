//! Responses of all kinds, and replies with the faults of their delivery.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream;
use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::Frame;
use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::sleep;

use crate::api::Reply;
use crate::cloud::Cloud;

/// The body of a response.
pub(crate) type Body = UnsyncBoxBody<Bytes, Aborted>;

/// The error that ends a connection on purpose.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the connection is ended on purpose")]
pub(crate) struct Aborted;

/// Delivers a reply after its latency, in full or in part.
pub(super) async fn deliver(reply: Reply) -> Result<Response<Body>, Aborted> {
    if !reply.latency.is_zero() {
        sleep(reply.latency).await;
    }
    if reply.reset {
        return Err(Aborted);
    }
    let media_type = if reply.is_json {
        "application/json"
    } else {
        "text/html"
    };
    let mut response = response(reply.status, media_type, Bytes::new());
    let length = reply.body.len();
    *response.body_mut() = if reply.half_body {
        half(&reply.body)
    } else {
        whole(reply.body)
    };
    response.headers_mut().insert(CONTENT_LENGTH, length.into());
    Ok(response)
}

/// Returns a response of JSON.
pub(crate) fn json(status: u16, value: &Value) -> Response<Body> {
    response(status, "application/json", value.to_string().into())
}

/// Returns a response of text.
pub(crate) fn text(status: u16, text: &str) -> Response<Body> {
    response(status, "text/plain; charset=utf-8", text.to_owned().into())
}

/// Returns a response of a web page, which no other page may frame.
pub(crate) fn page(page: &'static str) -> Response<Body> {
    let mut response = response(
        200,
        "text/html; charset=utf-8",
        Bytes::from_static(page.as_bytes()),
    );
    let policy = HeaderValue::from_static("frame-ancestors 'none'");
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, policy);
    response
}

/// Returns a response that sends the coming calls as server-sent events. A reader that is too slow
/// misses calls, and the event `missed` tells how many.
pub(crate) fn events(cloud: &Arc<Cloud>) -> Response<Body> {
    let numbers = cloud.log.subscribe();
    let state = (numbers, Arc::clone(cloud));
    let events = stream::unfold(state, |(mut numbers, cloud)| async move {
        let missed = |count: u64| format!("event: missed\ndata: {count}\n\n");
        let event = match numbers.recv().await {
            Ok(number) => match cloud.log.call(number) {
                Some(record) => {
                    let call = serde_json::to_string(&record.call()).unwrap_or_default();
                    format!("id: {number}\ndata: {call}\n\n")
                }
                None => missed(1),
            },
            Err(RecvError::Lagged(count)) => missed(count),
            Err(RecvError::Closed) => return None,
        };
        let frame = Frame::data(Bytes::from(event));
        Some((Ok::<_, Aborted>(frame), (numbers, cloud)))
    });
    // The first line reaches the reader at once, so it knows that it is connected.
    let first = stream::iter([Ok(Frame::data(Bytes::from_static(b": connected\n\n")))]);
    let events = futures_util::StreamExt::chain(first, events);
    let mut response = response(200, "text/event-stream", Bytes::new());
    *response.body_mut() = StreamBody::new(events).boxed_unsync();
    response
}

fn response(status: u16, media_type: &'static str, body: Bytes) -> Response<Body> {
    let mut response = Response::new(whole(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn whole(body: Bytes) -> Body {
    Full::new(body)
        .map_err(|never: Infallible| match never {})
        .boxed_unsync()
}

fn half(body: &Bytes) -> Body {
    let half = body.slice(..body.len() / 2);
    let frames = [Ok(Frame::data(half)), Err(Aborted)];
    StreamBody::new(stream::iter(frames)).boxed_unsync()
}
