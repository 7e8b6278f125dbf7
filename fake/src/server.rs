//! The HTTP server: connections, limits of time and size, and the delivery of replies.

mod connection;
mod delivery;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming as HyperBody;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::cloud::Cloud;
use crate::incoming::Incoming;
use crate::problem::Problem;
use crate::{api, control, metadata};
use connection::Link;
use delivery::{Aborted, deliver};

pub(crate) use delivery::{Body, events, json, page, text};

/// The documented limit of a request's body, in bytes.
const LARGEST_BODY: usize = 10 << 20;
/// The bytes of a larger body that are read and dropped, so that the client can read the refusal.
const LARGEST_DROPPED: usize = 64 << 20;

/// Serves connections until `stop` changes.
pub(crate) async fn serve(
    listener: TcpListener,
    cloud: Arc<Cloud>,
    patience: Duration,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.changed() => return,
        };
        match accepted {
            Ok((stream, _)) => {
                tokio::spawn(connection(stream, Arc::clone(&cloud), patience));
            }
            // Too many open files, for example. Others close soon.
            Err(_) => sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn connection(stream: TcpStream, cloud: Arc<Cloud>, patience: Duration) {
    let _ = stream.set_nodelay(true);
    let address = stream.local_addr().ok();
    let reset = Arc::new(AtomicBool::new(false));
    let link = Link::new(stream, Arc::clone(&reset));
    let service = service_fn(move |request| {
        let (cloud, reset) = (Arc::clone(&cloud), Arc::clone(&reset));
        async move {
            let answered = answer(&cloud, request, patience, address).await;
            if answered.is_err() {
                reset.store(true, Ordering::Relaxed);
            }
            answered
        }
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(patience)
        .keep_alive_timeout(patience);
    // An error is that of the client, or a reset on purpose.
    let _ = builder.serve_connection(TokioIo::new(link), service).await;
}

/// Answers a request. An error ends the connection.
async fn answer(
    cloud: &Arc<Cloud>,
    request: Request<HyperBody>,
    patience: Duration,
    address: Option<SocketAddr>,
) -> Result<Response<Body>, Aborted> {
    let (head, body) = request.into_parts();
    let mut request = Incoming {
        method: head.method,
        uri: head.uri,
        headers: head.headers,
        body: Bytes::new(),
    };
    match received(body, patience).await {
        Received::Whole(body) => request.body = body,
        Received::TooLarge => {
            let message = format!("the body has more than {LARGEST_BODY} bytes");
            let refusal = Problem::RequestSizeLimitExceeded.because(message);
            return deliver(api::refuse(cloud, &request, refusal)).await;
        }
        Received::TooSlow => {
            return Ok(text(408, "the request's body took too long"));
        }
        Received::Broken => return Err(Aborted),
    }
    let path = request.uri.path();
    if let Some(below) = metadata::below(path) {
        return Ok(match metadata::answer(cloud, below) {
            Some(found) => text(200, &found),
            None => text(404, "not found"),
        });
    }
    if path.starts_with("/_fake") || path.starts_with("/.well-known/") {
        return Ok(control::answer(cloud, &request, address).await);
    }
    deliver(api::answer(cloud, &request)).await
}

/// A request's body, or the reason why there is none.
enum Received {
    Whole(Bytes),
    TooLarge,
    TooSlow,
    Broken,
}

async fn received(mut body: HyperBody, patience: Duration) -> Received {
    let whole = Limited::new(&mut body, LARGEST_BODY).collect();
    match timeout(patience, whole).await {
        Err(_) => Received::TooSlow,
        Ok(Ok(whole)) => Received::Whole(whole.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            let _ = timeout(patience, drain(body)).await;
            Received::TooLarge
        }
        Ok(Err(_)) => Received::Broken,
    }
}

async fn drain(mut body: HyperBody) {
    let mut dropped = 0;
    while let Some(Ok(frame)) = body.frame().await {
        dropped += frame.data_ref().map_or(0, Bytes::len);
        if dropped > LARGEST_DROPPED {
            return;
        }
    }
}
