//! `cargo xtask scrape`: brings pages in, by a program of its own.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// Brings documentation pages into specs/sources/: see `cargo xtask scrape --help`
///
/// The program behind it lies in scrape/ and is built when it is first used, so that nothing else has to
/// build what speaks HTTP and TLS.
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Arguments {
    /// Handed over as they are
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Runs the program where the user is, so that the paths that were named are right; its exit code is the
/// command's.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(program)
        .args(["run", "--quiet", "--profile", "xtask"])
        .args(["--package", "tencentcloud-api-scrape", "--manifest-path"])
        .arg(manifest())
        .arg("--")
        .arg("--specs")
        .arg(workspace.specs())
        .args(&arguments.arguments)
        .status()
        .context("can't run cargo")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The checkout that this program belongs to, whatever workspace it works on.
fn manifest() -> OsString {
    let running = std::env::var_os("CARGO_MANIFEST_DIR");
    let own = running.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&own).join("Cargo.toml").into_os_string()
}
