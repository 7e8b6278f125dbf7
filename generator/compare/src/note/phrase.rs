//! The wording of changes.

use serde_json::Value;

use crate::change::{Change, Fact, Impact, Kind};
use spec::Owner;

/// The longest quotation of a sentence or a value, in characters.
const QUOTED: usize = 120;

/// A line of a note: words in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words(pub(crate) Vec<Piece>);

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The note's words, or a sentence of the documentation.
    Plain(String),
    /// A name, a type or a value.
    Code(String),
}

impl Words {
    /// Appends plain text.
    pub(crate) fn plain(mut self, text: impl Into<String>) -> Self {
        self.0.push(Piece::Plain(text.into()));
        self
    }

    fn code(mut self, text: impl Into<String>) -> Self {
        self.0.push(Piece::Code(text.into()));
        self
    }

    /// Appends names with commas in between, but only the first ones of a long list.
    fn list(mut self, names: &[&str]) -> Self {
        const SHOWN: usize = 12;
        for (index, name) in names.iter().take(SHOWN).enumerate() {
            if index > 0 {
                self = self.plain(", ");
            }
            self = self.code(*name);
        }
        match names.len().saturating_sub(SHOWN) {
            0 => self,
            more => self.plain(format!(" and {more} more")),
        }
    }

    fn then(mut self, mut more: Self) -> Self {
        self.0.append(&mut more.0);
        self
    }
}

fn plain(text: impl Into<String>) -> Words {
    Words::default().plain(text)
}

fn code(text: impl Into<String>) -> Words {
    Words::default().code(text)
}

/// Returns the text on one line, truncated to [`QUOTED`] characters.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= QUOTED {
        return line;
    }
    let start: String = line.chars().take(QUOTED - 1).collect();
    format!("{}…", start.trim_end())
}

/// Returns the heading of the changes on one page.
pub(crate) fn owner_words(owner: Owner<'_>) -> Words {
    match owner {
        Owner::Service => plain("The service"),
        Owner::Action(name) => code(name),
        Owner::Structure(name) => plain("structure ").code(name),
        Owner::Errors => plain("Error codes"),
    }
}

/// Describes changes that share a line. All have the same fact and kind.
pub(crate) fn phrase(changes: &[&Change]) -> Words {
    let Some(change) = changes.first() else {
        return Words::default();
    };
    match change.fact {
        Fact::Itself => itself(changes, change),
        Fact::ErrorCode => several(changes, "error code", "error codes"),
        Fact::Value => part(change).then(several(changes, "value", "values")),
        Fact::Limit => valued(change, "limit"),
        Fact::Filter => part(change).then(several(changes, "filter", "filters")),
        Fact::ListedRegion => several(changes, "region", "regions"),
        Fact::Release => plain("release of ").list(&names(changes)),
        Fact::Title | Fact::Group | Fact::Text | Fact::Sample => texts(changes, change.fact),
        Fact::Example => several(changes, "example", "examples"),
        Fact::Required => required(change),
        Fact::Nullable => part(change).plain(if change.new == Some(Value::Bool(true)) {
            "may be null"
        } else {
            "is no longer documented as nullable"
        }),
        Fact::Deprecated => deprecated(change),
        Fact::Sensitive => part(change).plain(if change.new == Some(Value::Bool(true)) {
            "is a secret, hidden in debug output"
        } else {
            "is no longer a secret, shown in debug output"
        }),
        Fact::Type => valued(change, "is"),
        Fact::Default => valued(change, "default"),
        Fact::Domain => valued(change, "host"),
        Fact::RateLimit => valued(change, "requests per second"),
        Fact::Region => valued(change, "region"),
        Fact::Wait => plain(match (&change.old, &change.new) {
            (None, _) => "tells how to wait for its end",
            (_, None) => "no longer tells how to wait for its end",
            _ => "action or states to wait for",
        }),
        Fact::Asynchronous => valued(change, "asynchronous reply"),
        Fact::ReplacedBy => replaced_by(change),
        Fact::Protocol => valued(change, "protocol"),
        Fact::Number => valued(change, "number"),
        Fact::Common => part(change).plain(if change.new == Some(Value::Bool(true)) {
            "is a common error code now"
        } else {
            "is no longer a common error code"
        }),
        Fact::Inferred => part(change).plain(if change.new.is_none() {
            "is documented now, no longer inferred"
        } else {
            "is inferred, no longer documented"
        }),
    }
}

/// Names the part of the page that changed; empty for the page itself.
fn part(change: &Change) -> Words {
    if change.on.is_whole() && change.on.owner() != Owner::Errors {
        return Words::default();
    }
    plain(format!("{} ", change.on.noun()))
        .code(change.on.name())
        .plain(" ")
}

fn names<'c>(changes: &[&'c Change]) -> Vec<&'c str> {
    changes
        .iter()
        .filter_map(|change| change.name.as_deref())
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
    let entry = change.new.as_ref().or(change.old.as_ref());
    let (noun, verb) = (change.on.noun(), verb(change.kind, false));
    let mut words = if change.on.is_whole() {
        plain(format!("the {noun}{verb}"))
    } else {
        plain(format!("{noun} "))
            .code(change.on.name())
            .then(type_of_member(entry))
            .plain(verb)
    };
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

/// Describes a member's type: ` (Array of String, required)`.
fn type_of_member(entry: Option<&Value>) -> Words {
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

/// Explains an addition: the first sentence of its text, or the actions of a service.
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
        Some(text) => plain(": ").plain(shortened(first_sentence(text))),
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

/// Names the things whose texts changed. The texts themselves are long, and only HTML shows them.
fn texts(changes: &[&Change], fact: Fact) -> Words {
    let mut parts: Vec<&str> = Vec::new();
    let mut has_own = false;
    for change in changes {
        if change.on.is_whole() && change.on.owner() != Owner::Errors {
            has_own = true;
        } else if !parts.contains(&change.on.name()) {
            parts.push(change.on.name());
        }
    }
    let noun = match fact {
        Fact::Title => "title",
        Fact::Group => "group",
        Fact::Sample => "sample value",
        _ => "text",
    };
    match (has_own, parts.is_empty()) {
        (true, true) => plain(noun),
        (true, false) => plain(format!("{noun}, also of ")).list(&parts),
        (false, _) => plain(format!("{noun} of ")).list(&parts),
    }
}

fn deprecated(change: &Change) -> Words {
    let mut words = part(change);
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
        Some(note) => words.plain("is deprecated: ").plain(shortened(note)),
    }
}

fn required(change: &Change) -> Words {
    let words = part(change);
    match &change.new {
        Some(Value::Bool(true)) => words.plain("must be sent"),
        Some(Value::Bool(false)) => words.plain("may be omitted"),
        Some(_) => words.plain("has lost its required mark on the page"),
        None => words.plain("is no longer marked as required or optional"),
    }
}

/// Names the action to use instead: `replaced by RunInstances of cvm 2017-03-12`.
fn replaced_by(change: &Change) -> Words {
    let Some(newer) = &change.new else {
        return plain("is no longer replaced by another action");
    };
    let text = |key: &str| newer.get(key).and_then(Value::as_str).unwrap_or_default();
    plain("is replaced by ")
        .code(text("action"))
        .plain(" of ")
        .code(text("service"))
        .plain(" ")
        .plain(text("version"))
}

/// Describes a value: `input X is String, was Integer`.
fn valued(change: &Change, label: &str) -> Words {
    let words = part(change).plain(format!("{label} "));
    let shown = |value: &Value| shortened(&value_text(value));
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => words.code(shown(new)).plain(", was ").code(shown(old)),
        (None, Some(new)) => words.code(shown(new)).plain(", was not documented"),
        (Some(old), None) => words.plain("no longer documented, was ").code(shown(old)),
        (None, None) => words,
    }
}

fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Describes an impact on an item whose own documentation did not change.
pub(crate) fn consequence(impact: &Impact) -> Words {
    let words = code(&impact.item);
    match (&impact.old, &impact.new) {
        (Some(old), Some(new)) => words.plain(" is ").code(new).plain(", was ").code(old),
        _ => words,
    }
}
