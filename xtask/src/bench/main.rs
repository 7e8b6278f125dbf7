//! `cargo xtask bench`: the cost of calls, compilation and generation, compared with alternatives.
//!
//! `cargo xtask` builds this program when the command first runs.

// A closed pipe ends `println!` with a panic: `stdio` prints instead.
#![warn(clippy::print_stderr, clippy::print_stdout)]

mod calls;
mod compile;
mod generator;
mod pages;
mod process;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use serde_json::{Map, Value};
use xtask::{exit_code, tell, write_named};
use xtask::workspace::Workspace;

// `cargo xtask codegen` uses the same allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures calls and the generator, and prints tables
///
/// This client and hand-written baselines call a loopback endpoint on one core, in interleaved
/// rounds. Compare only figures of one run: other work on the machine slows all of them. The
/// generator runs on multiples of the specs, each size in its own process. It reads repeated
/// manuals, and the specs rendered as pages. `compile` and `micro` take minutes and run only by
/// name. `divan` prints the figures of the micro-benchmarks, which the JSON omits.
/// docs/performance.md explains the latest figures.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask bench",
    bin_name = "cargo xtask bench",
    max_term_width = 100
)]
#[command(after_help = "\
Examples:
  cargo xtask bench
  cargo xtask bench --only calls --output calls.json
  cargo xtask bench --only scale --scale 16
  cargo xtask bench --only pages --pages 5000
  cargo xtask bench --only compile
  cargo xtask bench --only micro
  cargo bench -p tencentcloud-api-bench --bench signer        one of the micro-benchmarks")]
struct Arguments {
    /// The workspace; by default the one that cargo runs this program from
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,
    /// Run only one part
    #[arg(long, value_name = "PART", value_parser = PARTS.map(|part| part.name))]
    only: Option<String>,
    /// The file for the figures, as JSON; by default target/bench.json in the workspace
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The number of copies of the specs that the generator gets; the default is about the size of
    /// the whole cloud
    #[arg(
        long,
        value_name = "N",
        default_value_t = 67,
        value_parser = clap::value_parser!(u32).range(1..=1000)
    )]
    scale: u32,
    /// The number of pages that are read; the default is about the size of the whole cloud
    #[arg(
        long,
        value_name = "N",
        default_value_t = 25_000,
        value_parser = clap::value_parser!(u32).range(1..=1_000_000)
    )]
    pages: u32,
    /// Measure only the size that `--scale` or `--pages` names, in this process, and print it as
    /// JSON
    #[arg(long, hide = true, requires = "only")]
    one_size: bool,
}

#[derive(Clone, Copy)]
struct Part {
    name: &'static str,
    /// True if the part runs by default. Such parts take at most a minute.
    by_default: bool,
    run: fn(&Workspace, &Arguments) -> Result<Map<String, Value>>,
}

const PARTS: [Part; 8] = [
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
        name: "text",
        by_default: true,
        run: |workspace, _| generator::measure_texts(workspace),
    },
    Part {
        name: "scale",
        by_default: true,
        run: |workspace, arguments| generator::measure_scales(workspace, arguments.scale),
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

fn run(mut arguments: Arguments) -> Result<ExitCode> {
    let workspace = &Workspace::at(arguments.root.take())?;
    let only = arguments.only.as_deref();
    if arguments.one_size {
        match only {
            Some("pages") => pages::measure_one(workspace, arguments.pages)?,
            _ => generator::measure_one_scale(workspace, arguments.scale)?,
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
