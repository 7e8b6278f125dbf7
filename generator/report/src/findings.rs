//! Findings with their state, service and page, and the figures of each rule.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use lint::Compared;
use pipeline::PAGES;
use spec::finding::{Finding, Nature, Rule};
use spec::{ServiceSpec, Source};

/// A finding with its state and its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reported {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// True if the finding is not accepted yet.
    pub new: bool,
    /// The services of its file, separated by blanks; empty if no spec uses the file.
    pub service: String,
    /// The address of its page, if known.
    pub url: Option<String>,
}

/// The findings of one rule, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleFigures {
    /// The rule's name.
    pub name: &'static str,
    /// The meaning of its findings.
    pub explanation: &'static str,
    /// The kind of fault that the rule finds.
    pub nature: Nature,
    /// The number of findings.
    pub findings: usize,
    /// The number of findings that are not accepted.
    pub new: usize,
}

/// Returns the findings with their state and page, in the same order.
pub(crate) fn reported(
    specs: &[ServiceSpec],
    findings: &[Finding],
    compared: &Compared<'_>,
) -> Vec<Reported> {
    let new: BTreeSet<*const Finding> = compared
        .new
        .iter()
        .map(|new| std::ptr::from_ref(*new))
        .collect();
    let places = Places::new(specs);
    let report = |finding: &Finding| {
        let file = finding.file.strip_prefix(PAGES).unwrap_or(&finding.file);
        Reported {
            new: new.contains(&std::ptr::from_ref(finding)),
            service: places.service(file),
            url: places.url(file, &finding.subject),
            finding: finding.clone(),
        }
    };
    findings.iter().map(report).collect()
}

/// Returns the rules with findings, those with new findings first.
pub(crate) fn rules(findings: &[Reported]) -> Vec<RuleFigures> {
    let mut rules: BTreeMap<&'static Rule, RuleFigures> = BTreeMap::new();
    for reported in findings {
        let rule = reported.finding.rule;
        let figures = rules.entry(rule).or_insert_with(|| RuleFigures {
            name: rule.name,
            explanation: rule.explanation,
            nature: rule.nature,
            findings: 0,
            new: 0,
        });
        figures.findings += 1;
        figures.new += usize::from(reported.new);
    }
    let mut rules: Vec<RuleFigures> = rules.into_values().collect();
    rules.sort_by_key(|rule| (rule.new == 0, rule.name));
    rules
}

/// The services of each file, and the addresses of actions and structures by file and name.
struct Places<'s> {
    services: BTreeMap<&'s str, BTreeSet<&'s str>>,
    urls: BTreeMap<(&'s str, &'s str), &'s str>,
}

impl<'s> Places<'s> {
    fn new(specs: &'s [ServiceSpec]) -> Self {
        let mut places = Self {
            services: BTreeMap::new(),
            urls: BTreeMap::new(),
        };
        for spec in specs {
            let service = &spec.service;
            places.add(service.name.as_str(), "", &service.sources);
            for action in &spec.actions {
                places.add(&service.name, &action.name, &action.sources);
            }
            for structure in &spec.structures {
                places.add(&service.name, &structure.name, &structure.sources);
            }
        }
        places
    }

    fn add(&mut self, service: &'s str, subject: &'s str, sources: &'s [Source]) {
        for source in sources {
            self.services
                .entry(&source.file)
                .or_default()
                .insert(service);
            if let Some(url) = &source.url {
                self.urls.entry((&source.file, subject)).or_insert(url);
            }
        }
    }

    fn service(&self, file: &str) -> String {
        let services = self.services.get(file);
        let names: Vec<&str> = services.into_iter().flatten().copied().collect();
        names.join(" ")
    }

    fn url(&self, file: &str, subject: &str) -> Option<String> {
        self.urls.get(&(file, subject)).map(|url| (*url).to_owned())
    }
}
