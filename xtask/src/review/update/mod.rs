//! `cargo xtask update`: fetches newer pages, and shows every change before it writes anything.

mod apply;
mod release;
mod report;
mod staged;

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use lint::Baseline;
use sources::{parse_sources, read_pages};
use spec::Files;
use transaction::{Recovered, Writer};
use update::{Outcome, Plan, Snapshot, UpdateOptions, plan};
use xtask::arguments::Update as Arguments;
use xtask::stages::{self, MANIFEST, Stopwatch};
use xtask::tell;
use xtask::workspace::{Workspace, WorkspaceWriter};

use crate::diff::versions_in;
use crate::notes::today;
use staged::Staged;

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
    let options = options(arguments, &staged);
    let (plan, is_written) = settle(workspace, arguments, &staged, &options, &mut watch)?;
    tell!("{}", watch.summary());
    let was_interrupted = |run: &Recovered| run.is_finished() && run.command == apply::COMMAND;
    if (is_written || recovered.is_some_and(was_interrupted)) && !arguments.no_test {
        apply::test(workspace)?;
    }
    Ok(exit_code(&plan, &staged.troubles))
}

/// Plans, and writes the plan if it is confirmed. Plans again if files have changed meanwhile.
/// Returns the plan, and whether it was written.
fn settle(
    workspace: &Workspace,
    arguments: &Arguments,
    staged: &Staged,
    options: &UpdateOptions,
    watch: &mut Stopwatch,
) -> Result<(Plan, bool)> {
    loop {
        // Before anything is read, so that no other command changes it meanwhile.
        let lock = Lock::take(workspace)?;
        let state = State::read(workspace, staged)?;
        staged::check_names(options, &state.current, &state.newer)?;
        let plan = plan(&state.current, &state.newer, &state.files, options)?;
        watch.lap("compare");
        // The answer of a person may take hours, in which other commands may write.
        let lock = Some(lock).filter(|_| arguments.yes);
        if !show(arguments, staged, &state, &plan)? {
            return Ok((plan, false));
        }
        let is_held = lock.is_some();
        if !is_held {
            watch.lap("answer");
        }
        let lock = lock.map_or_else(|| Lock::take(workspace), Ok)?;
        if !is_held && State::read(workspace, staged)? != state {
            tell!("files in specs/ have changed since these changes were shown: comparing again");
            continue;
        }
        tell!("writing");
        apply::write(
            workspace,
            &lock.writer,
            &plan,
            &state.files,
            &options.today,
            watch,
        )?;
        return Ok((plan, true));
    }
}

/// The rights to write pages and all other files.
struct Lock {
    writer: WorkspaceWriter,
    _pages: Writer<'static>,
}

impl Lock {
    fn take(workspace: &Workspace) -> Result<Self> {
        Ok(Self {
            writer: workspace.writer(apply::COMMAND)?,
            _pages: workspace.page_writer(apply::COMMAND)?,
        })
    }
}

/// The files that a plan is made from.
#[derive(PartialEq)]
struct State {
    current: Snapshot,
    newer: Snapshot,
    files: Files,
    baseline: Baseline,
}

impl State {
    fn read(workspace: &Workspace, staged: &Staged) -> Result<Self> {
        let current = load_snapshot(&workspace.specs(), MANIFEST)?;
        let manifest = |folder: &Path| folder.join("sources.yaml").display().to_string();
        let newer = match &staged.folder {
            None => current.clone(),
            Some(folder) => load_snapshot(folder, &manifest(folder))?,
        };
        Ok(Self {
            current,
            newer,
            files: stages::spec_files(workspace)?,
            baseline: stages::baseline(workspace)?,
        })
    }
}

/// Prints the plan. Returns whether to write it.
fn show(arguments: &Arguments, staged: &Staged, state: &State, plan: &Plan) -> Result<bool> {
    let shown = report::Report {
        plan,
        steps: &release::steps(plan, &versions_in(&state.files)?),
        troubles: &staged.troubles,
        findings: &state.baseline.compare(&plan.documented.findings),
    };
    if arguments.json {
        let is_confirmed = confirm(arguments, plan)?;
        shown.print_json(is_confirmed)?;
        return Ok(is_confirmed);
    }
    shown.print();
    confirm(arguments, plan)
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
