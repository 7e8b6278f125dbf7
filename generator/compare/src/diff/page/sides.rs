//! The old and the new value beside each other, with what differs marked.

use maud::{Markup, html};
use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use crate::diff::{Change, Fact};

/// Longer texts are shown without marks: finding them would take longer than reading.
const MARKED: usize = 20_000;

pub(super) fn sides(change: &Change) -> Markup {
    let [old, new] = [&change.old, &change.new].map(|side| side.as_ref().map(text));
    let language = change.language.map(|language| match language {
        spec::Language::En => "en",
        spec::Language::Zh => "zh-Hans",
    });
    let both = match (&old, &new) {
        (Some(old), Some(new)) if old.len() + new.len() <= MARKED => Some(marked(old, new)),
        _ => None,
    };
    let (before, after) = both.unwrap_or_else(|| {
        let plain = |side: &Option<String>| html! { @if let Some(side) = side { (side) } };
        (plain(&old), plain(&new))
    });
    let prose = matches!(change.fact, Fact::Text | Fact::Title);
    html! {
        div class={ "sides" @if prose { " prose" } } lang=[language] {
            @if old.is_some() { (side("Before", &before)) }
            @if new.is_some() { (side("After", &after)) }
        }
    }
}

fn side(label: &str, content: &Markup) -> Markup {
    html! {
        div class="side" { div class="label" { (label) } pre { (content) } }
    }
}

/// Values as people read them: texts as they are, all else as the specs write it.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => {
            let yaml = serde_yaml::to_string(value).unwrap_or_default();
            yaml.trim_end().to_owned()
        }
        other => other.to_string(),
    }
}

/// Both sides with marks, word by word; by letters where no blanks divide words.
fn marked(old: &str, new: &str) -> (Markup, Markup) {
    let diff = if old.is_ascii() || new.is_ascii() {
        TextDiff::from_words(old, new)
    } else {
        TextDiff::from_chars(old, new)
    };
    let changes: Vec<_> = diff.iter_all_changes().collect();
    let shown = |hidden: ChangeTag| {
        let runs = changes.chunk_by(|one, other| one.tag() == other.tag());
        html! {
            @for run in runs {
                @let text: String = run.iter().map(|change| change.value()).collect();
                @match run.first().map(|change| change.tag()) {
                    Some(tag) if tag == hidden => {},
                    Some(ChangeTag::Delete) => del { (text) },
                    Some(ChangeTag::Insert) => ins { (text) },
                    _ => (text),
                }
            }
        }
    };
    (shown(ChangeTag::Insert), shown(ChangeTag::Delete))
}
