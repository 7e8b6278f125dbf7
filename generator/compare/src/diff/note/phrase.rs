//! A change in words.

use serde_json::Value;

use super::words::{Words, code, plain, shortened};
use crate::diff::{Change, Fact, Kind, Owner};
use crate::semver::Impact;

/// Characters of a sentence or a value that a note quotes.
const QUOTED: usize = 120;

/// What stands over the changes of a page.
pub(in crate::diff) fn owner_words(owner: Owner<'_>) -> Words {
    match owner {
        Owner::Service => plain("The service"),
        Owner::Action(name) => code(name),
        Owner::Structure(name) => plain("structure ").code(name),
        Owner::Errors => plain("Error codes"),
    }
}

/// Changes that go into one line; all are of one fact and kind.
pub(in crate::diff) fn phrase(changes: &[&Change]) -> Words {
    let Some(change) = changes.first() else {
        return Words::default();
    };
    match change.fact {
        Fact::Itself => itself(changes, change),
        Fact::ErrorCode => several(changes, "error code", "error codes"),
        Fact::Value => of(change).then(several(changes, "value", "values")),
        Fact::ListedRegion => several(changes, "region", "regions"),
        Fact::Release => plain("release of ").list(&names(changes)),
        Fact::Title | Fact::Text | Fact::Sample => texts(changes, change.fact),
        Fact::Example => several(changes, "example", "examples"),
        Fact::Required => required(change),
        Fact::Nullable => of(change).plain(if change.new == Some(Value::Bool(true)) {
            "may be null"
        } else {
            "is no longer said to be null at times"
        }),
        Fact::Deprecated => deprecated(change),
        Fact::Sensitive => of(change).plain(if change.new == Some(Value::Bool(true)) {
            "is a secret, hidden in debug output"
        } else {
            "is no secret, shown in debug output"
        }),
        Fact::Type => valued(change, "is"),
        Fact::Default => valued(change, "default"),
        Fact::Domain => valued(change, "host"),
        Fact::RateLimit => valued(change, "requests per second"),
        Fact::Region => valued(change, "region"),
        Fact::Common => of(change).plain("is listed among other codes than before"),
        Fact::Inferred => of(change).plain(if change.new.is_none() {
            "is documented now, no longer inferred"
        } else {
            "is inferred, no longer documented"
        }),
    }
}

/// The part of the page that changed; nothing for the page itself.
fn of(change: &Change) -> Words {
    if change.on.is_whole() && change.on.owner() != Owner::Errors {
        return Words::default();
    }
    plain(format!("{} ", change.on.noun()))
        .code(change.on.name())
        .plain(" ")
}

fn names<'c>(changes: &[&'c Change]) -> Vec<&'c str> {
    let names = changes.iter().filter_map(|change| change.name.as_deref());
    names
        .map(|name| if name.is_empty() { "untitled" } else { name })
        .collect()
}

fn verb(kind: Kind, several: bool) -> &'static str {
    match (kind, several) {
        (Kind::Added, false) => " is new",
        (Kind::Added, true) => " are new",
        (Kind::Removed, false) => " is gone",
        (Kind::Removed, true) => " are gone",
        (Kind::Changed, _) => " changed",
    }
}

fn several(changes: &[&Change], one: &str, many: &str) -> Words {
    let names = names(changes);
    let noun = if names.len() == 1 { one } else { many };
    let kind = changes.first().map_or(Kind::Changed, |change| change.kind);
    plain(format!("{noun} "))
        .list(&names)
        .plain(verb(kind, names.len() > 1))
}

fn itself(changes: &[&Change], change: &Change) -> Words {
    if change.on.owner() == Owner::Errors {
        let codes: Vec<&str> = changes.iter().map(|change| change.on.name()).collect();
        return Words::default()
            .list(&codes)
            .plain(verb(change.kind, codes.len() > 1));
    }
    let whole = change.on.is_whole();
    let entry = change.new.as_ref().or(change.old.as_ref());
    let mut words = if whole {
        plain(format!(
            "the {}{}",
            change.on.noun(),
            verb(change.kind, false)
        ))
    } else {
        plain(format!("{} ", change.on.noun())).code(change.on.name())
    };
    if !whole {
        words = words
            .then(kind_of_member(entry))
            .plain(verb(change.kind, false));
    }
    if let Some(other) = &change.perhaps_renamed {
        let guess = match change.kind {
            Kind::Removed => ", perhaps renamed to ",
            _ => ", perhaps renamed from ",
        };
        words = words.plain(guess).code(other);
    }
    match change.kind {
        Kind::Removed => words,
        _ => words.then(meaning(entry)),
    }
}

/// `(Array of String, required)`.
fn kind_of_member(entry: Option<&Value>) -> Words {
    let text = |key: &str| entry.and_then(|entry| entry.get(key));
    let Some(type_name) = text("type").and_then(Value::as_str) else {
        return Words::default();
    };
    let words = plain(" (").code(type_name);
    match text("required") {
        Some(Value::Bool(true)) => words.plain(", required)"),
        _ => words.plain(")"),
    }
}

/// The first sentence of what came, or the names of what a service has.
fn meaning(entry: Option<&Value>) -> Words {
    let Some(entry) = entry else {
        return Words::default();
    };
    let actions: Vec<&str> = entry
        .get("actions")
        .and_then(Value::as_array)
        .map(|actions| actions.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    if !actions.is_empty() {
        return plain(format!(", with {} actions: ", actions.len())).list(&actions);
    }
    let sentence = localized(entry.get("doc")).or_else(|| localized(entry.get("title")));
    match sentence {
        None => Words::default(),
        Some(text) => plain(": ").plain(shortened(first_sentence(text), QUOTED)),
    }
}

fn localized(text: Option<&Value>) -> Option<&str> {
    let text = text?;
    text.get("en").or_else(|| text.get("zh"))?.as_str()
}

fn first_sentence(text: &str) -> &str {
    let ends = ["\n", ". ", "。", "；"];
    let end = ends
        .iter()
        .filter_map(|end| Some(text.find(end)? + end.trim_end().len()))
        .min();
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Where only words changed, what they are about is enough: the texts are long, and HTML shows them.
fn texts(changes: &[&Change], fact: Fact) -> Words {
    let mut parts: Vec<&str> = Vec::new();
    let mut own = false;
    for change in changes {
        if change.on.is_whole() && change.on.owner() != Owner::Errors {
            own = true;
        } else if !parts.contains(&change.on.name()) {
            parts.push(change.on.name());
        }
    }
    let noun = match fact {
        Fact::Title => "title",
        Fact::Sample => "sample value",
        _ => "text",
    };
    match (own, parts.is_empty()) {
        (true, true) => plain(noun),
        (true, false) => plain(format!("{noun}, also of ")).list(&parts),
        (false, _) => plain(format!("{noun} of ")).list(&parts),
    }
}

fn deprecated(change: &Change) -> Words {
    let mut words = of(change);
    if let Some(value) = &change.name {
        words = words.plain("value ").code(value).plain(" ");
    }
    if change.kind == Kind::Removed {
        return words.plain("is no longer deprecated");
    }
    let note = change
        .new
        .as_ref()
        .and_then(|mark| localized(mark.get("note")));
    match note {
        None => words.plain("is deprecated"),
        Some(note) => words
            .plain("is deprecated: ")
            .plain(shortened(note, QUOTED)),
    }
}

fn required(change: &Change) -> Words {
    let words = of(change);
    match &change.new {
        Some(Value::Bool(true)) => words.plain("must be sent"),
        Some(Value::Bool(false)) => words.plain("may be left out"),
        Some(_) => words.plain("lost its mark of being required on the page"),
        None => words.plain("no longer says whether it must be sent"),
    }
}

/// `input X: type String, was Integer`.
fn valued(change: &Change, what: &str) -> Words {
    let words = of(change).plain(format!("{what} "));
    let shown = |value: &Value| shortened(&value_text(value), QUOTED);
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => words.code(shown(new)).plain(", was ").code(shown(old)),
        (None, Some(new)) => words.code(shown(new)).plain(", was not stated"),
        (Some(old), None) => words.plain("no longer stated, was ").code(shown(old)),
        (None, None) => words,
    }
}

fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What happens to an item of the crate without a change of its own documentation.
pub(super) fn consequence(impact: &Impact) -> Words {
    let words = code(&impact.item);
    match (&impact.old, &impact.new) {
        (Some(old), Some(new)) => words.plain(" is ").code(new).plain(", was ").code(old),
        _ => words,
    }
}
