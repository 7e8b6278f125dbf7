//! The commands of this repository: from documentation pages to the tested SDK crate.

// A closed pipe ends `println!` with a panic: `stdio` prints instead.
#![warn(clippy::print_stderr, clippy::print_stdout)]

mod codegen;
mod inspect;
mod known_faults;
mod lint;
mod sources;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::exit_code;
use xtask::programs::{BENCH, Forwarded, REVIEW, SCRAPE};
use xtask::workspace::Workspace;

// Several threads allocate many small blocks, for which the system's allocator is slower.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turns Tencent Cloud's API documentation into a tested Rust crate.
///
/// specs/sources/ holds the scraped pages. `codegen` turns them into specs (YAML), and the specs
/// into the crate in generated/. `test` checks everything.
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
    /// Fetches documentation pages into specs/sources/: see `cargo xtask scrape --help`
    #[command(disable_help_flag = true)]
    Scrape(Forwarded),
    /// Fetches newer pages, shows the changes, then writes: see `cargo xtask update --help`
    #[command(disable_help_flag = true)]
    Update(Forwarded),
    /// Compares two states of the specs: see `cargo xtask diff --help`
    #[command(disable_help_flag = true)]
    Diff(Forwarded),
    /// Writes a page about the specs: see `cargo xtask report --help`
    #[command(disable_help_flag = true)]
    Report(Forwarded),
    /// Writes the specs as OpenAPI 3.1: see `cargo xtask openapi --help`
    #[command(disable_help_flag = true)]
    Openapi(Forwarded),
    /// Measures calls, compilation and generation: see `cargo xtask bench --help`
    #[command(disable_help_flag = true)]
    Bench(Forwarded),
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
    match command {
        Command::Codegen(arguments) => codegen::run(&whole_workspace()?, &arguments),
        Command::Lint(arguments) => lint::run(&whole_workspace()?, &arguments),
        // This command reads any page, so it doesn't need a workspace.
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Sources(arguments) => sources::run(&whole_workspace()?, &arguments),
        Command::Test(arguments) => test::run(&whole_workspace()?, &arguments),
        Command::Scrape(arguments) => SCRAPE.run(&whole_workspace()?, None, &arguments),
        Command::Update(arguments) => REVIEW.run(&workspace()?, Some("update"), &arguments),
        Command::Diff(arguments) => REVIEW.run(&workspace()?, Some("diff"), &arguments),
        Command::Report(arguments) => REVIEW.run(&workspace()?, Some("report"), &arguments),
        Command::Openapi(arguments) => REVIEW.run(&workspace()?, Some("openapi"), &arguments),
        Command::Bench(arguments) => BENCH.run(&whole_workspace()?, None, &arguments),
    }
}
