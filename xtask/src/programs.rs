//! The programs behind some commands. Cargo builds each when its command first runs, so the other
//! commands don't wait for HTTP clients or page renderers.

use std::ffi::OsString;
use std::marker::PhantomData;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::workspace::{Workspace, cargo_command};

/// A command whose arguments go to its program. They are parsed only to print help and faults
/// before anything is built.
#[derive(Debug)]
pub struct Forwarded<A>(PhantomData<A>);

impl<A: clap::Args> clap::Args for Forwarded<A> {
    fn augment_args(command: clap::Command) -> clap::Command {
        A::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        A::augment_args_for_update(command)
    }
}

impl<A: clap::FromArgMatches> clap::FromArgMatches for Forwarded<A> {
    fn from_arg_matches(matches: &clap::ArgMatches) -> Result<Self, clap::Error> {
        A::from_arg_matches(matches).map(|_| Self(PhantomData))
    }

    fn update_from_arg_matches(&mut self, matches: &clap::ArgMatches) -> Result<(), clap::Error> {
        A::from_arg_matches(matches).map(|_| ())
    }
}

/// Returns the arguments after the name of the command, as the user wrote them. Omits the option
/// `--root`, because [`Program::command`] names the workspace.
pub fn forwarded(command_line: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut rest = command_line.into_iter().skip(1);
    let mut kept = Vec::new();
    while let Some(argument) = rest.next() {
        if argument == "--root" {
            rest.next();
        } else if argument == "--" {
            kept.push(argument);
            break;
        } else if !argument.as_encoded_bytes().starts_with(b"--root=") {
            kept.push(argument);
        }
    }
    kept.into_iter().skip(1).chain(rest).collect()
}

/// A program of this repository that `cargo run` builds and starts.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// The binary's name.
    binary: &'static str,
    /// The arguments of cargo that select the binary.
    cargo: &'static [&'static str],
    /// The option that names a folder, and the folder below the workspace's root.
    root: Option<(&'static str, &'static str)>,
}

/// The program of `scrape`: the package in scrape/.
pub const SCRAPE: Program = Program {
    binary: "scrape",
    cargo: &["--package", "tencentcloud-api-scrape"],
    root: Some(("--specs", "specs")),
};

/// The program of `diff`, `openapi`, `release`, `report` and `update`.
pub const REVIEW: Program = Program {
    binary: "xtask-review",
    cargo: &[
        "--package",
        "xtask",
        "--features",
        "review",
        "--bin",
        "xtask-review",
    ],
    root: Some(("--root", "")),
};

/// The program of `bench`.
pub const BENCH: Program = Program {
    binary: "xtask-bench",
    cargo: &[
        "--package",
        "xtask",
        "--features",
        "bench",
        "--bin",
        "xtask-bench",
    ],
    root: Some(("--root", "")),
};

/// The program of `serve`: the fake cloud in fake/. Its specs are embedded.
pub const SERVE: Program = Program {
    binary: "tencentcloud-fake",
    cargo: &["--package", "tencentcloud-fake"],
    root: None,
};

impl Program {
    /// Runs the program in the user's folder, to which relative paths refer. Returns the program's
    /// exit code.
    ///
    /// # Errors
    /// Fails if cargo can't be started.
    pub fn run(
        self,
        workspace: &Workspace,
        subcommand: Option<&str>,
        arguments: &[OsString],
    ) -> Result<ExitCode> {
        let status = self
            .command(workspace)
            .args(subcommand)
            .args(arguments)
            .status()
            .context("can't run cargo")?;
        let code = status.code().and_then(|code| u8::try_from(code).ok());
        Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
    }

    /// Returns the command that builds and runs the program on the workspace. Callers add the
    /// program's other arguments.
    pub fn command(self, workspace: &Workspace) -> Command {
        let mut command = cargo_command();
        command.arg("run");
        // The first build takes a minute, so cargo shows its progress.
        if self.is_built() {
            command.arg("--quiet");
        }
        command
            .args(["--profile", "xtask", "--manifest-path"])
            .arg(manifest(workspace))
            .args(self.cargo)
            .arg("--");
        if let Some((option, folder)) = self.root {
            command.arg(option).arg(workspace.root().join(folder));
        }
        command
    }

    /// Returns whether an earlier run built the program, perhaps from other sources.
    fn is_built(self) -> bool {
        let name = format!("{}{}", self.binary, std::env::consts::EXE_SUFFIX);
        std::env::current_exe().is_ok_and(|this| this.with_file_name(name).exists())
    }
}

/// Returns the manifest of the workspace: its pages belong to its own program. A folder with only
/// specs has no program, and gets the one of this checkout.
fn manifest(workspace: &Workspace) -> OsString {
    let own = workspace.root().join("xtask/Cargo.toml");
    if own.is_file() {
        return own.into_os_string();
    }
    let running = std::env::var_os("CARGO_MANIFEST_DIR");
    let folder = running.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&folder).join("Cargo.toml").into_os_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forwarded_arguments_lack_command_and_root() {
        for (line, expected) in [
            ("xtask diff", ""),
            (
                "xtask --root .. diff HEAD --format json",
                "HEAD --format json",
            ),
            ("xtask diff --root=.. a b", "a b"),
            (
                "xtask update --yes --root .. -- --root x",
                "--yes -- --root x",
            ),
        ] {
            let words = line.split(' ').map(OsString::from);
            let kept = forwarded(words).join(" ".as_ref());
            assert_eq!(kept, expected, "{line}");
        }
    }
}
