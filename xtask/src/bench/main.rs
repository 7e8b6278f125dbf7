//! `cargo xtask bench`: the cost of calls, compilation and generation, compared with alternatives.
//!
//! `cargo xtask` builds this program when the command first runs.

// A closed pipe ends `println!` with a panic: `stdio` prints instead.
#![warn(clippy::print_stderr, clippy::print_stdout)]

mod calls;
mod compile;
mod pages;
mod process;
mod scale;
mod table;
mod texts;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use serde_json::{Map, Value};
use xtask::arguments::{BENCH_PARTS, Bench};
use xtask::workspace::Workspace;
use xtask::{exit_code, tell, write_named};

// `cargo xtask codegen` uses the same allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The command line of `cargo xtask bench`.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask bench",
    bin_name = "cargo xtask bench",
    max_term_width = 100
)]
struct Arguments {
    /// The workspace; by default the one that cargo runs this program from
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,
    #[command(flatten)]
    arguments: Bench,
}

#[derive(Clone, Copy)]
struct Part {
    name: &'static str,
    /// True if the part runs by default. Such parts take at most a minute.
    by_default: bool,
    run: fn(&Workspace, &Bench) -> Result<Map<String, Value>>,
}

const PARTS: [Part; BENCH_PARTS.len()] = [
    Part {
        name: "calls",
        by_default: true,
        run: |workspace, _| calls::cpu_time(workspace),
    },
    Part {
        name: "memory",
        by_default: true,
        run: |workspace, _| calls::memory(workspace),
    },
    Part {
        name: "first-call",
        by_default: true,
        run: |workspace, _| calls::first_call(workspace),
    },
    Part {
        name: "fake",
        by_default: true,
        run: |workspace, _| calls::fake(workspace),
    },
    Part {
        name: "text",
        by_default: true,
        run: |workspace, _| texts::measure(workspace),
    },
    Part {
        name: "scale",
        by_default: true,
        run: |workspace, arguments| scale::measure(workspace, arguments.scale),
    },
    Part {
        name: "pages",
        by_default: true,
        run: |workspace, arguments| pages::measure(workspace, arguments.pages),
    },
    Part {
        name: "compile",
        by_default: false,
        run: |workspace, _| compile::run(workspace),
    },
    Part {
        name: "micro",
        by_default: false,
        run: |workspace, _| calls::micro(workspace),
    },
];

fn main() -> ExitCode {
    exit_code(run(stdio::arguments()))
}

fn run(Arguments { root, arguments }: Arguments) -> Result<ExitCode> {
    let workspace = &Workspace::at(root)?;
    let only = arguments.only.as_deref();
    if arguments.one_size {
        match only {
            Some("pages") => pages::measure_one(workspace, arguments.pages)?,
            _ => scale::measure_one(workspace, arguments.scale)?,
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut figures = Map::new();
    for part in PARTS {
        if only.map_or(part.by_default, |only| only == part.name) {
            tell!("==> {}", part.name);
            figures.extend((part.run)(workspace, &arguments)?);
        }
    }
    // Keep an earlier run's file if this run has no figures.
    if figures.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let figures = Value::Object(figures);
    // First the file: the tables may have no reader, and the figures took minutes.
    let output = arguments.output;
    let output = output.unwrap_or_else(|| workspace.root().join("target/bench.json"));
    write_named(&output, &format!("{figures:#}\n"))?;
    stdio::print(table::tables(&figures));
    stdio::print(compile::table::tables(&figures));
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_parts_exist() {
        assert_eq!(PARTS.map(|part| part.name), BENCH_PARTS);
    }
}
