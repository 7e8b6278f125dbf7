//! The walk through the events of a stream.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::HeaderMap;
use serde_json::Value;

use super::decode;
use super::event::Event;
use super::fault::fault_in;
use super::parser::Parser;
use crate::codec::Structure;
use crate::error::{Error, TimeoutKind};
use crate::time::{BoxFuture, Clock};
use crate::transport::{ByteStream, HttpResponse, StreamingResponse, response_too_large};

/// The data that ends a stream, where a server says so.
const END_MARKER: &str = "[DONE]";

/// The events of a reply, one by one. Also a [`Stream`].
///
/// The connection is closed when this is dropped. The time allowed for a call does not cut a stream
/// off; [`ConfigBuilder::stream_idle_timeout`](crate::ConfigBuilder::stream_idle_timeout) does,
/// when nothing comes for that long. An event that states an error comes as that error, and after an
/// error nothing more comes. The marker `[DONE]` is left out.
#[must_use = "events are received only when asked for"]
pub struct Events<T = String> {
    /// On the heap, so that streams are cheap to move.
    source: Box<Source>,
    decode: fn(String) -> Result<T, Error>,
}

struct Source {
    status: u16,
    headers: HeaderMap,
    /// None at the end.
    body: Option<ByteStream>,
    parser: Parser,
    limit: usize,
    clock: Arc<dyn Clock>,
    idle_timeout: Duration,
    idle: Option<BoxFuture<'static, ()>>,
}

/// The limits of a stream, and the clock that measures them.
#[derive(Clone, Copy)]
pub(crate) struct Limits<'a> {
    /// The length limit of an event.
    pub(crate) max_bytes: usize,
    /// The time that the stream may stay silent.
    pub(crate) idle_timeout: Duration,
    pub(crate) clock: &'a Arc<dyn Clock>,
}

impl Events {
    pub(crate) fn new(response: StreamingResponse, limits: Limits<'_>) -> Self {
        let source = Box::new(Source {
            status: response.status,
            headers: response.headers,
            body: Some(response.body),
            parser: Parser::new(limits.max_bytes),
            limit: limits.max_bytes,
            clock: Arc::clone(limits.clock),
            idle_timeout: limits.idle_timeout,
            idle: None,
        });
        Self { source, decode: Ok }
    }

    /// No events.
    pub(crate) fn none(limits: Limits<'_>) -> Self {
        let mut events = Self::new(HttpResponse::new(200, "").into(), limits);
        events.source.body = None;
        events
    }

    /// The one event that a reply amounts to that is no stream: some actions answer so unless asked
    /// for a stream.
    pub(crate) fn push_reply(&mut self, content: &Value) {
        self.source.parser.push(Event::new(content.to_string()));
    }

    /// The same events with their data decoded, as the response that the action documents or any
    /// other structure.
    pub fn typed<T: Structure + Default>(self) -> Events<T> {
        Events {
            source: self.source,
            decode: decode::structure::<T>,
        }
    }
}

impl<T> Events<T> {
    /// The next event, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|context| self.poll_event(context)).await
    }

    /// The headers of the reply.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.source.headers
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        let event = ready!(self.source.poll_event(context));
        let decoded = event.map(|event| event?.decoded(self.decode));
        if let Some(Err(_)) = decoded {
            self.source.close();
        }
        Poll::Ready(decoded)
    }
}

impl Source {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event, Error>>> {
        loop {
            if let Some(event) = self.parser.next() {
                return Poll::Ready(self.settle(event));
            }
            let Some(body) = &mut self.body else {
                return Poll::Ready(None);
            };
            match body.as_mut().poll_next(context) {
                Poll::Ready(Some(Ok(piece))) => {
                    self.idle = None;
                    if self.parser.feed(&piece).is_err() {
                        return Poll::Ready(Some(Err(response_too_large(self.limit).into())));
                    }
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error.into()))),
                Poll::Ready(None) => {
                    self.body = None;
                    self.parser.finish();
                }
                Poll::Pending => {
                    ready!(self.poll_idle(context));
                    return Poll::Ready(Some(Err(self.timed_out())));
                }
            }
        }
    }

    /// What an event means: itself, an error, or the end.
    fn settle(&mut self, event: Event) -> Option<Result<Event, Error>> {
        if event.data.trim() == END_MARKER {
            self.close();
            return None;
        }
        Some(match fault_in(&event, self.status) {
            Some(error) => Err(error),
            None => Ok(event),
        })
    }

    fn poll_idle(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let (clock, timeout) = (&self.clock, self.idle_timeout);
        let idle = self.idle.get_or_insert_with(|| clock.sleep(timeout));
        idle.as_mut().poll(context)
    }

    fn timed_out(&self) -> Error {
        Error::timeout(TimeoutKind::Idle, Some(self.idle_timeout)).after_attempts(1)
    }

    /// Lets go of the connection and of events not yet asked for.
    fn close(&mut self) {
        self.body = None;
        self.idle = None;
        self.parser = Parser::new(self.limit);
    }
}

// Nothing is pinned in place: body and timer are boxed, the rest is moved freely.
impl<T> Unpin for Events<T> {}

impl<T> Stream for Events<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_event(context)
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("status", &self.source.status)
            .field("ended", &self.source.body.is_none())
            .finish_non_exhaustive()
    }
}
