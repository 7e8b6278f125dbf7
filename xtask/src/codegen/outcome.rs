//! The outcome of a run, for people and for programs.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use lint::{Summary, errors_first};
use serde::Serialize;
use spec::finding::Finding;
use xtask::generation::{Generation, LeftOut, tell_started};
use xtask::tell;
use xtask::trees::{Changes, Mode, Tree};

use super::COMMAND;

/// A finished run.
pub(super) struct Outcome {
    pub(super) generation: Generation,
    /// The changes of each tree; an error if a file is out of date in [`Mode::Check`].
    pub(super) written: Result<Vec<(&'static str, Changes)>>,
    /// All findings about the pages.
    pub(super) findings: Vec<Finding>,
}

/// The most changed files that the command lists one by one.
const LISTED: usize = 12;

pub(super) fn print_changes(tree: &Tree<'_>, changes: &Changes, mode: Mode<'_>) {
    let is_silent = tree.name.is_empty() && changes.written.is_empty();
    if is_silent && matches!(mode, Mode::Write(_)) {
        return;
    }
    let name = if tree.name.is_empty() {
        "readme"
    } else {
        tree.name
    };
    if matches!(mode, Mode::Check) {
        tell!("{name}: {} files up to date", changes.unchanged);
        return;
    }
    let (written, removed) = (changes.written.len(), changes.removed.len());
    tell!(
        "{name}: {written} written, {removed} removed, {} unchanged",
        changes.unchanged
    );
    if written + removed > LISTED {
        return;
    }
    for path in &changes.written {
        tell!("  wrote {}", tree.path(path));
    }
    for path in &changes.removed {
        tell!("  removed {}", tree.path(path));
    }
}

impl Outcome {
    /// Returns whether nobody has to act on the run.
    pub(super) fn is_settled(&self) -> bool {
        self.generation.left_out.is_empty() && self.generation.unlisted.is_empty()
    }

    /// Prints everything that somebody has to judge: all errors first, and the products that are
    /// left out again at the end.
    pub(super) fn print(&self, summary: &Summary<'_>) {
        let Generation {
            started,
            unlisted,
            left_out,
            ..
        } = &self.generation;
        tell_started(started);
        for fault in left_out.iter().flat_map(|product| &product.faults) {
            tell!("\n{fault}");
        }
        if !summary.is_empty() {
            tell!("\n{}", summary.to_string().trim_end());
        }
        let count: usize = unlisted.iter().map(|file| file.faults.len()).sum();
        if count > 0 {
            let mut services: Vec<&str> =
                unlisted.iter().map(|file| file.service.as_str()).collect();
            services.dedup();
            tell!(
                "\nwarning: {count} examples of {} contradict their tables, so their tests fail\n  \
                 = help: `cargo xtask lint --known-faults` prints the entries that \
                 known_faults.yaml lacks; with `--accept` it adds them",
                services.join(", ")
            );
        }
        print_errors(summary.errors(), left_out.is_empty());
        print_left_out(left_out);
    }

    /// Prints the same as one JSON object on standard output.
    pub(super) fn print_json(&self, new: &[&Finding]) -> Result<()> {
        let changes = self.written.as_deref().unwrap_or_default();
        let paths = |select: fn(&Changes) -> &Vec<String>| {
            let all = changes.iter().flat_map(|(tree, changes)| {
                select(changes)
                    .iter()
                    .map(move |path| Path::new(tree).join(path).display().to_string())
            });
            all.collect()
        };
        let Generation {
            started,
            unlisted,
            left_out,
            ..
        } = &self.generation;
        let printed = Printed {
            out_of_date: self
                .written
                .as_ref()
                .err()
                .map(|error| format!("{error:#}")),
            written: paths(|changes| &changes.written),
            removed: paths(|changes| &changes.removed),
            started: started.keys().map(|path| format!("specs/{path}")).collect(),
            unlisted: unlisted.iter().map(|file| file.faults.len()).sum(),
            left_out,
            new_findings: errors_first(new.iter().copied()),
        };
        stdio::print_line(serde_json::to_string_pretty(&printed)?);
        Ok(())
    }
}

/// A run as programs read it.
#[derive(Serialize)]
struct Printed<'a> {
    /// The first difference in check mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_date: Option<String>,
    written: Vec<String>,
    removed: Vec<String>,
    /// The first known faults of new products.
    started: Vec<String>,
    /// The number of faulty examples that no `known_faults.yaml` lists.
    unlisted: usize,
    left_out: &'a [LeftOut],
    new_findings: Vec<&'a Finding>,
}

/// Says what the errors in pages mean for the run.
fn print_errors(count: usize, is_written: bool) {
    let subject = match count {
        0 => return,
        1 => "1 new error in the pages".to_owned(),
        _ => format!("{count} new errors in the pages"),
    };
    let effect = if is_written {
        ": the specs lack what it is about, and have everything else"
    } else {
        // A product that would lose facts is among those that are left out.
        ""
    };
    tell!(
        "\nerror: {subject}{effect}\n  \
         = help: correct or remove these pages, or accept the errors with `cargo xtask lint --accept`"
    );
}

fn print_left_out(left_out: &[LeftOut]) {
    if left_out.is_empty() {
        return;
    }
    let subject = match left_out.len() {
        1 => "1 product is left out, and its files stay as they are".to_owned(),
        count => format!("{count} products are left out, and their files stay as they are"),
    };
    tell!("\nerror: {subject}:");
    for LeftOut { service, faults } in left_out {
        let files: BTreeSet<&str> = faults.iter().map(|fault| fault.file.as_str()).collect();
        let files: Vec<&str> = files.into_iter().collect();
        let first = faults.first().map_or("", |fault| fault.message.as_str());
        let more = match faults.len() {
            0 | 1 => String::new(),
            count => format!(" (and {} more)", count - 1),
        };
        tell!("  {service}: {first}{more}\n    --> {}", files.join(", "));
    }
    tell!("  = help: correct these errors, which are shown above, and run `{COMMAND}` again");
}
