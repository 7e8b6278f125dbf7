//! Findings by rule, with a search and filters.

use maud::{Markup, html};

use crate::page::source;
use crate::{Report, Reported, RuleFigures};
use html_page::{
    Facet, Fold, Tone, badge, copy_block, empty_state, facets, filter, fold, severity_badge,
    web_link,
};
use spec::finding::{Nature, Severity};

const LIST: &str = "findings-list";

/// Shows the findings, a fold for each rule.
pub(crate) fn findings(report: &Report, up: &str) -> Markup {
    html! {
        @if report.findings.is_empty() {
            p class="empty" { "There are no findings: the documentation agrees with itself." }
        } @else {
            p class="muted" {
                "Accepted findings are reviewed faults of the documentation. New ones fail the checks "
                "until they are fixed or accepted with " code { "cargo xtask lint --accept" } "."
            }
            (filter(LIST, "Search findings", &filters(report)))
            div id=(LIST) {
                @for rule in &report.rules { (of_rule(report, rule, up)) }
                (empty_state("No finding matches."))
            }
        }
        @if !report.gone.is_empty() {
            h3 { "Accepted, but no longer found" }
            ul { @for line in &report.gone { li { (line) } } }
        }
    }
}

fn filters(report: &Report) -> Vec<Facet<'_>> {
    let facet = |key, label, options| Facet {
        key,
        label,
        options,
    };
    vec![
        facet("state", "State", states(report)),
        facet("service", "Service", services(report)),
        facet("nature", "Kind", natures(report)),
        facet("severity", "Severity", severities(report)),
    ]
}

/// The value of a filter, and its label.
type Choice<'a> = (&'a str, String);

fn counted(word: &str, count: usize) -> Choice<'_> {
    (word, format!("{word} ({count})"))
}

fn states(report: &Report) -> Vec<Choice<'_>> {
    let (all, new) = (report.totals.findings, report.totals.new_findings);
    vec![counted("new", new), counted("accepted", all - new)]
}

fn services(report: &Report) -> Vec<Choice<'_>> {
    let mut names: Vec<&str> = report
        .services
        .iter()
        .map(|service| service.name.as_str())
        .collect();
    names.dedup();
    count_each(names, |name| {
        let is_of_service = |found: &&Reported| found.service == *name;
        report.findings.iter().filter(is_of_service).count()
    })
}

fn natures(report: &Report) -> Vec<Choice<'_>> {
    let words = [
        Nature::Contradiction,
        Nature::Guess,
        Nature::Damage,
        Nature::Gap,
        Nature::Remark,
    ]
    .map(Nature::word);
    count_each(words, |word| {
        let is_of_nature = |rule: &&RuleFigures| rule.nature.word() == *word;
        let rules = report.rules.iter().filter(is_of_nature);
        rules.map(|rule| rule.findings).sum()
    })
}

fn severities(report: &Report) -> Vec<Choice<'_>> {
    let words = [Severity::Error, Severity::Warning, Severity::Note].map(severity_word);
    count_each(words, |word| {
        let is_of_severity = |found: &&Reported| severity_word(found.finding.severity) == *word;
        report.findings.iter().filter(is_of_severity).count()
    })
}

/// Returns the words that occur, each with its count.
fn count_each<'a>(
    words: impl IntoIterator<Item = &'a str>,
    count: impl Fn(&&'a str) -> usize,
) -> Vec<Choice<'a>> {
    words
        .into_iter()
        .map(|word| (word, count(&word)))
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| counted(word, count))
        .collect()
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
        // The search ignores the patch, which may contain a whole request.
        li data-item data-text={ (finding.rule) " " (finding.subject) " " (finding.message) " " (finding.file) } data-facets={ (keys) @for service in services { (service) } } {
            div {
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
                (source(up, &finding.file, finding.line))
                @if let Some(url) = &found.url { " · " (web_link(url, "page")) }
            }
        }
    }
}

/// Shows a message, with the text between backticks as code.
fn quoted(message: &str) -> Markup {
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
