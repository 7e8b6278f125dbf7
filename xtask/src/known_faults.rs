//! `cargo xtask lint --known-faults`: the entries that the `known_faults.yaml` files lack.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use anyhow::Result;
use lower::{MissingFaults, append_known_faults};
use serde::Serialize;
use spec::{KnownFault, ServiceSpec};
use xtask::generation::{Before, Faults, generate};
use xtask::stages::{self, Stopwatch};
use xtask::trees::write_file;
use xtask::workspace::Workspace;

/// Prints the missing entries: YAML below the file's name, or one JSON array. With `accept`, adds
/// them to the files instead, and creates files that don't exist. Fails if a product has faults,
/// because its examples can't be checked.
pub(crate) fn run(
    workspace: &Workspace,
    specs: Vec<ServiceSpec>,
    accept: bool,
    json: bool,
) -> Result<ExitCode> {
    let files = stages::spec_files(workspace)?;
    let before = Before {
        files: &files,
        crate_paths: &BTreeSet::new(),
        crate_root: None,
        changelog: &BTreeMap::new(),
        starts_known_faults: false,
    };
    let generation = generate(specs, Faults::new(), &before, &mut Stopwatch::start());
    let missing = &generation.unlisted;
    for file in missing {
        if accept {
            let path = path_of(file);
            let existing = files.get(&path).map(String::as_str);
            let text = append_known_faults(file, existing)?;
            write_file(workspace.specs(), &path, text, COMMAND)?;
            println!("specs/{path}: {} entries added", file.faults.len());
        } else if !json {
            println!("# specs/{}", path_of(file));
            print!("{}", spec::yaml::print(&file.faults)?);
        }
    }
    if json {
        let all: Vec<MissingEntries<'_>> = missing.iter().map(MissingEntries::of).collect();
        println!("{}", serde_json::to_string_pretty(&all)?);
    } else {
        tell(missing, accept);
    }
    for fault in generation
        .left_out
        .iter()
        .flat_map(|product| &product.faults)
    {
        eprintln!("\n{fault}");
    }
    if generation.left_out.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}

const COMMAND: &str = "cargo xtask lint --known-faults --accept";

fn tell(missing: &[MissingFaults], accept: bool) {
    let count: usize = missing.iter().map(|file| file.faults.len()).sum();
    match (count, accept) {
        (0, _) => eprintln!("no entry is missing: every other example conforms to its tables"),
        (_, true) => eprintln!("review the entries, then run `cargo xtask codegen`"),
        (1, _) => eprintln!("1 entry is missing; review it, then add it with `--accept`"),
        _ => eprintln!("{count} entries are missing; review them, then add them with `--accept`"),
    }
}

/// The entries that one file lacks.
#[derive(Serialize)]
struct MissingEntries<'f> {
    file: String,
    faults: &'f [KnownFault],
}

impl<'f> MissingEntries<'f> {
    fn of(missing: &'f MissingFaults) -> Self {
        Self {
            file: format!("specs/{}", path_of(missing)),
            faults: &missing.faults,
        }
    }
}

fn path_of(missing: &MissingFaults) -> String {
    format!("{}/{}/known_faults.yaml", missing.service, missing.version)
}
