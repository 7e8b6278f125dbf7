//! Separates title, date and call-out boxes from a page's text, because they float to its end.

use super::page::{Page, PageLine};
use crate::{Title, is_group_title};

/// Labels before the date of a document's last update.
const DATE_LABELS: [&str; 4] = [
    "最近更新时间：",
    "最近更新时间:",
    "Last updated：",
    "Last updated:",
];

/// The line that promotes the API Explorer.
const EXPLORER_LINE: &str = "推荐使用 API Explorer 点击调试";

/// The maximum distance of a date from the page's top, in lines. Below that, it floats.
const TOP_LINES: usize = 3;

/// Removes the floating parts from a page and returns its title, if it has one.
pub(super) fn take_title(page: &mut Page<'_>) -> Option<Title> {
    let explorer = page
        .lines
        .iter()
        .position(|line| line.text == EXPLORER_LINE);
    let before = page.lines.iter().position(is_date);
    let floats = before.is_some_and(|date| date >= TOP_LINES);
    // Without the promotion, all indices below are those of the remaining lines.
    page.lines.retain(|line| line.text != EXPLORER_LINE);
    let date = page.lines.iter().position(is_date);
    let notes_start = if floats {
        date.map(|date| date + 1)
    } else {
        explorer.filter(|&explorer| date.is_none_or(|date| date < explorer))
    };
    let notes = notes_start.map_or_else(Vec::new, |start| take_notes(page, start));
    Some(remove_title(page, date?, notes))
}

/// Takes the call-out boxes after the date at a page's end. A label on a separate line begins each.
fn take_notes(page: &mut Page<'_>, start: usize) -> Vec<String> {
    let rest = page.lines.drain(start.min(page.lines.len())..);
    rest.map(|line| line.text.to_owned()).collect()
}

/// Removes date, title and category, which are on successive lines.
fn remove_title(page: &mut Page<'_>, date: usize, notes: Vec<String>) -> Title {
    let date_line = page.lines.remove(date);
    let mut title = Title {
        category: None,
        text: String::new(),
        updated: updated(date_line.text).map(str::to_owned),
        notes,
    };
    // A lost title leaves a blank line above the date.
    let above = date.checked_sub(1).filter(|_| !date_line.blank_before);
    let Some(above) = above else {
        return title;
    };
    let title_line = page.lines.remove(above);
    let blank_between = title_line.blank_before;
    title.text = title_line.text.to_owned();
    if let Some(above) = above.checked_sub(1)
        && page
            .lines
            .get(above)
            .is_some_and(|line| is_category(line.text, blank_between))
    {
        title.category = Some(page.lines.remove(above).text.to_owned());
    }
    title
}

/// Returns whether the line is a label with a date.
fn is_date(line: &PageLine<'_>) -> bool {
    updated(line.text).is_some()
}

/// Returns whether the line above the title names a group. English manuals have no blank line
/// between them.
fn is_category(text: &str, blank_between: bool) -> bool {
    is_group_title(text) && (!blank_between || !text.is_ascii())
}

/// Returns the date after its label.
fn updated(text: &str) -> Option<&str> {
    DATE_LABELS
        .iter()
        .find_map(|label| text.strip_prefix(label))
        .map(str::trim)
}
