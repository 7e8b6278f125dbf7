//! The changes as an HTML page for reviewers, with filters and both states next to each other.

mod changes;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::change::{CrateStep, Diff, Level, Rule};
use crate::note::SectionKind;
use html_page::{
    Column, Facet, Row, Section, Tile, Tone, WebPage, badge, empty_state, filter, table, tiles,
};

const STYLE: &str = include_str!("style.css");

/// Returns the page. `old` and `new` name the compared states, and `steps` are those of the
/// products' crates.
pub fn page(diff: &Diff, old: &str, new: &str, steps: &[CrateStep]) -> String {
    let title = match diff.verdict {
        Level::None => "No changes".to_owned(),
        verdict => format!("Changes: {verdict}"),
    };
    let lead = html! {
        p {
            "From " code { (old) } " to " code { (new) }
            ": the changes of the documentation, and their effect on code that uses the crates."
        }
        @for step in steps {
            p { code { (step.service) } ": " (step.verdict) ", " (step) }
        }
    };
    let changes = Section {
        id: "changes",
        title: "Changes",
        content: changes(diff),
    };
    let rules = Section {
        id: "rules",
        title: "Rules",
        content: rules(diff),
    };
    let page = WebPage {
        title: &title,
        lead,
        summary: summary(diff),
        sections: vec![changes, rules],
        foot: html! { "Written by " code { "cargo xtask diff" } "." },
        style: STYLE,
        script: "",
    };
    page.render()
}

/// Returns the colour of a section, and its word among the filters.
fn tone_and_word(kind: SectionKind) -> (Tone, &'static str) {
    match kind {
        SectionKind::Breaking => (Tone::Error, "breaking"),
        SectionKind::Deprecated => (Tone::Warning, "deprecated"),
        SectionKind::Added => (Tone::Good, "added"),
        SectionKind::Changed => (Tone::Note, "changed"),
        SectionKind::Documentation => (Tone::Neutral, "documentation"),
    }
}

fn level_badge(level: Level) -> Markup {
    let tone = match level {
        Level::Major => Tone::Error,
        Level::Minor => Tone::Good,
        Level::Patch | Level::None => Tone::Neutral,
    };
    badge(tone, &level.to_string())
}

/// Counts the changes of each kind.
fn summary(diff: &Diff) -> Markup {
    let mut kinds = Vec::new();
    for service in &diff.services {
        kinds.extend(service.changes.iter().map(SectionKind::from_change));
        kinds.extend(service.consequences.iter().map(SectionKind::from_impact));
    }
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

/// Shows the changes of all services below their filters.
fn changes(diff: &Diff) -> Markup {
    const THINGS: [&str; 7] = [
        "action",
        "input",
        "output",
        "structure",
        "member",
        "error-code",
        "service",
    ];
    let services: BTreeSet<&str> = diff
        .services
        .iter()
        .map(|service| service.service.as_str())
        .collect();
    let option = |word: &'static str| (word, word.replace('-', " "));
    let kinds = SectionKind::ALL.map(|kind| option(tone_and_word(kind).1));
    let facets = [
        Facet {
            key: "kind",
            label: "Change",
            options: kinds.to_vec(),
        },
        Facet {
            key: "service",
            label: "Service",
            options: services
                .into_iter()
                .map(|name| (name, name.to_owned()))
                .collect(),
        },
        Facet {
            key: "thing",
            label: "Of",
            options: THINGS.map(option).to_vec(),
        },
    ];
    html! {
        (filter("change-list", "Name, rule or text", &facets))
        div id="change-list" {
            @for service in &diff.services { (changes::service(service)) }
            (empty_state("No change matches."))
        }
    }
}

/// Explains the rules that apply, major ones first.
fn rules(diff: &Diff) -> Markup {
    let mut rules: BTreeSet<(Reverse<Level>, &Rule)> = BTreeSet::new();
    for service in &diff.services {
        let of_changes = service.changes.iter().flat_map(|change| &change.impacts);
        for impact in of_changes.chain(&service.consequences) {
            rules.insert((Reverse(impact.level), impact.rule));
        }
    }
    let columns = [
        Column::text("Rule"),
        Column::text("Step"),
        Column::text("Why"),
    ];
    let rows = rules.iter().map(|(_, rule)| {
        Row::new(vec![
            html! { code id=(rule_id(rule)) { (rule.name) } },
            level_badge(rule.level),
            html! { (rule.explanation) },
        ])
    });
    table("Rules of the verdict", &columns, rows)
}

/// Returns the id of the row that explains the rule.
fn rule_id(rule: &Rule) -> String {
    format!("rule-{}", rule.name)
}
