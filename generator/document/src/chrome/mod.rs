//! Takes away what the documentation site prints around a page, and makes the page's title.
//!
//! The frame is known by its words. They are matched against whole lines, and only where the frame
//! can be: around the title and at the end.

mod words;

use crate::{Block, BlockKind, Line, Title};
pub use words::is_group_title;
use words::{BESIDE_TITLE, DATE_LABELS, EXPLORER_BOX, EXPLORER_TEXTS, FOOTERS};

/// How far from its date a page's title can stand, counted in blocks.
const TITLE_DISTANCE: usize = 6;

/// How many blocks the frame has beside the title.
const WIDGET_BLOCKS: usize = 12;

/// How many blocks the frame has after the page.
const FOOTER_BLOCKS: usize = 40;

/// Removes the frame from the blocks of a page and puts a title block where title and date stand.
pub(super) fn remove(mut blocks: Vec<Block>) -> Vec<Block> {
    remove_footer(&mut blocks);
    if blocks
        .iter()
        .all(|block| text_of(block).is_some_and(is_beside_title))
    {
        return Vec::new();
    }
    let mut blocks = settle_title(blocks);
    remove_widgets(&mut blocks);
    settle_explorer_box(&mut blocks);
    blocks
}

fn remove_footer(blocks: &mut Vec<Block>) {
    let near_end = blocks.len().saturating_sub(FOOTER_BLOCKS);
    // The frame prints no table and no code after the page; the same words above the page are no footer.
    let after_content = blocks.iter().rposition(is_certain_content).map_or(0, after);
    let after_date = (0..blocks.len())
        .rev()
        .find(|index| date_at(blocks, *index).is_some())
        .map_or(0, after);
    let after_frame = blocks
        .iter()
        .position(|block| !text_of(block).is_some_and(is_beside_title))
        .unwrap_or(blocks.len());
    let from = near_end.max(after_content).max(after_date).max(after_frame);
    let footer = (from..blocks.len())
        .find(|index| text_at(blocks, *index).is_some_and(|text| FOOTERS.contains(&text)));
    if let Some(footer) = footer {
        blocks.truncate(footer);
    }
}

fn after(index: usize) -> usize {
    index + 1
}

fn is_certain_content(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Title(_) | BlockKind::Table(_) | BlockKind::Code(_)
    )
}

/// Puts a title block in the place of the lines that print title and date, and drops the menus above.
fn settle_title(mut blocks: Vec<Block>) -> Vec<Block> {
    if blocks
        .iter()
        .any(|block| matches!(block.kind, BlockKind::Title(_)))
    {
        return blocks;
    }
    let Some((date_index, updated)) = find_date(&blocks) else {
        promote_first_heading(&mut blocks);
        return blocks;
    };
    let title_index = (date_index.saturating_sub(TITLE_DISTANCE)..date_index)
        .rev()
        .find(|index| text_at(&blocks, *index).is_some_and(|text| !is_beside_title(text)));
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
    std::iter::once(title).chain(content).collect()
}

/// The date that belongs to the page: the frame may print title and date twice.
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

/// The date printed on the block: after a known label, or after any label right above the first section.
fn date_at(blocks: &[Block], index: usize) -> Option<String> {
    let (label, date) = text_at(blocks, index)?.split_once([':', '：'])?;
    let date = date.trim();
    let is_label = DATE_LABELS.contains(&label.trim())
        || (is_time(date) && blocks.get(index + 1).is_some_and(is_first_section));
    (is_label && is_day(date)).then(|| date.to_owned())
}

/// Whether the words begin with `2024-01-04`.
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

/// Whether the words are `2024-01-04 16:11:11`.
fn is_time(words: &str) -> bool {
    is_day(words) && words.len() == "2024-01-04 16:11:11".len()
}

fn is_first_section(block: &Block) -> bool {
    text_of(block).is_some_and(|text| {
        text.strip_prefix("1. ")
            .is_some_and(|words| words.chars().count() <= 40)
    })
}

/// A page without a date that begins with a heading of the first level has that for its title.
fn promote_first_heading(blocks: &mut [Block]) {
    if let Some(Block { kind, .. }) = blocks.first_mut()
        && let BlockKind::Heading { level: 1, text } = kind
        && !text.starts_with("1. ")
    {
        *kind = BlockKind::Title(Title {
            text: std::mem::take(text),
            ..Title::default()
        });
    }
}

/// Drops the buttons that stand between the title and the page's content.
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
        .take_while(|block| text_of(block).is_some_and(is_beside_title))
        .count();
    blocks.drain(title + 1..title + 1 + count);
}

fn is_beside_title(text: &str) -> bool {
    let text = text
        .trim_start_matches("- ")
        .trim_matches(['_', '*', ' '])
        .trim();
    BESIDE_TITLE.contains(&text)
}

/// Leaves of the box that leads to the API Explorer its link alone, which names product, version and action.
fn settle_explorer_box(blocks: &mut Vec<Block>) {
    for block in blocks.iter_mut() {
        if let BlockKind::Line(line) = &mut block.kind
            && is_explorer_link(line)
        {
            block.kind = BlockKind::Links(std::mem::take(&mut line.links));
        }
    }
    blocks.retain(|block| {
        !matches!(block.kind, BlockKind::Line(_))
            || text_of(block).is_none_or(|text| !is_of_explorer_box(text))
    });
}

/// Whether the line is nothing but the box's button.
fn is_explorer_link(line: &Line) -> bool {
    let is_one_link = line.text.starts_with('[')
        && line.text.ends_with(')')
        && line.text.matches("](").count() == 1;
    let leads_to_explorer =
        |link: &String| link.contains("api/explorer?") && link.contains("Action=");
    is_one_link && !line.links.is_empty() && line.links.iter().all(leads_to_explorer)
}

fn is_of_explorer_box(text: &str) -> bool {
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
        let blocks = remove(blocks.collect());
        blocks
            .iter()
            .map(|block| block.to_string().trim().to_owned())
            .collect()
    }

    #[test]
    fn a_lost_title_is_empty_and_menus_go() {
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
    fn dates_of_releases_are_no_titles() {
        let lines = [
            "Release 1",
            "Release time: 2018-06-28 15:15:08",
            "New APIs:",
        ];
        assert_eq!(outline(&lines).len(), 3);
    }

    #[test]
    fn footers_end_the_page_and_headers_do_not() {
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
    fn of_the_explorer_box_the_link_is_kept() {
        let address = "https://console.cloud.tencent.com/api/explorer?Product=a&Version=b&Action=c";
        let button = Block {
            line: 2,
            kind: BlockKind::Line(Line {
                text: format!("[Try it]({address})"),
                links: vec![address.to_owned()],
                ..Line::default()
            }),
        };
        let blocks = remove(vec![button]);
        assert_eq!(blocks[0].kind, BlockKind::Links(vec![address.to_owned()]));
    }
}
