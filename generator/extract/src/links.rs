//! Facts from hyperlinks: links to the API Explorer name actions, and anchors name structures.

use std::collections::BTreeMap;

use document::{Block, BlockKind};
use indexmap::{IndexMap, IndexSet};

use crate::facts::{Content, ExplorerLink, Facts};
use crate::words::{looks_like_structure, unlink};

/// Returns the parts of the page's link to the API Explorer.
pub(crate) fn explorer_link(blocks: &[Block]) -> Option<ExplorerLink> {
    links(blocks).find_map(parse_explorer_link)
}

/// Returns the service and version in the first link to the API Explorer.
pub(crate) fn explorer_version(blocks: &[Block]) -> Option<(String, String)> {
    links(blocks).find_map(|link| {
        let query = explorer_query(link)?;
        Some((value(query, "Product")?, value(query, "Version")?))
    })
}

/// Returns the addresses of the documentation's pages that the blocks refer to, without anchors and
/// queries, each once, in order. Descriptions in tables don't count: they may refer to any page.
pub(crate) fn linked_pages(blocks: &[Block]) -> Vec<String> {
    let mut pages: IndexSet<&str> = IndexSet::new();
    for block in blocks {
        if matches!(block.kind, BlockKind::Table(_)) {
            pages.extend(type_links(block).filter_map(page_part));
        } else {
            let links = links_of_block(block).into_iter().flatten();
            pages.extend(links.filter_map(|link| page_part(link)));
        }
    }
    pages.into_iter().map(str::to_owned).collect()
}

/// Returns the address of a chapter on structures: the page that most types in its tables link to.
pub(crate) fn own_address(blocks: &[Block]) -> Option<String> {
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for link in blocks.iter().flat_map(type_links).filter_map(page_part) {
        *counts.entry(link).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    let (address, _) = counts.into_iter().find(|(_, count)| *count == most)?;
    Some(address.to_owned())
}

/// Returns the links to structures in the type column of a table.
fn type_links(block: &Block) -> impl Iterator<Item = &str> {
    let rows = match &block.kind {
        BlockKind::Table(table) => table.rows.as_slice(),
        _ => &[],
    };
    let cells = rows.iter().flat_map(|row| &row.cells);
    cells.flat_map(|cell| {
        let links = cell.links.iter().map(String::as_str);
        links.filter(|link| structure_anchor(link).is_some_and(|name| is_type(&cell.text, name)))
    })
}

/// Returns whether a cell is the name of a structure, alone or after `Array of`.
fn is_type(cell: &str, name: &str) -> bool {
    let text = unlink(cell);
    let mut words = text.split_whitespace().rev();
    words.next() == Some(name) && words.all(|word| matches!(word, "of" | "Array"))
}

/// Returns the address of a page without anchor and query, or `None` for other addresses.
fn page_part(link: &str) -> Option<&str> {
    page_numbers(link)?;
    link.split(['#', '?']).next()
}

/// The numbers in the address of a page: `…/document/api/213/15753#Filter`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageNumbers {
    /// The category, which doesn't identify a product: `213`.
    pub category: u64,
    /// The page within its site: `15753`.
    pub page: u64,
}

/// Parses the numbers in the address of a page, or returns `None` for other addresses.
pub fn page_numbers(address: &str) -> Option<PageNumbers> {
    let address = address.split(['#', '?']).next()?;
    let (_, path) = address.split_once("/document/")?;
    let mut parts = path.trim_end_matches('/').split('/');
    let kind = parts.next()?;
    let category = parts.next()?.parse().ok()?;
    let page = parts.next()?.parse().ok()?;
    if !matches!(kind, "api" | "product") || parts.next().is_some() {
        return None;
    }
    Some(PageNumbers { category, page })
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
    let query = explorer_query(link)?;
    Some(ExplorerLink {
        service: value(query, "Product")?,
        version: value(query, "Version")?,
        action: value(query, "Action")?,
    })
}

/// Returns the query of a link to the API Explorer.
fn explorer_query(link: &str) -> Option<&str> {
    let (path, query) = link.split_once('?')?;
    path.ends_with("/explorer").then_some(query)
}

/// Returns the value of a key in a query, unless it has unusual characters.
fn value(query: &str, key: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, _)| *name == key)?;
    is_plain(value).then(|| value.to_owned())
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

    #[test]
    fn page_numbers_ignore_host_and_anchor() {
        let numbers = PageNumbers {
            category: 213,
            page: 15753,
        };
        for address in [
            "https://cloud.tencent.com/document/api/213/15753#Filter",
            "/document/product/213/15753?from=x#Filter",
            "https://www.tencentcloud.com/zh/document/product/213/15753/",
        ] {
            assert_eq!(page_numbers(address), Some(numbers), "{address}");
        }
        for address in [
            "/document/api/213",
            "/document/api/213/1/2",
            "#Filter",
            "/a/213/1",
        ] {
            assert_eq!(page_numbers(address), None, "{address}");
        }
    }
}
