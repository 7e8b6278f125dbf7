//! The table of services, and the coverage of each.

use maud::{Markup, html};

use crate::page::{day, service_id, share};
use crate::{MEASURES, Measure, Report, ServiceFigures, Share};
use html_page::{Column, Row, Tone, badge, localized, meter, table};

/// The most services with their own column of coverage. More columns don't fit on a screen.
const MOST_COLUMNS: usize = 5;

/// Shows the table of services.
pub(crate) fn services(report: &Report) -> Markup {
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
    let rows = report.services.iter().map(|service| row(report, service));
    html! {
        @if report.services.is_empty() {
            p class="empty" {
                "There are no specs yet: add pages, then run " code { "cargo xtask codegen" } "."
            }
        } @else {
            (table("Services", &columns, rows))
        }
    }
}

fn row(report: &Report, service: &ServiceFigures) -> Row {
    let (mut all, mut new) = (0, 0);
    for found in &report.findings {
        if found.service == service.name {
            all += 1;
            new += usize::from(found.new);
        }
    }
    let name = html! {
        a class="name" href={ "#" (service_id(service)) } { (service.name) } " "
        span class="muted" { (localized(&service.title)) }
    };
    let findings = html! {
        (all)
        @if new > 0 { " " (badge(Tone::Error, &format!("{new} new"))) }
    };
    Row::new(vec![
        name,
        html! { (service.version) },
        html! { (service.actions.len()) },
        html! { (service.structures) },
        html! { (service.error_codes) },
        html! { (service.inferred.len()) },
        findings,
        html! { (service.updated.as_deref().map_or("–", day)) },
    ])
}

/// Shows the coverage by measure: a column for each service, or the sums of many services.
pub(crate) fn coverage(report: &Report) -> Markup {
    let services = report.services.as_slice();
    html! {
        @if services.is_empty() {
            p class="empty" { "There is no service to measure." }
        } @else if services.len() <= MOST_COLUMNS {
            (by_service(services))
        } @else {
            (summed_up(services))
        }
    }
}

fn by_service(services: &[ServiceFigures]) -> Markup {
    let names = services.iter().map(|service| Column::text(&service.name));
    let columns: Vec<Column<'_>> = [Column::text("Measure")].into_iter().chain(names).collect();
    let rows = MEASURES.iter().map(|measure| {
        let mut cells = vec![label(measure)];
        cells.extend(
            services
                .iter()
                .map(|service| bar(share(service, measure.key))),
        );
        Row::new(cells)
    });
    html! { div class="coverage" { (table("Coverage", &columns, rows)) } }
}

fn summed_up(services: &[ServiceFigures]) -> Markup {
    let columns = [
        Column::text("Measure"),
        Column::text("All services"),
        Column::text("Least known"),
    ];
    let rows = MEASURES.iter().map(|measure| {
        let shares = services
            .iter()
            .map(|service| (service, share(service, measure.key)));
        let sum = Share::sum(shares.clone().map(|(_, share)| share));
        let least = shares
            .filter(|(_, share)| share.part < share.whole)
            .min_by_key(|(_, share)| share.part * 1000 / share.whole);
        let least = html! {
            @if let Some((service, share)) = least {
                (service.name) " " (bar(share))
            } @else {
                "–"
            }
        };
        Row::new(vec![label(measure), bar(sum), least])
    });
    table("Coverage", &columns, rows)
}

fn label(measure: &Measure) -> Markup {
    html! {
        strong { (measure.label) }
        div class="muted small" { (measure.meaning) }
    }
}

fn bar(share: Share) -> Markup {
    meter(share.part, share.whole)
}
