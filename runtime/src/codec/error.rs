//! Why a JSON text could not be read, and where in it.

use std::borrow::Cow;
use std::fmt;

/// A fault in a JSON text, with the path to it. One pointer wide, so that the happy path stays cheap.
#[derive(Debug)]
pub struct ReadError(Box<Fault>);

#[derive(Debug)]
struct Fault {
    problem: Cow<'static, str>,
    offset: usize,
    /// Innermost segment first: the path is put together while the call stack unwinds.
    segments: Vec<Segment>,
}

#[derive(Debug)]
enum Segment {
    Member(Cow<'static, str>),
    Index(usize),
}

impl ReadError {
    #[cold]
    pub(crate) fn new(problem: impl Into<Cow<'static, str>>, offset: usize) -> Self {
        Self(Box::new(Fault {
            problem: problem.into(),
            offset,
            segments: Vec::new(),
        }))
    }

    /// The same fault, seen from the object whose member was being read.
    #[cold]
    pub(crate) fn in_member(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.0.segments.push(Segment::Member(name.into()));
        self
    }

    /// The same fault, seen from the list whose element was being read.
    #[cold]
    pub(crate) fn in_element(mut self, index: usize) -> Self {
        self.0.segments.push(Segment::Index(index));
        self
    }

    /// What was expected and what was found; never the value itself, which may be a secret.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.0.problem
    }

    /// Byte offset into the text.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// Path from the top of the text: `Response.InstanceSet[3].CreatedTime`; empty for the top itself.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for segment in self.0.segments.iter().rev() {
            push_segment(&mut path, segment);
        }
        path
    }
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
