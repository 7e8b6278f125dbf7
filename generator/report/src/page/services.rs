//! The services beside each other, and what is known of each.

use maud::{Markup, html};

use super::{day, share};
use crate::{MEASURES, Measure, Report, ServiceFigures, Share};
use html_page::{Column, Row, Tone, badge, localized, meter, table};

/// The table of services.
pub(super) fn services(report: &Report) -> Markup {
    let columns = [
        Column::text("Service"),
        Column::text("Version"),
        Column::number("Actions"),
        Column::number("Structures"),
        Column::number("Error codes"),
        Column::number("Inferred"),
        Column::number("Findings"),
        Column::text("Updated"),
    ];
    html! {
        @if report.services.is_empty() {
            p class="empty" { "There are no specs yet: bring in pages, then run " code { "cargo xtask codegen" } "." }
        } @else {
            (table("Services", &columns, report.services.iter().map(|service| row(report, service))))
        }
    }
}

fn row(report: &Report, service: &ServiceFigures) -> Row {
    let of_service = report
        .findings
        .iter()
        .filter(|found| found.service == service.name);
    let (all, new) = of_service.fold((0, 0), |(all, new), found| {
        (all + 1, new + usize::from(found.new))
    });
    Row::new(vec![
        html! {
            a class="name" href={ "#" (anchor(service)) } { (service.name) } " "
            span class="muted" { (localized(&service.title)) }
        },
        html! { (service.version) },
        html! { (service.actions.len()) },
        html! { (service.structures) },
        html! { (service.error_codes) },
        html! { (service.inferred.len()) },
        html! {
            (all)
            @if new > 0 { " " (badge(Tone::Error, &format!("{new} new"))) }
        },
        html! { (service.updated.as_deref().map_or("–", day)) },
    ])
}

/// The address of a service's actions on the page.
pub(super) fn anchor(service: &ServiceFigures) -> String {
    format!("{}-{}", service.name, service.version)
}

/// What is known, by measure; the services side by side where they are few, else all together.
pub(super) fn coverage(report: &Report) -> Markup {
    /// More columns than that fit no screen.
    const WIDEST: usize = 5;
    let services = report.services.as_slice();
    html! {
        @if services.is_empty() {
            p class="empty" { "Nothing is measured where there is no service." }
        } @else if services.len() <= WIDEST {
            (beside(services))
        } @else {
            (together(services))
        }
    }
}

fn beside(services: &[ServiceFigures]) -> Markup {
    let names = services.iter().map(|service| Column::text(&service.name));
    let columns: Vec<Column<'_>> = [Column::text("Measure")].into_iter().chain(names).collect();
    let rows = MEASURES.iter().map(|measure| {
        let shares = services
            .iter()
            .map(|service| of(share(&service.coverage, measure.key)));
        Row::new([about(measure)].into_iter().chain(shares).collect())
    });
    html! { div class="coverage" { (table("Coverage", &columns, rows)) } }
}

fn about(measure: &Measure) -> Markup {
    html! {
        strong { (measure.label) }
        div class="muted small" { (measure.meaning) }
    }
}

fn together(services: &[ServiceFigures]) -> Markup {
    let columns = [
        Column::text("Measure"),
        Column::text("All services"),
        Column::text("Least known"),
    ];
    let rows = MEASURES.iter().map(|measure| {
        let shares = services
            .iter()
            .map(|service| share(&service.coverage, measure.key));
        let least = services
            .iter()
            .map(|service| (service, share(&service.coverage, measure.key)))
            .filter(|(_, share)| share.part < share.whole)
            .min_by_key(|(_, share)| share.part * 1000 / share.whole);
        Row::new(vec![
            about(measure),
            of(Share::sum(shares)),
            html! {
                @match least {
                    Some((service, share)) => { (service.name) " " (of(share)) }
                    None => { "–" }
                }
            },
        ])
    });
    table("Coverage", &columns, rows)
}

fn of(share: Share) -> Markup {
    meter(share.part, share.whole)
}
