//! Errors of reading JSON, with the path and offset.

use std::borrow::Cow;
use std::fmt;

/// A fault in a JSON text, with the path to it. It never holds a value, which may be secret.
///
/// `Display` prints `InstanceSet[3].CPU: expected an integer, found a list at byte 97`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError(
    /// A pointer keeps `Result`s small.
    Box<Fault>,
);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    problem: Cow<'static, str>,
    offset: usize,
    /// The type that a well-formed value does not fit; `None` if the text is malformed.
    expected: Option<&'static str>,
    /// Innermost segment first: the path grows while the call stack unwinds.
    segments: Vec<Segment>,
}

/// A step of a path: into a member of an object, or into an element of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Segment {
    Member(Cow<'static, str>),
    Index(usize),
}

impl ReadError {
    #[cold]
    pub(crate) fn new(problem: impl Into<Cow<'static, str>>, offset: usize) -> Self {
        Self(Box::new(Fault {
            problem: problem.into(),
            offset,
            expected: None,
            segments: Vec::new(),
        }))
    }

    /// Creates the error for a well-formed value of another type. `offset` is its first byte, so
    /// that the reader can go back and skip the value.
    #[cold]
    pub(super) fn mismatch(expected: &'static str, found: &'static str, offset: usize) -> Self {
        let mut error = Self::new(format!("expected {expected}, found {found}"), offset);
        error.0.expected = Some(expected);
        error
    }

    /// Returns the error with this path, outermost segment first.
    pub(super) fn at_path(mut self, segments: Vec<Segment>) -> Self {
        self.0.segments = segments;
        self.0.segments.reverse();
        self
    }

    /// Returns the type that a well-formed value does not fit; `None` if the text is malformed.
    pub(super) fn expected(&self) -> Option<&'static str> {
        self.0.expected
    }

    /// Adds the member that was being read to the path.
    #[cold]
    pub(crate) fn in_member(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.0.segments.push(Segment::Member(name.into()));
        self
    }

    /// Adds the list element that was being read to the path.
    #[cold]
    pub(crate) fn in_element(mut self, index: usize) -> Self {
        self.0.segments.push(Segment::Index(index));
        self
    }

    /// Returns the expected and the actual kind of value. Never the value, which may be secret.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.0.problem
    }

    /// Returns the byte offset into the text.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// Returns the path from the top of the text: `Response.InstanceSet[3].CreatedTime`. Empty for
    /// the top itself.
    #[must_use]
    pub fn path(&self) -> String {
        path_of(self.0.segments.iter().rev())
    }
}

/// Returns a path in the notation of messages: `InstanceSet[3].CPU`.
pub(super) fn path_of<'a>(segments: impl Iterator<Item = &'a Segment>) -> String {
    let mut path = String::new();
    for segment in segments {
        push_segment(&mut path, segment);
    }
    path
}

fn push_segment(path: &mut String, segment: &Segment) {
    match segment {
        Segment::Member(name) => {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
        }
        Segment::Index(index) => path.push_str(&format!("[{index}]")),
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        write!(f, "{} at byte {}", self.problem(), self.offset())
    }
}

impl std::error::Error for ReadError {}
