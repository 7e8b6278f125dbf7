//! What a stage has to say about its input: a fault, where it is, and what to do.

use std::fmt;

use serde::Serialize;

/// A fault or doubt about one place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// 1-based line; 0 where the whole file is meant.
    pub line: usize,
    /// How bad it is.
    pub severity: Severity,
    /// The rule that was broken, in kebab case: `unknown-type`.
    pub rule: &'static str,
    /// The action, structure or chapter concerned; may be empty.
    pub subject: String,
    /// What is wrong, with the offending value.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// A correction that would mend it in the specs; people judge whether it is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patch: Option<Patch>,
}

/// A correction, ready to be pasted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Patch {
    /// The file that it belongs into.
    pub file: String,
    /// YAML: a list of one patch.
    pub text: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is lost or wrong in what we wrote.
    Error,
    /// The documentation contradicts itself or is damaged.
    Warning,
    /// Worth knowing.
    Note,
}

impl Finding {
    /// A warning, the usual case.
    pub fn warning(
        file: impl Into<String>,
        line: usize,
        rule: &'static str,
        subject: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            line,
            severity: Severity::Warning,
            rule,
            subject: subject.into(),
            message: message.into(),
            help: None,
            patch: None,
        }
    }

    /// The same finding with another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same finding with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
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
        write!(f, "{}\n  --> {}", self.message, self.file)?;
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
