//! The commands that compare, report on and update the specs, and that release the crates.
//!
//! `cargo xtask` builds this program when one of them first runs.

// A closed pipe ends `println!` with a panic: `stdio` prints instead.
#![warn(clippy::print_stderr, clippy::print_stdout)]

mod diff;
mod notes;
mod openapi;
mod release;
mod report;
mod update;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::workspace::Workspace;
use xtask::{arguments, exit_code};

// Several threads allocate many small blocks, for which the system's allocator is slower.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Compares, reports on and updates the specs.
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
    Diff(arguments::Diff),
    Openapi(arguments::Openapi),
    Release(arguments::Release),
    Report(arguments::Report),
    Update(arguments::Update),
}

fn main() -> ExitCode {
    exit_code(run(stdio::arguments()))
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    let workspace = Workspace::at(arguments.root)?;
    let recovered = workspace.recover()?;
    match arguments.command {
        Command::Diff(arguments) => diff::run(&workspace, &arguments),
        Command::Openapi(arguments) => openapi::run(&workspace, &arguments),
        Command::Release(arguments) => release::run(&workspace, &arguments),
        Command::Report(arguments) => report::run(&workspace, &arguments),
        Command::Update(arguments) => update::run(&workspace, &arguments, recovered.as_ref()),
    }
}
