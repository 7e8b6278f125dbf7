//! The tables of a printed section: their headers, their lines, and the words above each.

use super::super::table::FoundTable;
use super::broken_words::{KnownWords, printed_type};
use super::frame::{is_frame, is_table_title};
use super::rows::{answers, rows_of_lines};
use crate::table::header::header_at;
use crate::words::text::TextLine;
use crate::words::vocabulary::yes_or_no;

/// The titles of columns, and the pieces that a narrow column breaks them into.
const TITLES: [&str; 18] = [
    "参数名称",
    "字段名称",
    "名称",
    "参数",
    "字段",
    "类型",
    "是否必选",
    "是否必填",
    "必选",
    "必填",
    "描述",
    "说明",
    "来源",
    "是否必",
    "是",
    "否",
    "必",
    "选",
];

/// The titles of the first column.
const FIRST_TITLES: [&str; 5] = ["参数名称", "字段名称", "名称", "参数", "字段"];

/// The maximum number of lines of a header.
const MAX_HEADER_LINES: usize = 7;

/// The lines of a section, sorted by what they belong to.
#[derive(Debug, Default)]
pub(in crate::retired) struct PrintedTables<'a> {
    pub(in crate::retired) tables: Vec<FoundTable<'a>>,
    /// Titles of further tables, which are printed apart from them.
    pub(in crate::retired) titles: Vec<TextLine<'a>>,
    /// Sentences that belong to no row.
    pub(in crate::retired) notes: Vec<TextLine<'a>>,
    /// The first line of a printed reply below the tables, and the number of lines from it on.
    pub(in crate::retired) sample: Option<(usize, usize)>,
}

/// A table before its rows are rebuilt.
#[derive(Debug)]
struct Draft<'a> {
    line: usize,
    above: Option<&'a str>,
    has_required: bool,
    lines: Vec<TextLine<'a>>,
}

/// Reads the tables of a section.
pub(in crate::retired) fn read<'a>(
    lines: &[TextLine<'a>],
    known: &KnownWords,
) -> PrintedTables<'a> {
    let mut reader = Reader {
        found: PrintedTables::default(),
        drafts: Vec::new(),
        above: None,
        in_box: false,
        known,
    };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if begins_sample(line.text) && !reader.drafts.is_empty() {
            reader.found.sample = Some((line.number, lines.len() - at));
            break;
        }
        if let Some((has_required, taken)) = header(lines, at) {
            reader.begin(line.number, has_required);
            at += taken;
        } else {
            reader.add(*line);
            at += 1;
        }
    }
    reader.finish()
}

struct Reader<'a, 'k> {
    found: PrintedTables<'a>,
    drafts: Vec<Draft<'a>>,
    /// The numbered heading above the next table.
    above: Option<&'a str>,
    /// True in a call-out box below a table, up to the next row.
    in_box: bool,
    known: &'k KnownWords,
}

impl<'a> Reader<'a, '_> {
    fn begin(&mut self, line: usize, has_required: bool) {
        self.in_box = false;
        self.drafts.push(Draft {
            line,
            above: self.above.take(),
            has_required,
            lines: Vec::new(),
        });
    }

    fn add(&mut self, line: TextLine<'a>) {
        if is_frame(line.text) {
            self.in_box = is_box_label(line.text);
            return;
        }
        if let Some(heading) = numbered_heading(line.text) {
            self.above = Some(heading);
            return;
        }
        if self.begins_row(line) {
            self.in_box = false;
        } else if is_table_title(line, |word| self.known.names.contains(word)) {
            self.found.titles.push(line);
            return;
        }
        let is_note = self.in_box || self.above.is_some() || self.repeats_note(line.text);
        match self.drafts.last_mut() {
            Some(draft) if !is_note => draft.lines.push(line),
            _ => self.found.notes.push(line),
        }
    }

    /// Returns whether the line begins like a row: a name, then an answer or a type.
    fn begins_row(&self, line: TextLine<'_>) -> bool {
        let mut words = line.text.split_whitespace();
        let is_name = words
            .next()
            .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()));
        let is_column =
            |word: &str| yes_or_no(word).is_some() || printed_type(word, self.known).is_some();
        is_name && words.next().is_some_and(is_column)
    }

    /// Returns whether a note above begins with the same words: the format prints some twice.
    fn repeats_note(&self, text: &str) -> bool {
        const SAME_CHARS: usize = 12;
        let start: String = text.chars().take(SAME_CHARS).collect();
        start.chars().count() == SAME_CHARS
            && self
                .found
                .notes
                .iter()
                .any(|note| note.text.starts_with(&start))
    }

    fn finish(mut self) -> PrintedTables<'a> {
        for draft in self.drafts {
            let rows = rows_of_lines(&draft.lines, draft.has_required, self.known);
            let answers = draft.has_required.then(|| answers(&draft.lines));
            self.found.tables.push(FoundTable {
                line: draft.line,
                above: draft.above.map(str::to_owned),
                lost: answers.map_or(0, |answers| answers.abs_diff(rows.len())),
                rows,
            });
        }
        self.found
    }
}

/// Returns whether the line begins a printed reply, or announces one.
fn begins_sample(text: &str) -> bool {
    let text = text.trim_end_matches([':', '：', ' ']);
    text.starts_with("\"Response\"") || text == "{" || text.ends_with("返回参数示例")
}

fn is_box_label(text: &str) -> bool {
    let label = text.trim().trim_end_matches([':', '：', ' ']);
    matches!(label, "说明" | "注意" | "Note")
}

/// Returns the words of a heading within a section: `2.1. 查询已购买成功的包月实例的价格`.
fn numbered_heading(text: &str) -> Option<&str> {
    let (number, words) = text.split_once(' ')?;
    let number = number.strip_suffix('.').unwrap_or(number);
    let (first, second) = number.split_once('.')?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (is_number(first) && is_number(second)).then_some(words.trim())
}

/// Returns whether the header at this index has the column "required", and its number of lines.
fn header(lines: &[TextLine<'_>], at: usize) -> Option<(bool, usize)> {
    let ahead = lines.get(at..)?;
    let first = ahead.first()?.text;
    if FIRST_TITLES.iter().any(|title| first.starts_with(title)) {
        let mut printed = String::new();
        for (index, line) in ahead.iter().take(MAX_HEADER_LINES).enumerate() {
            printed.extend(line.text.split_whitespace());
            if !is_titles(&printed) {
                break;
            }
            let has = |title: &str| printed.contains(title);
            if has("类型") && (has("描述") || has("说明")) {
                let is_narrow = ["必", "选"].iter().all(|piece| has(piece));
                return Some((is_narrow || has("必填"), index + 1));
            }
        }
    }
    let (columns, taken) = header_at(lines, at)?;
    columns
        .is_parameters()
        .then(|| (columns.has_required(), taken))
}

/// Returns whether the text has only titles of columns.
fn is_titles(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let Some(after) = TITLES.iter().find_map(|title| rest.strip_prefix(title)) else {
            return false;
        };
        rest = after;
    }
    true
}
