//! Reads a page of the documentation site, complete or reduced to its article.

mod article;
mod element_range;
mod parse;
mod reduce;
mod site_elements;
mod table;

use crate::{Block, BlockKind, Document, Format, ReadError, chrome};
pub(crate) use parse::Limit;
use parse::ParsedPage;
pub use reduce::reduce;

/// Reads a page.
///
/// # Errors
///
/// Fails if the page is nested too deeply or has too many elements.
pub(crate) fn read(file: &str, text: &str) -> Result<Document, ReadError> {
    let page = parse::parse(text).map_err(|limit| limit.into_error(file, 0))?;
    let (blocks, dropped) = page_blocks(&page);
    Ok(Document {
        file: file.to_owned(),
        format: Format::Html,
        blocks,
        dropped,
        footer: None,
    })
}

/// Reads a piece of HTML inside another format. `lines_before` is the number of lines above it.
///
/// # Errors
///
/// Fails if the piece is nested too deeply or has too many elements.
pub(crate) fn read_fragment(text: &str, lines_before: usize) -> Result<Vec<Block>, Limit> {
    let page = parse::parse(text)?;
    let mut blocks = article::read(&page, page.html.tree.root());
    for block in &mut blocks {
        block.line += lines_before;
        if let BlockKind::Table(table) = &mut block.kind {
            for row in &mut table.rows {
                row.line += lines_before;
            }
        }
    }
    Ok(blocks)
}

/// Returns the title, then the blocks of the most certain content root that has any.
///
/// The second list has the blocks that were taken for the site's frame.
fn page_blocks(page: &ParsedPage) -> (Vec<Block>, Vec<Block>) {
    let content = site_elements::content_roots(page)
        .into_iter()
        .map(|root| article::read(page, root))
        .find(|blocks| !blocks.is_empty())
        .unwrap_or_default();
    let has_own_title = content
        .iter()
        .any(|block| matches!(block.kind, BlockKind::Heading { level: 1, .. }));
    let title = site_elements::title(page, has_own_title);
    let (blocks, dropped) = chrome::remove(title.into_iter().chain(content).collect());
    (in_line_order(blocks), dropped)
}

/// Raises line numbers that decrease, because the parser moves misplaced elements.
fn in_line_order(mut blocks: Vec<Block>) -> Vec<Block> {
    let mut last = 1;
    for block in &mut blocks {
        block.line = block.line.max(last);
        last = block.line;
        if let BlockKind::Table(table) = &mut block.kind {
            for row in &mut table.rows {
                row.line = row.line.max(last);
                last = row.line;
            }
        }
    }
    blocks
}
