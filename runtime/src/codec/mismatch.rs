//! Values of a reply that do not fit their documented types: recorded cheaply, explained later.

use std::cmp::Reverse;
use std::fmt;

use super::error::{ReadError, Segment, path_of};
use super::field::{List, View};
use super::locate::{Located, locate};
use super::mapping::entries;
use super::reader::Reader;
use super::schema::Schema;
use super::structure::Structure;

/// The expected type of a string whose bytes were replaced.
pub(super) const UTF8: &str = "UTF-8 text";

/// The maximum number of mismatches recorded per reply, which bounds memory.
const MAX_MISFITS: usize = 1000;
/// The maximum number of characters of a value in a message.
const MAX_FOUND: usize = 64;

/// A value of a reply that does not fit its documented type and was therefore left out.
///
/// `Display` prints `InstanceSet[3].CPU: expected an integer, found a number: 0.5`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// The path within the response, `InstanceSet[3].CPU`, or within the data of an event.
    pub path: String,
    /// The Rust name of the structure that documents the member. Empty for calls by name.
    pub structure: &'static str,
    /// The name of the member in JSON. Empty if the path is.
    pub member: String,
    /// The expected type: `an integer`, `a number`, `a boolean`, `an object`, `a list`, `a 64-bit
    /// integer` (by name, larger ones are rounded to a float), or `UTF-8 text` (invalid bytes are
    /// replaced by U+FFFD).
    pub expected: &'static str,
    /// The kind of the value: `a number`, `a string`.
    pub kind: &'static str,
    /// The value, up to 64 characters on one line, and a string without its quotes. Numbers up to
    /// that length keep all digits, so an integer beyond `i64` parses as `u64` or `i128`.
    ///
    /// `None` if the documentation marks the member as sensitive, or does not know it.
    pub found: Option<String>,
    /// The byte offset in the text.
    pub offset: usize,
}

impl Mismatch {
    /// Returns the mismatch of an event whose data had invalid bytes.
    pub(crate) fn of_event_text() -> Self {
        Self {
            path: String::new(),
            structure: "",
            member: String::new(),
            expected: UTF8,
            kind: "a string",
            found: None,
            offset: 0,
        }
    }

    /// Returns the expected type and the value that was found.
    pub(crate) fn problem(&self) -> String {
        let problem = format!("expected {}, found {}", self.expected, self.kind);
        match &self.found {
            Some(found) => format!("{problem}: {found}"),
            None => problem,
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.problem())
    }
}

/// Returns the kind of a value with this first byte.
pub(super) fn kind(first: Option<u8>) -> &'static str {
    match first {
        None => "the end of the text",
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'-' | b'0'..=b'9') => "a number",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        Some(_) => "something else",
    }
}

/// The positions of values that were left out, with their expected types.
#[derive(Debug, Default)]
pub(crate) struct Misfits(Vec<(usize, &'static str)>);

impl Misfits {
    #[cold]
    pub(super) fn add(&mut self, offset: usize, expected: &'static str) {
        if self.0.len() < MAX_MISFITS {
            self.0.push((offset, expected));
        }
    }

    /// Adds the positions of replaced bytes.
    pub(crate) fn add_replaced(&mut self, offsets: &[usize]) {
        for offset in offsets {
            self.add(*offset, UTF8);
        }
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the positions in the order of the text, each once.
    fn sorted(&mut self) -> Vec<(usize, &'static str)> {
        let mut places = std::mem::take(&mut self.0);
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// Decodes UTF-8. Replaces invalid bytes by U+FFFD, and returns the positions of the replacements.
pub(crate) fn replace_invalid(bytes: &[u8]) -> (String, Vec<usize>) {
    let (mut text, mut offsets) = (String::with_capacity(bytes.len()), Vec::new());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            if offsets.len() < MAX_MISFITS {
                offsets.push(text.len());
            }
            text.push('\u{FFFD}');
        }
    }
    (text, offsets)
}

impl Reader<'_> {
    /// Returns the error for the value at `start`, which has another type.
    #[cold]
    pub(super) fn mismatch(&self, expected: &'static str, start: usize) -> ReadError {
        let found = kind(self.source.as_bytes().get(start).copied());
        ReadError::mismatch(expected, found, start)
    }

    /// Returns the error for the next value, which has another type.
    #[cold]
    pub(super) fn other_type(&mut self, expected: &'static str) -> ReadError {
        self.peek();
        self.mismatch(expected, self.position)
    }

    /// Returns the error for a member that the schema does not name. It lists the schema's names.
    #[cold]
    pub(super) fn unknown_member(&self, schema: &Schema, name: String) -> ReadError {
        let known: Vec<&str> = schema.members.iter().map(|member| member.name).collect();
        let problem = match &known[..] {
            [] => format!("{} has no members", schema.name),
            _ => format!("{} has only {}", schema.name, list_of_names(&known, &name)),
        };
        self.error(problem).in_member(name)
    }

    /// Returns the error for the first value that was left out; `None` if there is none.
    pub(crate) fn first_misfit(&mut self) -> Option<ReadError> {
        if self.misfits.is_empty() {
            return None;
        }
        let (offset, expected) = self.misfits.sorted().into_iter().next()?;
        let [place] = <[Located; 1]>::try_from(locate(self.source, &[offset])).ok()?;
        Some(self.mismatch(expected, offset).at_path(place.segments))
    }

    /// Explains the values that were left out. `envelope` names the members around `root`, which
    /// paths omit. Without `root`, the text was read without a schema.
    #[cold]
    pub(crate) fn mismatches(
        &mut self,
        envelope: &[&str],
        root: Option<&dyn Structure>,
    ) -> Vec<Mismatch> {
        let misfits = self.misfits.sorted();
        let offsets: Vec<_> = misfits.iter().map(|(offset, _)| *offset).collect();
        let places = locate(self.source, &offsets);
        let mut found: Vec<Mismatch> = Vec::new();
        for ((offset, expected), place) in misfits.into_iter().zip(places) {
            let mismatch = self.explain(offset, expected, &place, envelope, root);
            // A string with many invalid bytes is told once.
            let last = found.last();
            if !last.is_some_and(|last| last.path == mismatch.path && last.expected == expected) {
                found.push(mismatch);
            }
        }
        found
    }

    fn explain(
        &self,
        offset: usize,
        expected: &'static str,
        place: &Located,
        envelope: &[&str],
        root: Option<&dyn Structure>,
    ) -> Mismatch {
        let (segments, root) = match within(&place.segments, envelope) {
            Some(segments) => (segments, root),
            None => (&place.segments[..], None),
        };
        let text = self.source.get(place.range.clone()).unwrap_or("");
        let first = text.bytes().next();
        let owner = Owner::find(segments, root);
        // Without a schema, a number may be shown, but a string may be a secret.
        let shown = owner.is_public || (root.is_none() && kind(first) == "a number");
        Mismatch {
            path: path_of(segments.iter()),
            structure: owner.structure,
            member: owner.member,
            expected,
            kind: kind(first),
            found: if shown { Some(excerpt(text)) } else { None },
            offset,
        }
    }
}

/// Returns names for a message, the nearest ones first if there are many.
fn list_of_names(known: &[&str], wanted: &str) -> String {
    const SHOWN: usize = 12;
    if known.len() <= SHOWN {
        return known.join(", ");
    }
    let mut nearest = known.to_vec();
    nearest.sort_by_key(|name| Reverse(likeness(name, wanted)));
    nearest.truncate(SHOWN);
    format!("{} and {} others", nearest.join(", "), known.len() - SHOWN)
}

/// Returns the number of letters that two names share at their beginning and end, in any case.
fn likeness(one: &str, other: &str) -> usize {
    let same = |(one, other): &(u8, u8)| one.eq_ignore_ascii_case(other);
    let start = one.bytes().zip(other.bytes()).take_while(same).count();
    let ends = one.bytes().rev().zip(other.bytes().rev());
    start + ends.take_while(same).count()
}

/// Returns the segments below the envelope; `None` if they are outside.
fn within<'s>(mut segments: &'s [Segment], envelope: &[&str]) -> Option<&'s [Segment]> {
    for outer in envelope {
        match segments {
            [Segment::Member(name), rest @ ..] if name == outer => segments = rest,
            _ => return None,
        }
    }
    Some(segments)
}

/// The documented member that a path leads to, or leads through.
struct Owner {
    structure: &'static str,
    member: String,
    /// True if all members on the path are documented, and none is sensitive.
    is_public: bool,
    /// The number of segments left at the deepest member that was found.
    left: usize,
    /// The number of steps that the search may still make.
    steps: usize,
}

/// The maximum number of values that the search for an owner looks at.
const MAX_STEPS: usize = 2000;

impl Owner {
    /// Finds the owner in the structure that was read. Schemas do not know each other.
    fn find(segments: &[Segment], root: Option<&dyn Structure>) -> Self {
        let last_name = segments.iter().rev().find_map(|segment| match segment {
            Segment::Member(name) => Some(name.clone().into_owned()),
            Segment::Index(_) => None,
        });
        let mut owner = Self {
            structure: "",
            member: last_name.unwrap_or_default(),
            is_public: false,
            left: usize::MAX,
            steps: MAX_STEPS,
        };
        if let Some(root) = root {
            owner.is_public = owner.descend(View::Structure(root), segments);
        }
        owner
    }

    /// Follows the path. Returns whether it leads through documented members that aren't sensitive.
    fn descend(&mut self, view: View<'_>, segments: &[Segment]) -> bool {
        let Some((segment, rest)) = segments.split_first() else {
            return true;
        };
        match (view, segment) {
            (View::Structure(structure), Segment::Member(name)) => {
                self.enter_member(structure, name, rest)
            }
            (View::List(list), Segment::Index(index)) => self.enter_list(list, *index, rest),
            (View::List(list), Segment::Member(name)) => match name.parse() {
                // The names of an object that was read as a list.
                Ok(index) => self.enter_list(list, index, rest),
                // A list of one, written as its element.
                Err(_) => self.enter_list(list, 0, segments),
            },
            (View::Mapping(mapping), Segment::Member(name)) => {
                match entries(mapping).find(|(found, _)| found == name) {
                    Some((_, structure)) => self.descend(View::Structure(structure), rest),
                    // The entry itself was left out.
                    None => rest.is_empty(),
                }
            }
            // JSON of any shape, or an object that was read as text.
            (View::Any(_) | View::Text(_), _) => true,
            _ => false,
        }
    }

    fn enter_member(&mut self, structure: &dyn Structure, name: &str, rest: &[Segment]) -> bool {
        let schema = structure.schema();
        if rest.len() < self.left {
            self.left = rest.len();
            self.structure = schema.name;
            self.member = name.to_owned();
        }
        let mut members = schema.members.iter().zip(0..);
        let Some((member, index)) = members.find(|(member, _)| member.name == name) else {
            return false;
        };
        let view = structure.member(index).and_then(|field| field.view());
        !member.sensitive
            && match view {
                Some(view) => self.descend(view, rest),
                // The value itself was left out, or all elements of a list.
                None => rest.iter().all(is_element),
            }
    }

    /// Follows the path into the element at the index, or into one before it: elements that were
    /// left out shift the later ones.
    fn enter_list(&mut self, list: &dyn List, index: usize, rest: &[Segment]) -> bool {
        if rest.iter().all(is_element) {
            return true;
        }
        for index in (0..=index).rev() {
            if self.steps == 0 {
                break;
            }
            self.steps -= 1;
            if list
                .at(index)
                .is_some_and(|element| self.descend(element, rest))
            {
                return true;
            }
        }
        false
    }
}

/// Returns whether a segment leads into a list.
fn is_element(segment: &Segment) -> bool {
    match segment {
        Segment::Index(_) => true,
        Segment::Member(name) => name.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

/// Returns the beginning of a value on one line, without the quotes of a string.
fn excerpt(text: &str) -> String {
    let text = text.strip_prefix('"').unwrap_or(text);
    let text = text.strip_suffix('"').unwrap_or(text);
    let mut excerpt = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == MAX_FOUND {
            excerpt.push('…');
            break;
        }
        if c.is_control() {
            excerpt.extend(c.escape_default());
        } else {
            excerpt.push(c);
        }
    }
    excerpt
}
