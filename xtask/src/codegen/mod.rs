//! `cargo xtask codegen`: turns pages into specs, and specs into the crates.

mod outcome;

use std::process::ExitCode;

use anyhow::{Result, bail};
use lint::Summary;
use pipeline::Documented;
use sources::PageFault;
use spec::{Files, SpecFault, SpecFaults, read_sound_files};
use transaction::Durability;
use xtask::crates::check_sizes;
use xtask::generation::{self, Before, Faults, Generation, generate};
use xtask::lost_facts;
use xtask::products;
use xtask::stages::{self, Stopwatch};
use xtask::stamp::Stamp;
use xtask::tell;
use xtask::trees::{Changes, Contents, Mode, Tree, files_below, write_trees};
use xtask::workspace::Workspace;

use outcome::Outcome;

use crate::stand_alone::{self, StandAlone};

/// Turns the pages in specs/sources/ into specs, and the specs into the crate
///
/// Writes only files that differ, and removes machine-written files that no longer belong.
/// Hand-written files (overrides.yaml, known_faults.yaml) stay untouched. A new product gets a
/// first known_faults.yaml that lists the examples contradicting their tables.
///
/// A product with a fault, such as an override that no longer matches, is left out: its files stay
/// as they are, all others are generated, and the command fails.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask codegen                 after scraping pages, or editing overrides.yaml
  cargo xtask codegen --check         fails at the first file that is out of date
  cargo xtask codegen --from-specs    the crate from the YAML only, without the pages
  cargo xtask codegen --full          all stages, even if nothing changed since the last run
  cargo xtask codegen --json          one JSON object with files, findings and faults
  cargo xtask codegen --only cbs --output ../my-app/crates/cbs
                                      the crate of one product, for another workspace")]
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
    /// Print changed files, all new findings, and the products that are left out, as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    stand_alone: Option<StandAlone>,
}

const COMMAND: &str = "cargo xtask codegen";

/// The most new warnings that the command prints one by one. A reviewed workspace has few.
const SHOWN: usize = 10;

/// Runs the command. Reports pages and products that can't be used and processes the others. Fails
/// if a product is left out, or if an unusable page isn't among the accepted findings.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    if let Some(arguments) = &arguments.stand_alone {
        return stand_alone::run(workspace, arguments);
    }
    let writer = if arguments.check {
        None
    } else {
        Some(workspace.writer(COMMAND)?)
    };
    let mode = writer.as_deref().map_or(Mode::Check, Mode::Write);
    let mut watch = Stopwatch::start();
    // Before anything is read: a file that somebody saves meanwhile then counts as changed.
    let mut stamp = if arguments.from_specs {
        None
    } else {
        Some(Stamp::of(workspace)?)
    };
    watch.lap("digest");
    let may_skip = !(arguments.full || arguments.json || arguments.check);
    if let Some(stamp) = stamp
        .as_ref()
        .filter(|stamp| may_skip && stamp.is_current())
    {
        tell!("{} files unchanged since the last run", stamp.files());
        tell!("{}", watch.summary());
        return Ok(ExitCode::SUCCESS);
    }
    let outcome = match &mut stamp {
        None => from_specs(workspace, mode, &mut watch)?,
        Some(stamp) => from_pages(workspace, mode, Some(stamp), &mut watch)?,
    };
    tell!("{}", watch.summary());
    let baseline = stages::baseline(workspace)?;
    let new = baseline.compare(&outcome.findings).new;
    let summary = Summary::new(new.iter().copied(), SHOWN, HELP);
    let is_settled = new.is_empty() && outcome.is_settled();
    // Without a stamp, the next run prints the findings again.
    if let Some(stamp) = stamp.filter(|_| is_settled && outcome.written.is_ok()) {
        stamp.save();
    }
    if arguments.json {
        outcome.print_json(&new)?;
    } else {
        outcome.print(&summary);
    }
    let Generation { left_out, .. } = outcome.generation;
    outcome.written?;
    if summary.errors() > 0 || !left_out.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

const HELP: &str = "`cargo xtask lint --all` prints every finding, `--rule NAME` those of one \
                    rule, and `--json` is for programs";

/// Fails if a machine-written file is out of date, or a product can't be generated.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut watch = Stopwatch::start();
    let outcome = from_pages(workspace, Mode::Check, None, &mut watch)?;
    tell!("{}", watch.summary());
    let left_out = outcome.generation.left_out.into_iter();
    let faults: Vec<SpecFault> = left_out.flat_map(|product| product.faults).collect();
    if !faults.is_empty() {
        bail!(SpecFaults(faults));
    }
    outcome.written.map(|_| ())
}

/// Generates from the pages. Notes in the stamp what it writes.
fn from_pages(
    workspace: &Workspace,
    mode: Mode<'_>,
    stamp: Option<&mut Stamp>,
    watch: &mut Stopwatch,
) -> Result<Outcome> {
    let (on_disk, unreadable) = read_sound_files(&workspace.specs())?;
    let mut faults = Faults::new();
    // Files that this command writes are written again, except those with entries by hand.
    let hand_written = unreadable.into_iter().filter(|(path, _)| {
        !stages::owns_spec_file(path) || path.ends_with(&format!("/{}", spec::BEHAVIOUR))
    });
    add_unreadable(&mut faults, hand_written);
    let (mut documented, disagreeing) = stages::documented_soundly(workspace, watch)?;
    add_lost_facts(
        workspace,
        &mut faults,
        &mut documented,
        disagreeing,
        &on_disk,
    )?;
    let before = Before {
        files: &on_disk,
        crate_paths: &files_below(&workspace.generated())?,
        facade_root: disk::read_text(&workspace.generated().join(emit::ROOT)).ok(),
        facade: &stages::facade(workspace)?,
        starts_known_faults: true,
    };
    let generation = generate(documented.specs, faults, &before, watch);
    check_sizes(&generation.crate_files)?;
    // Compute all files before writing the first one.
    let owns_spec = |path: &str| generation.owns_spec(path);
    let owns_crate_file = |path: &str| generation.owns_crate_file(path);
    let readmes = products::readmes(workspace, &generation.products, &generation.coverage)?;
    let trees = [
        Tree {
            name: "specs",
            files: Contents::Texts(&generation.specs),
            owns: &owns_spec,
            marks: &stages::owns_spec_file,
            is_exclusive: false,
            last: "",
            command: COMMAND,
            durability: Durability::PowerFailure,
        },
        crate_tree(&generation, &owns_crate_file),
        products::tree(&readmes, COMMAND),
    ];
    let written = write(workspace, &trees, mode, watch);
    if let (Some(stamp), Ok(written)) = (stamp, &written) {
        for (tree, (_, changes)) in trees.iter().zip(written) {
            stamp.note(tree, changes);
        }
    }
    Ok(Outcome {
        generation,
        written,
        findings: documented.findings,
    })
}

/// Adds the faults of products that would lose facts: of pages that disagree with the manifest, or
/// that have a new error.
fn add_lost_facts(
    workspace: &Workspace,
    faults: &mut Faults,
    documented: &mut Documented,
    disagreeing: Vec<PageFault>,
    on_disk: &Files,
) -> Result<()> {
    let of_disagreeing = lost_facts::of_disagreeing_pages(disagreeing, documented, on_disk)?;
    let baseline = stages::baseline(workspace)?;
    let new = baseline.compare(&documented.findings).new;
    let of_unusable = lost_facts::of_unusable_pages(&new, documented, on_disk)?;
    for (service, more) in of_disagreeing.into_iter().chain(of_unusable) {
        faults.entry(service).or_default().extend(more);
    }
    Ok(())
}

fn from_specs(workspace: &Workspace, mode: Mode<'_>, watch: &mut Stopwatch) -> Result<Outcome> {
    let (on_disk, unreadable) = read_sound_files(&workspace.specs())?;
    let (specs, mut faults) = generation::parse_sound(&on_disk)?;
    add_unreadable(&mut faults, unreadable);
    watch.lap("read specs");
    let before = Before {
        files: &on_disk,
        crate_paths: &files_below(&workspace.generated())?,
        facade_root: disk::read_text(&workspace.generated().join(emit::ROOT)).ok(),
        facade: &stages::facade(workspace)?,
        starts_known_faults: true,
    };
    let generation = generate(specs, faults, &before, watch);
    check_sizes(&generation.crate_files)?;
    let owns = |path: &str| generation.owns_crate_file(path);
    let written = write(workspace, &[crate_tree(&generation, &owns)], mode, watch);
    Ok(Outcome {
        generation,
        written,
        findings: Vec::new(),
    })
}

/// Adds the faults of files, which then name their files as other messages do.
fn add_unreadable(faults: &mut Faults, files: impl IntoIterator<Item = (String, SpecFault)>) {
    for (path, fault) in files {
        let service = generation::service_of(&path).to_owned();
        let file = format!("specs/{path}");
        let fault = SpecFault { file, ..fault };
        faults.entry(service).or_default().push(fault);
    }
}

fn crate_tree<'f>(generation: &'f Generation, owns: &'f (dyn Fn(&str) -> bool + Sync)) -> Tree<'f> {
    Tree {
        name: "generated",
        files: Contents::Texts(&generation.crate_files),
        owns,
        marks: &emit::is_marked,
        is_exclusive: true,
        last: "",
        command: COMMAND,
        durability: Durability::Kill,
    }
}

fn write(
    workspace: &Workspace,
    trees: &[Tree<'_>],
    mode: Mode<'_>,
    watch: &mut Stopwatch,
) -> Result<Vec<(&'static str, Changes)>> {
    let all = write_trees(workspace.root(), trees, mode)?;
    watch.lap("write");
    let names = ["specs", "generated", ""];
    let named = trees.iter().zip(all).map(|(tree, changes)| {
        outcome::print_changes(tree, &changes, mode);
        let name = names.into_iter().find(|name| *name == tree.name);
        (name.unwrap_or_default(), changes)
    });
    Ok(named.collect())
}
