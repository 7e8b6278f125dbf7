//! The HTTP server: connections, limits of time and size, and the delivery of replies.

mod connection;
mod delivery;
mod receiving;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use hyper::body::Incoming as HyperBody;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::sleep;

use crate::cloud::Cloud;
use crate::incoming::Incoming;
use crate::problem::Problem;
use crate::{api, control, metadata};
use connection::{Link, Signals};
use delivery::{Aborted, deliver};
use receiving::{Memory, Received, received};

pub(crate) use delivery::{Body, events, json, page, text};

/// The documented limit of a request's body, in bytes.
const LARGEST_BODY: usize = 10 << 20;
/// The limit of a body for the control, in bytes: that of a whole state.
const LARGEST_CONTROL_BODY: usize = 64 << 20;
/// The limit of a request's head, in bytes. The documented one of a query is a quarter.
const LARGEST_HEAD: usize = 128 << 10;
/// The connections at a time; others wait.
const CONNECTIONS: usize = 4096;

/// Serves connections until `stop` changes.
pub(crate) async fn serve(
    listener: TcpListener,
    cloud: Arc<Cloud>,
    patience: Duration,
    mut stop: watch::Receiver<bool>,
) {
    let server = Server {
        cloud,
        patience,
        memory: Memory::default(),
    };
    let free = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let next = async {
            let place = Arc::clone(&free).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            next = next => next,
            _ = stop.changed() => return,
        };
        match accepted {
            Ok((stream, _)) => {
                let server = server.clone();
                tokio::spawn(async move {
                    server.connection(stream).await;
                    drop(place);
                });
            }
            // Too many open files, for example. Others close soon.
            Err(_) => sleep(Duration::from_millis(10)).await,
        }
    }
}

/// All that connections share.
#[derive(Clone)]
struct Server {
    cloud: Arc<Cloud>,
    patience: Duration,
    memory: Memory,
}

impl Server {
    async fn connection(&self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let address = stream.local_addr().ok();
        let signals = Arc::new(Signals::default());
        let link = Link::new(stream, Arc::clone(&signals), self.patience);
        let service = service_fn(|request| {
            signals.requested();
            let (server, signals) = (self.clone(), Arc::clone(&signals));
            async move {
                let answered = server.answer(request, address).await;
                if answered.is_err() {
                    signals.reset();
                }
                answered
            }
        });
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .max_buf_size(LARGEST_HEAD)
            .header_read_timeout(self.patience);
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_header_list_size(u32::try_from(LARGEST_HEAD).unwrap_or(u32::MAX))
            .keep_alive_interval(self.patience)
            .keep_alive_timeout(self.patience);
        // An error is that of the client, or a reset on purpose.
        let _ = builder.serve_connection(TokioIo::new(link), service).await;
    }

    /// Answers a request. An error ends the connection.
    async fn answer(
        &self,
        request: Request<HyperBody>,
        address: Option<SocketAddr>,
    ) -> Result<Response<Body>, Aborted> {
        let (head, body) = request.into_parts();
        let mut request = Incoming {
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body: Bytes::new(),
        };
        let is_control = control::is_meant(request.uri.path());
        let limit = if is_control {
            LARGEST_CONTROL_BODY
        } else {
            LARGEST_BODY
        };
        // The memory is free again when the request is answered, and before the reply is delivered.
        let memory = match received(body, limit, self.patience, &self.memory).await {
            Received::Whole(body, memory) => {
                request.body = body;
                memory
            }
            Received::TooLarge if is_control => return Ok(control::too_large(limit)),
            Received::TooLarge => {
                let message = format!("the body has more than {limit} bytes");
                let refusal = Problem::RequestSizeLimitExceeded.because(message);
                return deliver(api::refuse(&self.cloud, &request, refusal)).await;
            }
            Received::TooSlow => {
                return Ok(text(408, "the request's body took too long"));
            }
            Received::Broken => return Err(Aborted),
        };
        if is_control {
            return Ok(control::answer(&self.cloud, &request, address));
        }
        if let Some(below) = metadata::below(request.uri.path()) {
            return Ok(match metadata::answer(&self.cloud, below) {
                Some(found) => text(200, &found),
                None => text(404, "not found"),
            });
        }
        // Browsers ask for it when they show the page, and it isn't a call.
        if request.uri.path() == "/favicon.ico" {
            return Ok(text(404, "not found"));
        }
        let reply = api::answer(&self.cloud, &request);
        drop((request, memory));
        deliver(reply).await
    }
}
