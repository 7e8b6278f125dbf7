//! The report as an HTML page.

mod by_service;
mod findings;
mod services;

use maud::{Markup, html};

use crate::{Report, ServiceFigures, Share};
use html_page::{Section, Tile, Tone, WebPage, tiles, workspace_link};

const STYLE: &str = include_str!("style.css");

/// Returns the page. `up` is the path from the page's folder to the workspace, such as `../`, for
/// links to sources.
pub fn page(report: &Report, up: &str) -> String {
    let page = WebPage {
        title: "Coverage of Tencent Cloud's APIs",
        lead: lead(report),
        summary: summary(report),
        sections: vec![
            section("services", "Services", services::services(report)),
            section("coverage", "Coverage", services::coverage(report)),
            section("findings", "Findings", findings::findings(report, up)),
            section(
                "inferred",
                "Inferred facts",
                by_service::inferred(report, up),
            ),
            section("actions", "Actions", by_service::actions(report, up)),
        ],
        foot: html! {
            "Written by " code { "cargo xtask report" }
            ". Links to sources work as long as the page is in its workspace."
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
    let newest = report
        .services
        .iter()
        .filter_map(|service| service.updated.as_deref())
        .max();
    html! {
        p {
            "The contents of the documentation, its gaps and its contradictions."
            @if let Some(newest) = newest { " The newest page is dated " (day(newest)) "." }
        }
    }
}

fn summary(report: &Report) -> Markup {
    let totals = &report.totals;
    let sum = |key: &str| Share::sum(report.services.iter().map(|service| share(service, key)));
    let examples = sum("sound_examples");
    let tile = |label, value: usize, remark: String| Tile {
        label,
        value: grouped(value),
        remark,
        tone: Tone::Neutral,
    };
    tiles(&[
        tile(
            "Actions",
            totals.actions,
            format!("in {} services", totals.services),
        ),
        tile(
            "Structures",
            totals.structures,
            format!("{} fields in all", grouped(totals.members)),
        ),
        tile(
            "Error codes",
            totals.error_codes,
            format!("{} explained", grouped(sum("error_docs").part)),
        ),
        tile(
            "Examples",
            totals.examples,
            format!("{} of {} bodies are sound", examples.part, examples.whole),
        ),
        tile(
            "Inferred facts",
            totals.inferred,
            "not stated by any table".to_owned(),
        ),
        Tile {
            tone: if totals.new_findings == 0 {
                Tone::Good
            } else {
                Tone::Error
            },
            ..tile(
                "New findings",
                totals.new_findings,
                format!("{} accepted", totals.findings - totals.new_findings),
            )
        },
    ])
}

/// Returns a service's share of the measure with that key.
fn share(service: &ServiceFigures, key: &str) -> Share {
    service.coverage.get(key).copied().unwrap_or_default()
}

/// Returns the id of the fold with a service's actions.
fn service_id(service: &ServiceFigures) -> String {
    format!("{}-{}", service.name, service.version)
}

/// Returns the day of a printed date, without its time: `2025-07-01`.
fn day(printed: &str) -> &str {
    printed.split(' ').next().unwrap_or(printed)
}

/// Formats a number with commas between its thousands.
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

/// Returns the cell of an unknown value.
fn dash() -> Markup {
    html! { span class="muted" { "–" } }
}

/// Links to a line of a source.
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
    fn grouped_separates_thousands() {
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
