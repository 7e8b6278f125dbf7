//! The shared parts of the repository's commands: the workspace, the generator's stages on its
//! files, and the programs that run in a separate process.
//!
//! Three binaries use it. `xtask` has the commands that everyone needs, and builds quickly. Cargo
//! builds `xtask-review` and `xtask-bench` when one of their commands first runs.

// A closed pipe ends `println!` with a panic: `stdio` prints instead.
#![warn(clippy::print_stderr, clippy::print_stdout)]

pub mod archives;
pub mod arguments;
pub mod crates;
mod difference;
pub mod generation;
pub mod lost_facts;
pub mod products;
pub mod programs;
pub mod stages;
pub mod stamp;
pub mod trees;
pub mod workspace;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Error, Result, anyhow, bail};
use spec::fault::did_you_mean;

pub use stdio::{say, tell};

/// Returns a command's exit code, and prints its error with the causes.
pub fn exit_code(result: Result<ExitCode>) -> ExitCode {
    match result {
        Ok(code) if code != ExitCode::SUCCESS || !stdio::has_lost_output() => code,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            tell!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the error for a service that the specs lack. Names the nearest one, and all that they
/// have.
pub fn unknown_service<'s>(service: &str, known: impl IntoIterator<Item = &'s str>) -> Error {
    let known: BTreeSet<&str> = known.into_iter().collect();
    let suggestion = did_you_mean(service, known.iter().copied());
    let known: Vec<&str> = known.into_iter().collect();
    let help = match known.as_slice() {
        [] => "there are no services yet: add pages with `cargo xtask scrape`".to_owned(),
        known => format!("choose from {}", known.join(", ")),
    };
    anyhow!("error: there is no service `{service}`{suggestion}\n  = help: {help}")
}

/// Returns the whole path of a file that the user named, and creates its folder. A relative path
/// starts in the user's folder, where cargo runs the programs too.
///
/// # Errors
/// Fails if the path has no file name, or the folder can't be created.
pub fn named_path(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        bail!("error: `{}` isn't the path of a file", path.display());
    };
    let failed = || format!("error: can't create the folder {}", folder.display());
    fs::create_dir_all(folder).with_context(failed)?;
    Ok(folder.canonicalize().with_context(failed)?.join(name))
}

/// Writes a file that the user named, and says where it is.
///
/// # Errors
/// Fails if the file can't be written.
pub fn write_named(path: &Path, text: &str) -> Result<()> {
    let path = named_path(path)?;
    transaction::replace(&path, text.as_bytes())?;
    let size = text.len().div_ceil(1024);
    tell!("wrote {} ({size} KB)", path.display());
    Ok(())
}
