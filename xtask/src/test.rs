//! `cargo xtask test`: everything that must hold before a change goes in.

use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::codegen;
use crate::lint;
use crate::stopwatch::shown;
use crate::workspace::Workspace;

/// Runs all checks and tests; needs Rust and nothing else
///
/// The steps, in order: the machine-written files are up to date (codegen), no finding in the
/// documentation is new (lint), the code is formatted (fmt), clippy is silent (clippy), all
/// tests pass (tests), the documentation builds without a warning (doc). The first step that fails
/// ends the run and says what mends it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask test
  cargo xtask test --only clippy")]
pub(crate) struct Arguments {
    /// Run one step only
    #[arg(long, value_name = "STEP", value_parser = STEPS.map(|step| step.name))]
    only: Option<String>,
}

#[derive(Clone, Copy)]
struct Step {
    name: &'static str,
    run: fn(&Workspace) -> Result<()>,
    /// What to do when it fails.
    mend: &'static str,
}

const STEPS: [Step; 6] = [
    Step {
        name: "codegen",
        run: codegen::check,
        mend: "run `cargo xtask codegen` and commit what it changes",
    },
    Step {
        name: "lint",
        run: lint::check,
        mend: "see `cargo xtask lint`; accept reviewed findings with `cargo xtask lint --accept`",
    },
    Step {
        name: "fmt",
        run: format,
        mend: "run `cargo fmt --all`",
    },
    Step {
        name: "clippy",
        run: clippy,
        mend: "mend what clippy names; no lint is to be silenced without a reason beside it",
    },
    Step {
        name: "tests",
        run: tests,
        mend: "run the failing test alone: `cargo test --all-features NAME`",
    },
    Step {
        name: "doc",
        run: doc,
        mend: "mend the documentation comments that rustdoc names",
    },
];

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let only = arguments.only.as_deref();
    let started = Instant::now();
    for step in STEPS {
        if only.is_some_and(|only| only != step.name) {
            continue;
        }
        eprintln!("==> {}", step.name);
        let since = Instant::now();
        if let Err(error) = (step.run)(workspace) {
            eprintln!("{error:#}");
            bail!(
                "error: step `{}` failed after {}\n  = help: {}; then `cargo xtask test --only {}`",
                step.name,
                shown(since.elapsed()),
                step.mend,
                step.name
            );
        }
        eprintln!("==> {} passed in {}", step.name, shown(since.elapsed()));
    }
    eprintln!("all passed in {}", shown(started.elapsed()));
    Ok(ExitCode::SUCCESS)
}

/// Generated crates tell rustfmt to leave them alone: the generator formats them itself.
fn format(workspace: &Workspace) -> Result<()> {
    cargo(workspace, &["fmt", "--all", "--check"], &[])
}

fn clippy(workspace: &Workspace) -> Result<()> {
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ];
    cargo(workspace, &arguments, &[])
}

fn tests(workspace: &Workspace) -> Result<()> {
    let arguments = ["test", "--workspace", "--all-features", "--no-fail-fast"];
    cargo(workspace, &arguments, &[])
}

fn doc(workspace: &Workspace) -> Result<()> {
    let arguments = ["doc", "--workspace", "--all-features", "--no-deps"];
    cargo(workspace, &arguments, &[("RUSTDOCFLAGS", "-D warnings")])
}

pub(crate) fn cargo(
    workspace: &Workspace,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> Result<()> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let shown = format!("cargo {}", arguments.join(" "));
    let status = Command::new(program)
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(workspace.root())
        .status()
        .with_context(|| format!("can't run `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed: {status}");
    }
    Ok(())
}
