//! The findings that were reviewed and accepted: `specs/lint.yaml`.

use std::collections::BTreeMap;

use spec::SpecFault;
use spec::finding::Finding;
use spec::yaml::{self, Writer};

/// Accepted findings: rule, file, and `subject: message` with how often it occurs. Lines are left out,
/// because every update of a page moves them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    accepted: Entries,
}

type Entries = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Findings held against a baseline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared<'f> {
    /// Findings that nobody has accepted.
    pub new: Vec<&'f Finding>,
    /// Accepted findings that are gone: `rule: file: subject: message`.
    pub gone: Vec<String>,
}

impl Baseline {
    /// The baseline that accepts exactly these findings.
    pub fn of(findings: &[Finding]) -> Self {
        let mut accepted = Entries::new();
        for finding in findings {
            let of_rule = accepted.entry(finding.rule.to_owned()).or_default();
            let of_file = of_rule.entry(finding.file.clone()).or_default();
            of_file.push(line(finding));
        }
        for entry in accepted.values_mut().flat_map(BTreeMap::values_mut) {
            entry.sort();
        }
        Self { accepted }
    }

    /// Reads the file's text.
    pub fn parse(file: &str, text: &str) -> Result<Self, SpecFault> {
        let accepted: Option<Entries> = yaml::parse(file, text, Writer::Lint)?;
        Ok(Self {
            accepted: accepted.unwrap_or_default(),
        })
    }

    /// The file's text.
    pub fn render(&self, file: &str) -> Result<String, SpecFault> {
        yaml::render(file, Writer::Lint, &self.accepted)
    }

    /// What is new and what is gone.
    pub fn compare<'f>(&self, findings: &'f [Finding]) -> Compared<'f> {
        let mut left = self.accepted.clone();
        let mut compared = Compared::default();
        for finding in findings {
            if !take(&mut left, finding) {
                compared.new.push(finding);
            }
        }
        for (rule, files) in left {
            for (file, lines) in files {
                let gone = lines
                    .into_iter()
                    .map(|line| format!("{rule}: {file}: {line}"));
                compared.gone.extend(gone);
            }
        }
        compared
    }
}

fn take(left: &mut Entries, finding: &Finding) -> bool {
    let lines = left
        .get_mut(finding.rule)
        .and_then(|files| files.get_mut(&finding.file));
    let Some(lines) = lines else { return false };
    let wanted = line(finding);
    match lines.iter().position(|known| *known == wanted) {
        Some(index) => {
            lines.remove(index);
            true
        }
        None => false,
    }
}

fn line(finding: &Finding) -> String {
    if finding.subject.is_empty() {
        return finding.message.clone();
    }
    format!("{}: {}", finding.subject, finding.message)
}
