//! The shared parts of the repository's commands: the workspace, the generator's stages on its
//! files, and the programs that run in a separate process.
//!
//! Three binaries use it. `xtask` has the commands that everyone needs, and builds quickly. Cargo
//! builds `xtask-review` and `xtask-bench` when one of their commands first runs.

pub mod generation;
pub mod lost_facts;
pub mod programs;
pub mod stages;
pub mod stamp;
mod transaction;
pub mod trees;
pub mod workspace;

use std::process::ExitCode;

/// Returns a command's exit code, and prints its error with the causes.
pub fn exit_code(result: anyhow::Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}
