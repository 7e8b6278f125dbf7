//! Facts from hyperlinks: links to the API Explorer name actions, and anchors name structures.

use std::collections::BTreeMap;

use document::{Block, BlockKind};
use indexmap::IndexMap;

use crate::facts::{Content, ExplorerLink, Facts};
use crate::words::looks_like_structure;

/// Returns the parts of the page's link to the API Explorer.
pub(crate) fn explorer_link(blocks: &[Block]) -> Option<ExplorerLink> {
    links(blocks).find_map(parse_explorer_link)
}

/// Returns the structures that the blocks link to, each with the address of its page, in order.
pub(crate) fn linked_structures(blocks: &[Block]) -> IndexMap<String, String> {
    let mut structures = IndexMap::new();
    for link in links(blocks) {
        if let Some(name) = structure_anchor(link) {
            structures
                .entry(name.to_owned())
                .or_insert_with(|| link.to_owned());
        }
    }
    structures
}

/// Returns whether the link leads to a page and not to a part of it: `…/document/api/213/15728`.
pub(crate) fn is_page_address(link: &str) -> bool {
    let Some((_, path)) = link.split_once("/document/") else {
        return false;
    };
    let mut parts = path.split('/');
    let is_number = |part: Option<&str>| {
        part.is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(parts.next(), Some("api" | "product"))
        && is_number(parts.next())
        && is_number(parts.next())
        && parts.next().is_none()
}

/// Sets each missing address of an action to the one that the overview of actions links.
pub(crate) fn address_pages(facts: &mut Facts) {
    let mut addresses: BTreeMap<&str, &str> = BTreeMap::new();
    for chapter in &facts.chapters {
        let Content::Catalogue(groups) = &chapter.content else {
            continue;
        };
        let entries = groups.iter().flat_map(|group| &group.actions);
        addresses
            .extend(entries.filter_map(|entry| Some((entry.name.as_str(), entry.url.as_deref()?))));
    }
    for page in &mut facts.actions {
        let Some(&address) = addresses.get(page.action.name.as_str()) else {
            continue;
        };
        for source in &mut page.action.sources {
            source.url.get_or_insert_with(|| address.to_owned());
        }
    }
}

/// Returns the addresses of all hyperlinks among the blocks, in order.
fn links(blocks: &[Block]) -> impl Iterator<Item = &str> {
    blocks
        .iter()
        .flat_map(links_of_block)
        .flatten()
        .map(String::as_str)
}

/// Returns the block's lists of links: one per table cell, at most one otherwise.
fn links_of_block(block: &Block) -> Vec<&[String]> {
    match &block.kind {
        BlockKind::Line(line) => vec![&line.links],
        BlockKind::Links(links) => vec![links],
        BlockKind::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            let cells = table.header.iter().chain(cells);
            cells.map(|cell| cell.links.as_slice()).collect()
        }
        _ => Vec::new(),
    }
}

/// Parses `…/explorer?Product=cvm&Version=2017-03-12&Action=RunInstances`.
fn parse_explorer_link(link: &str) -> Option<ExplorerLink> {
    let (path, query) = link.split_once('?')?;
    if !path.ends_with("/explorer") {
        return None;
    }
    let value = |key: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(name, _)| *name == key)?;
        is_plain(value).then(|| value.to_owned())
    };
    Some(ExplorerLink {
        service: value("Product")?,
        version: value("Version")?,
        action: value("Action")?,
    })
}

/// Returns whether the value has only letters, digits, `-` and `_`.
fn is_plain(value: &str) -> bool {
    !value.is_empty()
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Returns the structure that a link's anchor names: `…/document/api/213/15753#Filter`.
fn structure_anchor(link: &str) -> Option<&str> {
    let (_, anchor) = link.rsplit_once('#')?;
    looks_like_structure(anchor).then_some(anchor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn explorer_address_names_the_action() {
        let link = "https://console.cloud.tencent.com/api/explorer?Product=cvm&Version=2017-03-12&Action=RunInstances";
        assert_eq!(
            parse_explorer_link(link).map(|link| (link.service, link.action)),
            Some(("cvm".to_owned(), "RunInstances".to_owned()))
        );
        for link in [
            "/api/explorer?Product=cvm&Action=RunInstances",
            "/api/explorer?Product=../x&Version=1&Action=A",
            "/api/other?Product=cvm&Version=1&Action=A",
        ] {
            assert_eq!(parse_explorer_link(link), None, "{link}");
        }
    }

    #[test]
    fn page_addresses_end_in_numbers() {
        assert!(is_page_address(
            "https://cloud.tencent.com/document/api/213/15728"
        ));
        assert!(!is_page_address("/document/api/213/15753#Filter"));
        assert!(!is_page_address("/document/api/213"));
    }
}
