//! Findings as they are reported: whether they are new, whose they are, and where to look.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use lint::Compared;
use pipeline::PAGES;
use spec::finding::{Finding, Nature, Rule};
use spec::{ServiceSpec, Source};

/// A finding with what a reader wants to know beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reported {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Whether nobody has accepted it.
    pub new: bool,
    /// The service that its file belongs to; empty where no spec came of the file.
    pub service: String,
    /// The address of the page that it is about, where known.
    pub url: Option<String>,
}

/// What one rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleFigures {
    /// The rule.
    pub name: &'static str,
    /// What a finding of it means.
    pub explanation: &'static str,
    /// The kind of fault.
    pub nature: Nature,
    /// Its findings.
    pub findings: usize,
    /// Those that nobody has accepted.
    pub new: usize,
}

/// The findings in their order.
pub(super) fn reported(
    specs: &[ServiceSpec],
    findings: &[Finding],
    compared: &Compared<'_>,
) -> Vec<Reported> {
    let new: BTreeSet<*const Finding> = compared
        .new
        .iter()
        .map(|new| std::ptr::from_ref(*new))
        .collect();
    let places = Places::of(specs);
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

/// The rules that found something, those with new findings first.
pub(super) fn rules(findings: &[Reported]) -> Vec<RuleFigures> {
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

/// Which services come from which files, and the pages of actions and structures.
struct Places<'s> {
    services: BTreeMap<&'s str, BTreeSet<&'s str>>,
    urls: BTreeMap<(&'s str, &'s str), &'s str>,
}

impl<'s> Places<'s> {
    fn of(specs: &'s [ServiceSpec]) -> Self {
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
