//! The commands of this repository: from documentation pages to the tested SDK crate.

mod bench;
mod codegen;
mod diff;
mod difference;
mod inspect;
mod lint;
mod openapi;
mod report;
mod scrape;
mod sources;
mod spec_state;
mod stages;
mod stamp;
mod stopwatch;
mod test;
mod update;
mod workspace;
mod write_trees;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use workspace::Workspace;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// From Tencent Cloud's API documentation to a tested Rust crate.
///
/// Pages lie in specs/sources/ as they were scraped. `codegen` turns them into specs (YAML) and the
/// specs into the crate in generated/; `test` checks all of it.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Arguments {
    /// The workspace; by default the one that cargo runs this program from
    #[arg(long, global = true, value_name = "FOLDER")]
    root: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Codegen(codegen::Arguments),
    Lint(lint::Arguments),
    Scrape(scrape::Arguments),
    Inspect(inspect::Arguments),
    Openapi(openapi::Arguments),
    Report(report::Arguments),
    Sources(sources::Arguments),
    Diff(diff::Arguments),
    Update(update::Arguments),
    Test(test::Arguments),
    Bench(bench::Arguments),
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    // Pages are inspected wherever they are; all else needs the workspace.
    if let Command::Inspect(arguments) = &arguments.command {
        return inspect::run(arguments);
    }
    let workspace = Workspace::at(arguments.root)?;
    match arguments.command {
        Command::Codegen(arguments) => codegen::run(&workspace, &arguments),
        Command::Lint(arguments) => lint::run(&workspace, &arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Scrape(arguments) => scrape::run(&workspace, &arguments),
        Command::Openapi(arguments) => openapi::run(&workspace, &arguments),
        Command::Report(arguments) => report::run(&workspace, &arguments),
        Command::Sources(arguments) => sources::run(&workspace, &arguments),
        Command::Diff(arguments) => diff::run(&workspace, &arguments),
        Command::Update(arguments) => update::run(&workspace, &arguments),
        Command::Test(arguments) => test::run(&workspace, &arguments),
        Command::Bench(arguments) => bench::run(&workspace, &arguments),
    }
}
