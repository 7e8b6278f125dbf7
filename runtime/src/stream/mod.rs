//! Replies that come as server-sent events, `text/event-stream`.

mod fault;
mod parser;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use self::fault::fault_in;
use self::parser::Parser;
use crate::codec::{ReadError, Reader, Structure};
use crate::error::{DecodeError, Error, ErrorKind, TimeoutKind};
use crate::reply::request_id_in;
use crate::time::{BoxFuture, Clock};
use crate::transport::{ByteStream, HttpResponse, StreamingResponse, response_too_large};

pub use self::parser::Event;

/// The data with which some servers end a stream.
const END_MARKER: &str = "[DONE]";

/// The events of a reply. Also a [`Stream`].
///
/// - Dropping it closes the connection.
/// - The time limit of a call applies only until the stream begins. A longer silence than
///   [`ConfigBuilder::stream_idle_timeout`](crate::ConfigBuilder::stream_idle_timeout) is an error.
/// - An event that reports an error is returned as [`ErrorKind::Api`]. Any error ends the stream.
/// - The marker `[DONE]`, with which some servers end a stream, is omitted.
#[must_use = "streams do nothing unless polled"]
pub struct Events<T = String> {
    /// Boxed, which makes streams cheap to move.
    source: Box<Source>,
    decode: fn(String) -> Result<T, Error>,
}

struct Source {
    status: u16,
    headers: HeaderMap,
    /// `None` at the end.
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

/// Returns whether the content type is `text/event-stream`. Ignores case and parameters, as in
/// `text/event-stream;charset=utf-8`.
pub(crate) fn is_event_stream(headers: &HeaderMap) -> bool {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = value.unwrap_or("").split(';').next().unwrap_or("");
    essence.trim().eq_ignore_ascii_case("text/event-stream")
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

    /// Returns a stream without events.
    pub(crate) fn none(limits: Limits<'_>) -> Self {
        let mut events = Self::new(HttpResponse::new(200, "").into(), limits);
        events.source.body = None;
        events
    }

    /// Adds a reply that isn't a stream as an event. Some actions send one unless the request asks
    /// for a stream.
    pub(crate) fn push_reply(&mut self, content: &Value) {
        self.source.parser.push(Event::new(content.to_string()));
    }

    /// Returns the events with their data decoded, as the documented response or any other
    /// structure. An event that cannot be decoded is an error.
    pub fn typed<T: Structure + Default>(self) -> Events<T> {
        Events {
            source: self.source,
            decode: decode_structure::<T>,
        }
    }
}

impl<T> Events<T> {
    /// Returns the next event, or `None` after the last one.
    ///
    /// # Errors
    /// Any [`ErrorKind`]. `None` follows an error.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|context| self.poll_event(context)).await
    }

    /// Returns the headers of the reply.
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
                return Poll::Ready(self.interpret(event));
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

    /// Returns an event, the error it reports, or `None` if it is the end marker.
    fn interpret(&mut self, event: Event) -> Option<Result<Event, Error>> {
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

    /// Releases the connection and the events not yet returned.
    fn close(&mut self) {
        self.body = None;
        self.idle = None;
        self.parser = Parser::new(self.limit);
    }
}

// Nothing needs pinning: body and timer are boxed.
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

/// Decodes an event's data, which is the response by itself or in its envelope.
fn decode_structure<T: Structure + Default>(text: String) -> Result<T, Error> {
    let mut value = T::default();
    match read_data(&text, &mut value) {
        Ok(()) => Ok(value),
        Err(error) => {
            let error = Error::new(ErrorKind::Decode(DecodeError {
                path: error.path(),
                problem: error.problem().to_owned(),
                offset: error.offset(),
            }));
            let request_id = request_id_in(&text);
            Err(error.with_request_id(request_id).after_attempts(1))
        }
    }
}

fn read_data(text: &str, structure: &mut dyn Structure) -> Result<(), ReadError> {
    const ENVELOPE: &str = "Response";
    let mut reader = Reader::new(text);
    let members = structure.schema().members;
    let may_be_wrapped = members.iter().all(|member| member.name != ENVELOPE);
    let start = reader.mark();
    let first = reader.open(b'{')?;
    if may_be_wrapped && reader.next_entry(first, b'}')? && reader.member_name()? == ENVELOPE {
        let inner = reader.structure(structure);
        inner.map_err(|error| error.in_member(ENVELOPE))?;
        while reader.next_entry(false, b'}')? {
            reader.member_name()?;
            reader.skip()?;
        }
        return reader.finish();
    }
    reader.rewind(start);
    reader.structure(structure)?;
    reader.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn event_stream_ignores_case_and_parameters() {
        let is = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(value));
            is_event_stream(&headers)
        };
        assert!(is("text/event-stream"));
        assert!(is("text/event-stream;charset=utf-8"));
        assert!(is(" Text/Event-Stream ; charset=UTF-8"));
        assert!(!is("text/event-streams"));
        assert!(!is("application/json; note=text/event-stream"));
        assert!(!is_event_stream(&HeaderMap::new()));
    }
}
