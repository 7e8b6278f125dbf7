//! The commands of this repository: from documentation pages to the tested SDK crate.

// A closed pipe ends `println!` with a panic: `stdio` prints instead.
#![warn(clippy::print_stderr, clippy::print_stdout)]

mod codegen;
mod inspect;
mod known_faults;
mod lint;
mod sources;
mod stand_alone;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::programs::{BENCH, Forwarded, REVIEW, SCRAPE, SERVE, forwarded};
use xtask::workspace::Workspace;
use xtask::{arguments, exit_code};

// Several threads allocate many small blocks, for which the system's allocator is slower.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turns Tencent Cloud's API documentation into tested Rust crates.
///
/// specs/sources/ holds the scraped pages. `codegen` turns them into specs (YAML), and the specs
/// into the crates in generated/. `test` checks everything.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Arguments {
    /// The workspace; by default the one that cargo runs this program from
    #[arg(long, global = true, value_name = "FOLDER")]
    root: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

/// The commands. Those that forward build their program on first use, so `codegen` builds only its
/// own dependencies.
#[derive(Debug, Subcommand)]
enum Command {
    Codegen(codegen::Arguments),
    Lint(lint::Arguments),
    Inspect(inspect::Arguments),
    Sources(sources::Arguments),
    Test(test::Arguments),
    Scrape(Forwarded<scrape_arguments::Arguments>),
    Update(Forwarded<arguments::Update>),
    Release(Forwarded<arguments::Release>),
    Diff(Forwarded<arguments::Diff>),
    Report(Forwarded<arguments::Report>),
    Openapi(Forwarded<arguments::Openapi>),
    Bench(Forwarded<arguments::Bench>),
    Serve(Forwarded<arguments::Serve>),
}

fn main() -> ExitCode {
    exit_code(run(stdio::arguments()))
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    let Arguments { root, command } = arguments;
    let workspace = || Workspace::at(root.clone());
    // A command that reads needs whole files; one that writes sees to that itself.
    let whole_workspace = || {
        let workspace = workspace()?;
        workspace.recover()?;
        Ok::<_, anyhow::Error>(workspace)
    };
    let forwarded = || forwarded(std::env::args_os());
    match command {
        Command::Codegen(arguments) => codegen::run(&whole_workspace()?, &arguments),
        Command::Lint(arguments) => lint::run(&whole_workspace()?, &arguments),
        // This command reads any page, so it doesn't need a workspace.
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Sources(arguments) => sources::run(&whole_workspace()?, &arguments),
        Command::Test(arguments) => test::run(&whole_workspace()?, &arguments),
        Command::Scrape(_) => SCRAPE.run(&whole_workspace()?, None, &forwarded()),
        Command::Update(_) => REVIEW.run(&workspace()?, Some("update"), &forwarded()),
        Command::Release(_) => REVIEW.run(&workspace()?, Some("release"), &forwarded()),
        Command::Diff(_) => REVIEW.run(&workspace()?, Some("diff"), &forwarded()),
        Command::Report(_) => REVIEW.run(&workspace()?, Some("report"), &forwarded()),
        Command::Openapi(_) => REVIEW.run(&workspace()?, Some("openapi"), &forwarded()),
        Command::Bench(_) => BENCH.run(&whole_workspace()?, None, &forwarded()),
        Command::Serve(_) => SERVE.run(&whole_workspace()?, None, &forwarded()),
    }
}
