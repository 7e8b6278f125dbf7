//! Rules with their checks, and the report that a check writes.

use crate::patches::Proposal;
use conform::Context;
use extract::ActionPage;
use spec::finding::{Finding, Rule, Severity};
use spec::{Action, Example, Service, Source, Structure};

/// A rule about single pages.
pub(crate) struct PageRule {
    pub(crate) rule: Rule,
    pub(crate) check: fn(&ActionPage, &mut Report<'_>),
}

/// A rule about merged specs.
pub(crate) struct SpecRule {
    pub(crate) rule: Rule,
    pub(crate) check: fn(&Context<'_>, &mut Report<'_>),
}

/// The findings of one rule.
pub(crate) struct Report<'a> {
    rule: &'static Rule,
    findings: &'a mut Vec<Finding>,
}

/// A finding that was just added.
pub(crate) struct Added<'f> {
    finding: Option<&'f mut Finding>,
}

impl Added<'_> {
    /// Adds a patch to the finding.
    pub(crate) fn propose(self, service: &Service, proposal: Option<Proposal>) {
        if let (Some(finding), Some(proposal)) = (self.finding, proposal) {
            finding.patch = proposal.finish(service, &finding.message);
        }
    }
}

impl<'a> Report<'a> {
    pub(crate) fn new(rule: &'static Rule, findings: &'a mut Vec<Finding>) -> Self {
        Self { rule, findings }
    }

    /// Adds a warning. The message must not contain line numbers, because every update moves them.
    pub(crate) fn warn(
        &mut self,
        spot: Spot,
        subject: &str,
        message: impl Into<String>,
    ) -> Added<'_> {
        self.add(spot, subject, message.into(), Severity::Warning)
    }

    /// Adds a note: nothing is wrong, but a reviewer may want to know.
    pub(crate) fn note(
        &mut self,
        spot: Spot,
        subject: &str,
        message: impl Into<String>,
    ) -> Added<'_> {
        self.add(spot, subject, message.into(), Severity::Note)
    }

    fn add(&mut self, spot: Spot, subject: &str, message: String, severity: Severity) -> Added<'_> {
        let finding = Finding::warning(spot.file, spot.line, self.rule, subject, message);
        self.findings.push(finding.severity(severity));
        Added {
            finding: self.findings.last_mut(),
        }
    }
}

/// A place in a source; line 0 means the whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    file: String,
    line: usize,
}

impl Spot {
    pub(crate) fn of_action(action: &Action) -> Self {
        Self::of_sources(&action.sources)
    }

    pub(crate) fn of_structure(structure: &Structure) -> Self {
        Self::of_sources(&structure.sources)
    }

    pub(crate) fn of_example(action: &Action, example: &Example) -> Self {
        let mut spot = Self::of_action(action);
        if let Some(file) = &example.file {
            spot.file.clone_from(file);
        }
        spot.line = example.line;
        spot
    }

    /// Returns a line of a chapter about the whole service. `file` is set only if the chapters come
    /// from several.
    pub(crate) fn of_service(service: &Service, file: Option<&String>, line: usize) -> Self {
        let file = match file {
            Some(file) => file.clone(),
            None => Self::of_sources(&service.sources).file,
        };
        Self { file, line }
    }

    fn of_sources(sources: &[Source]) -> Self {
        match sources.first() {
            Some(source) => Self {
                file: source.file.clone(),
                line: source.line,
            },
            None => Self {
                file: String::new(),
                line: 0,
            },
        }
    }
}
