//! `cargo xtask test`: every check that a change must pass.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};
use xtask::archives;
use xtask::stages::shown;
use xtask::tell;
use xtask::workspace::{CARGO_WORKSPACES, Workspace};

use crate::{codegen, lint};

/// Runs all checks and tests; needs Rust and a C compiler
///
/// The steps check, in order: machine-written files are up to date (codegen); all findings are
/// accepted (lint); the code is formatted (fmt); clippy doesn't warn (clippy); all tests pass
/// (tests); the documentation builds without a warning, also as docs.rs builds it (doc); each crate
/// builds from its archive (package). The first step that fails ends the run and says how to fix
/// it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask test
  cargo xtask test --only clippy")]
pub(crate) struct Arguments {
    /// Run only one step
    #[arg(long, value_name = "STEP", value_parser = STEPS.map(|step| step.name))]
    only: Option<String>,
}

#[derive(Clone, Copy)]
struct Step {
    name: &'static str,
    run: fn(&Workspace) -> Result<()>,
    /// The fix, shown when the step fails.
    fix: &'static str,
}

const STEPS: [Step; 7] = [
    Step {
        name: "codegen",
        run: codegen::check,
        fix: "run `cargo xtask codegen` and commit what it changes",
    },
    Step {
        name: "lint",
        run: lint::check,
        fix: "see `cargo xtask lint`; accept reviewed findings with `cargo xtask lint --accept`",
    },
    Step {
        name: "fmt",
        run: format,
        fix: "run `cargo fmt --all`",
    },
    Step {
        name: "clippy",
        run: clippy,
        fix: "fix the warnings; an `allow` needs a comment with its reason",
    },
    Step {
        name: "tests",
        run: tests,
        fix: "run only the failing test: `cargo test --all-features NAME`",
    },
    Step {
        name: "doc",
        run: doc,
        fix: "fix the doc comments that rustdoc names",
    },
    Step {
        name: "package",
        run: package,
        fix: "see which file the archive lacks: `cargo package --list`",
    },
];

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let only = arguments.only.as_deref();
    let started = Instant::now();
    for step in STEPS {
        if only.is_some_and(|only| only != step.name) {
            continue;
        }
        tell!("==> {}", step.name);
        let since = Instant::now();
        if let Err(error) = (step.run)(workspace) {
            tell!("{error:#}");
            bail!(
                "error: step `{}` failed after {}\n  = help: {}; then `cargo xtask test --only {}`",
                step.name,
                shown(since.elapsed()),
                step.fix,
                step.name
            );
        }
        tell!("==> {} passed in {}", step.name, shown(since.elapsed()));
    }
    tell!("all passed in {}", shown(started.elapsed()));
    Ok(ExitCode::SUCCESS)
}

/// Checks hand-written code only: the generator formats generated crates itself.
fn format(workspace: &Workspace) -> Result<()> {
    in_all(workspace, &["fmt", "--all", "--check"], &[])
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
    in_all(workspace, &arguments, &[])
}

fn tests(workspace: &Workspace) -> Result<()> {
    let arguments = ["test", "--workspace", "--all-features", "--no-fail-fast"];
    in_all(workspace, &arguments, &[])
}

fn doc(workspace: &Workspace) -> Result<()> {
    let arguments = ["doc", "--workspace", "--all-features", "--no-deps"];
    in_all(workspace, &arguments, &[("RUSTDOCFLAGS", "-D warnings")])?;
    // As docs.rs builds them, which uses a nightly compiler. Its artifacts would invalidate others.
    let as_docs_rs = ["--target-dir", "target/docs.rs"];
    let arguments = [&arguments[..], &as_docs_rs].concat();
    let variables = [
        ("RUSTC_BOOTSTRAP", "1"),
        ("RUSTDOCFLAGS", "-D warnings --cfg docsrs"),
    ];
    workspace.cargo_in("generated", &arguments, &variables)
}

/// Builds each crate to publish from its archive, with the runtime of this repository.
fn package(workspace: &Workspace) -> Result<()> {
    archives::package(workspace, archives::Chosen::All)
}

/// Runs cargo in all Cargo workspaces, even if it fails in one.
fn in_all(workspace: &Workspace, arguments: &[&str], variables: &[(&str, &str)]) -> Result<()> {
    let run = |folder| workspace.cargo_in(folder, arguments, variables);
    let results = CARGO_WORKSPACES.map(run);
    results.into_iter().collect()
}
