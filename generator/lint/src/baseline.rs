//! The baseline of reviewed and accepted findings: `specs/lint.yaml`.

use std::collections::BTreeMap;

use spec::SpecFault;
use spec::finding::Finding;
use spec::yaml::{self, Writer};

/// Accepted findings.
///
/// Line numbers don't count, because every update of a page moves them. Rewording a message makes
/// its accepted findings new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    accepted: Entries,
}

/// `subject: message` of each finding, by rule and file, once per occurrence.
type Entries = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// The difference between findings and a baseline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared<'f> {
    /// Findings that aren't accepted yet.
    pub new: Vec<&'f Finding>,
    /// Accepted findings that no longer occur: `rule: file: subject: message`.
    pub gone: Vec<String>,
}

impl Baseline {
    /// Creates the baseline that accepts exactly these findings.
    pub fn accepting(findings: &[Finding]) -> Self {
        let mut accepted = Entries::new();
        for finding in findings {
            let files = accepted.entry(finding.rule.name.to_owned()).or_default();
            let lines = files.entry(finding.file.clone()).or_default();
            lines.push(line(finding));
        }
        for lines in accepted.values_mut().flat_map(BTreeMap::values_mut) {
            lines.sort();
        }
        Self { accepted }
    }

    /// Parses the file's text.
    pub fn parse(file: &str, text: &str) -> Result<Self, SpecFault> {
        let accepted: Option<Entries> = yaml::parse(file, text, Writer::Lint)?;
        Ok(Self {
            accepted: accepted.unwrap_or_default(),
        })
    }

    /// Returns the file's text.
    pub fn render(&self, file: &str) -> Result<String, SpecFault> {
        yaml::render(file, Writer::Lint, &self.accepted)
    }

    /// Compares findings with the accepted ones.
    pub fn compare<'f>(&self, findings: &'f [Finding]) -> Compared<'f> {
        let mut unmatched = self.accepted.clone();
        let mut compared = Compared::default();
        for finding in findings {
            if !take(&mut unmatched, finding) {
                compared.new.push(finding);
            }
        }
        for (rule, files) in unmatched {
            for (file, lines) in files {
                for line in lines {
                    compared.gone.push(format!("{rule}: {file}: {line}"));
                }
            }
        }
        compared
    }
}

/// Removes the finding's entry; returns whether there was one.
fn take(entries: &mut Entries, finding: &Finding) -> bool {
    let files = entries.get_mut(finding.rule.name);
    let Some(lines) = files.and_then(|files| files.get_mut(&finding.file)) else {
        return false;
    };
    let wanted = line(finding);
    let position = lines.iter().position(|known| *known == wanted);
    if let Some(index) = position {
        lines.remove(index);
    }
    position.is_some()
}

fn line(finding: &Finding) -> String {
    if finding.subject.is_empty() {
        return finding.message.clone();
    }
    format!("{}: {}", finding.subject, finding.message)
}
