//! Deprecations in the wording of English pages.

use super::{Subject, strip_any};

/// Predicates that mean a deprecation.
const MARKS: [&str; 19] = [
    "deprecated",
    "disused",
    "obsolete",
    "discontinued",
    "abandoned",
    "retired",
    "decommissioned",
    "phased out",
    "taken offline",
    "no longer in use",
    "no longer used",
    "no longer supported",
    "no longer available",
    "no longer recommended",
    "no longer maintained",
    "no longer valid",
    "no longer effective",
    "no longer provided",
    "not recommended for use",
];

/// Verb forms before a predicate, longer ones first.
const VERBS: [&str; 10] = [
    "has already been ",
    "has been ",
    "is about to be ",
    "is going to be ",
    "is to be ",
    "is being ",
    "will soon be ",
    "will be ",
    "is ",
    "was ",
];

/// Words between verb and predicate.
const ADVERBS: [&str; 9] = [
    "already ",
    "now ",
    "currently ",
    "officially ",
    "gradually ",
    "soon ",
    "been ",
    "being ",
    "to be ",
];

/// Returns whether the clause says of the subject that it is deprecated.
pub(super) fn subject_says(clause: &str, subject: Subject<'_>) -> bool {
    let clause = clause.trim().to_ascii_lowercase();
    let says = |rest: &str| {
        let predicate = strip_any(rest.trim_start(), &VERBS)?;
        strip_any(after_adverbs(predicate), &MARKS).map(ends)
    };
    after_subject(&clause, subject)
        .and_then(says)
        .unwrap_or(false)
}

/// Returns whether the text is only a mark: `Deprecated`, `To be deprecated`, `Disused field`.
pub(super) fn is_mark(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    let rest = strip_any(&text, &VERBS).unwrap_or(&text);
    let rest = after_adverbs(rest);
    let Some(rest) = strip_any(rest, &MARKS) else {
        return false;
    };
    let kinds = [
        "field",
        "parameter",
        "api",
        "action",
        "structure",
        "interface",
    ];
    let noun = rest.trim_start();
    ends(strip_any(noun, &kinds).unwrap_or(rest))
}

/// Returns the text after the clause's subject: `this field`, `the InstanceId parameter`.
///
/// The subject's bare name counts too. Returns `None` if the clause has another subject.
fn after_subject<'t>(clause: &'t str, subject: Subject<'_>) -> Option<&'t str> {
    let name = subject.name().to_ascii_lowercase();
    let determined = strip_any(clause, &["this ", "the ", "current "]);
    let rest = determined.unwrap_or(clause);
    let named = strip_name(rest, &name);
    let adjectives = ["request ", "response ", "input ", "output ", "data "];
    let noun = named.unwrap_or(rest).trim_start();
    let noun = strip_any(noun, &adjectives).unwrap_or(noun);
    let predicate = match strip_any(noun, kinds(subject)) {
        Some(rest) => strip_name(rest, &name).unwrap_or(rest),
        None => named?,
    };
    predicate.starts_with(' ').then_some(predicate)
}

/// Returns the nouns for this kind of subject, longer ones first.
fn kinds(subject: Subject<'_>) -> &'static [&'static str] {
    match subject {
        Subject::Action(_) => &[
            "api operation",
            "api",
            "interface",
            "action",
            "operation",
            "endpoint",
        ],
        Subject::Member(_) => &[
            "parameter",
            "field",
            "member",
            "attribute",
            "property",
            "option",
        ],
        Subject::Structure(_) => &["structure", "struct", "object", "type"],
        Subject::Value(_) => &[
            "enumerated value",
            "enumeration value",
            "value",
            "type",
            "option",
        ],
    }
}

/// Removes the subject's name, perhaps in brackets or marked as code.
fn strip_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    if name.is_empty() {
        return None;
    }
    let rest = text
        .trim_start_matches([' ', '`', '(', '"'])
        .strip_prefix(name)?;
    // A longer word is a different name.
    let is_whole = !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    is_whole.then(|| rest.trim_start_matches(['`', ')', '"']))
}

/// Returns whether the rest doesn't limit the predicate, as `for prepaid instances` would.
fn ends(rest: &str) -> bool {
    let words = rest.trim_start();
    if words.is_empty() || words.starts_with([':', ')', ']', '(', '.', ';', '-', '—']) {
        return true;
    }
    let unlimited = [
        "and ",
        "in favor of ",
        "in favour of ",
        "please ",
        "use ",
        "soon",
        "now",
    ];
    let dated = ["since ", "from ", "as of ", "after ", "on ", "starting "];
    let is_dated = strip_any(words, &dated)
        .is_some_and(|date| date.starts_with(|c: char| c.is_ascii_digit()) || begins_month(date));
    rest.starts_with(' ') && (strip_any(words, &unlimited).is_some() || is_dated)
}

fn begins_month(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may ", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    strip_any(text, &MONTHS).is_some()
}

fn after_adverbs(mut text: &str) -> &str {
    while let Some(rest) = strip_any(text, &ADVERBS) {
        text = rest;
    }
    text
}
