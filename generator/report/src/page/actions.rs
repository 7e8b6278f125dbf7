//! The actions of each service, in parts that unfold.

use maud::{Markup, html};

use super::services::anchor;
use crate::{ActionFigures, Report, ServiceFigures};
use html_page::{
    Column, Facet, Fold, Row, Tone, badge, empty_state, facets, filter, fold, localized, table,
    web_link,
};
use pipeline::PAGES;
use spec::RegionRule;

const LIST: &str = "actions-list";

/// The actions, to be searched and narrowed.
pub(super) fn actions(report: &Report, up: &str) -> Markup {
    html! {
        @if report.totals.actions == 0 {
            p class="empty" { "There are no actions yet." }
        } @else {
            (filter(LIST, "Search actions by name or title", &choices()))
            div id=(LIST) {
                @for service in &report.services { (of_service(service, up)) }
                (empty_state("No action matches."))
            }
        }
    }
}

fn choices() -> [Facet<'static>; 2] {
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
            options: [
                "description",
                "examples",
                "errors",
                "rate",
                "region",
                "address",
            ]
            .map(option)
            .to_vec(),
        },
    ]
}

fn of_service(service: &ServiceFigures, up: &str) -> Markup {
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
    let summary = html! {
        strong { (service.name) }
        span class="grow muted small" {
            (service.version) " "
            @if let Some(endpoint) = &service.endpoint { code { (endpoint) } }
        }
        (badge(Tone::Neutral, &counted(service.actions.len())))
    };
    let rows = service.actions.iter().map(|action| row(action, up));
    let inside = table("Actions", &columns, rows);
    let id = anchor(service);
    html! {
        div data-group { (fold(&Fold { id: Some(&id), summary, inside, open: false })) }
    }
}

fn counted(actions: usize) -> String {
    match actions {
        1 => "1 action".to_owned(),
        _ => format!("{actions} actions"),
    }
}

fn row(action: &ActionFigures, up: &str) -> Row {
    let dash = || html! { span class="muted" { "–" } };
    let count = |number: usize| {
        if number == 0 {
            dash()
        } else {
            html! { (number) }
        }
    };
    let title = [action.title.en.as_deref(), action.title.zh.as_deref()];
    let titles: Vec<&str> = title.into_iter().flatten().collect();
    Row {
        cells: vec![
            html! {
                span class="name" { (action.name) }
                @if action.deprecated { " " (badge(Tone::Warning, "deprecated")) }
                @if action.title.preferred() != Some(action.name.as_str()) {
                    div class="muted small" { (localized(&action.title)) }
                }
            },
            html! {
                (action.inputs)
                @if action.required > 0 { span class="muted" { " (" (action.required) " required)" } }
            },
            count(action.outputs),
            count(action.examples),
            count(action.errors),
            action.rate_limit.map_or_else(dash, |rate| html! { (rate) }),
            action
                .region
                .map_or_else(dash, |region| html! { (region_word(region)) }),
            action.paging.map_or_else(dash, |paging| html! { (paging) }),
            match action.findings {
                0 => dash(),
                findings => badge(Tone::Warning, &findings.to_string()),
            },
            page(action, up),
        ],
        text: Some(format!("{} {}", action.name, titles.join(" "))),
        facets: keys(action),
    }
}

/// The page's address and date; without an address, the line of the source.
fn page(action: &ActionFigures, up: &str) -> Markup {
    let words = action.updated.as_deref().map_or("page", super::day);
    html! {
        @match &action.url {
            Some(url) => span class="small" { (web_link(url, words)) },
            None => (super::source(up, &format!("{PAGES}{}", action.file), action.line)),
        }
    }
}

fn region_word(region: RegionRule) -> &'static str {
    match region {
        RegionRule::Required => "required",
        RegionRule::Optional => "optional",
        RegionRule::Unused => "unused",
    }
}

fn keys(action: &ActionFigures) -> String {
    let lacks = [
        ("description", !action.described),
        ("examples", action.examples == 0),
        ("errors", action.errors == 0),
        ("rate", action.rate_limit.is_none()),
        ("region", action.region.is_none()),
        ("address", action.url.is_none()),
    ];
    let mut keys = vec![("paging", action.paging.unwrap_or("none"))];
    let lacks = lacks.into_iter().filter(|(_, lacks)| *lacks);
    keys.extend(lacks.map(|(what, _)| ("lacks", what)));
    facets(&keys)
}
