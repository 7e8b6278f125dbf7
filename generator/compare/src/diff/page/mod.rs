//! The changes as a page for a reviewer: both sides beside each other, to be narrowed and followed.

mod change;
mod service;
mod sides;

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::Diff;
use super::note::{SectionKind, section_of};
use crate::semver::{Impact, Level, explanation};
use html_page::{
    Column, Facet, Row, Section, Tile, Tone, WebPage, badge, empty_state, filter, table, tiles,
};

const STYLE: &str = include_str!("style.css");

/// The page. `old` and `new` are the names of both sides, `current` is the crate's version.
pub fn page(diff: &Diff, (old, new): (&str, &str), current: &str) -> String {
    let next = diff.verdict.next_version(current).unwrap_or_default();
    let title = match diff.verdict {
        Level::None => "No changes".to_owned(),
        verdict => format!("Changes: {verdict}, {current} → {next}"),
    };
    let page = WebPage {
        title: &title,
        lead: html! {
            p { "From " code { (old) } " to " code { (new) } ": what the documentation says otherwise, and what it means for code that uses the crate." }
        },
        summary: summary(diff),
        sections: vec![
            Section {
                id: "changes",
                title: "Changes",
                content: changes(diff),
            },
            Section {
                id: "rules",
                title: "Rules",
                content: rules(diff),
            },
        ],
        foot: html! { "Written by " code { "cargo xtask diff" } "." },
        style: STYLE,
        script: "",
    };
    page.render()
}

/// How a section is coloured, with its word among the choices.
fn look(kind: SectionKind) -> (Tone, &'static str) {
    match kind {
        SectionKind::Breaking => (Tone::Error, "breaking"),
        SectionKind::Deprecated => (Tone::Warning, "deprecated"),
        SectionKind::Added => (Tone::Good, "added"),
        SectionKind::Changed => (Tone::Note, "changed"),
        SectionKind::Documentation => (Tone::Neutral, "documentation"),
    }
}

/// The verdict's colour.
fn verdict(level: Level) -> Markup {
    let tone = match level {
        Level::Major => Tone::Error,
        Level::Minor => Tone::Good,
        Level::Patch | Level::None => Tone::Neutral,
    };
    badge(tone, &level.to_string())
}

fn summary(diff: &Diff) -> Markup {
    let kinds: Vec<SectionKind> = diff
        .services
        .iter()
        .flat_map(|service| {
            let changes = service.changes.iter().map(section_of);
            let beyond = service.consequences.iter();
            changes.chain(beyond.map(super::note::section_of_impact))
        })
        .collect();
    let tile = |kind: SectionKind| {
        let count = kinds.iter().filter(|other| **other == kind).count();
        let tone = match (kind, count) {
            (SectionKind::Breaking, 0) => Tone::Good,
            (SectionKind::Breaking, _) => Tone::Error,
            _ => Tone::Neutral,
        };
        Tile {
            label: kind.title(),
            value: count.to_string(),
            remark: String::new(),
            tone,
        }
    };
    tiles(&SectionKind::ALL.map(tile))
}

fn changes(diff: &Diff) -> Markup {
    let services: BTreeSet<&str> = diff
        .services
        .iter()
        .map(|service| service.service.as_str())
        .collect();
    let same = |word: &str| word.to_owned();
    let kinds = SectionKind::ALL.map(|kind| (look(kind).1, same(look(kind).1)));
    let things = [
        "action",
        "input",
        "output",
        "structure",
        "member",
        "error-code",
        "service",
    ];
    let facets = [
        Facet {
            key: "kind",
            label: "Change",
            options: kinds.to_vec(),
        },
        Facet {
            key: "service",
            label: "Service",
            options: services.iter().map(|name| (*name, same(name))).collect(),
        },
        Facet {
            key: "thing",
            label: "Of",
            options: things
                .map(|thing| (thing, thing.replace('-', " ")))
                .to_vec(),
        },
    ];
    html! {
        (filter("change-list", "Name, rule or text", &facets))
        div id="change-list" {
            @for service in &diff.services { (service::service(service)) }
            (empty_state("No change is like that."))
        }
    }
}

/// The rules that apply, with their meaning.
fn rules(diff: &Diff) -> Markup {
    let impacts = diff.services.iter().flat_map(|service| {
        let changes = service.changes.iter().flat_map(|change| &change.impacts);
        changes.chain(&service.consequences)
    });
    let used: BTreeSet<(std::cmp::Reverse<Level>, &str)> = impacts
        .map(|impact: &Impact| (std::cmp::Reverse(impact.level), impact.rule))
        .collect();
    let columns = [
        Column::text("Rule"),
        Column::text("Step"),
        Column::text("Why"),
    ];
    let rows = used.iter().map(|(level, rule)| {
        Row::new(vec![
            html! { code id=(rule_id(rule)) { (rule) } },
            verdict(level.0),
            html! { (explanation(rule).unwrap_or_default()) },
        ])
    });
    table("Rules of the verdict", &columns, rows)
}

/// Where the page explains the rule.
fn rule_id(rule: &str) -> String {
    format!("rule-{rule}")
}
