//! What the hyperlinks of a page tell: the API Explorer's address names the action, anchors name structures.

use indexmap::IndexSet;

use crate::document::Block;

use super::facts::ExplorerLink;
use super::known_types::looks_like_structure;
use super::reader::links;

/// What the page's link to the API Explorer names.
pub(super) fn explorer_link(blocks: &[Block]) -> Option<ExplorerLink> {
    links(blocks).find_map(parse_explorer_link)
}

fn parse_explorer_link(link: &str) -> Option<ExplorerLink> {
    let (path, query) = link.split_once('?')?;
    if !path.ends_with("/explorer") {
        return None;
    }
    let value = |key: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value.to_owned())
            .filter(|value| is_plain(value))
    };
    Some(ExplorerLink {
        service: value("Product")?,
        version: value("Version")?,
        action: value("Action")?,
    })
}

fn is_plain(value: &str) -> bool {
    !value.is_empty()
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// The structures that the page links to, in order, without repetition.
pub(super) fn linked_structures(blocks: &[Block]) -> IndexSet<String> {
    links(blocks)
        .filter_map(structure_anchor)
        .map(str::to_owned)
        .collect()
}

/// The anchor of a link to a structure: `…/document/api/213/15753#Filter`.
fn structure_anchor(link: &str) -> Option<&str> {
    let (_, anchor) = link.rsplit_once('#')?;
    looks_like_structure(anchor).then_some(anchor)
}
