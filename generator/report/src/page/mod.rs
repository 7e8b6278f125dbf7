//! The report as a page.

mod actions;
mod doubts;
mod findings;
mod services;

use maud::{Markup, html};

use super::{Report, Share};
use html_page::{Section, Tile, Tone, WebPage, tiles, workspace_link};

const STYLE: &str = include_str!("style.css");

/// The page. `up` leads from its folder to the workspace, so that links find the sources: `../`.
pub fn page(report: &Report, up: &str) -> String {
    let page = WebPage {
        title: "What is known of Tencent Cloud's APIs",
        lead: lead(report),
        summary: summary(report),
        sections: vec![
            section("services", "Services", services::services(report)),
            section("coverage", "Coverage", services::coverage(report)),
            section("findings", "Findings", findings::findings(report, up)),
            section("inferred", "Inferred facts", doubts::doubts(report, up)),
            section("actions", "Actions", actions::actions(report, up)),
        ],
        foot: html! {
            "Written by " code { "cargo xtask report" } ". Links to sources work where the page lies in its workspace."
        },
        style: STYLE,
        script: "",
    };
    page.render()
}

fn section(id: &'static str, title: &'static str, content: Markup) -> Section {
    Section { id, title, content }
}

fn lead(report: &Report) -> Markup {
    let updated = report
        .services
        .iter()
        .filter_map(|service| service.updated.as_deref())
        .max();
    html! {
        p {
            "What the documentation says, how completely, and where it contradicts itself."
            @if let Some(updated) = updated { " The newest page is of " (day(updated)) "." }
        }
    }
}

/// The day of a date and time.
fn day(printed: &str) -> &str {
    printed.split(' ').next().unwrap_or(printed)
}

fn summary(report: &Report) -> Markup {
    let totals = &report.totals;
    let explained = Share::sum(
        report
            .services
            .iter()
            .map(|service| share(&service.coverage, "error_docs")),
    );
    let documented = Share::sum(
        report
            .services
            .iter()
            .map(|service| share(&service.coverage, "sound_examples")),
    );
    let new_tone = if totals.new_findings == 0 {
        Tone::Good
    } else {
        Tone::Error
    };
    let tile = |label, value: usize, remark: String, tone| Tile {
        label,
        value: grouped(value),
        remark,
        tone,
    };
    tiles(&[
        tile(
            "Actions",
            totals.actions,
            format!("in {} services", totals.services),
            Tone::Neutral,
        ),
        tile(
            "Structures",
            totals.structures,
            format!("{} fields in all", grouped(totals.members)),
            Tone::Neutral,
        ),
        tile(
            "Error codes",
            totals.error_codes,
            format!("{} explained", grouped(explained.part)),
            Tone::Neutral,
        ),
        tile(
            "Examples",
            totals.examples,
            format!(
                "{} of {} sides are sound",
                documented.part, documented.whole
            ),
            Tone::Neutral,
        ),
        tile(
            "Inferred facts",
            totals.inferred,
            "no table states them".to_owned(),
            Tone::Neutral,
        ),
        tile(
            "New findings",
            totals.new_findings,
            format!("{} accepted", totals.findings - totals.new_findings),
            new_tone,
        ),
    ])
}

fn share(coverage: &std::collections::BTreeMap<&'static str, Share>, key: &str) -> Share {
    coverage.get(key).copied().unwrap_or_default()
}

/// A number with its thousands apart.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A link to a line of a source.
fn source(up: &str, file: &str, line: usize) -> Markup {
    html! {
        @if !file.is_empty() {
            span class="source" { (workspace_link(up, file, line)) }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_stand_apart() {
        for (number, grouped) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(super::grouped(number), grouped);
        }
    }
}
