//! `cargo xtask lint --known-faults`: the entries that the `known_faults.yaml` files lack.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use anyhow::Result;
use lower::{MissingFaults, append_known_faults};
use serde::Serialize;
use spec::{KnownFault, ServiceSpec};
use transaction::Writer;
use xtask::crates::Facade;
use xtask::generation::{Before, Faults, generate};
use xtask::stages::{self, Stopwatch};
use xtask::trees::write_files;
use xtask::workspace::Workspace;
use xtask::{say, tell};

/// Prints the missing entries: YAML below the file's name, or one JSON array. With a writer, adds
/// them to the files instead, and creates files that don't exist. Fails if a product has faults,
/// because its examples can't be checked.
pub(crate) fn run(
    workspace: &Workspace,
    specs: Vec<ServiceSpec>,
    writer: Option<&Writer<'_>>,
    json: bool,
) -> Result<ExitCode> {
    let files = stages::spec_files(workspace)?;
    let before = Before {
        files: &files,
        crate_paths: &BTreeSet::new(),
        facade_root: None,
        facade: &Facade::default(),
        starts_known_faults: false,
    };
    let generation = generate(specs, Faults::new(), &before, &mut Stopwatch::start());
    let missing = &generation.unlisted;
    let mut added = BTreeMap::new();
    for file in missing {
        let path = path_of(file);
        if writer.is_some() {
            let existing = files.get(&path).map(String::as_str);
            added.insert(path, append_known_faults(file, existing)?);
        } else if !json {
            say!("# specs/{path}");
            stdio::print(spec::yaml::print(&file.faults)?);
        }
    }
    if let Some(writer) = writer {
        write_files(writer, &added, COMMAND)?;
        for file in missing {
            say!(
                "specs/{}: {} entries added",
                path_of(file),
                file.faults.len()
            );
        }
    }
    if json {
        let all: Vec<MissingEntries<'_>> = missing.iter().map(MissingEntries::of).collect();
        stdio::print_line(serde_json::to_string_pretty(&all)?);
    } else {
        tell_missing(missing, writer.is_some());
    }
    for fault in generation
        .left_out
        .iter()
        .flat_map(|product| &product.faults)
    {
        tell!("\n{fault}");
    }
    if generation.left_out.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}

/// The command that adds the entries.
pub(crate) const COMMAND: &str = "cargo xtask lint --known-faults --accept";

fn tell_missing(missing: &[MissingFaults], accept: bool) {
    let count: usize = missing.iter().map(|file| file.faults.len()).sum();
    match (count, accept) {
        (0, _) => tell!("no entry is missing: every other example conforms to its tables"),
        (_, true) => tell!("review the entries, then run `cargo xtask codegen`"),
        (1, _) => tell!("1 entry is missing; review it, then add it with `--accept`"),
        _ => tell!("{count} entries are missing; review them, then add them with `--accept`"),
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
