//! `cargo xtask bench`: what calls cost, beside what they cost at the least.

mod programs;
mod table;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::workspace::Workspace;

/// Measures calls and prints tables; a release build comes first
///
/// Our client and hand-written ones (the floors) call an endpoint on loopback, all on one core, in
/// interleaved rounds: compare figures of one run only. Other work on the machine slows all of them.
/// `docs/performance.md` explains the figures and holds the last ones.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask bench
  cargo xtask bench --only calls --output calls.json
  cargo bench -p tencentcloud-api-bench        the micro-benchmarks")]
pub(crate) struct Arguments {
    /// Run one part only
    #[arg(long, value_name = "PART", value_parser = PARTS.map(|part| part.name))]
    only: Option<String>,
    /// Where the figures go, as JSON
    #[arg(long, value_name = "FILE", default_value = "target/bench.json")]
    output: PathBuf,
}

#[derive(Clone, Copy)]
struct Part {
    name: &'static str,
    run: fn(&Workspace) -> Result<Map<String, Value>>,
}

const PARTS: [Part; 3] = [
    Part {
        name: "calls",
        run: programs::calls,
    },
    Part {
        name: "memory",
        run: programs::memory,
    },
    Part {
        name: "first-call",
        run: programs::first_call,
    },
];

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let only = arguments.only.as_deref();
    let mut figures = Map::new();
    for part in PARTS {
        if only.is_none_or(|only| only == part.name) {
            eprintln!("==> {}", part.name);
            figures.extend((part.run)(workspace)?);
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
