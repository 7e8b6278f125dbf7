//! Findings about pages of retired generations.

use document::Block;
use spec::Example;
use spec::finding::{Finding, Nature, Rule, Severity};

use super::content::Content;
use super::host::host_of_address;
use super::tree::Tree;
use crate::table::faults::UNCLEAR_TABLE;
use crate::words::text::text_lines;

/// The rule for a request of an example that goes to another host than its page states.
pub(crate) const EXAMPLE_HOST: Rule = Rule {
    name: "example-host",
    nature: Nature::Contradiction,
    explanation: "A request in an example goes to another host than its page states. The page's \
                  host is used.",
};

/// The rule for a request of an example that names no action.
pub(crate) const EXAMPLE_WITHOUT_ACTION: Rule = Rule {
    name: "example-without-action",
    nature: Nature::Gap,
    explanation: "A request in an example of a retired API names no action. The page's action is \
                  used.",
};

/// The rule for a printed table with more or fewer rows than answers in its column `required`.
pub(crate) const LOST_ROWS: Rule = Rule {
    name: "lost-rows",
    nature: Nature::Damage,
    explanation: "A printed table of a retired API has another number of rows than of answers in \
                  its column `required`, so a row is lost or was made of text.",
};

/// The rule for a printed reply outside the examples.
pub(crate) const SAMPLE_OUTSIDE_EXAMPLES: Rule = Rule {
    name: "sample-outside-examples",
    nature: Nature::Remark,
    explanation: "A page of a retired API prints a reply below its table of outputs. It belongs to \
                  no request, so no example has it.",
};

/// The findings about one page.
pub(super) struct Report<'a> {
    file: &'a str,
    line: usize,
    action: &'a str,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    pub(super) fn new(file: &'a str, line: usize, action: &'a str) -> Self {
        Self {
            file,
            line,
            action,
            findings: Vec::new(),
        }
    }

    fn warn(&mut self, line: usize, rule: &'static Rule, message: String, help: &str) {
        let finding = Finding::warning(self.file, line, rule, self.action, message);
        self.findings.push(finding.help(help));
    }

    /// Reports the facts that the parts of a page contradict.
    pub(super) fn content(&mut self, content: &Content<'_>, host: &str) {
        for (line, address) in &content.addresses {
            if address.host != host {
                let message = format!(
                    "an example's request goes to `{}`, but the page states `{host}`",
                    address.host
                );
                self.warn(*line, &EXAMPLE_HOST, message, "compare with the live page");
            }
        }
        for table in content.input.iter().chain(&content.output) {
            if table.lost > 0 {
                let message = format!(
                    "a table of {} has {} too many or too few",
                    count(table.rows.len(), "row"),
                    count(table.lost, "answer")
                );
                self.warn(
                    table.line,
                    &LOST_ROWS,
                    message,
                    "correct the rows in overrides.yaml",
                );
            }
        }
        if let Some((line, lines)) = content.sample {
            let message = format!(
                "a reply of {} is printed below the outputs, without a request",
                count(lines, "line")
            );
            let finding = Finding::warning(
                self.file,
                line,
                &SAMPLE_OUTSIDE_EXAMPLES,
                self.action,
                message,
            );
            self.findings.push(finding.severity(Severity::Note));
        }
    }

    /// Reports the further tables without a known owner.
    pub(super) fn trees(&mut self, input: &Tree<'_>, output: &Tree<'_>) {
        for (line, title) in input.unclear.iter().chain(&output.unclear) {
            let message = format!("the words `{title}` don't say whose table follows");
            let help = "compare with the live page, and correct the rows in overrides.yaml";
            self.warn(*line, &UNCLEAR_TABLE, message, help);
        }
    }

    /// Reports the requests that name no action.
    pub(super) fn examples(&mut self, examples: &[Example], blocks: &[Block]) {
        let lines: Vec<_> = blocks.iter().flat_map(text_lines).collect();
        let is_request = |text: &str| host_of_address(text.trim()).is_some();
        let names_action = |text: &str| text.contains("Action=");
        let requests = lines.iter().filter(|line| is_request(line.text)).count();
        let named = lines.iter().filter(|line| names_action(line.text)).count();
        if requests > named && !examples.is_empty() {
            let message = format!(
                "{} of {} without `Action`",
                requests - named,
                count(requests, "request")
            );
            let line = lines.iter().find(|line| is_request(line.text));
            let line = line.map_or(self.line, |line| line.number);
            self.warn(
                line,
                &EXAMPLE_WITHOUT_ACTION,
                message,
                "compare with the live page",
            );
        }
    }
}

fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}
