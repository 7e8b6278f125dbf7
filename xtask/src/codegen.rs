//! `cargo xtask codegen`: turns pages into specs, and specs into the crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use sources::atomic::Durability;
use spec::finding::{Finding, Severity};
use xtask::stages::{self, Stopwatch};
use xtask::trees::{Changes, Contents, Mode, Tree, files_below, write_trees};
use xtask::workspace::Workspace;

/// Turns the pages in specs/sources/ into specs, and the specs into the crate
///
/// Writes only files that differ, and removes machine-written files that no longer belong.
/// Hand-written files (overrides.yaml, known_faults.yaml) stay untouched. A new product gets a
/// first known_faults.yaml that lists the examples contradicting their tables.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask codegen                 after scraping pages, or editing overrides.yaml
  cargo xtask codegen --check         fails at the first file that is out of date
  cargo xtask codegen --from-specs    the crate from the YAML only, without the pages
  cargo xtask codegen --full          all stages, even if nothing changed since the last run")]
pub(crate) struct Arguments {
    /// Write nothing; fail at the first file that is out of date
    #[arg(long)]
    check: bool,
    /// Start from the specs instead of from the pages
    #[arg(long)]
    from_specs: bool,
    /// Run all stages, even if nothing has changed since the last run
    #[arg(long)]
    full: bool,
}

const COMMAND: &str = "cargo xtask codegen";

/// The most new findings that the command prints. A reviewed workspace has few.
const SHOWN: usize = 10;

/// Runs the command. Reports pages that can't be used and processes the others. Fails if such a
/// page isn't among the accepted findings.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let mode = if arguments.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let mut watch = Stopwatch::start();
    if arguments.from_specs {
        from_specs(workspace, mode, &mut watch)?;
        eprintln!("{}", watch.summary());
        return Ok(ExitCode::SUCCESS);
    }
    if !arguments.full {
        let stamp = Stamp::of(workspace)?;
        if stamp.is_current() {
            watch.lap("compare");
            eprintln!("{} files unchanged since the last run", stamp.files);
            eprintln!("{}", watch.summary());
            return Ok(ExitCode::SUCCESS);
        }
    }
    let findings = from_pages(workspace, mode, &mut watch)?;
    eprintln!("{}", watch.summary());
    let baseline = stages::baseline(workspace)?;
    let new = baseline.compare(&findings).new;
    print_findings(&new);
    // Without a stamp, the next run prints the findings again.
    if new.is_empty() {
        Stamp::of(workspace)?.save();
    }
    if new
        .iter()
        .any(|finding| finding.severity == Severity::Error)
    {
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Fails if a machine-written file is out of date.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut watch = Stopwatch::start();
    from_pages(workspace, Mode::Check, &mut watch)?;
    eprintln!("{}", watch.summary());
    Ok(())
}

fn from_pages(workspace: &Workspace, mode: Mode, watch: &mut Stopwatch) -> Result<Vec<Finding>> {
    let mut on_disk = stages::spec_files(workspace)?;
    let documented = stages::documented(workspace, watch)?;
    let mut specs = spec::render_tree(&documented.specs)?;
    watch.lap("render specs");
    if mode == Mode::Write {
        let first_faults = stages::first_known_faults(&documented.specs, &on_disk)?;
        specs.extend(first_faults.clone());
        on_disk.extend(first_faults);
    }
    let changelog = stages::changelog(workspace)?;
    let files = stages::crate_files(documented.specs, &on_disk, &changelog, watch)?;
    // Compute all files before writing the first one.
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
        durability: Durability::PowerFailure,
    }
}

fn crate_tree<'f>(workspace: &Workspace, files: &'f BTreeMap<String, String>) -> Tree<'f> {
    Tree {
        root: workspace.generated(),
        name: "generated",
        files: Contents::Texts(files),
        owns: |_| true,
        command: COMMAND,
        durability: Durability::Kill,
    }
}

fn write(trees: &[Tree<'_>], mode: Mode, watch: &mut Stopwatch) -> Result<()> {
    let all = write_trees(trees, mode)?;
    watch.lap("write");
    for (tree, changes) in trees.iter().zip(&all) {
        print_changes(tree.name, changes, mode);
    }
    Ok(())
}

/// The most changed files that the command lists one by one.
const LISTED: usize = 12;

fn print_changes(name: &str, changes: &Changes, mode: Mode) {
    if mode == Mode::Check {
        eprintln!("{name}: {} files up to date", changes.unchanged);
        return;
    }
    let (written, removed) = (changes.written.len(), changes.removed.len());
    eprintln!(
        "{name}: {written} written, {removed} removed, {} unchanged",
        changes.unchanged
    );
    if written + removed > LISTED {
        return;
    }
    for path in &changes.written {
        eprintln!("  wrote {name}/{path}");
    }
    for path in &changes.removed {
        eprintln!("  removed {name}/{path}");
    }
}

fn print_findings(new: &[&Finding]) {
    for finding in new.iter().take(SHOWN) {
        eprintln!("\n{finding}");
    }
    if new.len() > SHOWN {
        let rest = new.len() - SHOWN;
        eprintln!("\n{rest} more new findings: see `cargo xtask lint`");
    }
}

/// A digest of the input and the output of `codegen`: this program, specs/ and generated/. If it
/// equals the recorded one, another run would change nothing. The record is in the build folder, so
/// `cargo clean` removes it.
struct Stamp {
    file: PathBuf,
    digest: String,
    /// The number of files that the digest covers.
    files: usize,
}

impl Stamp {
    /// Returns the digest of the current workspace.
    fn of(workspace: &Workspace) -> Result<Self> {
        let program = std::env::current_exe().context("can't find the path of this program")?;
        let mut paths = Vec::new();
        for root in [workspace.specs(), workspace.generated()] {
            let below = files_below(&root)?;
            paths.extend(below.into_iter().map(|path| root.join(path)));
        }
        let digests = parallel::map(&paths, |path| digest_of(path));
        let mut all = build_of(&program)?;
        for (path, digest) in paths.iter().zip(digests) {
            all.push_str(&format!("{} {}\n", digest?, path.display()));
        }
        Ok(Self {
            file: workspace.root().join("target/codegen.stamp"),
            digest: sources::sha256(all.as_bytes()),
            files: paths.len(),
        })
    }

    /// Returns whether the workspace is unchanged since the last run.
    fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|known| known == self.digest)
    }

    /// Records that the workspace is up to date. A failure only makes the next run slower.
    fn save(&self) {
        let _ = self.file.parent().map(fs::create_dir_all);
        let _ = fs::write(&self.file, &self.digest);
    }
}

/// Identifies a build by size and time, because hashing the whole program takes too long.
fn build_of(program: &Path) -> Result<String> {
    let metadata =
        fs::metadata(program).with_context(|| format!("can't read {}", program.display()))?;
    let time = metadata.modified()?;
    Ok(format!("{} bytes of {time:?}\n", metadata.len()))
}

fn digest_of(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("can't read {}", path.display()))?;
    Ok(sources::sha256(&bytes))
}
