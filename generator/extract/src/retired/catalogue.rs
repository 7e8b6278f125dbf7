//! The overview of actions, whose rows have a title, a name and a purpose.

use std::collections::BTreeSet;

use spec::{Catalogue, CatalogueEntry, Localized};

use super::printed::frame::is_frame;
use crate::facts::Content;
use crate::page::Page;
use crate::words::text::TextLine;
use crate::words::vocabulary::without_number;
use crate::words::{has_inner_capital, is_identifier, language_of, words_with_offsets};

/// The headers of its tables.
const HEADERS: [&str; 2] = ["接口功能 Action ID 功能描述", "接口功能 Action ID 描述"];

/// The minimum number of actions that an overview names.
const MIN_ACTIONS: usize = 3;

/// Reads the rows that name actions, or returns `None` if the page isn't an overview.
pub(super) fn read(page: &Page<'_>, actions: &BTreeSet<String>) -> Option<Content> {
    let lines: Vec<TextLine<'_>> = page
        .lines()
        .into_iter()
        .filter(|line| !is_frame(line.text))
        .collect();
    if !lines.iter().any(|line| HEADERS.contains(&line.text)) {
        return None;
    }
    let mut groups: Vec<Catalogue> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let next = lines.get(at + 1);
        if let Some(title) = group_title(line.text) {
            groups.push(Catalogue {
                group: localized(title),
                actions: Vec::new(),
            });
        } else if let Some((title, name, taken)) = entry(*line, next.copied(), actions) {
            let title = if title.is_empty() {
                title_above(&lines, at)
            } else {
                title.to_owned()
            };
            let entry = CatalogueEntry {
                name,
                title: localized(&title),
                rate_limit: None,
                url: None,
                file: None,
                line: line.number,
            };
            match groups.last_mut() {
                Some(group) => group.actions.push(entry),
                None => groups.push(Catalogue {
                    group: Localized::default(),
                    actions: vec![entry],
                }),
            }
            at += taken;
            continue;
        }
        at += 1;
    }
    groups.retain(|group| !group.actions.is_empty());
    let named: usize = groups.iter().map(|group| group.actions.len()).sum();
    (named >= MIN_ACTIONS).then_some(Content::Catalogue(groups))
}

/// Returns the title on the line above, which may begin one line earlier.
fn title_above(lines: &[TextLine<'_>], at: usize) -> String {
    let above = |distance: usize| Some(lines.get(at.checked_sub(distance)?)?.text.trim());
    let last = above(1).unwrap_or_default();
    match above(2) {
        Some(first) if last.is_ascii() => format!("{first} {last}"),
        _ => last.to_owned(),
    }
}

/// Returns the title of a group: `1. 地域相关接口`.
fn group_title(text: &str) -> Option<&str> {
    let title = without_number(text)?;
    title.ends_with("接口").then_some(title)
}

/// Returns the title and the name in a row, and the number of lines of its name.
///
/// A name that is too long for its column ends on the next line. The overview also names actions
/// that no page describes.
fn entry<'a>(
    line: TextLine<'a>,
    next: Option<TextLine<'a>>,
    actions: &BTreeSet<String>,
) -> Option<(&'a str, String, usize)> {
    let of_page = |name: &str| {
        let is_same = |known: &&String| known.eq_ignore_ascii_case(name);
        actions
            .get(name)
            .or_else(|| actions.iter().find(is_same))
            .cloned()
    };
    let (start, word) = words_with_offsets(line.text).find(|(_, word)| is_name(word))?;
    let title = line.text.get(..start).unwrap_or_default().trim();
    let rest = next.and_then(|next| next.text.split_whitespace().next());
    let rest = rest.filter(|_| line.text.ends_with(word));
    let joined = rest.map(|rest| format!("{word}{rest}"));
    if let Some(name) = joined.as_deref().and_then(of_page) {
        return Some((title, name, 2));
    }
    if let Some(name) = of_page(word) {
        return Some((title, name, 1));
    }
    let is_title = !title.is_empty() && !title.is_ascii() && !title.contains("用于");
    is_title.then(|| (title, word.to_owned(), 1))
}

/// Returns whether the word is a name and no word of a sentence: `DescribeZones`.
fn is_name(word: &str) -> bool {
    is_identifier(word) && has_inner_capital(word)
}

fn localized(text: &str) -> Localized {
    Localized::new(language_of(text), text)
}
