//! Actions and inferred facts: a fold for each service, with a table inside.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::page::{dash, day, service_id, source};
use crate::{ActionFigures, InferredFact, Report, ServiceFigures};
use html_page::{
    Column, Facet, Fold, Row, Tone, badge, empty_state, facets, filter, fold, localized, table,
    web_link,
};
use pipeline::PAGES;

const ACTIONS: &str = "actions-list";
const INFERRED: &str = "inferred-list";

/// Shows the actions, with a search and filters.
pub(crate) fn actions(report: &Report, up: &str) -> Markup {
    html! {
        @if report.totals.actions == 0 {
            p class="empty" { "There are no actions yet." }
        } @else {
            (filter(ACTIONS, "Search actions by name or title", &action_filters()))
            div id=(ACTIONS) {
                @for service in &report.services { (actions_of(service, up)) }
                (empty_state("No action matches."))
            }
        }
    }
}

fn action_filters() -> [Facet<'static>; 2] {
    const LACKS: [&str; 6] = [
        "description",
        "examples",
        "errors",
        "rate",
        "region",
        "address",
    ];
    let option = |value: &'static str| (value, value.to_owned());
    [
        Facet {
            key: "paging",
            label: "Paging",
            options: ["offset", "page", "token", "none"].map(option).to_vec(),
        },
        Facet {
            key: "lacks",
            label: "Lacks",
            options: LACKS.map(option).to_vec(),
        },
    ]
}

fn actions_of(service: &ServiceFigures, up: &str) -> Markup {
    let columns = [
        Column::text("Action"),
        Column::number("Inputs"),
        Column::number("Outputs"),
        Column::number("Examples"),
        Column::number("Errors"),
        Column::number("Per second"),
        Column::text("Region"),
        Column::text("Paging"),
        Column::number("Findings"),
        Column::text("Page"),
    ];
    let rows = service.actions.iter().map(|action| action_row(action, up));
    let count = match service.actions.len() {
        1 => "1 action".to_owned(),
        count => format!("{count} actions"),
    };
    let id = service_id(service);
    service_fold(service, Some(&id), &count, table("Actions", &columns, rows))
}

/// Shows a service's table below a summary with its name, version, host and count.
fn service_fold(service: &ServiceFigures, id: Option<&str>, count: &str, inside: Markup) -> Markup {
    let summary = html! {
        strong { (service.name) }
        span class="grow muted small" {
            (service.version) " "
            @if let Some(endpoint) = &service.endpoint { code { (endpoint) } }
        }
        (badge(Tone::Neutral, count))
    };
    html! {
        div data-group { (fold(&Fold { id, summary, inside, open: false })) }
    }
}

fn action_row(action: &ActionFigures, up: &str) -> Row {
    let count = |number: usize| {
        if number == 0 {
            dash()
        } else {
            html! { (number) }
        }
    };
    let titles: Vec<&str> = action.title.texts().map(|(_, title)| title).collect();
    let name = html! {
        span class="name" { (action.name) }
        @if action.deprecated { " " (badge(Tone::Warning, "deprecated")) }
        @if action.title.preferred() != Some(action.name.as_str()) {
            div class="muted small" { (localized(&action.title)) }
        }
    };
    let inputs = html! {
        (action.inputs)
        @if action.required > 0 { span class="muted" { " (" (action.required) " required)" } }
    };
    let region = action.region.map(|region| region.to_string());
    let findings = match action.findings {
        0 => dash(),
        findings => badge(Tone::Warning, &findings.to_string()),
    };
    Row {
        cells: vec![
            name,
            inputs,
            count(action.outputs),
            count(action.examples),
            count(action.errors),
            action.rate_limit.map_or_else(dash, |rate| html! { (rate) }),
            region.map_or_else(dash, |region| html! { (region) }),
            action.paging.map_or_else(dash, |paging| html! { (paging) }),
            findings,
            page_link(action, up),
        ],
        text: Some(format!("{} {}", action.name, titles.join(" "))),
        facets: action_facets(action),
    }
}

/// Links to the page by its date, or to the source if the page's address is unknown.
fn page_link(action: &ActionFigures, up: &str) -> Markup {
    let words = action.updated.as_deref().map_or("page", day);
    html! {
        @if let Some(url) = &action.url {
            span class="small" { (web_link(url, words)) }
        } @else {
            (source(up, &format!("{PAGES}{}", action.file), action.line))
        }
    }
}

fn action_facets(action: &ActionFigures) -> String {
    let lacks = [
        ("description", !action.described),
        ("examples", action.examples == 0),
        ("errors", action.errors == 0),
        ("rate", action.rate_limit.is_none()),
        ("region", action.region.is_none()),
        ("address", action.url.is_none()),
    ];
    let mut keys = vec![("paging", action.paging.unwrap_or("none"))];
    for (fact, is_lacking) in lacks {
        if is_lacking {
            keys.push(("lacks", fact));
        }
    }
    facets(&keys)
}

/// Shows the inferred facts, with a search and a filter.
pub(crate) fn inferred(report: &Report, up: &str) -> Markup {
    let services: Vec<&ServiceFigures> = report
        .services
        .iter()
        .filter(|service| !service.inferred.is_empty())
        .collect();
    html! {
        @if services.is_empty() {
            p class="empty" { "Every fact is stated by a table." }
        } @else {
            p class="muted" {
                "No table states these facts. Correct wrong ones in " code { "overrides.yaml" } "."
            }
            (filter(INFERRED, "Search inferred facts", &[evidence_filter(&services)]))
            div id=(INFERRED) {
                @for service in services { (inferred_of(service, up)) }
                (empty_state("No inferred fact matches."))
            }
        }
    }
}

fn evidence_filter(services: &[&ServiceFigures]) -> Facet<'static> {
    let words: BTreeSet<&str> = services
        .iter()
        .flat_map(|service| &service.inferred)
        .map(|fact| fact.evidence.word())
        .collect();
    let options = words.into_iter().map(|word| (word, word.to_owned()));
    Facet {
        key: "evidence",
        label: "Evidence",
        options: options.collect(),
    }
}

fn inferred_of(service: &ServiceFigures, up: &str) -> Markup {
    let columns = [
        Column::text("Thing"),
        Column::text("Inferred fact"),
        Column::text("Evidence"),
        Column::text("Source"),
    ];
    let rows = service.inferred.iter().map(|fact| inferred_row(fact, up));
    let count = service.inferred.len().to_string();
    service_fold(
        service,
        None,
        &count,
        table("Inferred facts", &columns, rows),
    )
}

fn inferred_row(fact: &InferredFact, up: &str) -> Row {
    let word = fact.evidence.word();
    let place = html! {
        div {
            (source(up, &format!("{PAGES}{}", fact.file), fact.line))
            @if let Some(url) = &fact.url { " · " (web_link(url, "page")) }
        }
    };
    Row {
        cells: vec![
            html! { code { (fact.subject) } },
            html! { (fact.fact) },
            badge(Tone::Note, word),
            place,
        ],
        text: Some(format!("{} {}", fact.subject, fact.fact)),
        facets: facets(&[("evidence", word)]),
    }
}
