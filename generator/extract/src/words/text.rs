//! Lines of running text, and descriptions joined from them.

use document::{Block, BlockKind};

use super::is_chinese;
use super::line_breaks::breaks_between;

/// A line of running text: a printed line, a paragraph, or a block that only looks like a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextLine<'a> {
    /// The 1-based line of the file.
    pub(crate) number: usize,
    /// The line without surrounding white space.
    pub(crate) text: &'a str,
    /// See [`Line::space_after`](document::Line::space_after).
    pub(crate) space_after: bool,
    /// See [`Line::blank_before`](document::Line::blank_before).
    pub(crate) blank_before: bool,
}

impl<'a> TextLine<'a> {
    /// Returns a line without blanks around it.
    pub(crate) fn new(number: usize, text: &'a str) -> Self {
        Self {
            number,
            text,
            space_after: false,
            blank_before: false,
        }
    }

    /// Returns the line with another text.
    pub(crate) fn with_text(self, text: &'a str) -> Self {
        Self { text, ..self }
    }
}

/// Returns a block as a text line, or `None` if it is a table, code or links.
pub(crate) fn text_line(block: &Block) -> Option<TextLine<'_>> {
    match &block.kind {
        BlockKind::Line(line) => Some(TextLine {
            number: block.line,
            text: &line.text,
            space_after: line.space_after,
            blank_before: line.blank_before,
        }),
        BlockKind::Heading { text, .. } => Some(TextLine {
            blank_before: true,
            ..TextLine::new(block.line, text)
        }),
        _ => None,
    }
}

/// Returns the text lines of a block. Code has some too: it may be text that only is indented.
pub(crate) fn text_lines(block: &Block) -> Vec<TextLine<'_>> {
    let BlockKind::Code(code) = &block.kind else {
        return text_line(block).into_iter().collect();
    };
    let lines = code.lines().enumerate();
    lines
        .map(|(offset, text)| TextLine {
            space_after: true,
            ..TextLine::new(block.line + offset, text.trim())
        })
        .filter(|line| !line.text.is_empty())
        .collect()
}

/// A piece of a description: a printed line that may continue, or a cell with true line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextPart<'a> {
    /// The 1-based line of the file, or `None` in a cell.
    line: Option<usize>,
    pub(super) text: &'a str,
    /// True if the sentence may continue in the next part.
    pub(super) may_wrap: bool,
    /// True if white space after the last word marks a true line end.
    pub(super) true_end: bool,
    /// The width of the widest line of the printed column, as far as the table shows it.
    column: usize,
}

impl<'a> TextPart<'a> {
    /// Returns the part for a table cell.
    pub(crate) fn cell(text: &'a str) -> Self {
        Self {
            line: None,
            text,
            may_wrap: false,
            true_end: false,
            column: 0,
        }
    }

    /// Returns the part for a printed line.
    pub(crate) fn line(line: TextLine<'a>) -> Self {
        Self {
            line: Some(line.number),
            text: line.text,
            may_wrap: true,
            true_end: line.space_after,
            column: 0,
        }
    }

    /// Returns the 1-based line of a printed line.
    pub(crate) fn line_number(&self) -> Option<usize> {
        self.line
    }

    /// Returns the text as printed.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }
}

/// Tells the texts of one printed column how wide it is, which a short text alone can't show.
pub(crate) fn share_column<'a, 't: 'a>(texts: impl Iterator<Item = &'a mut Vec<TextPart<'t>>>) {
    let mut parts: Vec<&mut TextPart<'t>> = texts.flatten().collect();
    let widest = parts.iter().map(|part| width(part.text)).max().unwrap_or(0);
    for part in &mut parts {
        part.column = widest;
    }
}

/// Joins the parts. Wrapped sentences become one line, and true line breaks stay.
pub(crate) fn join(parts: &[TextPart<'_>]) -> String {
    let widest = parts
        .iter()
        .map(|part| width(part.text).max(part.column))
        .max()
        .unwrap_or(0);
    let mut joined = String::new();
    let mut previous: Option<&TextPart<'_>> = None;
    for part in parts {
        if part.text.is_empty() {
            continue;
        }
        if let Some(previous) = previous {
            if breaks_between(previous, part, widest) {
                joined.push('\n');
            } else if needs_blank(&joined, part.text) {
                joined.push(' ');
            }
        }
        joined.push_str(part.text);
        previous = Some(part);
    }
    clean(&joined)
}

/// Returns the end of the text, at most this many bytes and whole characters.
///
/// A search backwards from each of many places needs such a bound, or a long line takes quadratic
/// time.
pub(crate) fn tail(text: &str, bytes: usize) -> &str {
    let start = text.len().saturating_sub(bytes);
    let start = (start..=text.len()).find(|at| text.is_char_boundary(*at));
    start.and_then(|at| text.get(at..)).unwrap_or(text)
}

/// Returns the start of the text, at most this many bytes and whole characters.
pub(crate) fn head(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rfind(|at| text.is_char_boundary(*at));
    end.and_then(|at| text.get(..at)).unwrap_or(text)
}

/// Returns whether a blank must separate the joined text and the next piece.
fn needs_blank(joined: &str, next: &str) -> bool {
    let (Some(last), Some(first)) = (joined.chars().next_back(), next.chars().next()) else {
        return false;
    };
    !(is_chinese(last)
        || is_chinese(first)
        || last == '-'
        || last.is_whitespace()
        || first.is_whitespace())
}

/// Returns the width in display columns. A Chinese character takes two.
pub(super) fn width(text: &str) -> usize {
    text.chars()
        .map(|c| if is_chinese(c) { 2 } else { 1 })
        .sum()
}

/// Trims each line and replaces no-break spaces: a pair around code becomes a pair of backticks.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for line in text.split('\n').flat_map(split_glued_flag) {
        let line = mark_code(line);
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if !cleaned.is_empty() {
            cleaned.push('\n');
        }
        cleaned.push_str(line);
    }
    cleaned
}

/// Splits a line at a flag that is glued to the stop before it: `返回RequestId.false（默认）：发送`.
fn split_glued_flag(line: &str) -> impl Iterator<Item = &str> {
    let split = ["true", "false"].iter().find_map(|flag| {
        let (before, after) = line.split_once(flag)?;
        let is_glued = before.ends_with('.') && after.starts_with(['（', '：']);
        is_glued.then(|| line.split_at_checked(before.len()))?
    });
    let (first, second) = split.unwrap_or((line, ""));
    [first, second].into_iter()
}

/// Marks pieces between no-break spaces as code.
fn mark_code(line: &str) -> String {
    if !line.contains('\u{A0}') {
        return line.to_owned();
    }
    let pieces: Vec<&str> = line.split('\u{A0}').collect();
    let mut marked = String::with_capacity(line.len() + 2);
    for (index, piece) in pieces.iter().enumerate() {
        let code = index % 2 == 1 && index + 1 < pieces.len() && is_code(piece);
        if code {
            push_with_blank(&mut marked, &format!("`{}`", piece.trim()));
        } else if index > 0 && !piece.starts_with([',', '.', ';', ')', '，', '。']) {
            push_with_blank(&mut marked, piece.trim_start());
        } else {
            marked.push_str(piece);
        }
    }
    marked
}

fn is_code(piece: &str) -> bool {
    let piece = piece.trim();
    !piece.is_empty() && !piece.contains('`') && piece.is_ascii()
}

fn push_with_blank(text: &mut String, piece: &str) {
    if !text.is_empty() && !text.ends_with([' ', '(']) && !piece.is_empty() {
        text.push(' ');
    }
    text.push_str(piece);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(lines: &[&str]) -> String {
        let parts: Vec<_> = lines
            .iter()
            .map(|line| TextPart::line(TextLine::new(1, line)))
            .collect();
        join(&parts)
    }

    #[test]
    fn wrapped_sentences_join_and_lists_stay() {
        assert_eq!(
            joined(&[
                "执行时间，按照ISO8601标准表示，并且使用UTC时间。例如 2018-05-",
                "29T11:26:40Z，执行时间必须大于当前时间5分钟。"
            ]),
            "执行时间，按照ISO8601标准表示，并且使用UTC时间。例如 2018-05-29T11:26:40Z，执行时间必须大于当前时间5分钟。"
        );
        assert_eq!(
            joined(&[
                "定时器状态，仅做出参使用。取值范围：",
                "UNDO：未执行",
                "DOING：正在执行",
                "DONE：执行完成。"
            ]),
            "定时器状态，仅做出参使用。取值范围：\nUNDO：未执行\nDOING：正在执行\nDONE：执行完成。"
        );
        assert_eq!(
            joined(&[
                "The unique request ID, which is returned for each request. RequestId is required",
                "for locating a problem."
            ]),
            "The unique request ID, which is returned for each request. RequestId is required for locating a problem."
        );
    }

    #[test]
    fn ends_of_texts_have_whole_characters() {
        assert_eq!((tail("中文a", 5), head("中文a", 5)), ("文a", "中"));
        assert_eq!((tail("中文a", 3), head("中文a", 2)), ("a", ""));
        assert_eq!((tail("a", 5), head("", 5), tail("中", 0)), ("a", "", ""));
    }

    #[test]
    fn code_between_no_break_spaces_is_marked() {
        assert_eq!(
            clean("such as \u{A0}eipm-2uw6ujo6\u{A0}."),
            "such as `eipm-2uw6ujo6`."
        );
        assert_eq!(
            clean("The \u{A0}ModuleId\u{A0} and \u{A0}InstanceType\u{A0} are"),
            "The `ModuleId` and `InstanceType` are"
        );
        assert_eq!(clean("a\u{A0}b"), "a b");
    }

    #[test]
    fn torn_and_glued_lines_are_repaired() {
        for (lines, text) in [
            (
                &[
                    "Number of results to be returned. Default value: 20. Maximum value:",
                    "100.",
                ][..],
                "Number of results to be returned. Default value: 20. Maximum value: 100.",
            ),
            (
                &["Range: [0, 100]. Default", "value: 10."],
                "Range: [0, 100]. Default value: 10.",
            ),
            (
                &["使用UTC时间。格式为：YYYY-MM-", "DDThh:mm:ssZ。"],
                "使用UTC时间。格式为：YYYY-MM-DDThh:mm:ssZ。",
            ),
            (
                &["to a real server. 0: no; 1:", "yes; -1: query all."],
                "to a real server. 0: no; 1: yes; -1: query all.",
            ),
            (
                &[
                    "Private IP to be bound. If you specify",
                    "\u{A0}NetworkInterfaceId\u{A0}, you must also specify it here.",
                ],
                "Private IP to be bound. If you specify `NetworkInterfaceId`, you must also specify \
                 it here.",
            ),
            (
                &["IMPORTING-导入中", "IMPORTFAILED-导入失败"],
                "IMPORTING-导入中\nIMPORTFAILED-导入失败",
            ),
            (
                &["按照【可用区】进行过滤。", "类型：String"],
                "按照【可用区】进行过滤。\n类型：String",
            ),
            (
                &["则返回RequestId.false（默认）：发送正常请求"],
                "则返回RequestId.\nfalse（默认）：发送正常请求",
            ),
        ] {
            assert_eq!(joined(lines), text);
        }
    }

    #[test]
    fn table_shows_width_of_its_column() {
        let line = |text| TextPart::line(TextLine::new(1, text));
        let mut wide = vec![line(
            "a text that is wide enough to fill the whole column of it",
        )];
        let mut texts = vec![line("一个名称"), line("不得超过六十个字符")];
        assert_eq!(join(&texts), "一个名称\n不得超过六十个字符");
        texts = vec![line("不得超过六十个字符的"), line("名称")];
        assert_eq!(join(&texts), "不得超过六十个字符的名称");
        share_column([&mut wide, &mut texts].into_iter());
        assert_eq!(join(&texts), "不得超过六十个字符的\n名称");
    }
}
