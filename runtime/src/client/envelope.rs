//! Decoding of replies: `{"Response": {…}}`, with an `Error` member if the call failed. Replies
//! without `Response` are in `flat`.

use serde_json::{Map, Value};

use super::flat;
use crate::codec::{self, Mismatch, ReadError, Reader, Structure, UnknownMembers};
use crate::error::{ApiError, DecodeError, Error, ErrorKind, HttpStatusError};
use crate::reply::{
    ENVELOPE, ErrorBody, read_envelope, read_members, read_request_id, request_id, text_of,
};
use crate::stream::{self, Events};
use crate::transport::HttpResponse;
use crate::v2::{Envelope, Protocol};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The destination of a reply's content, and the values that did not fit into it.
pub(super) struct Output<'a> {
    pub(super) destination: Destination<'a>,
    pub(super) mismatches: Vec<Mismatch>,
}

/// The destination of a reply's content.
pub(super) enum Destination<'a> {
    Structure(&'a mut dyn Structure),
    Value(&'a mut Value),
    /// A stream. Only replies that are not streams are decoded.
    Events(&'a mut Events),
    /// The caller wants only the bytes of the reply.
    Nothing,
}

impl<'a> Output<'a> {
    pub(super) fn new(destination: Destination<'a>) -> Self {
        Self {
            destination,
            mismatches: Vec::new(),
        }
    }
}

/// Decodes a reply and returns the members that the output does not have. Checks the status first,
/// because a gateway's reply is an HTTP error rather than malformed JSON.
///
/// With `strict`, a value that does not fit its documented type is an error.
pub(super) fn decode(
    response: &HttpResponse,
    output: &mut Output<'_>,
    protocol: &Protocol,
    strict: bool,
) -> Result<UnknownMembers, Error> {
    if !(200..300).contains(&response.status) {
        return Err(refused(response, protocol));
    }
    let body = &*response.body;
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let decoder = Decoder {
        response,
        protocol,
        strict,
    };
    match simdutf8::basic::from_utf8(body) {
        Ok(text) => decoder.decode_text(text, &[], output),
        Err(_) => {
            let (text, replaced) = codec::replace_invalid(body);
            decoder.decode_text(&text, &replaced, output)
        }
    }
}

/// A reply and the way to read it.
struct Decoder<'a> {
    response: &'a HttpResponse,
    protocol: &'a Protocol,
    strict: bool,
}

impl Decoder<'_> {
    /// Decodes a text in which the bytes at the positions `replaced` were invalid.
    fn decode_text(
        &self,
        text: &str,
        replaced: &[usize],
        output: &mut Output<'_>,
    ) -> Result<UnknownMembers, Error> {
        let mut reader = Reader::new(text);
        reader.misfits.add_replaced(replaced);
        match read(&mut reader, &mut output.destination, self.protocol) {
            Ok(None) if reader.misfits.is_empty() => Ok(reader.unknown),
            Ok(None) => self.tell(&mut reader, text, output),
            Ok(Some(stated)) => Err(self.api_error(stated, text)),
            Err(error) => self.recover_stream(&error, text, output),
        }
    }

    /// Explains the values that did not fit.
    #[cold]
    fn tell(
        &self,
        reader: &mut Reader<'_>,
        text: &str,
        output: &mut Output<'_>,
    ) -> Result<UnknownMembers, Error> {
        let root = match &output.destination {
            Destination::Structure(structure) => Some(&**structure),
            _ => None,
        };
        let envelope = match self.protocol.envelope() {
            Envelope::Response => ENVELOPE,
            Envelope::Code => "",
        };
        let path = if envelope.is_empty() {
            &[][..]
        } else {
            &[envelope]
        };
        let mismatches = reader.mismatches(path, root);
        if self.strict
            && let Some(first) = mismatches.first()
        {
            let error = Error::from(DecodeError::strict(first, envelope));
            return Err(error.with_request_id(request_id(self.protocol.envelope(), text)));
        }
        output.mismatches = mismatches;
        Ok(std::mem::take(&mut reader.unknown))
    }

    /// Takes the events of a stream that is labelled as something else. Returns the error for any
    /// other reply that cannot be read.
    #[cold]
    fn recover_stream(
        &self,
        error: &ReadError,
        text: &str,
        output: &mut Output<'_>,
    ) -> Result<UnknownMembers, Error> {
        if !stream::looks_like_events(text) {
            let error = DecodeError::new(error).quoting(text, &self.response.headers);
            return Err(
                Error::from(error).with_request_id(request_id(self.protocol.envelope(), text))
            );
        }
        let Destination::Events(events) = &mut output.destination else {
            let problem =
                "the reply is a stream of events; receive it with `stream` instead of `call`";
            return Err(DecodeError::new(&ReadError::new(problem, 0)).into());
        };
        events.push_stream(text)?;
        Ok(UnknownMembers::default())
    }

    fn api_error(&self, stated: ErrorBody, text: &str) -> Error {
        let code = stated.code.unwrap_or_default();
        let message = stated.message.unwrap_or_default();
        let number = match self.protocol {
            Protocol::Tc3 => stated.number,
            Protocol::V2(_) => stated.number.or_else(|| code.parse().ok()),
        };
        let error = ApiError::new(code, number, message, self.response.status);
        let error = Error::new(ErrorKind::Api(error));
        error.with_request_id(request_id(self.protocol.envelope(), text))
    }
}

/// Reads the envelope and its content. Returns the error that the reply states.
fn read(
    reader: &mut Reader<'_>,
    destination: &mut Destination<'_>,
    protocol: &Protocol,
) -> Result<Option<ErrorBody>, ReadError> {
    let v2 = protocol.v2();
    if v2.is_some_and(|v2| v2.envelope == Envelope::Code) {
        return flat::read(reader, destination);
    }
    read_envelope(reader, |reader| match destination {
        Destination::Structure(structure) => {
            let schema = structure.schema();
            let mut position = reader.begin(schema);
            read_members(reader, |reader| {
                if v2.is_some() && read_request_id(reader, *structure)? {
                    return Ok(());
                }
                reader.member(*structure, schema, &mut position)
            })
        }
        Destination::Value(value) => {
            let mut members = Map::new();
            let stated = read_members(reader, |reader| value_member(reader, &mut members))?;
            **value = Value::Object(members);
            Ok(stated)
        }
        Destination::Events(events) => {
            reader.peek();
            let start = reader.offset();
            let stated = read_members(reader, skip_member)?;
            // The next attempt would return the events of a failed one.
            if stated.is_none() {
                events.push_reply(reader.since(start));
            }
            Ok(stated)
        }
        Destination::Nothing => read_members(reader, skip_member),
    })
}

pub(super) fn value_member(
    reader: &mut Reader<'_>,
    members: &mut Map<String, Value>,
) -> Result<(), ReadError> {
    let name = reader.member_name()?.into_owned();
    let read = reader.value();
    let member = read.map_err(|error| error.in_member(name.clone()))?;
    members.insert(name, member);
    Ok(())
}

pub(super) fn skip_member(reader: &mut Reader<'_>) -> Result<(), ReadError> {
    let name = reader.member_name()?;
    let skipped = reader.skip().map(drop);
    skipped.map_err(|error| error.in_member(name.into_owned()))
}

/// Returns the error that the body states, or else the status and an excerpt.
fn refused(response: &HttpResponse, protocol: &Protocol) -> Error {
    const EXCERPT_CHARS: usize = 200;
    let text = text_of(&response.body);
    let text = text.trim_start_matches('\u{feff}');
    let stated = read(&mut Reader::new(text), &mut Destination::Nothing, protocol);
    if let Ok(Some(stated)) = stated {
        let decoder = Decoder {
            response,
            protocol,
            strict: false,
        };
        return decoder.api_error(stated, text);
    }
    if let Some(error) = stream::stated_error(text, response.status) {
        return error;
    }
    let error = Error::new(ErrorKind::HttpStatus(HttpStatusError {
        status: response.status,
        excerpt: text.trim().chars().take(EXCERPT_CHARS).collect(),
        proxy: response.proxy.clone(),
    }));
    error.with_request_id(request_id(protocol.envelope(), text))
}
