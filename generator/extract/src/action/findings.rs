//! Findings about an action page: damaged, missing or contradictory parts.

use spec::finding::{Finding, Nature, Rule};

use super::Parts;
use super::description::Description;
use super::name::ActionNames;
use super::parameters::ParameterRows;
use super::sections::Sections;
use crate::facts::ActionPage;
use crate::table::faults::RowFaults;
use crate::words::vocabulary::Section;

/// The rule for a page whose parts state different names for its action.
pub(crate) const ACTION_NAME_DIFFERS: Rule = Rule {
    name: "action-name-differs",
    nature: Nature::Contradiction,
    explanation: "The parts of a page that name its action contradict each other. The most \
                  frequent name is used.",
};

/// The rule for a page that states a host outside Tencent Cloud.
pub const FOREIGN_HOST: Rule = Rule {
    name: "foreign-host",
    nature: Nature::Contradiction,
    explanation: "A page names a request domain that isn't Tencent Cloud's. The domain is ignored, \
                  because signed requests must not go there.",
};

/// The rule for a page whose host only an example shows.
pub(crate) const HOST_OF_EXAMPLE: Rule = Rule {
    name: "host-of-example",
    nature: Nature::Gap,
    explanation: "A page states no request domain. The domain comes from the address in an \
                  example.",
};

/// The rule for a page without a host.
pub const MISSING_DOMAIN: Rule = Rule {
    name: "missing-domain",
    nature: Nature::Gap,
    explanation: "A page states no request domain, so its service is unknown. The page is omitted.",
};

/// The rule for a page without a section of parameters.
pub(crate) const MISSING_SECTION: Rule = Rule {
    name: "missing-section",
    nature: Nature::Gap,
    explanation: "A page lacks its table of input or output parameters: it is truncated, or its \
                  layout is unknown.",
};

/// The rule for a page without an API version.
pub(crate) const MISSING_VERSION: Rule = Rule {
    name: "missing-version",
    nature: Nature::Gap,
    explanation: "A page states no API version. The page is omitted.",
};

/// Returns the findings about a page.
pub(crate) fn check(page: &ActionPage, names: &ActionNames, parts: &Parts<'_>) -> Vec<Finding> {
    let report = Report::new(page);
    let mut findings = Vec::new();
    findings.extend(report.contradictory_names(names));
    findings.extend(report.foreign_host(&parts.description));
    findings.extend(report.host_of_example(page));
    report.rows(&parts.rows, &mut findings);
    report.missing_parts(page, &parts.sections, &mut findings);
    findings
}

/// The file, line and action that the findings of a page name.
struct Report<'a> {
    file: &'a str,
    /// The 1-based line on which the page begins.
    line: usize,
    action: &'a str,
}

impl<'a> Report<'a> {
    fn new(page: &'a ActionPage) -> Self {
        let source = page.action.sources.first();
        Self {
            file: source.map_or("", |source| &source.file),
            line: source.map_or(0, |source| source.line),
            action: &page.action.name,
        }
    }

    fn warning(&self, line: usize, rule: &'static Rule, message: String) -> Finding {
        Finding::warning(self.file, line, rule, self.action, message)
    }

    fn contradictory_names(&self, names: &ActionNames) -> Option<Finding> {
        let contradictions = names.contradictions(self.action)?;
        let finding = self.warning(self.line, &ACTION_NAME_DIFFERS, contradictions);
        Some(finding.help("the generator uses the name that most parts of the page state"))
    }

    fn foreign_host(&self, description: &Description) -> Option<Finding> {
        let foreign = description.foreign_host.as_ref()?;
        let message = format!(
            "the page sends requests to `{}`, which isn't a host of Tencent Cloud",
            foreign.host
        );
        let finding = self.warning(foreign.line, &FOREIGN_HOST, message);
        Some(finding.help("if the host is right, set the service's endpoint in overrides.yaml"))
    }

    fn host_of_example(&self, page: &ActionPage) -> Option<Finding> {
        page.action.inferred?;
        let host = page.action.domain.as_ref()?;
        let message = format!("the page states no request domain: `{host}` is from an example");
        let finding = self.warning(self.line, &HOST_OF_EXAMPLE, message);
        Some(finding.help("compare with the live page"))
    }

    fn rows(&self, rows: &ParameterRows<'_>, findings: &mut Vec<Finding>) {
        let faults = RowFaults {
            file: self.file,
            subject: self.action,
        };
        findings.extend(rows.truncated.as_ref().map(|row| faults.cut(row)));
        findings.extend(faults.rest(&rows.rest));
        let in_structures = rows.rest.structures.iter().flat_map(|found| &found.rows);
        let all_rows = rows.input.iter().chain(&rows.output).chain(in_structures);
        findings.extend(faults.types(all_rows));
    }

    fn missing_parts(
        &self,
        page: &ActionPage,
        sections: &Sections<'_>,
        findings: &mut Vec<Finding>,
    ) {
        for (section, kind) in [(Section::Input, "input"), (Section::Output, "output")] {
            if !sections.has(section) {
                let message = format!("the page has no section with {kind} parameters");
                let finding = self.warning(self.line, &MISSING_SECTION, message);
                findings.push(finding.help("the page is truncated, or its layout is unknown"));
            }
        }
        if page.action.version.is_empty() {
            let message = "the page states no API version".to_owned();
            findings.push(self.warning(self.line, &MISSING_VERSION, message));
        }
        if page.action.service.is_empty() {
            let message = "the page states no request domain".to_owned();
            findings.push(self.warning(self.line, &MISSING_DOMAIN, message));
        }
    }
}
