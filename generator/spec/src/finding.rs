//! Findings: the faults and doubts that the stages report about their input.

use std::fmt;

use serde::{Serialize, Serializer};
use visible::printable;

/// A fault or doubt about one place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Path of the file that the finding is about.
    pub file: String,
    /// 1-based line; 0 means the whole file.
    pub line: usize,
    /// Importance of the finding.
    pub severity: Severity,
    /// The broken rule; printed as its name.
    pub rule: &'static Rule,
    /// The action, structure or chapter concerned; empty for a whole file.
    pub subject: String,
    /// The fault, with the offending value. It omits line numbers, because every update moves them.
    pub message: String,
    /// The remedy, if the rule knows one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// A correction that would fix the fault. People judge whether it is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patch: Option<Patch>,
    /// Name of the service whose pages the file belongs to; empty if it isn't known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub product: String,
}

/// A rule that the documentation should keep, as a constant next to the code that checks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// Name in kebab case: `unknown-types`.
    pub name: &'static str,
    /// Kind of fault that the rule finds.
    pub nature: Nature,
    /// Meaning of a finding and the consequence for the crate, in a sentence or two.
    pub explanation: &'static str,
}

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Nature {
    /// Two places of the documentation contradict each other.
    Contradiction,
    /// A stage inferred or chose a fact that no page states.
    Guess,
    /// A page is damaged or unreadable.
    Damage,
    /// An expected fact is missing.
    Gap,
    /// Nothing is wrong.
    Remark,
}

/// A correction that can be pasted into a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Patch {
    /// Path of the file to paste it into.
    pub file: String,
    /// YAML text: a list of one patch.
    pub text: String,
}

/// The importance of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A fact is lost or wrong in the generated files.
    Error,
    /// The documentation contradicts itself or is damaged.
    Warning,
    /// Nothing is wrong, but a reviewer may want to know.
    Note,
}

impl Finding {
    /// Creates a warning without help or patch.
    pub fn warning(
        file: impl Into<String>,
        line: usize,
        rule: &'static Rule,
        subject: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            line,
            severity: Severity::Warning,
            rule,
            subject: printable(&subject.into()),
            message: printable(&message.into()),
            help: None,
            patch: None,
            product: String::new(),
        }
    }

    /// Sets the severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Sets the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(printable(&help.into()));
        self
    }
}

impl Nature {
    /// Returns the lower-case word for the kind of fault.
    pub fn word(self) -> &'static str {
        match self {
            Self::Contradiction => "contradiction",
            Self::Guess => "guess",
            Self::Damage => "damage",
            Self::Gap => "gap",
            Self::Remark => "remark",
        }
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: ", self.severity, self.rule)?;
        if !self.subject.is_empty() {
            write!(f, "{}: ", self.subject)?;
        }
        write!(f, "{}\n  --> {}", self.message, printable(&self.file))?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  = help: {help}")?;
        }
        if let Some(patch) = &self.patch {
            write!(f, "\n  = patch for {}:", patch.file)?;
            for line in patch.text.lines() {
                write!(f, "\n      {line}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule {
        name: "rule",
        nature: Nature::Damage,
        explanation: "",
    };

    #[test]
    fn finding_shows_characters_that_terminals_obey() {
        let name = "`a\u{1b}[31m\r\n\u{202e}b\u{2028}区`";
        let finding = Finding::warning("a.md", 1, &RULE, name, name).help(name);
        let shown = r"`a\u{1b}[31m\r\n\u{202e}b\u{2028}区`";
        assert_eq!(
            finding.to_string(),
            format!("warning[rule]: {shown}: {shown}\n  --> a.md:1\n  = help: {shown}")
        );
    }
}
