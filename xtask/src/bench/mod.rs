//! `cargo xtask bench`: what calls, compilation and generation cost, beside what they cost elsewhere.

mod compile;
mod micro;
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
/// the manuals repeated. Compiling takes minutes, and so does building the micro-benchmarks: both are measured
/// only when asked for. The figures of the micro-benchmarks are shown as `divan` prints them, and are not in the
/// JSON. `docs/performance.md` explains the figures and holds the last ones.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask bench
  cargo xtask bench --only calls --output calls.json
  cargo xtask bench --only scale --scale 16
  cargo xtask bench --only compile
  cargo xtask bench --only micro
  cargo bench -p tencentcloud-api-bench --bench signer        one of the micro-benchmarks")]
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
    /// Measure one size of specs in this process, print it as JSON, and leave the files there
    #[arg(long, hide = true)]
    one_scale: bool,
}

#[derive(Clone, Copy)]
struct Part {
    name: &'static str,
    /// Whether it is run unasked: it takes a minute at most.
    usual: bool,
    run: fn(&Workspace, &Arguments) -> Result<Map<String, Value>>,
}

const PARTS: [Part; 7] = [
    Part {
        name: "calls",
        usual: true,
        run: |workspace, _| programs::calls(workspace),
    },
    Part {
        name: "memory",
        usual: true,
        run: |workspace, _| programs::memory(workspace),
    },
    Part {
        name: "first-call",
        usual: true,
        run: |workspace, _| programs::first_call(workspace),
    },
    Part {
        name: "text",
        usual: true,
        run: |workspace, _| text::compare(workspace),
    },
    Part {
        name: "scale",
        usual: true,
        run: |workspace, arguments| scale::compare(workspace, arguments.scale),
    },
    Part {
        name: "compile",
        usual: false,
        run: |workspace, _| compile::run(workspace),
    },
    Part {
        name: "micro",
        usual: false,
        run: |workspace, _| micro::run(workspace),
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
        if only.map_or(part.usual, |only| only == part.name) {
            eprintln!("==> {}", part.name);
            figures.extend((part.run)(workspace, arguments)?);
        }
    }
    // An earlier run's figures stay where this one has none.
    if figures.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let figures = Value::Object(figures);
    print!("{}", table::tables(&figures));
    let path = workspace.root().join(&arguments.output);
    fs::write(&path, format!("{figures:#}\n"))
        .with_context(|| format!("can't write {}", path.display()))?;
    eprintln!("the figures are in {}", path.display());
    Ok(ExitCode::SUCCESS)
}
