//! The changes of one service on the page: their wording, both states, and their impacts.

use maud::{Markup, html};
use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use crate::change::{Change, Fact, Impact, ServiceDiff, rules};
use crate::note::{Piece, SectionKind, Words, owner_words, phrase};
use crate::page::{level_badge, rule_id, tone_and_word};
use html_page::{Fold, badge, facets, fold, web_link};
use spec::{Language, Owner, Thing};

/// Shows a service, with its changes grouped by the page or chapter that documents them.
pub(crate) fn service(service: &ServiceDiff) -> Markup {
    let groups = service
        .changes
        .chunk_by(|one, other| one.on.owner() == other.on.owner());
    html! {
        div data-group {
            h3 class="service" {
                (service.service) " " span class="muted" { (service.version) } " "
                (level_badge(service.verdict))
            }
            @for changes in groups { (group(&service.service, changes)) }
            @if !service.consequences.is_empty() { (consequences(service)) }
        }
    }
}

/// Shows the changes on one page or in one chapter.
fn group(service: &str, changes: &[Change]) -> Markup {
    let first = changes.first();
    let owner = first.map_or(Owner::Service, |change| change.on.owner());
    let mut places = changes.iter().filter_map(|change| change.place.as_ref());
    let url = places.find_map(|place| place.url.as_deref());
    let mut kinds: Vec<_> = changes.iter().map(SectionKind::from_change).collect();
    kinds.sort_unstable();
    let count = |same: &[SectionKind]| {
        let (tone, word) = tone_and_word(*same.first()?);
        Some(badge(tone, &format!("{} {word}", same.len())))
    };
    let counts = kinds.chunk_by(|one, other| one == other).filter_map(count);
    let mut worst_first: Vec<&Change> = changes.iter().collect();
    worst_first.sort_by_key(|change| SectionKind::from_change(change));
    let summary = html! {
        span class="grow" { (words(&owner_words(owner))) }
        @for count in counts { (count) }
    };
    let inside = html! {
        @if let Some(url) = url {
            p class="source" { (web_link(url, "Page of the documentation")) }
        }
        @for change in worst_first { (one_change(service, change)) }
    };
    open_fold(summary, inside)
}

/// Shows the impacts on items whose own documentation did not change.
fn consequences(service: &ServiceDiff) -> Markup {
    let summary = html! { span class="grow" { "In the crate, as a consequence" } };
    let inside = html! {
        @for one in &service.consequences {
            (item(&service.service, SectionKind::from_impact(one), &one.on, &impact(one), &html! {}))
        }
    };
    open_fold(summary, inside)
}

fn open_fold(summary: Markup, inside: Markup) -> Markup {
    let fold = fold(&Fold {
        id: None,
        summary,
        inside,
        open: true,
    });
    html! { div data-group { (fold) } }
}

fn one_change(service: &str, change: &Change) -> Markup {
    let impacts: Vec<&Impact> = change
        .impacts
        .iter()
        .filter(|impact| impact.rule != rules::DOCUMENTATION)
        .collect();
    let language = change.language.map(Language::name);
    let head = html! {
        (words(&phrase(&[change]))) @if let Some(language) = language { " (" (language) ")" }
    };
    let inside = html! {
        @if needs_values(change) { (before_and_after(change)) }
        @if !impacts.is_empty() {
            ul class="impacts" { @for one in impacts { li { (impact(one)) } } }
        }
    };
    item(
        service,
        SectionKind::from_change(change),
        &change.on,
        &head,
        &inside,
    )
}

fn item(service: &str, kind: SectionKind, on: &Thing, head: &Markup, inside: &Markup) -> Markup {
    let (tone, word) = tone_and_word(kind);
    let thing = on.noun().replace(' ', "-");
    let answers = facets(&[("kind", word), ("service", service), ("thing", &thing)]);
    html! {
        article class="change" data-item data-facets=(answers) {
            div class="change-head" { span class="grow" { (head) } (badge(tone, word)) }
            (inside)
        }
    }
}

/// Returns whether to show the values. The words already contain short ones.
fn needs_values(change: &Change) -> bool {
    match change.fact {
        Fact::Value => {
            let value = change.new.as_ref().or(change.old.as_ref());
            value.is_some_and(|value| value.get("doc").is_some())
        }
        Fact::Wait
        | Fact::Itself
        | Fact::Title
        | Fact::Group
        | Fact::Text
        | Fact::Sample
        | Fact::Example => true,
        Fact::Release => change.new != Some(serde_json::json!([])),
        _ => false,
    }
}

/// Shows words, with names as code.
fn words(words: &Words) -> Markup {
    html! {
        @for piece in &words.0 {
            @match piece {
                Piece::Plain(text) => (text),
                Piece::Code(text) => code { (text) },
            }
        }
    }
}

fn impact(impact: &Impact) -> Markup {
    let rule = impact.rule;
    html! {
        a class="rule" href={ "#" (rule_id(rule)) } title=(rule.explanation) { (rule.name) }
        @if !impact.item.is_empty() { " " code { (impact.item) } }
        @match (&impact.old, &impact.new) {
            (Some(old), Some(new)) => { ": " code { (old) } " → " code { (new) } },
            (Some(only), None) | (None, Some(only)) => { ": " code { (only) } },
            (None, None) => {},
        }
    }
}

/// The total length, in bytes, of the longest texts whose differences are marked. Longer ones take
/// too long to compare.
const LONGEST_MARKED: usize = 20_000;

/// Shows the old and the new value next to each other, with the differences marked.
fn before_and_after(change: &Change) -> Markup {
    let [old, new] = [&change.old, &change.new].map(|value| value.as_ref().map(value_text));
    let language = change.language.map(Language::html_tag);
    let marked = match (&old, &new) {
        (Some(old), Some(new)) if old.len() + new.len() <= LONGEST_MARKED => Some(marked(old, new)),
        _ => None,
    };
    let [before, after] = marked
        .unwrap_or_else(|| [&old, &new].map(|text| html! { @if let Some(text) = text { (text) } }));
    let is_prose = matches!(change.fact, Fact::Text | Fact::Title | Fact::Group);
    html! {
        div class={ "sides" @if is_prose { " prose" } } lang=[language] {
            @if old.is_some() { (labelled("Before", &before)) }
            @if new.is_some() { (labelled("After", &after)) }
        }
    }
}

fn labelled(label: &str, content: &Markup) -> Markup {
    html! {
        div class="side" { div class="label" { (label) } pre { (content) } }
    }
}

/// Returns a text unchanged, and any other value as YAML or JSON.
fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => {
            let yaml = spec::yaml::print(value).unwrap_or_default();
            yaml.trim_end().to_owned()
        }
        other => other.to_string(),
    }
}

/// Returns both texts with their differences marked: word by word, or character by character if
/// neither text is ASCII, because Chinese has no blanks between words.
fn marked(old: &str, new: &str) -> [Markup; 2] {
    let diff = if old.is_ascii() || new.is_ascii() {
        TextDiff::from_words(old, new)
    } else {
        TextDiff::from_chars(old, new)
    };
    let changes: Vec<_> = diff.iter_all_changes().collect();
    [ChangeTag::Insert, ChangeTag::Delete].map(|hidden| {
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
    })
}
