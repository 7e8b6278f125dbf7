//! The shared parts of the repository's commands: the workspace, the generator's stages on its
//! files, and the programs that run in a separate process.
//!
//! Three binaries use it. `xtask` has the commands that everyone needs, and builds quickly. Cargo
//! builds `xtask-review` and `xtask-bench` when one of their commands first runs.

/// Prints a line to standard error, with escapes in place of characters that a terminal obeys:
/// messages contain names of files and texts of pages.
#[macro_export]
macro_rules! tell {
    ($($message:tt)*) => {
        eprintln!("{}", $crate::printable_lines(&format!($($message)*)))
    };
}

/// Prints a line to standard output as [`tell!`] does.
#[macro_export]
macro_rules! say {
    ($($message:tt)*) => {
        println!("{}", $crate::printable_lines(&format!($($message)*)))
    };
}

pub mod crates;
mod difference;
pub mod generation;
pub mod lost_facts;
pub mod programs;
pub mod stages;
pub mod stamp;
pub mod trees;
pub mod workspace;

use std::process::ExitCode;

pub use visible::printable_lines;

/// Returns a command's exit code, and prints its error with the causes.
pub fn exit_code(result: anyhow::Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        tell!("{error:#}");
        ExitCode::FAILURE
    })
}
