//! What the hyperlinks of a page tell: the API Explorer's address names the action, anchors name structures.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use document::Block;

use super::facts::{Content, ExplorerLink, Facts};
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

/// The structures that the page links to, in order, with the address of the page that describes them.
pub(super) fn linked_structures(blocks: &[Block]) -> IndexMap<String, String> {
    let named = links(blocks)
        .filter_map(|link| Some((structure_anchor(link)?.to_owned(), link.to_owned())));
    let mut structures = IndexMap::new();
    for (name, link) in named {
        structures.entry(name).or_insert(link);
    }
    structures
}

/// Whether a link leads to a page of the documentation as a whole: `…/document/api/213/15728`.
pub(super) fn is_page(link: &str) -> bool {
    let Some((_, path)) = link.split_once("/document/") else {
        return false;
    };
    let mut parts = path.split('/');
    let numbered = |part: Option<&str>| {
        part.is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(parts.next(), Some("api" | "product"))
        && numbered(parts.next())
        && numbered(parts.next())
        && parts.next().is_none()
}

/// Gives each action the address that the overview links its name to.
pub(super) fn address_pages(facts: &mut Facts) {
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
        let address = addresses.get(page.action.name.as_str());
        for source in &mut page.action.sources {
            source.url = source
                .url
                .take()
                .or_else(|| address.map(|&address| address.to_owned()));
        }
    }
}

/// The anchor of a link to a structure: `…/document/api/213/15753#Filter`.
fn structure_anchor(link: &str) -> Option<&str> {
    let (_, anchor) = link.rsplit_once('#')?;
    looks_like_structure(anchor).then_some(anchor)
}
