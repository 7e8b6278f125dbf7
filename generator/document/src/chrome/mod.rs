//! Removes the site's frame from a page, and finds the page's title in it.
//!
//! Fixed words identify the frame. They must fill whole lines, next to the title or at the end of
//! the page.

mod words;

use crate::{Block, BlockKind, Line, Title};
pub use words::is_group_title;
use words::{CONTENTS, DATE_LABELS, EXPLORER_BOX, EXPLORER_TEXTS, FOOTER_TEXTS, FOOTERS, WIDGETS};

/// The maximum distance between a page's title and its date, in blocks.
const TITLE_DISTANCE: usize = 6;

/// The maximum number of the frame's blocks below the title.
const WIDGET_BLOCKS: usize = 12;

/// The maximum number of the frame's blocks after the page.
const FOOTER_BLOCKS: usize = 40;

/// Removes the frame from the blocks of a page, and replaces title and date with a title block.
///
/// The second list has the removed blocks whose words aren't known words of the frame.
pub(crate) fn remove(mut blocks: Vec<Block>) -> (Vec<Block>, Vec<Block>) {
    blocks.retain(|block| !text_of(block).is_some_and(is_advertisement));
    let footer = remove_footer(&mut blocks);
    let is_frame_only = blocks
        .iter()
        .all(|block| text_of(block).is_some_and(is_widget));
    if is_frame_only {
        return (Vec::new(), unknown(footer));
    }
    let (mut blocks, mut dropped) = insert_title(blocks);
    remove_contents(&mut blocks);
    remove_widgets(&mut blocks);
    reduce_explorer_box(&mut blocks);
    dropped.extend(footer);
    (blocks, unknown(dropped))
}

/// Keeps the blocks whose words aren't known words of the frame.
fn unknown(mut dropped: Vec<Block>) -> Vec<Block> {
    dropped.retain(|block| !text_of(block).is_some_and(is_frame_text));
    dropped
}

fn is_frame_text(text: &str) -> bool {
    is_widget(text)
        || is_one_of(FOOTERS, text)
        || is_one_of(FOOTER_TEXTS, text)
        || date_in(text).is_some()
}

/// Removes the footer and all blocks below it, and returns them.
fn remove_footer(blocks: &mut Vec<Block>) -> Vec<Block> {
    let near_end = blocks.len().saturating_sub(FOOTER_BLOCKS);
    // The frame has no table or code after the page. Above the page, the same words are not a
    // footer.
    let after_content = blocks
        .iter()
        .rposition(is_certain_content)
        .map_or(0, |index| index + 1);
    let after_date = (0..blocks.len())
        .rev()
        .find(|index| date_at(blocks, *index).is_some())
        .map_or(0, |index| index + 1);
    let after_frame = blocks
        .iter()
        .position(|block| !text_of(block).is_some_and(is_widget))
        .unwrap_or(blocks.len());
    let from = near_end.max(after_content).max(after_date).max(after_frame);
    let footer = (from..blocks.len())
        .find(|index| text_at(blocks, *index).is_some_and(|text| is_one_of(FOOTERS, text)));
    match footer {
        Some(footer) => blocks.split_off(footer),
        None => Vec::new(),
    }
}

fn is_certain_content(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Title(_) | BlockKind::Table(_) | BlockKind::Code(_)
    )
}

/// Replaces the lines of title and date with a title block, and removes the menus above it.
///
/// The second list has the removed blocks.
fn insert_title(mut blocks: Vec<Block>) -> (Vec<Block>, Vec<Block>) {
    if blocks
        .iter()
        .any(|block| matches!(block.kind, BlockKind::Title(_)))
    {
        return (blocks, Vec::new());
    }
    let Some((date_index, updated)) = find_date(&blocks) else {
        promote_headings(&mut blocks);
        return (blocks, Vec::new());
    };
    let title_index = (date_index.saturating_sub(TITLE_DISTANCE)..date_index)
        .rev()
        .find(|index| text_at(&blocks, *index).is_some_and(|text| !is_widget(text)));
    let start = title_index.unwrap_or(date_index);
    let title = Block {
        line: blocks.get(start).map_or(1, |block| block.line),
        kind: BlockKind::Title(Title {
            text: title_index
                .and_then(|index| text_at(&blocks, index))
                .unwrap_or_default()
                .to_owned(),
            updated: Some(updated),
            ..Title::default()
        }),
    };
    let content = blocks.split_off(date_index + 1);
    if let Some(title_index) = title_index {
        blocks.remove(title_index);
    }
    let content = std::iter::once(title).chain(content).collect();
    (content, blocks)
}

/// Returns the date of the page with its index. The frame may print title and date twice.
fn find_date(blocks: &[Block]) -> Option<(usize, String)> {
    let section = blocks
        .iter()
        .position(is_first_section)
        .unwrap_or(usize::MAX);
    let first = (0..blocks.len()).find(|index| date_at(blocks, *index).is_some())?;
    let again = (first + 1..=first + TITLE_DISTANCE)
        .rev()
        .find(|index| *index < section && date_at(blocks, *index).is_some());
    let index = again.unwrap_or(first);
    date_at(blocks, index).map(|date| (index, date))
}

/// Returns the date printed on the block.
///
/// The date follows a known label, or any label right above the first section.
fn date_at(blocks: &[Block], index: usize) -> Option<String> {
    let text = text_at(blocks, index)?;
    if let Some(date) = date_in(text) {
        return Some(date.to_owned());
    }
    let (_, date) = text.split_once([':', '：'])?;
    let date = date.trim();
    let is_above_section = blocks.get(index + 1).is_some_and(is_first_section);
    (is_time(date) && is_above_section).then(|| date.to_owned())
}

/// Returns the date after a known label.
fn date_in(text: &str) -> Option<&str> {
    let (label, date) = text.split_once([':', '：'])?;
    let date = date.trim();
    (is_one_of(DATE_LABELS, label.trim()) && is_day(date)).then_some(date)
}

/// Returns whether the words begin with `2024-01-04`.
fn is_day(words: &str) -> bool {
    let mut bytes = words.bytes();
    "dddd-dd-dd".bytes().all(|form| {
        bytes.next().is_some_and(|byte| {
            if form == b'd' {
                byte.is_ascii_digit()
            } else {
                byte == form
            }
        })
    })
}

/// Returns whether the words are `2024-01-04 16:11:11`.
fn is_time(words: &str) -> bool {
    is_day(words) && words.len() == "2024-01-04 16:11:11".len()
}

/// Returns whether the block is the heading `1. …`.
fn is_first_section(block: &Block) -> bool {
    text_of(block).is_some_and(|text| {
        text.strip_prefix("1. ")
            .is_some_and(|words| words.chars().count() <= 40)
    })
}

/// Makes first-level headings the titles of pages without a date: the one at the top, and those
/// right above a first section.
fn promote_headings(blocks: &mut [Block]) {
    for index in 0..blocks.len() {
        let is_above_section = blocks.get(index + 1).is_some_and(is_first_section);
        if let Some(Block { kind, .. }) = blocks.get_mut(index)
            && let BlockKind::Heading { level: 1, text } = kind
            && (index == 0 || is_above_section)
            && !text.starts_with("1. ")
        {
            *kind = BlockKind::Title(Title {
                text: std::mem::take(text),
                ..Title::default()
            });
        }
    }
}

/// The maximum number of entries in a page's list of contents.
const MAX_CONTENTS: usize = 60;

/// Drops the list of contents below the title, which ends where its first entry is a heading.
fn remove_contents(blocks: &mut Vec<Block>) {
    let label = blocks
        .iter()
        .take(WIDGET_BLOCKS)
        .position(|block| text_of(block).is_some_and(|text| text.starts_with(CONTENTS)));
    let Some(first) = label.map(|label| label + 1) else {
        return;
    };
    let heading = |at: usize| text_at(blocks, at).filter(|text| !text.is_empty());
    let Some(entry) = heading(first).map(str::to_owned) else {
        return;
    };
    let end = (first + 1..first + MAX_CONTENTS).find(|at| heading(*at) == Some(&entry));
    if let Some(end) = end {
        blocks.drain(first - 1..end);
    }
}

/// Returns whether the text is an advertisement above the page: `有奖捉虫:物联网文档专题 HOT`.
fn is_advertisement(text: &str) -> bool {
    text.starts_with("有奖") && text.ends_with("HOT") && text.chars().count() <= 80
}

/// Drops the buttons between the title and the page's content.
fn remove_widgets(blocks: &mut Vec<Block>) {
    let Some(title) = blocks
        .iter()
        .position(|block| matches!(block.kind, BlockKind::Title(_)))
    else {
        return;
    };
    let count = blocks
        .iter()
        .skip(title + 1)
        .take(WIDGET_BLOCKS)
        .take_while(|block| text_of(block).is_some_and(is_widget))
        .count();
    blocks.drain(title + 1..title + 1 + count);
}

/// Returns whether the text is a button or notice next to the title.
fn is_widget(text: &str) -> bool {
    let text = text
        .trim_start_matches("- ")
        .trim_matches(['_', '*', ' '])
        .trim();
    is_one_of(WIDGETS, text)
}

/// Returns whether the words are one of the texts. Captures differ in the letter case.
fn is_one_of(texts: &[&str], words: &str) -> bool {
    texts.iter().any(|text| text.eq_ignore_ascii_case(words))
}

/// Reduces the box that promotes the API Explorer to its link, which names product, version and
/// action.
fn reduce_explorer_box(blocks: &mut Vec<Block>) {
    for block in blocks.iter_mut() {
        if let BlockKind::Line(line) = &mut block.kind
            && is_explorer_link(line)
        {
            block.kind = BlockKind::Links(std::mem::take(&mut line.links));
        }
    }
    blocks.retain(|block| {
        !matches!(block.kind, BlockKind::Line(_))
            || text_of(block).is_none_or(|text| !is_explorer_text(text))
    });
}

/// Returns whether the line is only the box's button.
fn is_explorer_link(line: &Line) -> bool {
    let is_one_link = line.text.starts_with('[')
        && line.text.ends_with(')')
        && line.text.matches("](").count() == 1;
    let leads_to_explorer =
        |link: &String| link.contains("api/explorer?") && link.contains("Action=");
    is_one_link && !line.links.is_empty() && line.links.iter().all(leads_to_explorer)
}

fn is_explorer_text(text: &str) -> bool {
    EXPLORER_BOX.contains(&text) || EXPLORER_TEXTS.iter().any(|start| text.starts_with(start))
}

fn text_at(blocks: &[Block], index: usize) -> Option<&str> {
    blocks.get(index).and_then(text_of)
}

fn text_of(block: &Block) -> Option<&str> {
    match &block.kind {
        BlockKind::Line(line) => Some(&line.text),
        BlockKind::Heading { text, .. } => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(lines: &[&str]) -> Vec<String> {
        let blocks = lines.iter().enumerate().map(|(index, text)| Block {
            line: index + 1,
            kind: BlockKind::Line(Line {
                text: (*text).to_owned(),
                ..Line::default()
            }),
        });
        let (blocks, _) = remove(blocks.collect());
        blocks
            .iter()
            .map(|block| block.to_string().trim().to_owned())
            .collect()
    }

    #[test]
    fn menus_above_title_are_dropped() {
        assert_eq!(
            outline(&[
                "tencent cloud",
                "마지막 업데이트 시간:2023-10-24 11:16:14",
                "1. API Description",
                "x"
            ])[0],
            "2 title \"\" updated 2023-10-24 11:16:14"
        );
        assert_eq!(
            outline(&[
                "Menu",
                "Name",
                "PDF",
                "Tanggal: 2023-10-24 11:16:14",
                "1. API Description"
            ]),
            [
                "2 title \"Name\" updated 2023-10-24 11:16:14",
                "5  1. API Description"
            ]
        );
    }

    #[test]
    fn release_dates_make_no_titles() {
        let lines = [
            "Release 1",
            "Release time: 2018-06-28 15:15:08",
            "New APIs:",
        ];
        assert_eq!(outline(&lines).len(), 3);
    }

    #[test]
    fn footer_words_end_only_pages() {
        assert_eq!(
            outline(&["Feedback", "text", "Feedback", "more"]),
            ["1  Feedback", "2  text"]
        );
        assert_eq!(
            outline(&["text", "Was this page helpful?", "You can also"]),
            ["1  text"]
        );
        assert!(outline(&["tencent cloud", "Feedback"]).is_empty());
    }

    #[test]
    fn explorer_box_keeps_only_its_link() {
        let address = "https://console.cloud.tencent.com/api/explorer?Product=a&Version=b&Action=c";
        let button = Block {
            line: 2,
            kind: BlockKind::Line(Line {
                text: format!("[Try it]({address})"),
                links: vec![address.to_owned()],
                ..Line::default()
            }),
        };
        let (blocks, _) = remove(vec![button]);
        assert_eq!(blocks[0].kind, BlockKind::Links(vec![address.to_owned()]));
    }
}
