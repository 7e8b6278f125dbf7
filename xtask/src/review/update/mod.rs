//! `cargo xtask update`: fetches newer pages, and shows every change before it writes anything.

mod apply;
mod release;
mod report;
mod staged;

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use sources::{parse_sources, read_pages};
use transaction::Recovered;
use update::{Outcome, Plan, Snapshot, UpdateOptions, plan};
use xtask::stages::{self, MANIFEST, Stopwatch};
use xtask::tell;
use xtask::workspace::Workspace;

use crate::diff::versions_in;
use staged::Staged;

/// Fetches newer pages, shows the changes, then writes pages, specs and crates
///
/// Without `--from` or `--staged`, the command fetches the recorded pages again. It shows the
/// changes and asks before it writes anything. The versions of changed crates rise as the changes
/// require. Items that vanished from the documentation stay in
/// the crate, deprecated, with the day they were last seen, until `--forget` removes them. If the
/// site doesn't send a page, or it lost more than half of its facts, the stored page stays.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask update                            all pages; asks before it writes
  cargo xtask update --only cvm --dry-run       shows the changes of one service
  cargo xtask update --yes --json > update.json in a CI job that opens a pull request
  cargo xtask update --from ~/docs/cbs          from saved pages or a Markdown tree
  cargo xtask update -- --budget 200 --pause 1000    with options of `cargo xtask scrape`
  cargo xtask update --forget cvm/RunInstances/input/OldName

Exit codes:
   0  nothing changed
  10  something changed: it was written, or only shown (--dry-run, declined, no terminal)
  11  as 10 or 0, but some pages need attention: fetching failed, or they lost most of their facts
   1  the command failed; unless it printed `writing`, nothing was written
   2  invalid arguments")]
pub(crate) struct Arguments {
    /// Take saved pages instead of fetching: a file or a folder
    #[arg(long, value_name = "PATH", conflicts_with = "staged")]
    from: Option<PathBuf>,
    /// Take pages from a folder that `cargo xtask scrape --into` filled
    #[arg(long, value_name = "FOLDER")]
    staged: Option<PathBuf>,
    /// Only pages of this service; may be given several times
    #[arg(long, value_name = "SERVICE")]
    only: Vec<String>,
    /// Remove a page that the site no longer has, by its path below specs/sources/; items that only
    /// this page documents stay as deprecated
    #[arg(long, value_name = "FILE")]
    gone: Vec<String>,
    /// Remove an item that vanished earlier: SERVICE/Action, SERVICE/Action/input/Name,
    /// SERVICE/Action/output/Name or SERVICE/Structure/Member; append `=Value` for a value
    #[arg(long, value_name = "PATH")]
    forget: Vec<String>,
    /// Take newer pages even if they lost most of their facts
    #[arg(long)]
    accept_layout: bool,
    /// Show the changes, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write without asking
    #[arg(long, short)]
    yes: bool,
    /// Skip the crate's tests
    #[arg(long)]
    no_test: bool,
    /// Print one JSON object with pages, changes and findings
    #[arg(long)]
    json: bool,
    /// More options for `cargo xtask scrape`, which fetches the pages
    #[arg(last = true, value_name = "SCRAPE OPTIONS")]
    scrape: Vec<OsString>,
}

/// The exit code if something changed.
const CHANGED: u8 = 10;
/// The exit code if some pages need attention.
const ATTENTION: u8 = 11;

/// Runs the command. `recovered` is an interrupted run that was just made whole: if it was an
/// update, its tests follow.
pub(crate) fn run(
    workspace: &Workspace,
    arguments: &Arguments,
    recovered: Option<&Recovered>,
) -> Result<ExitCode> {
    let mut watch = Stopwatch::start();
    let staged = staged::stage(workspace, arguments)?;
    watch.lap("fetch");
    // Before anything is read, so that no other command changes it before this one writes.
    let writer = workspace.writer(apply::COMMAND)?;
    let pages = workspace.page_writer(apply::COMMAND)?;
    let current = load_snapshot(&workspace.specs(), MANIFEST)?;
    let newer = match &staged.folder {
        None => current.clone(),
        Some(folder) => load_snapshot(folder, &folder.join("sources.yaml").display().to_string())?,
    };
    let options = options(arguments, &staged);
    staged::check_names(&options, &current, &newer)?;
    let files = stages::spec_files(workspace)?;
    let plan = plan(&current, &newer, &files, &options)?;
    watch.lap("compare");
    let baseline = stages::baseline(workspace)?;
    let findings = baseline.compare(&plan.documented.findings);
    let shown = report::Report {
        plan: &plan,
        steps: &release::steps(&plan, &versions_in(&files)?),
        troubles: &staged.troubles,
        findings: &findings,
    };
    let is_confirmed = if arguments.json {
        let is_confirmed = confirm(arguments, &plan)?;
        shown.print_json(is_confirmed)?;
        is_confirmed
    } else {
        shown.print();
        confirm(arguments, &plan)?
    };
    if is_confirmed {
        tell!("writing");
        apply::write(
            workspace,
            &writer,
            &plan,
            &files,
            &options.today,
            &mut watch,
        )?;
    }
    tell!("{}", watch.summary());
    // The tests change nothing, and take long.
    drop((writer, pages));
    let was_interrupted = |run: &Recovered| run.is_finished() && run.command == apply::COMMAND;
    if (is_confirmed || recovered.is_some_and(was_interrupted)) && !arguments.no_test {
        apply::test(workspace)?;
    }
    Ok(exit_code(&plan, &staged.troubles))
}

fn options(arguments: &Arguments, staged: &Staged) -> UpdateOptions {
    UpdateOptions {
        only: arguments.only.clone(),
        gone: arguments
            .gone
            .iter()
            .chain(&staged.vanished)
            .cloned()
            .collect(),
        accept_layout: arguments.accept_layout,
        forget: arguments.forget.clone(),
        today: today(),
    }
}

/// Returns today's date in UTC: `2025-07-01`.
fn today() -> String {
    let now = jiff::Timestamp::now().to_string();
    now.chars().take("2025-07-01".len()).collect()
}

fn exit_code(plan: &Plan, troubles: &[String]) -> ExitCode {
    let keeps_page = plan
        .page_changes
        .iter()
        .any(|change| change.outcome == Outcome::Kept);
    if keeps_page || !troubles.is_empty() {
        return ExitCode::from(ATTENTION);
    }
    if plan.is_empty() {
        return ExitCode::SUCCESS;
    }
    ExitCode::from(CHANGED)
}

/// Loads the pages below a folder and their manifest. `name` names the manifest in messages.
fn load_snapshot(folder: &Path, name: &str) -> Result<Snapshot> {
    let path = folder.join("sources.yaml");
    let text = match disk::read_text(&path) {
        Err(error) if error.is_absent() => "[]\n".to_owned(),
        text => text?,
    };
    Ok(Snapshot {
        entries: parse_sources(name, &text)?,
        pages: read_pages(&folder.join("sources"))?,
    })
}

/// Returns whether to write: the arguments decide, or else the answer on the terminal.
fn confirm(arguments: &Arguments, plan: &Plan) -> Result<bool> {
    if arguments.dry_run || plan.is_empty() {
        return Ok(false);
    }
    if arguments.yes {
        return Ok(true);
    }
    let is_interactive = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if !is_interactive || arguments.json {
        tell!("nothing written: there is no terminal to ask on; `--yes` writes without asking");
        return Ok(false);
    }
    stdio::print_error("Write these changes? [y/N] ");
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
