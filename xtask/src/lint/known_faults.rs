//! `cargo xtask lint --known-faults`: entries to be pasted into `known_faults.yaml`.

use anyhow::Result;
use lower::MissingFaults;
use pipeline::with_hand_written;
use serde::Serialize;
use spec::{KnownFault, ServiceSpec};

use crate::stages;
use crate::workspace::Workspace;

/// Prints what the files lack: YAML with the file's name in front, or one JSON array.
pub(super) fn print(workspace: &Workspace, specs: Vec<ServiceSpec>, json: bool) -> Result<()> {
    let files = stages::spec_files(workspace)?;
    let specs = with_hand_written(specs, "specs", &files)?;
    let missing = lower::missing_known_faults(&lower::lower(&specs)?);
    if json {
        let all: Vec<Printed<'_>> = missing.iter().map(Printed::of).collect();
        println!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(());
    }
    for file in &missing {
        println!("# {}", path(file));
        print!("{}", serde_yaml::to_string(&file.faults)?);
    }
    let count: usize = missing.iter().map(|file| file.faults.len()).sum();
    eprintln!(
        "{}",
        match count {
            0 => "nothing is missing: all other examples keep to the tables".to_owned(),
            1 => "1 entry is missing; read what it says before you paste it".to_owned(),
            _ => format!("{count} entries are missing; read what they say before you paste them"),
        }
    );
    Ok(())
}

/// The entries that one file lacks.
#[derive(Serialize)]
struct Printed<'f> {
    file: String,
    faults: &'f [KnownFault],
}

impl<'f> Printed<'f> {
    fn of(missing: &'f MissingFaults) -> Self {
        Self {
            file: path(missing),
            faults: &missing.faults,
        }
    }
}

fn path(missing: &MissingFaults) -> String {
    format!(
        "specs/{}/{}/known_faults.yaml",
        missing.service, missing.version
    )
}
