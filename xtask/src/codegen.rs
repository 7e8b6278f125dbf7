//! `cargo xtask codegen`: pages to specs to the crate.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::Result;

use spec::finding::{Finding, Severity};

use crate::stages;
use crate::stamp::Stamp;
use crate::stopwatch::Stopwatch;
use crate::workspace::Workspace;
use crate::write_trees::{Changes, Contents, Mode, Tree, write_trees};

/// Turns the pages in specs/sources/ into specs, and the specs into the crate
///
/// Writes only what differs, and removes the machine-written files that no longer belong. Files that
/// people write (overrides.yaml, known_faults.yaml) are never touched; only for a product that has no
/// files yet, known_faults.yaml is begun with the examples that contradict their tables.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask codegen                 after scraping pages, or editing overrides.yaml
  cargo xtask codegen --check         fails at the first file that is out of date
  cargo xtask codegen --from-specs    the crate from the YAML alone, without the pages
  cargo xtask codegen --full          all stages, even if the last run left nothing to do")]
pub(crate) struct Arguments {
    /// Write nothing; fail at the first file that is out of date
    #[arg(long)]
    pub(crate) check: bool,
    /// Start from the specs as they are instead of from the pages
    #[arg(long)]
    pub(crate) from_specs: bool,
    /// Run all stages, even where nothing has changed since the last run
    #[arg(long)]
    pub(crate) full: bool,
}

const COMMAND: &str = "cargo xtask codegen";

/// Runs the command. Pages that could not be used are reported, and the others go through; the exit
/// code then says so, unless they are among the accepted findings.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let mode = if arguments.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let mut watch = Stopwatch::start();
    if !arguments.full && !arguments.from_specs {
        let stamp = Stamp::of(workspace)?;
        if stamp.holds() {
            watch.lap("compare");
            let files = stamp.files;
            eprintln!("{files} files as the last run left them: nothing to do");
            eprintln!("{}", watch.summary());
            return Ok(ExitCode::SUCCESS);
        }
    }
    let findings = if arguments.from_specs {
        from_specs(workspace, mode, &mut watch)?;
        Vec::new()
    } else {
        from_pages(workspace, mode, &mut watch)?
    };
    eprintln!("{}", watch.summary());
    let baseline = stages::baseline(workspace)?;
    let new = baseline.compare(&findings).new;
    for finding in new.iter().take(SHOWN) {
        eprintln!("\n{finding}");
    }
    if new.len() > SHOWN {
        let rest = new.len() - SHOWN;
        eprintln!("\n{rest} more new findings: see `cargo xtask lint`");
    }
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    // What there is to say is said by the next run too.
    if new.is_empty() && !arguments.from_specs {
        Stamp::of(workspace)?.keep();
    }
    let left_out = new.into_iter().any(|finding| is_error(&finding));
    Ok(if left_out {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// New findings that are printed; after a review there are few.
const SHOWN: usize = 10;

/// Fails where a machine-written file is not what would be written.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut watch = Stopwatch::start();
    from_pages(workspace, Mode::Check, &mut watch)?;
    eprintln!("{}", watch.summary());
    Ok(())
}

fn from_pages(workspace: &Workspace, mode: Mode, watch: &mut Stopwatch) -> Result<Vec<Finding>> {
    let mut on_disk = stages::spec_files(workspace)?;
    let documented = stages::documented(workspace, watch)?;
    let mut specs = stages::rendered(&documented.specs)?;
    watch.lap("render specs");
    if mode == Mode::Write {
        let begun = stages::first_known_faults(&documented.specs, &on_disk)?;
        specs.extend(begun.clone());
        on_disk.extend(begun);
    }
    let files = stages::crate_files(
        documented.specs,
        &on_disk,
        &stages::changelog(workspace)?,
        watch,
    )?;
    // Nothing is written before all of it is known.
    let trees = [spec_tree(workspace, &specs), crate_tree(workspace, &files)];
    write(&trees, mode, watch)?;
    Ok(documented.findings)
}

fn from_specs(workspace: &Workspace, mode: Mode, watch: &mut Stopwatch) -> Result<()> {
    let on_disk = stages::spec_files(workspace)?;
    let specs = stages::committed(&on_disk)?;
    watch.lap("read specs");
    let files = stages::crate_files(specs, &on_disk, &stages::changelog(workspace)?, watch)?;
    write(&[crate_tree(workspace, &files)], mode, watch)
}

fn spec_tree<'f>(workspace: &Workspace, files: &'f BTreeMap<String, String>) -> Tree<'f> {
    Tree {
        root: workspace.specs(),
        name: "specs",
        files: Contents::Texts(files),
        owns: stages::owns_spec_file,
        command: COMMAND,
    }
}

fn crate_tree<'f>(workspace: &Workspace, files: &'f BTreeMap<String, String>) -> Tree<'f> {
    Tree {
        root: workspace.generated(),
        name: "generated",
        files: Contents::Texts(files),
        owns: |_| true,
        command: COMMAND,
    }
}

fn write(trees: &[Tree<'_>], mode: Mode, watch: &mut Stopwatch) -> Result<()> {
    let all = write_trees(trees, mode)?;
    watch.lap("write");
    for (tree, changes) in trees.iter().zip(&all) {
        report(tree.name, changes, mode);
    }
    Ok(())
}

/// Files named in full when there are at most this many.
const NAMED: usize = 12;

fn report(name: &str, changes: &Changes, mode: Mode) {
    if mode == Mode::Check {
        eprintln!("{name}: {} files up to date", changes.unchanged);
        return;
    }
    let (written, removed) = (changes.written.len(), changes.removed.len());
    eprintln!(
        "{name}: {written} written, {removed} removed, {} unchanged",
        changes.unchanged
    );
    if written + removed > NAMED {
        return;
    }
    for path in &changes.written {
        eprintln!("  wrote {name}/{path}");
    }
    for path in &changes.removed {
        eprintln!("  removed {name}/{path}");
    }
}
