//! Rows of printed tables.
//!
//! A row begins with a name; then come its type and the answer whether it is required, in either
//! order; then its description. The order of the header doesn't always hold for the rows, so the
//! order that gives more rows counts.

use spec::Required;

use super::super::row::Row;
use super::broken_words::{KnownWords, Word, names, types};
use crate::words::text::{TextLine, TextPart, share_column};
use crate::words::vocabulary::yes_or_no;
use crate::words::words_with_offsets;

/// The maximum number of lines of a row's head.
const MAX_HEAD_LINES: usize = 9;

/// The order of the columns between name and description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Type,
    TypeRequired,
    RequiredType,
}

/// Rebuilds the rows of a table from the lines below its header.
pub(in crate::retired) fn rows_of_lines<'a>(
    lines: &[TextLine<'a>],
    has_required: bool,
    known: &KnownWords,
) -> Vec<Row<'a>> {
    if !has_required {
        return rows_in_order(lines, Order::Type, known);
    }
    let type_first = rows_in_order(lines, Order::TypeRequired, known);
    let required_first = rows_in_order(lines, Order::RequiredType, known);
    if required_first.len() > type_first.len() {
        required_first
    } else {
        type_first
    }
}

/// Returns the number of answers in a table's lines. A sound table has one in each row.
pub(in crate::retired) fn answers(lines: &[TextLine<'_>]) -> usize {
    let words = lines.iter().flat_map(|line| line.text.split_whitespace());
    words.filter(|word| matches!(*word, "是" | "否")).count()
}

fn rows_in_order<'a>(lines: &[TextLine<'a>], order: Order, known: &KnownWords) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    let mut at = 0;
    while let Some(&line) = lines.get(at) {
        let head = Head::read(lines, at, order, known)
            .filter(|head| rows.iter().all(|row| row.name != head.row.name));
        if let Some(head) = head {
            rows.push(head.row);
            at = head.next_line;
            continue;
        }
        if let Some(row) = rows.last_mut() {
            row.text.push(TextPart::line(line));
        }
        at += 1;
    }
    share_column(rows.iter_mut().map(|row| &mut row.text));
    rows
}

/// The beginning of a row, up to the first words of its description.
struct Head<'a> {
    row: Row<'a>,
    next_line: usize,
}

impl<'a> Head<'a> {
    /// Reads the head of a row that begins on this line.
    fn read(lines: &[TextLine<'a>], at: usize, order: Order, known: &KnownWords) -> Option<Self> {
        let first = lines.get(at)?;
        if !first
            .text
            .starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        {
            return None;
        }
        let words = words_of(lines.get(at..lines.len().min(at + MAX_HEAD_LINES))?);
        names(&words, known).into_iter().find_map(|(name, taken)| {
            let (note, rest) = split_note(words.get(taken..)?, order);
            let (required, type_words, type_name, rest) = columns(rest, order, known)?;
            let row = Row {
                line: first.number,
                name,
                required,
                type_words,
                type_name: Some(type_name),
                text: note
                    .iter()
                    .map(|word| TextPart::line(first.with_text(word.text)))
                    .collect(),
                addition: String::new(),
            };
            Some(Self::with_text(
                row,
                lines,
                at,
                words.len() - rest.len(),
                &words,
            ))
        })
    }

    /// Adds the rest of the head's last line as the beginning of the description.
    fn with_text(
        mut row: Row<'a>,
        lines: &[TextLine<'a>],
        at: usize,
        taken: usize,
        words: &[Word<'a>],
    ) -> Self {
        let last = taken.checked_sub(1).and_then(|last| words.get(last));
        let (index, end) = last.map_or((0, 0), |word| (word.line, word.end));
        if let Some(line) = lines.get(at + index) {
            let rest = line.text.get(end..).unwrap_or_default().trim();
            if !rest.is_empty() {
                row.text.push(TextPart::line(line.with_text(rest)));
            }
        }
        Self {
            row,
            next_line: at + index + 1,
        }
    }
}

type Columns<'w, 'a> = (Option<Required>, String, spec::TypeName, &'w [Word<'a>]);

/// Reads the columns between name and description.
fn columns<'w, 'a>(
    words: &'w [Word<'a>],
    order: Order,
    known: &KnownWords,
) -> Option<Columns<'w, 'a>> {
    let answer = |words: &'w [Word<'a>]| {
        let (first, rest) = words.split_first()?;
        let required = Required::Known(yes_or_no(first.text)?);
        Some((required, rest))
    };
    match order {
        Order::Type => {
            let ((text, type_name), taken) = types(words, known).into_iter().next()?;
            Some((None, text, type_name, words.get(taken..)?))
        }
        Order::RequiredType => {
            let (required, rest) = answer(words)?;
            let ((text, type_name), taken) = types(rest, known).into_iter().next()?;
            Some((Some(required), text, type_name, rest.get(taken..)?))
        }
        Order::TypeRequired => types(words, known).into_iter().find_map(|(found, taken)| {
            let (text, type_name) = found;
            let (required, rest) = answer(words.get(taken..)?)?;
            Some((Some(required), text, type_name, rest))
        }),
    }
}

/// Splits a note in brackets from the words behind it: `cvmOverviews.n (cvmOverviews 为列表 ) 是`.
///
/// Only the answer behind it shows that the brackets belong to the name.
fn split_note<'w, 'a>(words: &'w [Word<'a>], order: Order) -> (&'w [Word<'a>], &'w [Word<'a>]) {
    let begins = words
        .first()
        .is_some_and(|word| word.text.starts_with(['(', '（']));
    let end = words
        .iter()
        .position(|word| word.text.ends_with([')', '）']))
        .filter(|_| begins && order == Order::RequiredType);
    words
        .split_at_checked(end.map_or(0, |end| end + 1))
        .unwrap_or((&[], words))
}

/// Splits lines into words.
fn words_of<'a>(lines: &[TextLine<'a>]) -> Vec<Word<'a>> {
    let mut words = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        words.extend(words_with_offsets(line.text).map(|(start, text)| Word {
            text,
            line: index,
            end: start + text.len(),
        }));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the rows as name, type and answer, with the text.
    fn rows(lines: &[&str], has_required: bool) -> Vec<(String, String, Option<bool>, String)> {
        let mut known = KnownWords::default();
        known
            .names
            .extend(["privateIpAddress", "PrivateIpAddresses"].map(str::to_owned));
        known
            .structures
            .extend(["SystemDisk", "RunMonitorServiceEnabled"].map(str::to_owned));
        let lines: Vec<_> = lines.iter().map(|text| TextLine::new(1, text)).collect();
        let rows = rows_of_lines(&lines, has_required, &known).into_iter();
        rows.map(|row| {
            let words = row.words();
            let required = row.required.map(|required| required.is_yes());
            let type_name = row.type_name.map(|found| found.to_string());
            (row.name, type_name.unwrap_or_default(), required, words)
        })
        .collect()
    }

    fn one(lines: &[&str], has_required: bool) -> (String, String, Option<bool>, String) {
        let mut found = rows(lines, has_required);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    #[test]
    fn broken_names_and_types_are_joined() {
        for (lines, name, type_name) in [
            (
                &["PrivateIpAddresse", "s.N", "Array of ", "Strings", "否 x"][..],
                "PrivateIpAddresses.N",
                "Array of String",
            ),
            (&["Period", "Intege", "r", "否 x"], "Period", "Integer"),
            (
                &["SystemDisk", " SystemDis", "k  ", "否 x"],
                "SystemDisk",
                "SystemDisk",
            ),
            (
                &["Filters.N", "array of Filter  ", "objects", "否", "x"],
                "Filters.N",
                "Array of Filter",
            ),
            (
                &["instanceI", "d", "否", "Strin", "g", "x"],
                "instanceId",
                "String",
            ),
            (
                &["instanceIds.", "n", "否 String", "x"],
                "instanceIds.n",
                "String",
            ),
            (
                &[
                    "privateIpAddresses",
                    ".n",
                    "否",
                    "array of ",
                    "Strings",
                    "x",
                ],
                "privateIpAddresses.n",
                "Array of String",
            ),
        ] {
            let found = one(lines, true);
            let expected = (
                name.to_owned(),
                type_name.to_owned(),
                Some(false),
                "x".to_owned(),
            );
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn structure_with_its_label_on_the_next_line_is_a_type() {
        let lines = [
            "MonitorService",
            "RunMonitorServiceEnabled  ",
            "object",
            "否 x",
        ];
        let (name, type_name, ..) = one(&lines, true);
        assert_eq!(
            (name.as_str(), type_name.as_str()),
            ("MonitorService", "RunMonitorServiceEnabled")
        );
    }

    #[test]
    fn note_behind_a_name_becomes_text() {
        let found = one(&["overviews.n (overviews 为列表 ) 否 String x"], true);
        assert_eq!(
            (found.0.as_str(), found.1.as_str()),
            ("overviews.n", "String")
        );
        assert_eq!(found.3, "(overviews 为列表 ) x");
    }

    #[test]
    fn rows_without_answers_may_be_broken_too() {
        let found = one(
            &["data.eipSet.networkInterface", "Id ", "String 弹性网卡"],
            false,
        );
        assert_eq!(
            (found.0.as_str(), found.1.as_str()),
            ("data.eipSet.networkInterfaceId", "String")
        );
    }

    #[test]
    fn order_of_the_rows_wins_over_that_of_the_header() {
        let found = rows(
            &[
                "Version String 是 表示",
                "InstanceIds.N array of Strings 是",
                "x",
            ],
            true,
        );
        let names: Vec<&str> = found.iter().map(|row| row.0.as_str()).collect();
        assert_eq!(names, ["Version", "InstanceIds.N"]);
    }

    #[test]
    fn name_at_the_end_of_a_text_does_not_join_the_next_row() {
        let found = rows(
            &[
                "privateIpAddress 否 String ",
                "服务器内网 IP，解绑时或者传入参数 eipId，或者传入参数 networkInterfaceId 和",
                "privateIpAddress",
                "unBindPrivateIpWithEi",
                "p ",
                "否 Int ",
                "弹性公网 IP 与服务器解绑后",
            ],
            true,
        );
        let names: Vec<&str> = found.iter().map(|row| row.0.as_str()).collect();
        assert_eq!(names, ["privateIpAddress", "unBindPrivateIpWithEip"]);
        assert!(
            found[0]
                .3
                .ends_with("networkInterfaceId 和 privateIpAddress")
        );
    }

    #[test]
    fn text_is_neither_a_name_nor_a_type() {
        let found = one(
            &[
                "instanceIds.n 否 String",
                "（过滤条件）按照一个或者多个实例 ID 过滤",
            ],
            true,
        );
        assert_eq!(found.3, "（过滤条件）按照一个或者多个实例 ID 过滤");
        let found = one(
            &["idcList Array IDC 列表。", "RequestId 。", "Linux 实例"],
            false,
        );
        assert_eq!(found.1, "Array of Object");
        assert_eq!(found.3, "IDC 列表。 RequestId 。 Linux 实例");
        assert_eq!(rows(&["查询结果", "见下表 String"], false), []);
    }
}
