//! One attempt to exchange a request for a response on a connection of the pool.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use http::Response;
use hyper::body::Incoming;
use hyper_util::client::legacy::connect::{CaptureConnection, capture_connection};
use hyper_util::client::legacy::{Client, Error, ResponseFuture};

use tokio::time::Instant;

use super::dial::Dial;
use super::message::{Message, Payload};

/// The time after which an attempt without a response is suspect.
///
/// If its connection has not begun to send the request, the request returns to the pool: hyper's
/// queue can lose one that arrives while the task of the connection ends. Usually, though, the
/// server limits the concurrent requests.
///
/// If the caller gives up, the connection may have fallen silent. As it has served for this long,
/// callers that cancel many calls do not open many connections.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

/// An attempt. If it is dropped before it has finished, its connection may have fallen silent, and
/// serves no further request: if the time limit of the attempt expired, or the caller had waited
/// for a while. Requests that are running on the connection finish.
///
/// Other cancellations leave the connection alone. A mass of them would otherwise open as many
/// connections, while HTTP/2 pings find a silent connection as well.
pub(crate) struct Attempt {
    /// The connection, if it speaks HTTP/2. One of HTTP/1.1 ends with a dropped attempt anyway.
    connection: Option<CaptureConnection>,
    started: Instant,
    deadline: Option<std::time::Instant>,
    finished: bool,
}

/// The failure of an attempt.
#[derive(Debug)]
pub(crate) enum Failure {
    Client(Error),
    /// The connection did not begin to send the request.
    Stuck,
}

impl Attempt {
    /// Begins to send a message with this version of HTTP. With HTTP/1.1, this uses the message
    /// up, because copying the headers costs more than what it is good for.
    pub(crate) fn begin(
        client: &Client<Dial, Payload>,
        http2: bool,
        message: &mut Message,
    ) -> (Self, ResponseFuture) {
        let mut request = message.request(http2);
        let attempt = Self {
            connection: http2.then(|| capture_connection(&mut request)),
            started: Instant::now(),
            deadline: message.deadline,
            finished: false,
        };
        (attempt, client.request(request))
    }

    /// Waits for the head of the response.
    pub(crate) async fn response(
        &self,
        sent: ResponseFuture,
        message: &Message,
        patience: Duration,
    ) -> Result<Response<Incoming>, Failure> {
        let mut sent = pin!(sent);
        let Some(connection) = &self.connection else {
            return sent.await.map_err(Failure::Client);
        };
        let mut suspect = pin!(tokio::time::sleep_until(self.started + patience));
        poll_fn(|context| {
            if let Poll::Ready(result) = sent.as_mut().poll(context) {
                return Poll::Ready(result.map_err(Failure::Client));
            }
            while suspect.as_mut().poll(context).is_ready() {
                suspect.as_mut().reset(Instant::now() + patience);
                if connection.connection_metadata().is_some() && message.take_back() {
                    return Poll::Ready(Err(Failure::Stuck));
                }
            }
            Poll::Pending
        })
        .await
    }

    /// Prevents that the connection serves further requests.
    pub(crate) fn retire_connection(&self) {
        if let Some(connection) = &self.connection
            && let Some(connection) = &*connection.connection_metadata()
        {
            connection.poison();
        }
    }

    /// Ends the attempt. The connection may serve further requests.
    pub(crate) fn finish(mut self) {
        self.finished = true;
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        let now = Instant::now();
        let expired = self
            .deadline
            .is_some_and(|deadline| deadline <= now.into_std());
        if expired || now - self.started >= PATIENCE {
            self.retire_connection();
        }
    }
}
