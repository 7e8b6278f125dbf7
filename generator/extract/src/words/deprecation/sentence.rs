//! Sentences, clauses and brackets of a description.

/// A sentence without its final mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sentence<'a> {
    /// The words, without a label such as `注意：`.
    pub(super) text: &'a str,
    /// True for the first sentence of the text.
    pub(super) is_first: bool,
    /// True if another sentence precedes it on its line. The first one may be a list item.
    pub(super) follows_text: bool,
    /// The final punctuation mark, if any.
    pub(super) mark: Option<char>,
}

/// Splits a text into sentences. A line break also ends a sentence.
pub(super) fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut all: Vec<Sentence<'_>> = Vec::new();
    for line in text.lines() {
        let mut follows_text = false;
        for (raw, mark) in split(line) {
            let text = without_label(raw.trim());
            if text.is_empty() {
                continue;
            }
            all.push(Sentence {
                text,
                is_first: all.is_empty(),
                follows_text,
                mark,
            });
            follows_text = true;
        }
    }
    all
}

/// Splits a line at the marks that end a sentence and returns each piece with its mark.
fn split(line: &str) -> Vec<(&str, Option<char>)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let before_blank = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        let ends = match c {
            '。' | '；' | '！' | '？' => true,
            '.' | ';' | '!' | '?' => before_blank,
            _ => false,
        };
        if ends {
            pieces.push((line.get(start..at).unwrap_or_default(), Some(c)));
            start = at + c.len_utf8();
        }
    }
    pieces.push((line.get(start..).unwrap_or_default(), None));
    pieces
}

/// Removes list marks and labels such as `注意：` from the start.
fn without_label(sentence: &str) -> &str {
    const LABELS: [&str; 16] = [
        "注意",
        "注",
        "说明",
        "提示",
        "警告",
        "备注",
        "重要",
        "温馨提示",
        "Note",
        "Notes",
        "Notice",
        "Warning",
        "Important",
        "Attention",
        "Caution",
        "NOTE",
    ];
    let bare = sentence.trim_start_matches(['*', '-', '•', '>', ' ', '`']);
    let Some((label, rest)) = bare.split_once(['：', ':']) else {
        return bare;
    };
    let label = label.trim_matches(['*', ' ', '【', '】']);
    if LABELS.contains(&label) {
        rest.trim_start_matches(['*', ' '])
    } else {
        bare
    }
}

/// Splits a sentence at its commas.
pub(super) fn clauses(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split(['，', ',']).map(str::trim)
}

/// A bracket within a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bracket<'a> {
    /// The text of the sentence before the bracket.
    pub(super) before: &'a str,
    /// The text in the bracket.
    pub(super) inside: &'a str,
    /// True if the sentence begins or ends with the bracket.
    pub(super) is_at_edge: bool,
    /// True if the bracket ends a clause or opens the sentence.
    pub(super) ends_clause: bool,
}

/// Returns the outermost brackets of a sentence.
pub(super) fn brackets(sentence: &str) -> impl Iterator<Item = Bracket<'_>> {
    let mut rest_at = 0;
    std::iter::from_fn(move || {
        let rest = sentence.get(rest_at..)?;
        let open = rest.find(OPENING)?;
        let opening = rest.get(open..)?.chars().next()?;
        let inside_at = open + opening.len_utf8();
        let inside = rest.get(inside_at..)?;
        let close = inside.find(CLOSING)?;
        let closing = inside.get(close..)?.chars().next()?;
        let before = sentence.get(..rest_at + open)?.trim();
        rest_at += inside_at + close + closing.len_utf8();
        let after = sentence.get(rest_at..)?.trim();
        Some(Bracket {
            before,
            inside: inside.get(..close)?.trim(),
            is_at_edge: before.is_empty() || after.is_empty(),
            ends_clause: before.is_empty()
                || after.is_empty()
                || after.starts_with(['，', ',', '：', ':']),
        })
    })
}

const OPENING: [char; 4] = ['（', '(', '【', '['];
const CLOSING: [char; 4] = ['）', ')', '】', ']'];
