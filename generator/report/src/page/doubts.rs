//! What was inferred, service by service.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::{Doubt, Report, ServiceFigures};
use html_page::{
    Column, Facet, Fold, Row, Tone, badge, empty_state, facets, filter, fold, table, web_link,
};
use pipeline::PAGES;

const LIST: &str = "inferred-list";

/// The inferred facts, to be searched and narrowed.
pub(super) fn doubts(report: &Report, up: &str) -> Markup {
    let services = report
        .services
        .iter()
        .filter(|service| !service.inferred.is_empty());
    let services: Vec<&ServiceFigures> = services.collect();
    html! {
        @if services.is_empty() {
            p class="empty" { "Every fact is stated by a table." }
        } @else {
            p class="muted" {
                "No table states these facts. What is wrong among them is put right in " code { "overrides.yaml" } "."
            }
            (filter(LIST, "Search inferred facts", &[evidence(&services)]))
            div id=(LIST) {
                @for service in services { (of_service(service, up)) }
                (empty_state("No inferred fact matches."))
            }
        }
    }
}

fn evidence(services: &[&ServiceFigures]) -> Facet<'static> {
    let all = services.iter().flat_map(|service| &service.inferred);
    let words: BTreeSet<&str> = all.map(|doubt| doubt.evidence.word()).collect();
    Facet {
        key: "evidence",
        label: "Told by",
        options: words
            .into_iter()
            .map(|word| (word, word.to_owned()))
            .collect(),
    }
}

fn of_service(service: &ServiceFigures, up: &str) -> Markup {
    let columns = [
        Column::text("What"),
        Column::text("Taken for a fact"),
        Column::text("Told by"),
        Column::text("Source"),
    ];
    let summary = html! {
        strong { (service.name) }
        span class="grow muted small" { (service.version) }
        (badge(Tone::Neutral, &service.inferred.len().to_string()))
    };
    let rows = service.inferred.iter().map(|doubt| row(doubt, up));
    let inside = table("Inferred facts", &columns, rows);
    html! {
        div data-group { (fold(&Fold { id: None, summary, inside, open: false })) }
    }
}

fn row(doubt: &Doubt, up: &str) -> Row {
    let word = doubt.evidence.word();
    Row {
        cells: vec![
            html! { code { (doubt.subject) } },
            html! { (doubt.fact) },
            html! { (badge(Tone::Note, word)) },
            html! {
                div {
                    (super::source(up, &format!("{PAGES}{}", doubt.file), doubt.line))
                    @if let Some(url) = &doubt.url { " · " (web_link(url, "page")) }
                }
            },
        ],
        text: Some(format!("{} {}", doubt.subject, doubt.fact)),
        facets: facets(&[("evidence", word)]),
    }
}
