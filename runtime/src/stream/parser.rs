//! Parsing of events from bytes, however the pieces are cut.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::time::Duration;

use super::fault::fault_in;
use crate::codec::Mismatch;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// An event of a stream, with its data as text or decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T = String> {
    /// The event's name, if the server sent one.
    pub event: Option<String>,
    /// The data. Text of several lines is joined by line feeds.
    pub data: T,
    /// The event's ID, if the server sent one.
    pub id: Option<String>,
    /// The time to wait before reconnecting, if the server sent one with this event.
    pub retry: Option<Duration>,
    /// The values that do not fit their documented types, and invalid bytes, which U+FFFD replaces.
    pub mismatches: Vec<Mismatch>,
}

impl Event {
    /// Returns an event that has only data, for tests of code that handles events.
    #[must_use]
    pub fn new(data: impl Into<String>) -> Self {
        Self {
            event: None,
            data: data.into(),
            id: None,
            retry: None,
            mismatches: Vec::new(),
        }
    }

    /// Returns the event with its data decoded, and the values that were left out of it.
    pub(super) fn with_data<T>(self, data: T, mismatches: Vec<Mismatch>) -> Event<T> {
        let mut all = self.mismatches;
        all.extend(mismatches);
        Event {
            event: self.event,
            data,
            id: self.id,
            retry: self.retry,
            mismatches: all,
        }
    }
}

/// An error: an event or a line is longer than allowed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLong;

/// A parser that splits a stream into lines, and lines into events.
#[derive(Debug)]
pub(crate) struct Parser {
    /// The beginning of an incomplete line.
    line: Vec<u8>,
    /// True if the last piece ended with a carriage return, which a line feed may complete.
    after_return: bool,
    first_line: bool,
    /// The text so far, as long as nothing shows that it is a stream of events.
    foreign: Option<Vec<u8>>,
    fields: Fields,
    ready: VecDeque<Event>,
    /// The maximum length of an event in bytes.
    limit: usize,
}

/// The fields of the event so far.
#[derive(Debug, Default)]
struct Fields {
    event: Option<String>,
    data: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
    /// True if invalid bytes of the data were replaced.
    replaced: bool,
}

impl Parser {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            line: Vec::new(),
            after_return: false,
            first_line: true,
            foreign: Some(Vec::new()),
            fields: Fields::default(),
            ready: VecDeque::new(),
            limit,
        }
    }

    /// Parses a piece of the stream.
    pub(crate) fn feed(&mut self, piece: &[u8]) -> Result<(), TooLong> {
        let mut rest = piece;
        if self.after_return && !rest.is_empty() {
            self.after_return = false;
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
            let (line, ending) = rest.split_at(end);
            self.extend_line(line)?;
            self.end_line();
            rest = match ending {
                [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
                [] => &[],
            };
            self.after_return = ending == b"\r";
        }
        self.extend_line(rest)
    }

    /// Returns the next complete event.
    pub(crate) fn next(&mut self) -> Option<Event> {
        self.ready.pop_front()
    }

    /// Appends an event to the complete ones.
    pub(crate) fn push(&mut self, event: Event) {
        self.ready.push_back(event);
    }

    /// Ends the last event at the end of the stream. Servers often omit the last empty line.
    pub(crate) fn finish(&mut self) {
        if !self.line.is_empty() {
            self.end_line();
        }
        self.dispatch();
    }

    fn extend_line(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        let event = self.fields.data.as_ref().map_or(0, String::len);
        let event = event + self.foreign.as_ref().map_or(0, Vec::len);
        if event + self.line.len() + bytes.len() > self.limit {
            return Err(TooLong);
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        let mut text = line.as_slice();
        if std::mem::take(&mut self.first_line) {
            text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        }
        let is_foreign = self.foreign.is_some() && self.take_first_line(text);
        if text.is_empty() {
            self.dispatch();
        } else if text.starts_with(b"{") && !is_foreign {
            self.take_json_line(&String::from_utf8_lossy(text));
        } else if !is_foreign {
            self.fields.take_line(text);
        }
        // The next line reuses the buffer.
        line.clear();
        self.line = line;
    }

    /// Keeps a line unless it shows that the text is a stream of events, which JSON and markup
    /// never are. Returns whether it kept the line.
    fn take_first_line(&mut self, line: &[u8]) -> bool {
        let Some(foreign) = &mut self.foreign else {
            return false;
        };
        if !is_markup(foreign) && is_event_line(line) {
            self.foreign = None;
            return false;
        }
        if !foreign.is_empty() || !line.trim_ascii().is_empty() {
            foreign.extend_from_slice(line);
            foreign.push(b'\n');
        }
        true
    }

    /// Returns the whole text if nothing showed that it is a stream of events. `None` if it is one,
    /// or blank.
    pub(super) fn take_foreign(&mut self) -> Option<Vec<u8>> {
        let foreign = self.foreign.take();
        foreign.filter(|text| !text.is_empty())
    }

    /// Takes an error that a server wrote as a plain line, in the middle of a stream. Other lines
    /// like it are unknown fields.
    fn take_json_line(&mut self, line: &str) {
        let event = Event::new(line);
        if fault_in(&event, 200).is_some() {
            self.dispatch();
            self.ready.push_back(event);
        }
    }

    /// Completes an event. Ignores one without data, such as a comment that keeps the connection
    /// alive.
    fn dispatch(&mut self) {
        let fields = std::mem::take(&mut self.fields);
        if let Some(data) = fields.data {
            self.ready.push_back(Event {
                event: fields.event.filter(|name| !name.is_empty()),
                data,
                id: fields.id,
                retry: fields.retry,
                mismatches: if fields.replaced {
                    vec![Mismatch::of_event_text()]
                } else {
                    Vec::new()
                },
            });
        }
    }
}

impl Fields {
    fn take_line(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        self.replaced |= matches!(line, Cow::Owned(_));
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => self.event = Some(value.to_owned()),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // A comment, which has an empty name, or an unknown field.
            _ => {}
        }
    }
}

/// Returns whether a text begins like JSON or markup, which no line of an event stream does.
fn is_markup(text: &[u8]) -> bool {
    matches!(text.trim_ascii_start().first(), Some(b'{' | b'[' | b'<'))
}

/// Returns whether a line is a comment or one of the known fields.
fn is_event_line(line: &[u8]) -> bool {
    let mut parts = line.splitn(2, |byte| *byte == b':');
    let name = parts.next().unwrap_or_default();
    let names: [&[u8]; 4] = [b"data", b"event", b"id", b"retry"];
    line.starts_with(b":") || names.contains(&name)
}

/// Returns whether a text is a stream of events, whatever its content type says: its first line
/// that isn't blank is a comment or a known field.
pub(crate) fn looks_like_events(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.split(['\r', '\n']);
    let first = lines.find(|line| !line.trim().is_empty());
    first.is_some_and(|line| is_event_line(line.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pieces: &[&[u8]]) -> Vec<Event> {
        let mut parser = Parser::new(1000);
        for piece in pieces {
            parser.feed(piece).unwrap();
        }
        parser.finish();
        std::iter::from_fn(|| parser.next()).collect()
    }

    fn data(stream: &str) -> Vec<String> {
        let events = parse(&[stream.as_bytes()]);
        events.into_iter().map(|event| event.data).collect()
    }

    #[test]
    fn event_has_every_field() {
        let [event] = &parse(&[b"event: add\nid: 7\nretry: 250\ndata: a\ndata:b\ndata\n\n"])[..]
        else {
            panic!("expected one event")
        };
        assert_eq!(event.event.as_deref(), Some("add"));
        assert_eq!(event.id.as_deref(), Some("7"));
        assert_eq!(event.retry, Some(Duration::from_millis(250)));
        assert_eq!(event.data, "a\nb\n");
    }

    #[test]
    fn fields_end_with_their_event() {
        let events = parse(&[b"event: add\nid: 7\ndata: a\n\ndata: b\n\n"]);
        assert_eq!(events[1], Event::new("b"));
    }

    #[test]
    fn comments_and_unknown_fields_are_ignored() {
        assert_eq!(
            data(": hello\n\nevent: ping\n\ndata:  a\nother: x\n\n"),
            [" a"]
        );
        assert_eq!(
            parse(&[b"retry: soon\nid: \0\ndata: a\n\n"]),
            [Event::new("a")]
        );
    }

    #[test]
    fn bom_and_unterminated_event_parse() {
        assert_eq!(data("\u{feff}data: a\n\ndata: b"), ["a", "b"]);
        assert_eq!(data("data: a\n\ndata: b\n"), ["a", "b"]);
        assert_eq!(data(""), [""; 0]);
    }

    #[test]
    fn line_endings_and_cuts_are_equivalent() {
        let want = vec![Event::new("一\n2"), Event::new("3")];
        for ending in ["\n", "\r", "\r\n"] {
            let stream = "data: 一|data: 2||data: 3||".replace('|', ending);
            let bytes = stream.as_bytes();
            assert_eq!(parse(&[bytes]), want, "{ending:?}");
            for cut in 0..bytes.len() {
                let (a, b) = bytes.split_at(cut);
                assert_eq!(parse(&[a, b]), want, "{ending:?} cut at {cut}");
                assert_eq!(parse(&[a, b"", b]), want, "{ending:?} cut at {cut}");
            }
            let single: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(parse(&single), want, "{ending:?}");
        }
    }

    #[test]
    fn oversized_event_in_pieces_is_error() {
        let mut whole = Parser::new(9);
        assert_eq!(whole.feed(b"data: 1234\n\n"), Err(TooLong));
        let mut lines = Parser::new(9);
        assert_eq!(lines.feed(b"data: 12\ndata: 34\n\n"), Err(TooLong));
        let mut pieces = Parser::new(9);
        let fed: Result<Vec<()>, _> = (0..10).map(|_| pieces.feed(b"x")).collect();
        assert_eq!(fed, Err(TooLong));
        let mut many = Parser::new(9);
        let fed: Result<Vec<()>, _> = (0..10).map(|_| many.feed(b"data: 1\n\n")).collect();
        assert!(fed.is_ok(), "the limit applies per event");
    }
}
