//! Parses HTML, records the line of every element and rejects hostile pages.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::BTreeMap;

use ego_tree::NodeId;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName};
use scraper::{Html, HtmlTreeSink};

use crate::ReadError;

/// The deepest nesting that is read. The site's pages are 30 deep. For every tag, the parser needs
/// time in proportion to the depth.
const MAX_DEPTH: usize = 256;

/// The maximum number of elements that are read. The site's pages have some 500 outside their
/// scripts, and lists of a thousand structures some 30,000.
const MAX_ELEMENTS: usize = 300_000;

/// The maximum number of attributes that a tag may have. The site's tags have fewer than ten. For
/// every attribute, the tokenizer needs time in proportion to those before it.
const MAX_ATTRIBUTES: usize = 256;

/// The number of bytes that are parsed between two checks of the limits.
const STEP: usize = 4096;

/// A parsed page.
pub(super) struct ParsedPage {
    pub(super) html: Html,
    lines: BTreeMap<NodeId, usize>,
    last_line: usize,
}

impl ParsedPage {
    /// Returns the 1-based line of the element's start tag.
    pub(super) fn line(&self, id: NodeId) -> Option<usize> {
        // The parser may reopen elements after the last line if they were never closed.
        self.lines.get(&id).map(|line| *line.min(&self.last_line))
    }
}

/// A limit that a page exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// The nesting exceeds [`MAX_DEPTH`] on this 1-based line.
    Depth(usize),
    /// The number of elements exceeds [`MAX_ELEMENTS`] on this 1-based line.
    Elements(usize),
    /// The number of a tag's attributes exceeds [`MAX_ATTRIBUTES`] on this 1-based line.
    Attributes(usize),
}

impl Limit {
    /// Converts the limit into an error. `lines_before` lines of the file precede the parsed text.
    pub(crate) fn into_error(self, file: &str, lines_before: usize) -> ReadError {
        let file = file.to_owned();
        match self {
            Self::Depth(line) => ReadError::TooDeep {
                file,
                line: line + lines_before,
                limit: MAX_DEPTH,
            },
            Self::Elements(line) => ReadError::TooManyElements {
                file,
                line: line + lines_before,
                limit: MAX_ELEMENTS,
            },
            Self::Attributes(line) => ReadError::TooManyAttributes {
                file,
                line: line + lines_before,
                limit: MAX_ATTRIBUTES,
            },
        }
    }
}

/// Parses a page or a part of one.
///
/// # Errors
///
/// Fails with the first limit that the text exceeds.
pub(super) fn parse(text: &str) -> Result<ParsedPage, Limit> {
    check_attributes(text)?;
    let mut parser = html5ever::parse_document(PositionSink::new(), ParseOpts::default());
    let mut rest = text;
    while !rest.is_empty() {
        let step = (STEP..rest.len()).find(|end| rest.is_char_boundary(*end));
        let (piece, after) = rest.split_at(step.unwrap_or(rest.len()));
        parser.process(StrTendril::from_slice(piece));
        if let Some(limit) = parser.tokenizer.sink.sink.exceeded.get() {
            return Err(limit);
        }
        rest = after;
    }
    let mut page = parser.finish();
    page.last_line = text.lines().count().max(1);
    Ok(page)
}

/// Checks the number of attributes of each tag, before the tokenizer compares them with each other.
fn check_attributes(text: &str) -> Result<(), Limit> {
    let mut rest = text;
    while let Some(tag) = rest.find('<').and_then(|at| rest.get(at + 1..)) {
        rest = tag.strip_prefix('/').unwrap_or(tag);
        if !rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            continue;
        }
        let name_end = rest.find(ends_name).unwrap_or(rest.len());
        let (name, attributes) = rest.split_at(name_end);
        rest = attributes;
        let mut count = 0;
        while let Some(after) = after_attribute(rest) {
            rest = after;
            count += 1;
            if count > MAX_ATTRIBUTES {
                return Err(Limit::Attributes(line_at(text, text.len() - rest.len())));
            }
        }
        if !tag.starts_with('/') {
            rest = after_raw_text(name, rest);
        }
    }
    Ok(())
}

/// Returns whether the character ends the name of a tag or of an attribute.
fn ends_name(c: char) -> bool {
    c.is_ascii_whitespace() || matches!(c, '/' | '>')
}

/// Returns the text after the next attribute of a tag, or `None` at the tag's end.
fn after_attribute(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
    let mut chars = text.chars();
    if chars.next()? == '>' {
        return None;
    }
    let rest = chars.as_str();
    let name_end = rest
        .find(|c| ends_name(c) || c == '=')
        .unwrap_or(rest.len());
    let after_name = rest.get(name_end..)?;
    let Some(value) = after_name.trim_start().strip_prefix('=') else {
        return Some(after_name);
    };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            return quoted.split_once(quote).map(|(_, after)| after);
        }
    }
    let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>');
    value.get(end.unwrap_or(value.len())..)
}

/// Returns the text after the content of an element that contains no tags. Without an end tag, the
/// content ends with the text.
fn after_raw_text<'t>(name: &str, text: &'t str) -> &'t str {
    const RAW: [&str; 7] = [
        "script", "style", "iframe", "noframes", "xmp", "textarea", "title",
    ];
    if !RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
        return text;
    }
    let end = text.match_indices("</").map(|(at, _)| at).find(|at| {
        text.get(at + 2..at + 2 + name.len())
            .is_some_and(|end| end.eq_ignore_ascii_case(name))
    });
    end.and_then(|end| text.get(end..)).unwrap_or_default()
}

fn line_at(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    1 + before.filter(|byte| **byte == b'\n').count()
}

/// A sink that builds scraper's tree and records line and depth of each element.
struct PositionSink {
    inner: HtmlTreeSink,
    positions: RefCell<BTreeMap<NodeId, Position>>,
    line: Cell<usize>,
    exceeded: Cell<Option<Limit>>,
}

#[derive(Clone, Copy)]
struct Position {
    line: usize,
    depth: usize,
}

impl PositionSink {
    fn new() -> Self {
        Self {
            inner: HtmlTreeSink::new(Html::new_document()),
            positions: RefCell::new(BTreeMap::new()),
            line: Cell::new(1),
            exceeded: Cell::new(None),
        }
    }

    /// Records the depth of a child, and the limit if the depth exceeds it.
    fn record_depth(&self, parent: NodeId, child: &NodeOrText<NodeId>) {
        let NodeOrText::AppendNode(child) = child else {
            return;
        };
        let mut positions = self.positions.borrow_mut();
        let depth = positions.get(&parent).map_or(0, |position| position.depth) + 1;
        if let Some(position) = positions.get_mut(child) {
            position.depth = depth;
        }
        if depth > MAX_DEPTH && self.exceeded.get().is_none() {
            self.exceeded.set(Some(Limit::Depth(self.line.get())));
        }
    }
}

impl TreeSink for PositionSink {
    type Handle = NodeId;
    type Output = ParsedPage;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> ParsedPage {
        ParsedPage {
            html: self.inner.finish(),
            lines: self
                .positions
                .into_inner()
                .into_iter()
                .map(|(id, position)| (id, position.line))
                .collect(),
            // The sink does not know the text's length, so `parse` sets it.
            last_line: usize::MAX,
        }
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> NodeId {
        let id = self.inner.create_element(name, attributes, flags);
        let mut positions = self.positions.borrow_mut();
        let line = self.line.get();
        positions.insert(id, Position { line, depth: 0 });
        if positions.len() > MAX_ELEMENTS && self.exceeded.get().is_none() {
            self.exceeded.set(Some(Limit::Elements(line)));
        }
        id
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(usize::try_from(line).unwrap_or(usize::MAX));
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.record_depth(*parent, &child);
        self.inner.append(parent, child);
    }

    /// Ignores parse errors: hardly any page is valid.
    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn append_before_sibling(&self, sibling: &NodeId, new_node: NodeOrText<NodeId>) {
        self.inner.append_before_sibling(sibling, new_node);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        self.inner
            .append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.inner.elem_name(target)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.inner.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.inner.create_pi(target, data)
    }

    fn get_document(&self) -> NodeId {
        self.inner.get_document()
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.inner.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        self.inner.same_node(one, other)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(target, attributes);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.inner.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.inner.reparent_children(node, new_parent);
    }
}
