//! Findings by rule, to be searched and narrowed.

use maud::{Markup, html};

use crate::{Report, Reported, RuleFigures};
use html_page::{
    Facet, Fold, Tone, badge, copy_block, empty_state, facets, filter, fold, severity_badge,
    web_link,
};
use spec::finding::{Nature, Severity};

const LIST: &str = "findings-list";

/// The findings, each rule's in a part that unfolds.
pub(super) fn findings(report: &Report, up: &str) -> Markup {
    html! {
        @if report.findings.is_empty() {
            p class="empty" { "Nothing was found: the documentation agrees with itself." }
        } @else {
            p class="muted" {
                "Accepted findings were reviewed and are the documentation's own; new ones fail the checks until they are "
                "mended or accepted with " code { "cargo xtask lint --accept" } "."
            }
            (filter(LIST, "Search findings", &choices(report)))
            div id=(LIST) {
                @for rule in &report.rules { (of_rule(report, rule, up)) }
                (empty_state("No finding matches."))
            }
        }
        @if !report.gone.is_empty() {
            h3 { "Accepted, but gone" }
            ul { @for line in &report.gone { li { (line) } } }
        }
    }
}

fn choices(report: &Report) -> Vec<Facet<'_>> {
    let counted = |word: &str, count: usize| format!("{word} ({count})");
    let services = report.services.iter().map(|service| service.name.as_str());
    let mut services: Vec<&str> = services.collect();
    services.dedup();
    let service_options = services.into_iter().filter_map(|name| {
        let of_service = report.findings.iter().filter(|found| found.service == name);
        let count = of_service.count();
        (count > 0).then(|| (name, counted(name, count)))
    });
    let natures = [
        Nature::Contradiction,
        Nature::Guess,
        Nature::Damage,
        Nature::Gap,
        Nature::Remark,
    ];
    let of_nature = |nature: &Nature| {
        let rules = report.rules.iter().filter(|rule| rule.nature == *nature);
        let count: usize = rules.map(|rule| rule.findings).sum();
        (count > 0).then(|| (nature.word(), counted(nature.word(), count)))
    };
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let of_severity = |severity: &Severity| {
        let count = report
            .findings
            .iter()
            .filter(|found| found.finding.severity == *severity)
            .count();
        let word = severity_word(*severity);
        (count > 0).then(|| (word, counted(word, count)))
    };
    let new = report.totals.new_findings;
    let facet = |key, label, options| Facet {
        key,
        label,
        options,
    };
    vec![
        facet(
            "state",
            "State",
            vec![
                ("new", counted("new", new)),
                (
                    "accepted",
                    counted("accepted", report.totals.findings - new),
                ),
            ],
        ),
        facet("service", "Service", service_options.collect()),
        facet(
            "nature",
            "Kind",
            natures.iter().filter_map(of_nature).collect(),
        ),
        facet(
            "severity",
            "Severity",
            severities.iter().filter_map(of_severity).collect(),
        ),
    ]
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn of_rule(report: &Report, rule: &RuleFigures, up: &str) -> Markup {
    let findings = report
        .findings
        .iter()
        .filter(|found| found.finding.rule.name == rule.name);
    let summary = html! {
        code { (rule.name) }
        span class="grow muted small" { (rule.explanation) }
        @if rule.new > 0 { (badge(Tone::Error, &format!("{} new", rule.new))) }
        (badge(Tone::Neutral, &rule.findings.to_string()))
    };
    let inside = html! {
        ul class="findings" {
            @for found in findings { (one(found, up)) }
        }
    };
    html! {
        div data-group { (fold(&Fold { id: None, summary, inside, open: rule.new > 0 })) }
    }
}

fn one(found: &Reported, up: &str) -> Markup {
    let finding = &found.finding;
    let severity = severity_word(finding.severity);
    let state = if found.new { "new" } else { "accepted" };
    let keys = facets(&[
        ("state", state),
        ("nature", finding.rule.nature.word()),
        ("severity", severity),
    ]);
    let services = found
        .service
        .split(' ')
        .map(|name| format!(" service:{name}"));
    html! {
        // Not by its patch, which may hold a whole request.
        li data-item data-text={ (finding.rule) " " (finding.subject) " " (finding.message) " " (finding.file) } data-facets={ (keys) @for service in services { (service) } } {
            div class="said" {
                (severity_badge(finding.severity)) " "
                @if found.new { (badge(Tone::Error, "new")) " " }
                @if !finding.subject.is_empty() { strong { (finding.subject) } " " }
                (quoted(&finding.message))
            }
            @if let Some(help) = &finding.help { div class="muted small" { (quoted(help)) } }
            @if let Some(patch) = &finding.patch {
                details class="patch" {
                    summary class="small" { "A patch for " code { (patch.file) } }
                    (copy_block("the patch", &patch.text))
                }
            }
            div class="source" {
                (super::source(up, &finding.file, finding.line))
                @if let Some(url) = &found.url { " · " (web_link(url, "page")) }
            }
        }
    }
}

/// A message, with what stands between backticks as code.
pub(super) fn quoted(message: &str) -> Markup {
    let parts = message.split('`').enumerate();
    let is_paired = message.matches('`').count().is_multiple_of(2);
    html! {
        @if is_paired {
            @for (index, part) in parts {
                @if index % 2 == 1 { code { (part) } } @else { (part) }
            }
        } @else {
            (message)
        }
    }
}
