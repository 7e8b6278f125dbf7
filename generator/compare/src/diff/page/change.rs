//! One change on the page: in words, both sides, and what it does to the crate.

use maud::{Markup, html};

use super::sides::sides;
use super::{look, rule_id};
use crate::diff::note::{Piece, SectionKind, Words, phrase, section_of, section_of_impact};
use crate::diff::{Change, Fact, Subject};
use crate::semver::{Impact, explanation};
use html_page::{badge, facets};

pub(super) fn change(service: &str, change: &Change) -> Markup {
    let kind = section_of(change);
    let told: Vec<&Impact> = change
        .impacts
        .iter()
        .filter(|impact| impact.rule != "documentation")
        .collect();
    let head = html! { (words(&phrase(&[change]))) @if let Some(language) = change.language { " (" (language_name(language)) ")" } };
    let inside = html! {
        @if shows_sides(change) { (sides(change)) }
        @if !told.is_empty() {
            ul class="impacts" { @for one in &told { li { (impact(one)) } } }
        }
    };
    item(service, kind, &change.on, head, inside)
}

pub(super) fn consequence(service: &str, one: &Impact) -> Markup {
    let kind = section_of_impact(one);
    item(service, kind, &one.on, impact(one), html! {})
}

fn item(service: &str, kind: SectionKind, on: &Subject, head: Markup, inside: Markup) -> Markup {
    let (tone, word) = look(kind);
    let thing = on.noun().replace(' ', "-");
    let answers = facets(&[("kind", word), ("service", service), ("thing", &thing)]);
    html! {
        article class="change" data-item data-facets=(answers) {
            div class="change-head" { span class="grow" { (head) } (badge(tone, word)) }
            (inside)
        }
    }
}

/// Whether the words leave something to be seen: short values stand in them already.
fn shows_sides(change: &Change) -> bool {
    match change.fact {
        Fact::Value => change
            .new
            .as_ref()
            .or(change.old.as_ref())
            .is_some_and(|value| value.get("doc").is_some()),
        Fact::Itself | Fact::Title | Fact::Text | Fact::Sample | Fact::Example => true,
        Fact::Release => change.new != Some(serde_json::json!([])),
        _ => false,
    }
}

fn language_name(language: spec::Language) -> &'static str {
    match language {
        spec::Language::En => "English",
        spec::Language::Zh => "Chinese",
    }
}

/// Words with names as code.
pub(super) fn words(words: &Words) -> Markup {
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
    html! {
        a class="rule" href={ "#" (rule_id(impact.rule)) } title=(explanation(impact.rule).unwrap_or_default()) { (impact.rule) }
        @if !impact.item.is_empty() { " " code { (impact.item) } }
        @match (&impact.old, &impact.new) {
            (Some(old), Some(new)) => { ": " code { (old) } " → " code { (new) } },
            (Some(only), None) | (None, Some(only)) => { ": " code { (only) } },
            (None, None) => {},
        }
    }
}
