//! New findings in short: every error, then the other findings by rule and product.

use std::collections::BTreeMap;
use std::fmt;

use spec::finding::{Finding, Rule, Severity};

/// New findings for a terminal.
#[derive(Debug, Clone)]
pub struct Summary<'f> {
    /// The errors, all of which are shown.
    errors: Vec<&'f Finding>,
    /// The warnings and notes.
    others: Vec<&'f Finding>,
    /// The most warnings and notes that are shown one by one.
    most: usize,
    /// The advice how to see all findings.
    help: &'static str,
}

/// Puts errors first; keeps the order of all other findings.
pub fn errors_first<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Vec<&'f Finding> {
    let mut sorted: Vec<&Finding> = findings.into_iter().collect();
    sorted.sort_by_key(|finding| finding.severity != Severity::Error);
    sorted
}

impl<'f> Summary<'f> {
    /// Summarises findings. Up to `most` warnings and notes are shown one by one. If there are
    /// more, they are counted by rule and product, with the first of each rule. `help` says how to
    /// see all.
    pub fn new(
        findings: impl IntoIterator<Item = &'f Finding>,
        most: usize,
        help: &'static str,
    ) -> Self {
        let all = findings.into_iter();
        let (errors, others) = all.partition(|finding| finding.severity == Severity::Error);
        Self {
            errors,
            others,
            most,
            help,
        }
    }

    /// Returns whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty() && self.others.is_empty()
    }

    /// Returns the number of errors.
    pub fn errors(&self) -> usize {
        self.errors.len()
    }

    fn rules(&self) -> Vec<(&'static Rule, Vec<&'f Finding>)> {
        let mut rules: BTreeMap<&Rule, Vec<&Finding>> = BTreeMap::new();
        for finding in &self.others {
            rules.entry(finding.rule).or_default().push(finding);
        }
        let mut rules: Vec<_> = rules.into_iter().collect();
        rules.sort_by_key(|(rule, findings)| (std::cmp::Reverse(findings.len()), rule.name));
        rules
    }

    /// Writes the number of findings of each rule and product, and the first findings of each rule.
    fn counts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (rule, findings) in self.rules() {
            writeln!(
                f,
                "\n{:6} {rule}: {}",
                findings.len(),
                by_product(&findings)
            )?;
            for finding in findings.iter().take(FIRST) {
                write!(f, "       ")?;
                if !finding.subject.is_empty() {
                    write!(f, "{}: ", finding.subject)?;
                }
                write!(f, "{}\n         --> {}", finding.message, finding.file)?;
                match finding.line {
                    0 => writeln!(f)?,
                    line => writeln!(f, ":{line}")?,
                }
            }
        }
        Ok(())
    }
}

/// The number of findings shown of each rule, and of products named next to it.
const FIRST: usize = 3;

/// Returns the number of findings of each product, the largest first: `cvm 60, cbs 2`.
fn by_product(findings: &[&Finding]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.product.as_str()).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(product, count)| (std::cmp::Reverse(*count), *product));
    let word = |(product, count): &(&str, usize)| match *product {
        "" => format!("{count} of no product"),
        product => format!("{product} {count}"),
    };
    let mut words: Vec<String> = counts.iter().take(FIRST).map(word).collect();
    if counts.len() > FIRST {
        words.push(match counts.len() - FIRST {
            1 => "1 more product".to_owned(),
            more => format!("{more} more products"),
        });
    }
    words.join(", ")
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for error in &self.errors {
            write!(f, "{error}\n\n")?;
        }
        if self.others.len() <= self.most {
            for other in &self.others {
                write!(f, "{other}\n\n")?;
            }
            return Ok(());
        }
        let others = self.others.len();
        writeln!(
            f,
            "{others} new warnings and notes, by rule; the first of each:"
        )?;
        self.counts(f)?;
        writeln!(f, "  = help: {}", self.help)
    }
}

#[cfg(test)]
mod tests {
    use spec::finding::Nature;

    use super::*;

    const GAPS: Rule = Rule {
        name: "gaps",
        nature: Nature::Gap,
        explanation: "A gap.",
    };
    const TORN: Rule = Rule {
        name: "torn",
        nature: Nature::Damage,
        explanation: "A torn page.",
    };

    fn finding(rule: &'static Rule, product: &str, line: usize) -> Finding {
        let file = format!("specs/sources/{product}.md");
        Finding {
            product: product.to_owned(),
            ..Finding::warning(file, line, rule, "Run", format!("fault {line}"))
        }
    }

    fn findings() -> Vec<Finding> {
        let mut all: Vec<Finding> = (1..=4).map(|line| finding(&GAPS, "cvm", line)).collect();
        all.push(finding(&TORN, "cbs", 0));
        all.push(finding(&TORN, "cbs", 3).severity(Severity::Error));
        all.extend(["cbs", "cdb", "vpc"].map(|product| finding(&GAPS, product, 5)));
        all.push(finding(&TORN, "vpc", 6).severity(Severity::Error));
        all
    }

    #[test]
    fn many_warnings_are_counted_after_all_errors() {
        let findings = findings();
        let summary = Summary::new(&findings, 7, "see `lint`");
        assert_eq!(summary.errors(), 2);
        assert_eq!(
            summary.to_string(),
            "\
error[torn]: Run: fault 3
  --> specs/sources/cbs.md:3

error[torn]: Run: fault 6
  --> specs/sources/vpc.md:6

8 new warnings and notes, by rule; the first of each:

     7 gaps: cvm 4, cbs 1, cdb 1, 1 more product
       Run: fault 1
         --> specs/sources/cvm.md:1
       Run: fault 2
         --> specs/sources/cvm.md:2
       Run: fault 3
         --> specs/sources/cvm.md:3

     1 torn: cbs 1
       Run: fault 0
         --> specs/sources/cbs.md
  = help: see `lint`
"
        );
    }

    #[test]
    fn few_warnings_follow_errors_in_full() {
        let findings = findings();
        let printed = Summary::new(&findings, 8, "").to_string();
        let severities: Vec<bool> = printed
            .split("\n\n")
            .filter(|finding| !finding.is_empty())
            .map(|finding| finding.starts_with("error"))
            .collect();
        assert_eq!(severities.len(), 10);
        assert!(severities.is_sorted_by(|one, other| one >= other));
        assert!(Summary::new(&[], 8, "").is_empty());
    }
}
