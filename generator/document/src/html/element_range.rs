//! Finds the range of an element's content in the text of a page.

use std::cell::RefCell;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use scraper::node::Element;

/// Returns the bytes between the element's start tag and the end tag that closes it by counting.
///
/// Counting is right for pages whose tags match. Callers must compare the content with the parsed
/// page.
pub(super) fn inner_range(text: &str, element: &Element) -> Option<Range<usize>> {
    let tokenizer = Tokenizer::new(TagSink::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut search = Search {
        element,
        start: None,
        open: 0,
    };
    let mut offset = 0;
    // A tag ends with `>`, so the tags of a piece end with the piece.
    for piece in text.split_inclusive('>') {
        let begin = offset;
        offset += piece.len();
        queue.push_back(StrTendril::from_slice(piece));
        // The sink never runs scripts: feed the tokenizer until the piece is used up.
        while !queue.is_empty() {
            let _ = tokenizer.feed(&queue);
        }
        for tag in tokenizer.sink.tags.take() {
            if search.closes(&tag, offset) {
                let start = search.start?;
                let end = begin + piece.rfind("</")?;
                return (start <= end).then_some(start..end);
            }
        }
    }
    None
}

struct Search<'a> {
    element: &'a Element,
    start: Option<usize>,
    open: usize,
}

impl Search<'_> {
    /// Handles a tag that ends at `offset`. Returns whether it ends the element.
    fn closes(&mut self, tag: &Tag, offset: usize) -> bool {
        if tag.name != self.element.name.local {
            return false;
        }
        if self.start.is_none() {
            if tag.kind == TagKind::StartTag && is_start_of(tag, self.element) {
                self.start = Some(offset);
                self.open = 1;
            }
            return false;
        }
        match tag.kind {
            TagKind::StartTag => self.open += 1,
            TagKind::EndTag => self.open -= 1,
        }
        self.open == 0
    }
}

fn is_start_of(tag: &Tag, element: &Element) -> bool {
    let attribute = |name: &str| {
        tag.attrs
            .iter()
            .find(|attribute| &*attribute.name.local == name)
            .map(|attribute| &*attribute.value)
    };
    attribute("id") == element.attr("id") && attribute("class") == element.attr("class")
}

/// A sink that collects tags and tells the tokenizer which elements contain no markup.
#[derive(Default)]
struct TagSink {
    tags: RefCell<Vec<Tag>>,
}

impl TokenSink for TagSink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        let raw = match (tag.kind, &*tag.name) {
            (TagKind::StartTag, "script") => Some(RawKind::ScriptData),
            (TagKind::StartTag, "style" | "iframe" | "noframes" | "xmp") => Some(RawKind::Rawtext),
            (TagKind::StartTag, "textarea" | "title") => Some(RawKind::Rcdata),
            _ => None,
        };
        self.tags.borrow_mut().push(tag);
        raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }
}
