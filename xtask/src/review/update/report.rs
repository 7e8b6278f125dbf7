//! The printed plan, for people or as JSON.

use anyhow::Result;
use compare::{CrateStep, Level, note};
use lint::{Compared, Summary};
use merge::retired::RetiredThing;
use serde::Serialize;
use spec::finding::Finding;
use update::{Outcome, PageChange, Plan};

use xtask::say;

use crate::diff::Printed as DiffPrinted;

/// The most new warnings that the command prints one by one.
const SHOWN: usize = 10;

const HELP: &str = "`cargo xtask lint` shows them after writing, and `--json` prints them all";

/// Everything that an update shows.
pub(crate) struct Report<'a> {
    pub(crate) plan: &'a Plan,
    /// The next versions of the changed crates.
    pub(crate) steps: &'a [CrateStep],
    /// Pages that `scrape` could not fetch, each with the reason.
    pub(crate) troubles: &'a [String],
    pub(crate) findings: &'a Compared<'a>,
}

impl Report<'_> {
    /// Prints the plan as text, in colour if standard output is a terminal.
    pub(crate) fn print(&self) {
        self.print_pages();
        let diff = &self.plan.diff;
        if !diff.services.is_empty() {
            stdio::print_styled(format!("\n{}", note::terminal(diff)));
        }
        self.print_kept();
        self.print_findings();
        match (self.plan.is_empty(), diff.verdict) {
            (true, _) => say!("nothing changed"),
            (false, Level::None) => say!("the pages changed, but none of their facts"),
            (false, _) => {
                for step in self.steps {
                    say!("crate of {}: {}, {step}", step.service, step.verdict);
                }
            }
        }
    }

    fn print_pages(&self) {
        for change in &self.plan.page_changes {
            let word = match change.outcome {
                Outcome::New => "new",
                Outcome::Changed => "changed",
                Outcome::Gone => "gone",
                Outcome::Kept => "kept",
            };
            let reason = change.reason.as_ref();
            let reason = reason.map_or(String::new(), |reason| format!(": {reason}"));
            say!("page {word}: {}{reason}", change.file);
        }
        for trouble in self.troubles {
            say!("page kept: {trouble}");
        }
        let kept = |change: &PageChange| change.outcome == Outcome::Kept;
        if self.plan.page_changes.iter().any(kept) {
            say!("  = help: compare the pages; `--accept-layout` takes the newer ones");
        }
    }

    fn print_kept(&self) {
        for (service, thing) in &self.plan.vanished {
            say!(
                "kept, deprecated: {} {service}/{}",
                thing.kind(),
                thing.path()
            );
        }
        for (service, thing) in &self.plan.forgotten {
            say!("removed: {} {service}/{}", thing.kind(), thing.path());
        }
    }

    fn print_findings(&self) {
        let (new, gone) = (&self.findings.new, &self.findings.gone);
        if new.is_empty() && gone.is_empty() {
            return;
        }
        say!(
            "\nlint: {} new findings, {} accepted ones are gone",
            new.len(),
            gone.len()
        );
        stdio::print(Summary::new(new.iter().copied(), SHOWN, HELP));
    }

    /// Prints the plan as one JSON object.
    pub(crate) fn print_json(&self, written: bool) -> Result<()> {
        let thing = |(service, thing): &(String, RetiredThing)| RetiredItem {
            service: service.clone(),
            kind: thing.kind(),
            path: format!("{service}/{}", thing.path()),
            last_seen: thing.last_seen().to_owned(),
        };
        let printed = Printed {
            written,
            pages: &self.plan.page_changes,
            troubles: self.troubles,
            diff: DiffPrinted {
                crates: self.steps,
                diff: &self.plan.diff,
            },
            vanished: self.plan.vanished.iter().map(thing).collect(),
            forgotten: self.plan.forgotten.iter().map(thing).collect(),
            new_findings: &self.findings.new,
            gone_findings: &self.findings.gone,
        };
        stdio::print_line(serde_json::to_string_pretty(&printed)?);
        Ok(())
    }
}

#[derive(Serialize)]
struct Printed<'a> {
    /// True if the changes are about to be written.
    written: bool,
    pages: &'a [PageChange],
    troubles: &'a [String],
    diff: DiffPrinted<'a>,
    vanished: Vec<RetiredItem>,
    forgotten: Vec<RetiredItem>,
    new_findings: &'a [&'a Finding],
    gone_findings: &'a [String],
}

/// A retired item that is kept or removed.
#[derive(Serialize)]
struct RetiredItem {
    service: String,
    kind: &'static str,
    path: String,
    last_seen: String,
}
