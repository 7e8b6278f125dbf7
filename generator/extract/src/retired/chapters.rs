//! Chapters of retired generations: introduction, overview, regions, error codes and structures.

use std::collections::BTreeSet;

use spec::{ErrorCode, Localized, Region, Source, Structure};

use super::catalogue;
use super::printed::broken_words::KnownWords;
use super::printed::errors;
use super::printed::frame::is_banner;
use super::printed::tables;
use super::tree::Tree;
use crate::chapter;
use crate::facts::{Chapter, Content, Facts};
use crate::page::Page;
use crate::table::known_types::KnownTypes;
use crate::words::constraints::constrain;
use crate::words::text::{self, TextLine, TextPart};
use crate::words::vocabulary::{ErrorList, error_list_heading, is_data_types_title};
use crate::words::{language_of, looks_like_structure};

/// Reads every kind of chapter that a page contains.
pub(super) fn read(
    file: &str,
    page: &Page<'_>,
    known: &KnownWords,
    types: &KnownTypes,
    actions: &BTreeSet<String>,
    is_printed: bool,
) -> Facts {
    let mut facts = Facts::default();
    let contents = if is_printed {
        let introduction = chapter::read_introduction(page).map(|(content, _)| content);
        let contents = [
            introduction.map(|content| with_banner(content, page)),
            structures(file, page, known),
            common_errors(page),
            regions(page),
            catalogue::read(page, actions),
        ];
        contents.into_iter().flatten().collect()
    } else {
        let found = chapter::read_chapters(file, page, types);
        facts.findings.extend(found.findings);
        let found = found.chapters.into_iter().map(|chapter| chapter.content);
        let mut contents: Vec<Content> = found.collect();
        if !contents
            .iter()
            .any(|content| matches!(content, Content::Regions(_)))
        {
            contents.extend(regions(page));
        }
        contents
    };
    facts
        .chapters
        .extend(contents.into_iter().map(|content| Chapter {
            service: None,
            version: None,
            source: source(file, page),
            language: Some(page.language()),
            explorer: None,
            address: None,
            retired: true,
            content,
        }));
    facts
}

fn source(file: &str, page: &Page<'_>) -> Source {
    Source {
        file: file.to_owned(),
        line: page.line,
        updated: page.updated(),
        url: None,
        truncated: false,
    }
}

/// Adds the banner, which says that the generation is retired, to the introduction.
fn with_banner(content: Content, page: &Page<'_>) -> Content {
    let Content::Introduction { title, mut doc } = content else {
        return content;
    };
    let language = page.language();
    let lines = page.lines();
    if let Some(at) = lines.iter().position(|line| is_banner(line.text)) {
        let parts: Vec<TextPart<'_>> = lines
            .iter()
            .skip(at)
            .take(2)
            .copied()
            .map(TextPart::line)
            .collect();
        let text = [doc.get(language).unwrap_or_default(), &text::join(&parts)].join("\n");
        doc.set(language, text);
    }
    Content::Introduction { title, doc }
}

/// Returns the structures of a printed chapter, each with the index of the line of its name.
///
/// Below a name is the label of its description.
pub(super) fn structure_headings(page: &Page<'_>) -> Vec<(usize, String)> {
    if !is_data_types_title(page.title_text()) {
        return Vec::new();
    }
    let lines = page.lines();
    let is_label = |line: &TextLine<'_>| {
        let label = line.text.trim().trim_end_matches([':', '：', ' ']);
        matches!(label, "说明" | "描述" | "Description")
    };
    let pairs = lines.iter().zip(lines.iter().skip(1)).enumerate();
    pairs
        .filter(|(_, (line, next))| looks_like_structure(line.text) && is_label(next))
        .map(|(at, (line, _))| (at, line.text.to_owned()))
        .collect()
}

fn structures(file: &str, page: &Page<'_>, known: &KnownWords) -> Option<Content> {
    let headings = structure_headings(page);
    let lines = page.lines();
    let ends = headings
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([lines.len()]);
    let structures: Vec<Structure> = headings
        .iter()
        .zip(ends)
        .filter_map(|((at, name), end)| {
            let line = lines.get(*at)?.number;
            let found = tables::read(lines.get(at + 2..end)?, known);
            let language = page.language();
            let notes: Vec<TextPart<'_>> = found.notes.into_iter().map(TextPart::line).collect();
            let tree = Tree::of(found.tables, &mut Vec::new());
            let mut members: Vec<spec::Member> = tree
                .nodes
                .iter()
                .filter_map(|node| {
                    let row = node.row.as_ref()?;
                    let stated = row.type_name.clone()?;
                    let is_array = matches!(stated, spec::TypeName::Array(_));
                    let type_name = match node.is_list && !is_array {
                        true => spec::TypeName::Array(Box::new(stated)),
                        false => stated,
                    };
                    Some(row.to_member(&node.name, type_name, language))
                })
                .collect();
            constrain(&mut members, language);
            Some(Structure {
                name: name.clone(),
                doc: Localized::new(language, text::join(&notes)),
                members,
                sources: vec![Source {
                    line,
                    ..source(file, page)
                }],
                ..Structure::default()
            })
        })
        .collect();
    (!structures.is_empty()).then_some(Content::Structures(structures))
}

/// Returns the codes below the heading of common error codes.
fn common_errors(page: &Page<'_>) -> Option<Content> {
    let lines = page.lines();
    let start = lines
        .iter()
        .position(|line| error_list_heading(line.text) == Some(ErrorList::Common))?;
    let language = page.language();
    let rows = errors::rows_of_lines(lines.get(start + 1..)?);
    let codes: Vec<ErrorCode> = rows
        .into_iter()
        .map(|row| ErrorCode {
            code: row.code,
            doc: Localized::new(language, row.doc),
            common: true,
            ..ErrorCode::default()
        })
        .collect();
    (!codes.is_empty()).then_some(Content::Errors(codes))
}

/// Returns the regions in the row of the common parameter Region: `bj：北京`, `北京：ap-beijing`.
fn regions(page: &Page<'_>) -> Option<Content> {
    let lines = page.lines();
    let start = lines
        .iter()
        .position(|line| line.text.starts_with("Region "))?;
    let end = lines
        .iter()
        .skip(start)
        .position(|line| line.text.starts_with("Timestam") || line.text.starts_with("Nonce "))
        .map_or(lines.len(), |length| start + length);
    let texts: Vec<&str> = lines
        .get(start..end)?
        .iter()
        .map(|line| line.text)
        .collect();
    let mut regions: Vec<Region> = Vec::new();
    // A printed line may end within a name or an id.
    let joined = texts.join("\n");
    for pair in joined.split(['，', ',']).flat_map(pairs_of) {
        if let Some(region) = region(&pair)
            && regions.iter().all(|known| known.id != region.id)
        {
            regions.push(region);
        }
    }
    (!regions.is_empty()).then_some(Content::Regions(regions))
}

/// Returns the text without its line breaks, and then each of its lines.
fn pairs_of(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let whole = lines.concat();
    let each = lines.into_iter().map(str::to_owned);
    std::iter::once(whole).chain(each).collect()
}

fn region(pair: &str) -> Option<Region> {
    let (one, other) = pair.split_once(['：', ':'])?;
    let (one, other) = (one.trim(), other.trim());
    let is_id = |text: &str| {
        text.len() >= 2
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let is_name = |text: &str| !text.is_empty() && text.chars().count() <= 12 && !text.is_ascii();
    let (id, name) = match (is_id(one), is_id(other)) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ => return None,
    };
    is_name(name).then(|| Region {
        id: id.to_owned(),
        name: Localized::new(language_of(name), name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_short_and_long_ids() {
        for (pair, id) in [
            ("bj：北京", Some("bj")),
            ("gzopen：广州OPEN", Some("gzopen")),
            ("北京：ap-beijing", Some("ap-beijing")),
            ("上海金融：ap-shanghai-fsi", Some("ap-shanghai-fsi")),
            ("注意：1、正常情况下此参数是必须的", None),
            ("区域参数", None),
            ("a：b", None),
        ] {
            assert_eq!(
                region(pair).map(|region| region.id).as_deref(),
                id,
                "{pair}"
            );
        }
    }
}
