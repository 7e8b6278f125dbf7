//! A JSON writer.

use std::fmt::Write as _;

use super::field::{List, View};
use super::mapping::{Mapping, entries};
use super::schema::Member;
use super::structure::{Structure, fields};

/// A value that JSON cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{member}` is infinite or NaN, which JSON cannot hold")]
pub struct WriteError {
    /// The wire name of the member that holds the value.
    pub member: &'static str,
}

/// A compact JSON text under construction.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    text: String,
    member: &'static str,
    error: Option<WriteError>,
    lacks_required: bool,
}

impl Writer {
    /// Returns a writer without text.
    pub(crate) fn new() -> Self {
        Self {
            text: String::with_capacity(256),
            ..Self::default()
        }
    }

    /// Returns whether a required member was absent.
    pub(crate) fn lacks_required(&self) -> bool {
        self.lacks_required
    }

    /// Returns the finished text, or an error if a float was infinite or NaN.
    pub(crate) fn finish(self) -> Result<String, WriteError> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.text),
        }
    }

    /// Writes a structure as an object, omitting absent members.
    pub(crate) fn structure(&mut self, structure: &dyn Structure) {
        self.structure_filled(structure, None);
    }

    /// Writes a structure as [`Self::structure`] does. If `filled` names an absent member, writes
    /// its text for that member.
    pub(crate) fn structure_filled(
        &mut self,
        structure: &dyn Structure,
        filled: Option<(&str, &str)>,
    ) {
        self.text.push('{');
        for (member, field) in fields(structure) {
            let filled = filled.filter(|(name, _)| *name == member.name);
            let Some(view) = field.view().or(filled.map(|(_, text)| View::Text(text))) else {
                self.lacks_required |= member.required;
                continue;
            };
            self.name(member);
            self.element(view);
        }
        self.text.push('}');
    }

    /// Writes a value.
    pub(crate) fn element(&mut self, view: View<'_>) {
        self.separate();
        match view {
            View::Text(text) => self.string(text),
            View::Integer(number) => self.text.push_str(itoa::Buffer::new().format(number)),
            View::Float(number) => self.float(number),
            View::Boolean(value) => self.text.push_str(if value { "true" } else { "false" }),
            View::Any(value) => self.push(format_args!("{value}")),
            View::Structure(structure) => self.structure(structure),
            View::List(list) => self.list(list),
            View::Mapping(mapping) => self.mapping(mapping),
        }
    }

    fn mapping(&mut self, mapping: &dyn Mapping) {
        self.text.push('{');
        for (name, structure) in entries(mapping) {
            self.separate();
            self.string(name);
            self.text.push(':');
            self.structure(structure);
        }
        self.text.push('}');
    }

    fn list(&mut self, list: &dyn List) {
        self.text.push('[');
        for element in (0..).map_while(|index| list.at(index)) {
            self.element(element);
        }
        self.text.push(']');
    }

    /// Writes a member's name and the colon. Only few names contain characters to escape.
    fn name(&mut self, member: &'static Member) {
        self.member = member.name;
        self.separate();
        self.text.push('"');
        if member.escaped {
            self.escaped(member.name);
        } else {
            self.text.push_str(member.name);
        }
        self.text.push_str("\":");
    }

    fn string(&mut self, value: &str) {
        self.text.push('"');
        if is_plain(value.as_bytes()) {
            self.text.push_str(value);
        } else {
            self.escaped(value);
        }
        self.text.push('"');
    }

    #[cold]
    fn escaped(&mut self, value: &str) {
        let mut plain_from = 0;
        for (index, byte) in value.bytes().enumerate() {
            if !is_special(byte) {
                continue;
            }
            self.text
                .push_str(value.get(plain_from..index).unwrap_or(""));
            self.escape(byte);
            plain_from = index + 1;
        }
        self.text.push_str(value.get(plain_from..).unwrap_or(""));
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            b'"' => self.text.push_str("\\\""),
            b'\\' => self.text.push_str("\\\\"),
            b'\n' => self.text.push_str("\\n"),
            b'\r' => self.text.push_str("\\r"),
            b'\t' => self.text.push_str("\\t"),
            _ => self.push(format_args!("\\u{byte:04x}")),
        }
    }

    /// Writes the shortest digits that read back as the same number.
    fn float(&mut self, value: f64) {
        if value.is_finite() {
            return self.push(format_args!("{value:?}"));
        }
        let member = self.member;
        self.error.get_or_insert(WriteError { member });
        self.text.push_str("null");
    }

    /// Writes the comma before a second entry of an object or list.
    fn separate(&mut self) {
        if !matches!(self.text.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.text.push(',');
        }
    }

    fn push(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing to a `String` cannot fail.
        let _ = self.text.write_fmt(arguments);
    }
}

/// Returns whether a string needs no escaping. Checks whole chunks, which the compiler vectorizes.
fn is_plain(bytes: &[u8]) -> bool {
    let (chunks, rest) = bytes.as_chunks::<16>();
    let special = |chunk: &[u8]| {
        chunk
            .iter()
            .fold(false, |any, byte| any | is_special(*byte))
    };
    !chunks.iter().any(|chunk| special(chunk)) && !special(rest)
}

/// Returns whether JSON requires a byte to be escaped.
fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}
