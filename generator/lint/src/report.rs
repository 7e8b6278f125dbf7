//! Where a rule writes down what it found.

use super::proposal::Proposal;
use spec::finding::{Finding, Severity};
use spec::{Action, Example, Service, Source, Structure};

/// The findings of one rule.
pub(super) struct Report<'a> {
    rule: &'static str,
    findings: &'a mut Vec<Finding>,
}

/// A finding that was just written down.
pub(super) struct Written<'f> {
    finding: Option<&'f mut Finding>,
}

impl Written<'_> {
    /// Puts a patch beside the finding.
    pub(super) fn propose(self, service: &Service, proposal: Option<Proposal>) {
        let (Some(finding), Some(proposal)) = (self.finding, proposal) else {
            return;
        };
        finding.patch = proposal.finish(service, &finding.message);
    }
}

/// A place in a source; line 0 is the whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    file: String,
    line: usize,
}

impl<'a> Report<'a> {
    pub(super) fn new(rule: &'static str, findings: &'a mut Vec<Finding>) -> Self {
        Self { rule, findings }
    }

    /// Adds a warning. The message must not hold line numbers: they move with every update.
    pub(super) fn warn(
        &mut self,
        spot: Spot,
        subject: &str,
        message: impl Into<String>,
    ) -> Written<'_> {
        self.add(spot, subject, message.into(), Severity::Warning)
    }

    /// Adds a note: nothing is wrong, yet worth knowing.
    pub(super) fn note(
        &mut self,
        spot: Spot,
        subject: &str,
        message: impl Into<String>,
    ) -> Written<'_> {
        self.add(spot, subject, message.into(), Severity::Note)
    }

    fn add(
        &mut self,
        spot: Spot,
        subject: &str,
        message: String,
        severity: Severity,
    ) -> Written<'_> {
        let finding = Finding::warning(spot.file, spot.line, self.rule, subject, message);
        self.findings.push(finding.severity(severity));
        Written {
            finding: self.findings.last_mut(),
        }
    }
}

impl Spot {
    pub(super) fn of_action(action: &Action) -> Self {
        Self::of_sources(&action.sources)
    }

    pub(super) fn of_structure(structure: &Structure) -> Self {
        Self::of_sources(&structure.sources)
    }

    pub(super) fn of_example(action: &Action, example: &Example) -> Self {
        let mut spot = Self::of_action(action);
        if let Some(file) = &example.file {
            spot.file.clone_from(file);
        }
        spot.line = example.line;
        spot
    }

    /// A line of one of the service's own chapters, in `file` where they come from several.
    pub(super) fn of_service(service: &Service, file: Option<&String>, line: usize) -> Self {
        let only = || Self::of_sources(&service.sources).file;
        Self {
            file: file.cloned().unwrap_or_else(only),
            line,
        }
    }

    fn of_sources(sources: &[Source]) -> Self {
        let first = sources.first();
        Self {
            file: first.map(|source| source.file.clone()).unwrap_or_default(),
            line: first.map_or(0, |source| source.line),
        }
    }
}
