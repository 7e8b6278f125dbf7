//! Finds where the documentation's text says of a thing itself that it is deprecated.
//!
//! Only two forms count: a sentence whose subject is the thing (`该参数已废弃`, `This field is deprecated.`),
//! or a mark that stands alone, in brackets or as a sentence (`（已废弃）`, `Deprecated.`). What is said of a
//! value, of another thing, or under a condition is left alone: a wrong mark would frighten users away.

mod chinese;
mod english;
mod sentence;

use sentence::{Sentence, brackets, clauses, sentences};
use spec::{Deprecated, DeprecationSource, Language, Localized};

/// What a text describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing<'a> {
    /// An action, by its name.
    Action(&'a str),
    /// A parameter or a member of a structure, by its name.
    Member(&'a str),
    /// A structure, by its name.
    Structure(&'a str),
    /// One of the values that a member enumerates.
    Value(&'a str),
}

impl<'a> Thing<'a> {
    fn name(self) -> &'a str {
        match self {
            Self::Action(name) | Self::Member(name) | Self::Structure(name) | Self::Value(name) => {
                name
            }
        }
    }
}

/// The mark for a thing whose description says that it is deprecated.
pub(super) fn deprecated(text: &str, thing: Thing<'_>, language: Language) -> Option<Deprecated> {
    Some(inferred(note_in(text, thing)?, language))
}

/// The mark for an action whose page's title ends or begins with one in brackets.
pub(super) fn deprecated_title(title: &str, language: Language) -> Option<Deprecated> {
    let mark = brackets(title).find(|bracket| bracket.is_at_edge && is_mark(bracket.inside))?;
    Some(inferred(mark.inside.to_owned(), language))
}

fn inferred(note: String, language: Language) -> Deprecated {
    Deprecated {
        note: Localized::new(language, note),
        since: None,
        inferred: Some(DeprecationSource::Prose),
    }
}

/// The sentence that says so, with the next one where that names the replacement.
fn note_in(text: &str, thing: Thing<'_>) -> Option<String> {
    let sentences = sentences(text);
    let at = sentences
        .iter()
        .position(|sentence| says_deprecated(sentence, thing))?;
    let said = sentences.get(at)?;
    let replacement = sentences
        .get(at + 1)
        .filter(|next| names_replacement(next.text));
    Some(match (replacement, said.mark) {
        (None, _) => said.text.to_owned(),
        (Some(next), Some(mark)) if !mark.is_ascii() => format!("{}{mark}{}", said.text, next.text),
        (Some(next), mark) => format!("{}{} {}", said.text, mark.unwrap_or(';'), next.text),
    })
}

fn says_deprecated(sentence: &Sentence<'_>, thing: Thing<'_>) -> bool {
    let text = sentence.text;
    if matches!(sentence.mark, Some('?' | '？')) || begins_condition(text) {
        return false;
    }
    let by_subject = clauses(text).any(|clause| subject_says(clause, thing));
    by_subject || bracket_says(sentence, thing) || bare_says(sentence, thing)
}

/// `该参数已废弃`, `This field is deprecated`.
fn subject_says(clause: &str, thing: Thing<'_>) -> bool {
    chinese::subject_says(clause, thing) || english::subject_says(clause, thing)
}

/// `已废弃`, `To be deprecated`.
fn is_mark(text: &str) -> bool {
    chinese::is_mark(text) || english::is_mark(text)
}

/// `实例名（已废弃）`. In a list of values such a bracket belongs to a value, and behind a single code it is
/// the code's meaning.
fn bracket_says(sentence: &Sentence<'_>, thing: Thing<'_>) -> bool {
    brackets(sentence.text).any(|bracket| {
        if subject_says(bracket.inside, thing) {
            return true;
        }
        let is_apt = sentence.is_first
            && bracket.ends_clause
            && !is_enumeration(bracket.before)
            && !is_foreign_code(bracket.before, thing);
        // A value's own text is the bracket's owner; a mark alone may be what the value means.
        let has_owner = !matches!(thing, Thing::Value(_)) || !bracket.before.is_empty();
        is_apt && has_owner && is_mark(bracket.inside)
    })
}

/// `已废弃，请使用…`, or `主机名，已废弃`. What is true of a value may be its meaning: `DEPRECATED：已废弃`.
fn bare_says(sentence: &Sentence<'_>, thing: Thing<'_>) -> bool {
    if matches!(thing, Thing::Value(_)) {
        return false;
    }
    let mut clauses = clauses(sentence.text);
    let Some(first) = clauses.next() else {
        return false;
    };
    if (sentence.is_first || sentence.follows_text) && is_mark(first) {
        return true;
    }
    let rest: Vec<&str> = clauses.collect();
    let [mark, replacement @ ..] = &rest[..] else {
        return false;
    };
    let goes_on = replacement.iter().any(|clause| !names_replacement(clause));
    sentence.is_first && !goes_on && !is_enumeration(first) && is_mark(mark)
}

/// Whether the words list things, so that what follows may be said of the last one only.
fn is_enumeration(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "、", "：", ":", "/", "|", ";", "取值", "枚举", "状态", "是否", "例如", " or ",
    ];
    WORDS.iter().any(|word| text.contains(word))
}

fn is_foreign_code(text: &str, thing: Thing<'_>) -> bool {
    let word = text.trim().trim_matches(['`', '-', '*', ' ']);
    let is_code = word
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    is_code && !word.is_empty() && word != thing.name()
}

fn begins_condition(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    const WORDS: [&str; 12] = [
        "如果", "若", "当", "如", "一旦", "假如", "if ", "when ", "once ", "unless ", "whether ",
        "after ",
    ];
    WORDS.iter().any(|word| text.starts_with(word))
}

/// Whether the sentence says what to use instead.
fn names_replacement(text: &str) -> bool {
    let text = text.trim_start().to_ascii_lowercase();
    const WORDS: [&str; 20] = [
        "请使用",
        "请改用",
        "请用",
        "请切换",
        "请参考",
        "请参见",
        "请见",
        "请迁移",
        "请调用",
        "建议使用",
        "建议改用",
        "推荐使用",
        "可使用",
        "改用",
        "please ",
        "use ",
        "it is recommended to use",
        "we recommend",
        "you can use",
        "refer to",
    ];
    WORDS.iter().any(|word| text.starts_with(word))
}

#[cfg(test)]
mod tests;
