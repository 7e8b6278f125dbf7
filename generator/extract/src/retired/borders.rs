//! The borders between pages of a printed manual.
//!
//! A printed page may hold the end of one page of the documentation and the title of the next. Its
//! lines then count as lines of the next one, until here.

use document::{Block, BlockKind, Document};

use super::content::states_name;
use super::host::stated_host;
use super::printed::frame::is_frame;
use crate::page::Page;
use crate::words::text::text_line;

/// Moves the lines above the first sentence of each retired page to the page before it.
pub(super) fn bounded<'a>(document: &'a Document, pages: &[Page<'a>]) -> Vec<Page<'a>> {
    let mut bounded: Vec<Page<'a>> = pages.to_vec();
    let mut start = 0;
    let mut starts = Vec::with_capacity(pages.len());
    for page in pages {
        let first = start + usize::from(page.title.is_some());
        starts.push(first);
        start = first + page.blocks.len();
    }
    for at in 1..bounded.len() {
        let is_retired = |at: usize| pages.get(at).is_some_and(Page::is_legacy);
        if !is_retired(at) || !is_retired(at - 1) {
            continue;
        }
        let Some(tail) = bounded.get(at).and_then(|page| tail_of(page.blocks)) else {
            continue;
        };
        let Some((&first, &above)) = starts.get(at).zip(starts.get(at - 1)) else {
            continue;
        };
        if let Some(blocks) = document.blocks.get(above..first + tail)
            && let Some(page) = bounded.get_mut(at - 1)
        {
            // The first lines of that page may have moved up, too.
            let moved = page_start(page, document, above);
            page.blocks = blocks.get(moved..).unwrap_or(blocks);
        }
        if let Some(page) = bounded.get_mut(at) {
            page.blocks = page.blocks.get(tail..).unwrap_or_default();
            page.line = page.blocks.first().map_or(page.line, |block| block.line);
        }
    }
    bounded
}

/// Returns the number of the page's own blocks that have moved to the page before it.
fn page_start(page: &Page<'_>, document: &Document, above: usize) -> usize {
    let line = page.blocks.first().map_or(0, |block| block.line);
    let own = document.blocks.get(above..).unwrap_or_default();
    let is_first = |block: &Block| block.line == line && !matches!(block.kind, BlockKind::Title(_));
    own.iter().position(is_first).unwrap_or(0)
}

/// Returns the number of blocks above the page's first sentence that are code or belong to a table.
fn tail_of(blocks: &[Block]) -> Option<usize> {
    let begins = |block: &Block| {
        text_line(block).is_some_and(|line| states_name(line.text) || stated_host(line).is_some())
    };
    let first = blocks.iter().position(begins)?;
    let is_note = |text: &str| text.starts_with("注：") || text.starts_with("注:");
    let is_own = |block: &&Block| {
        text_line(block).is_some_and(|line| is_frame(line.text) || is_note(line.text))
    };
    let own = blocks.get(..first)?.iter().rev().take_while(is_own).count();
    Some(first - own).filter(|tail| *tail > 0)
}
