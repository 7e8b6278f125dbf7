//! Places at which a text may state a default value.

use super::literal::{Context, Kind, exact, literal_after, literal_before};
use crate::words::is_chinese;
use crate::words::values::literal::has_chinese;

/// A place at which a text may state a default value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Statement<'a> {
    /// The value follows: `默认为20`, `Default value: 20`, `defaults to 20`.
    Label {
        before: &'a str,
        rest: &'a str,
        /// True if a colon or verb joins label and value.
        is_linked: bool,
    },
    /// A mark follows the value or its meaning: `asc（默认）`, `0: off (default)`.
    Mark { before: &'a str },
    /// The value precedes: `20 is used by default`.
    ByDefault { before: &'a str, rest: &'a str },
}

/// Returns the statements of a text.
pub(super) fn statements(doc: &str) -> impl Iterator<Item = Statement<'_>> {
    words(doc)
        .into_iter()
        .filter_map(|(at, after, is_chinese)| {
            let before = end_of(doc.get(..at)?);
            let rest = doc.get(after..)?;
            if is_chinese {
                chinese(before, rest)
            } else {
                english(before, rest)
            }
        })
}

/// Returns the end of the text, as far as a statement may depend on it.
///
/// Otherwise the time would grow with the square of a text's length.
fn end_of(text: &str) -> &str {
    const REACH: usize = 2000;
    let start = text.char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

/// Returns start and end of each word for "default" in order, and whether it is Chinese.
fn words(doc: &str) -> Vec<(usize, usize, bool)> {
    const WORDS: [(&str, bool); 7] = [
        ("默认", true),
        ("缺省", true),
        ("デフォルト値", true),
        ("기본값", true),
        ("по умолчанию", true),
        ("default", false),
        ("Default", false),
    ];
    let mut found: Vec<_> = WORDS
        .iter()
        .flat_map(|(word, is_chinese)| {
            doc.match_indices(word)
                .map(|(at, found)| (at, at + found.len(), *is_chinese))
        })
        .collect();
    found.sort_unstable();
    found
}

/// Reads the words around `默认`.
fn chinese<'a>(before: &'a str, rest: &'a str) -> Option<Statement<'a>> {
    const NOUNS: [&str; 4] = ["取值", "参数值", "数值", "值"];
    const LINKS: [&str; 14] = [
        "设置为",
        "设为",
        "等于",
        "为",
        "是",
        "填",
        "传递",
        "传入",
        "传",
        "取",
        "按照",
        "按",
        "：",
        ":",
    ];
    if before.ends_with(['非', '否', '不']) {
        return None;
    }
    let after_noun = NOUNS
        .iter()
        .find_map(|noun| rest.strip_prefix(noun))
        .unwrap_or(rest);
    if after_noun.starts_with(['）', ')']) {
        return before_bracket(before).map(|before| Statement::Mark { before });
    }
    // `0：默认值，` marks the item's value.
    if after_noun.len() < rest.len()
        && after_noun.starts_with(['，', '。', '；', ';', '\n'])
        && let Some(before) = before.trim_end().strip_suffix([':', '：'])
    {
        let before = before.rsplit([' ', '；', ';', '，', '。']).next()?;
        return Some(Statement::Mark { before });
    }
    let mut value = after_noun.trim_start_matches(' ');
    let mut is_linked = false;
    while let Some(after) = LINKS.iter().find_map(|link| value.strip_prefix(link)) {
        value = after.trim_start_matches(' ');
        is_linked = true;
    }
    Some(Statement::Label {
        before,
        rest: value,
        is_linked: is_linked || after_noun.len() < rest.len(),
    })
}

/// Reads the words around `default`.
fn english<'a>(before: &'a str, rest: &'a str) -> Option<Statement<'a>> {
    if before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
        return None;
    }
    if let Some(before) = before.strip_suffix("by ").or(before.strip_suffix("By ")) {
        return Some(Statement::ByDefault { before, rest });
    }
    const TO: [&str; 4] = ["s to ", "ing to ", "ed to ", " to "];
    if let Some(rest) = TO.iter().find_map(|to| rest.strip_prefix(to)) {
        let rest = rest.trim_start();
        return Some(Statement::Label {
            before,
            rest,
            is_linked: true,
        });
    }
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let after_noun = rest.strip_prefix(" value").unwrap_or(rest);
    if after_noun.starts_with([')', '）']) {
        return before_bracket(before).map(|before| Statement::Mark { before });
    }
    const LINKS: [&str; 9] = [" is:", " is", " of", " as", " being", ":", "：", " =", " :"];
    let link = LINKS.iter().find_map(|link| after_noun.strip_prefix(link));
    let value = link.unwrap_or(after_noun);
    let is_linked = link.is_some() || after_noun.len() < rest.len();
    // `the default VPC` is a thing, not a value.
    let is_thing = ["the ", "The ", "a ", "A "]
        .iter()
        .any(|article| before.ends_with(article));
    if is_thing && !is_linked {
        return None;
    }
    Some(Statement::Label {
        before,
        rest: value.trim_start_matches([' ', '\n', '\u{A0}']),
        is_linked,
    })
}

/// Returns the text that ends with the value which a mark in brackets follows.
///
/// The brackets may have more words than the mark: `-2 (earliest, default)`, `（0默认）`.
fn before_bracket(before: &str) -> Option<&str> {
    let before = before.trim_end_matches(' ');
    let (value, remark) = before.rsplit_once(['（', '('])?;
    let remark = remark.trim();
    if remark.contains(['）', ')', '\n']) {
        return None;
    }
    let is_remark = remark.is_empty() || remark.ends_with([',', '，', ';', '；', '、']);
    Some(if is_remark { value } else { before })
}

impl Statement<'_> {
    /// Returns the stated value if it is a literal of the kind that depends on nothing else.
    pub(super) fn literal(&self, kind: Kind, name: &str, doc: &str) -> Option<String> {
        let context = Context { kind, name, doc };
        match *self {
            Self::Label {
                before,
                rest,
                is_linked,
            } => {
                let is_own = !is_conditional(before) && !names_another(before, name);
                if !is_own {
                    return None;
                }
                let value = literal_after(rest, is_linked, context)?;
                // A default within the item of another value is a default of that case.
                let is_own_item =
                    item_value(before).is_none_or(|item| item.eq_ignore_ascii_case(&value));
                is_own_item.then_some(value)
            }
            Self::Mark { before } => marked(before, context),
            Self::ByDefault { before, rest } => {
                let is_new_sentence = before.trim_end().ends_with(['.', ';', ':', ',', '\n']);
                if is_new_sentence || is_conditional(before) || !ends_clause(rest) {
                    return None;
                }
                literal_before(before, context)
            }
        }
    }
}

/// Returns the value of the item or clause that a mark ends.
fn marked(before: &str, context: Context<'_>) -> Option<String> {
    let line = before.rsplit('\n').next()?;
    let has_bullets = before.starts_with("- ") || before.contains("\n- ");
    let without_bullet = |item| without_bullet(item, has_bullets);
    let whole = without_bullet(line);
    let piece = line
        .rsplit([
            ';', '；', ',', '，', '、', '。', '：', ':', '/', '|', '(', '（',
        ])
        .next()
        .map(without_bullet)?;
    let item = line
        .rsplit([';', '；', ',', '，', '。', '、'])
        .next()?
        .trim();
    exact(piece, context)
        .or_else(|| exact_value_of_item(without_bullet(item), context))
        .or_else(|| exact_value_of_item(whole, context))
}

/// Returns the value of `0：off`, or `None` if the text isn't one item with a meaning.
fn exact_value_of_item(item: &str, context: Context<'_>) -> Option<String> {
    let (value, meaning) = item.split_once([':', '：'])?;
    let is_one_item = !meaning.contains([':', '：', ';', '；', '、', '【']);
    if is_one_item {
        exact(value.trim(), context)
    } else {
        None
    }
}

/// Returns the text without the bullet at its start.
///
/// The sign of `-1` isn't one, unless other lines have bullets.
fn without_bullet(item: &str, has_bullets: bool) -> &str {
    let text = item.trim();
    let rest = text.trim_start_matches(['-', '*', '•', '·']);
    let is_sign =
        text.starts_with('-') && rest.starts_with(|c: char| matches!(c, '1'..='9')) && !has_bullets;
    if is_sign { text } else { rest.trim_start() }
}

/// Returns whether the sentence before the statement has a condition other than an absent value.
fn is_conditional(before: &str) -> bool {
    const CONDITIONS: [&str; 12] = [
        "当", "若", "如果", "时，", "时,", "仅当", "if ", "If ", "when ", "When ", "for ", "For ",
    ];
    const ABSENCES: [&str; 34] = [
        "不传",
        "不填",
        "未",
        "不指定",
        "为空",
        "空",
        "缺省",
        "没",
        "不设",
        "不输入",
        "留空",
        "不配置",
        "不携带",
        "不选",
        "省略",
        "不带",
        "不写",
        "无",
        "不提供",
        "不给",
        "not ",
        "empty",
        "blank",
        "unspecified",
        "omitted",
        "left",
        "missing",
        "null",
        "without",
        "absent",
        "n't",
        "未指定",
        "no value",
        "NULL",
    ];
    // Words that contain a condition's letters.
    const HARMLESS: [&str; 5] = ["当前", "当天", "当日", "当月", "小时"];
    let sentence = HARMLESS
        .iter()
        .fold(last_sentence(before).to_owned(), |text, word| {
            text.replace(word, "")
        });
    let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    // `如果已存在，是否覆盖，默认为否`: the condition is part of the question.
    let is_question = sentence
        .rsplit_once("是否")
        .is_some_and(|(_, question)| !has(question, &CONDITIONS));
    has(&sentence, &CONDITIONS) && !has(&sentence, &ABSENCES) && !is_question
}

/// Returns the text after the last end of a sentence.
fn last_sentence(before: &str) -> &str {
    let start = before
        .rmatch_indices(['。', '；', ';', '\n', '.', '！', '!'])
        .find(|(at, mark)| {
            let next = before
                .get(at + mark.len()..)
                .and_then(|rest| rest.chars().next());
            *mark != "." || next.is_none_or(|c| c.is_whitespace() || is_chinese(c))
        })
        .map_or(0, |(at, mark)| at + mark.len());
    before.get(start..).unwrap_or_default()
}

/// Returns whether the statement is about another parameter: `Limit默认20` within `Ids`.
fn names_another(before: &str, name: &str) -> bool {
    let trimmed = before.trim_end_matches([' ', '`', '\u{A0}', '的']);
    let start = trimmed
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_ascii_alphanumeric() || *c == '_')
        .last()
        .map_or(trimmed.len(), |(at, _)| at);
    let subject = trimmed.get(start..).unwrap_or_default();
    let is_identifier = subject.len() > 2
        && subject.starts_with(|c: char| c.is_ascii_uppercase())
        && subject.bytes().skip(1).any(|b| b.is_ascii_lowercase());
    const PROSE: [&str; 10] = [
        "The", "the", "It", "Its", "This", "That", "And", "Use", "With", "Value",
    ];
    is_identifier && !subject.eq_ignore_ascii_case(name) && !PROSE.contains(&subject)
}

/// Returns the value or sub-field of the list item that the statement is part of.
fn item_value(before: &str) -> Option<&str> {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let bulleted = line.trim_start().strip_prefix(['-', '*', '•', '·']);
    // In English, `Description: …` without a bullet isn't an item.
    let item = bulleted.or_else(|| has_chinese(line).then_some(line))?;
    let item = item.trim_start_matches(['`', ' ', '*', '"', '“']);
    let end = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let word = item.split(end).next().unwrap_or_default();
    let rest = item.get(word.len()..).unwrap_or_default();
    let rest = rest.trim_start_matches(['`', '"', '”', '*', ' ']);
    let is_item = !word.is_empty() && rest.starts_with([':', '：', '（', '(', '-', '—']);
    is_item.then_some(word)
}

/// Returns whether nothing that restricts the statement follows it: `by default.`
fn ends_clause(rest: &str) -> bool {
    const ABSENCES: [&str; 8] = [
        " if left",
        " if it is not",
        " if this parameter is left",
        " if this parameter is not",
        " if not",
        " if unspecified",
        " if no ",
        " and ",
    ];
    rest.trim().is_empty()
        || rest.starts_with(['.', ',', ';', ')', '\n', '。', '，', '）', '('])
        || ABSENCES.iter().any(|words| rest.starts_with(words))
}
