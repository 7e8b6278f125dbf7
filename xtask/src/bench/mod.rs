//! `cargo xtask bench`: what calls, compilation and generation cost, beside what they cost elsewhere.

mod compile;
mod process;
mod programs;
mod scale;
mod table;
mod text;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::workspace::Workspace;

/// Measures calls and the generator, and prints tables; a release build comes first
///
/// Our client and hand-written ones (the floors) call an endpoint on loopback, all on one core, in
/// interleaved rounds: compare figures of one run only. Other work on the machine slows all of them.
/// The generator is measured on many times the specs, each size in a process of its own, and reading on
/// the manuals repeated. Compiling takes minutes: it is measured only when asked for. `docs/performance.md` explains the figures and holds the last ones.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask bench
  cargo xtask bench --only calls --output calls.json
  cargo xtask bench --only scale --scale 16
  cargo xtask bench --only compile
  cargo bench -p tencentcloud-api-bench        the micro-benchmarks")]
pub(crate) struct Arguments {
    /// Run one part only
    #[arg(long, value_name = "PART", value_parser = PARTS.map(|part| part.name))]
    only: Option<String>,
    /// Where the figures go, as JSON
    #[arg(long, value_name = "FILE", default_value = "target/bench.json")]
    output: PathBuf,
    /// How often the generator gets the specs; the default makes about as much of them as the whole
    /// cloud has
    #[arg(long, value_name = "N", default_value_t = 67, value_parser = clap::value_parser!(u32).range(1..=1000))]
    scale: u32,
    /// Measure one size of specs in this process, and print it as JSON
    #[arg(long, hide = true)]
    one_scale: bool,
}

#[derive(Clone, Copy)]
struct Part {
    name: &'static str,
    run: fn(&Workspace, &Arguments) -> Result<Map<String, Value>>,
}

/// The part that takes too long to be run unasked.
const COMPILE: &str = "compile";

const PARTS: [Part; 6] = [
    Part {
        name: "calls",
        run: |workspace, _| programs::calls(workspace),
    },
    Part {
        name: "memory",
        run: |workspace, _| programs::memory(workspace),
    },
    Part {
        name: "first-call",
        run: |workspace, _| programs::first_call(workspace),
    },
    Part {
        name: "text",
        run: |workspace, _| text::compare(workspace),
    },
    Part {
        name: "scale",
        run: |workspace, arguments| scale::compare(workspace, arguments.scale),
    },
    Part {
        name: COMPILE,
        run: |workspace, _| compile::run(workspace),
    },
];

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    if arguments.one_scale {
        scale::measure(workspace, arguments.scale)?;
        return Ok(ExitCode::SUCCESS);
    }
    let only = arguments.only.as_deref();
    let mut figures = Map::new();
    for part in PARTS {
        if only.map_or(part.name != COMPILE, |only| only == part.name) {
            eprintln!("==> {}", part.name);
            figures.extend((part.run)(workspace, arguments)?);
        }
    }
    let figures = Value::Object(figures);
    print!("{}", table::tables(&figures));
    let path = workspace.root().join(&arguments.output);
    fs::write(&path, format!("{figures:#}\n"))
        .with_context(|| format!("can't write {}", path.display()))?;
    eprintln!("the figures are in {}", path.display());
    Ok(ExitCode::SUCCESS)
}
