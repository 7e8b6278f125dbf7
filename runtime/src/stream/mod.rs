//! Replies that come as server-sent events, `text/event-stream`.

mod data;
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

use self::data::{AnyError, decode, decode_error, is_other_kind};
use self::fault::{api_error, fault_in};
use self::parser::Parser;
use crate::codec::{ReadError, Reader};
use crate::error::{DecodeError, Error, TimeoutKind};
use crate::observe::Drift;
use crate::reply::{read_envelope, read_members, request_id_in};
use crate::time::{BoxFuture, Clock};
use crate::transport::{ByteStream, HttpResponse, StreamingResponse, response_too_large};

pub use self::data::EventData;
pub use self::parser::Event;
pub(crate) use self::parser::looks_like_events;

/// The data with which some servers end a stream, in any letter case.
const END_MARKER: &str = "[DONE]";

/// The events of a reply. Also a [`Stream`].
///
/// - Dropping it closes the connection.
/// - The time limit of a call applies only until the stream begins. A longer silence than
///   [`ConfigBuilder::stream_idle_timeout`](crate::ConfigBuilder::stream_idle_timeout) is an error.
/// - An event that reports an error is returned as [`ErrorKind::Api`]. Any error ends the stream.
/// - A reply that isn't a stream, although it is labelled as one, is an event if it is a JSON
///   response. Otherwise it is an error: the one that it states, or [`ErrorKind::Decode`] with its
///   beginning.
/// - The marker `[DONE]`, with which some servers end a stream, is omitted. So are comments, and
///   fields without data.
///
/// [`ErrorKind::Api`]: crate::ErrorKind::Api
/// [`ErrorKind::Decode`]: crate::ErrorKind::Decode
#[must_use = "streams do nothing unless polled"]
pub struct Events<T = String> {
    /// Boxed, which makes streams cheap to move.
    source: Box<Source>,
    /// Returns `None` for an event to skip.
    decode: Decode<T>,
}

type Decode<T> = Box<dyn FnMut(Event) -> Result<Option<Event<T>>, Error> + Send>;

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
    drift: Arc<Drift>,
    strict: bool,
    /// The product and the API version.
    origin: [String; 2],
}

/// The settings of a stream.
#[derive(Clone, Copy)]
pub(crate) struct Limits<'a> {
    /// The length limit of an event.
    pub(crate) max_bytes: usize,
    /// The time that the stream may stay silent.
    pub(crate) idle_timeout: Duration,
    pub(crate) clock: &'a Arc<dyn Clock>,
    /// The counts of mismatches.
    pub(crate) drift: &'a Arc<Drift>,
    /// True if a mismatch is an error.
    pub(crate) strict: bool,
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
            drift: Arc::clone(limits.drift),
            strict: limits.strict,
            origin: [String::new(), String::new()],
        });
        Self {
            source,
            decode: Box::new(|event| Ok(Some(event))),
        }
    }

    /// Returns a stream without events.
    pub(crate) fn none(limits: Limits<'_>) -> Self {
        let mut events = Self::new(HttpResponse::new(200, "").into(), limits);
        events.source.body = None;
        events
    }

    /// Names the product and the API version, for counting mismatches.
    pub(crate) fn came_from(&mut self, service: &str, version: &str) {
        self.source.origin = [service, version].map(str::to_owned);
    }

    /// Adds a reply that isn't a stream as an event. Some actions send one unless the request asks
    /// for a stream.
    pub(crate) fn push_reply(&mut self, content: &str) {
        self.source.parser.push(Event::new(content));
    }

    /// Adds the events of a reply that arrived as a whole, because its content type is another one.
    pub(crate) fn push_stream(&mut self, text: &str) -> Result<(), Error> {
        let parser = &mut self.source.parser;
        if parser.feed(text.as_bytes()).is_err() {
            return Err(response_too_large(self.source.limit).into());
        }
        parser.finish();
        Ok(())
    }

    /// Returns the events with their data decoded: as the documented response or any other
    /// structure, as [`Value`](crate::Value), or as your own [`EventData`]. An event that cannot be
    /// decoded is an error.
    ///
    /// Skips events without data, such as pings. Also skips events of other kinds: they have a name
    /// besides `message`, and their data is neither an object nor a list.
    pub fn typed<T: EventData + 'static>(self) -> Events<T> {
        let strict = self.source.strict;
        let drift = Arc::clone(&self.source.drift);
        let [service, version] = self.source.origin.clone();
        let decode = move |event: Event| {
            if is_other_kind(&event) {
                tracing::debug!(event = ?event.event, "a typed stream skips an event of another kind");
                return Ok(None);
            }
            let event = decode::<T>(event, strict)?;
            drift.add_mismatches(&service, &version, &event.mismatches);
            Ok(Some(event))
        };
        Events {
            source: self.source,
            decode: Box::new(decode),
        }
    }

    /// Returns the events with their data decoded by a function, such as
    /// `|event| serde_json::from_str(&event.data).map(Some)`. It sees every event with its name,
    /// and returns `None` for one to skip.
    pub fn typed_with<T, E>(
        self,
        mut decode: impl FnMut(&Event) -> Result<Option<T>, E> + Send + 'static,
    ) -> Events<T>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let decode = move |event: Event| match decode(&event) {
            Ok(None) => Ok(None),
            Ok(Some(data)) => Ok(Some(event.with_data(data, Vec::new()))),
            Err(error) => {
                let error: AnyError = error.into();
                let request_id = request_id_in(&event.data);
                let error = Error::from(decode_error(error));
                Err(error.with_request_id(request_id).after_attempts(1))
            }
        };
        Events {
            source: self.source,
            decode: Box::new(decode),
        }
    }
}

impl<T> Events<T> {
    /// Returns the next event, or `None` after the last one.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind). `None` follows an error.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|context| self.poll_event(context)).await
    }

    /// Returns the headers of the reply.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.source.headers
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        loop {
            let event = ready!(self.source.poll_event(context));
            let decoded = match event {
                None => return Poll::Ready(None),
                Some(Ok(event)) => (self.decode)(event),
                Some(Err(error)) => Err(error),
            };
            match decoded {
                Ok(None) => {}
                Ok(Some(event)) => return Poll::Ready(Some(Ok(event))),
                Err(error) => {
                    self.source.close();
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl Source {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event, Error>>> {
        loop {
            if let Some(event) = self.parser.next() {
                return Poll::Ready(self.interpret(event));
            }
            let Some(body) = &mut self.body else {
                let foreign = self.parser.take_foreign();
                return Poll::Ready(foreign.map(|text| self.interpret_foreign(&text)));
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
        if event.data.trim().eq_ignore_ascii_case(END_MARKER) {
            self.close();
            return None;
        }
        Some(match fault_in(&event, self.status) {
            Some(error) => Err(error),
            None => Ok(event),
        })
    }

    /// Returns the response, or the error, in a reply that isn't a stream of events.
    fn interpret_foreign(&mut self, text: &[u8]) -> Result<Event, Error> {
        let text = String::from_utf8_lossy(text);
        let mut content = None;
        let read = read_envelope(&mut Reader::new(&text), |reader| {
            reader.peek();
            let start = reader.offset();
            let stated = read_members(reader, |reader| {
                reader.member_name()?;
                reader.skip().map(drop)
            });
            content = Some(reader.since(start).to_owned());
            stated
        });
        match (read, content) {
            (Ok(Some(stated)), _) => Err(api_error(stated, self.status, &text)),
            (Ok(None), Some(content)) => Ok(Event::new(content)),
            (Ok(None), None) => Err(self.not_events(&text, &ReadError::new("not events", 0))),
            (Err(error), _) => Err(self.not_events(&text, &error)),
        }
    }

    fn not_events(&self, text: &str, error: &ReadError) -> Error {
        let error = DecodeError::new(error).quoting(text, &self.headers);
        Error::from(error)
            .with_request_id(request_id_in(text))
            .after_attempts(1)
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

/// Returns the error that a reply with another status reports in its first event.
pub(crate) fn stated_error(text: &str, status: u16) -> Option<Error> {
    if !looks_like_events(text) {
        return None;
    }
    let mut parser = Parser::new(text.len());
    parser.feed(text.as_bytes()).ok()?;
    parser.finish();
    fault_in(&parser.next()?, status)
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
