//! The workspace: its folders, and runs of cargo in it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The workspace that the commands work on.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Returns the workspace in the given folder, by default the one that cargo runs this
    /// program from.
    ///
    /// # Errors
    /// Fails if the folder doesn't contain `specs`.
    pub fn at(root: Option<PathBuf>) -> Result<Self> {
        let root = root
            .or_else(root_of_cargo)
            .context("can't find the workspace\n  = help: name its folder with `--root`")?;
        if !root.join("specs").is_dir() {
            bail!(
                "error: {} has no folder `specs`\n  = help: name the workspace with `--root`",
                root.display()
            );
        }
        Ok(Self { root })
    }

    /// Returns the workspace's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder of the specs, with the pages in `sources/`.
    pub fn specs(&self) -> PathBuf {
        self.root.join("specs")
    }

    /// Returns the folder of the scraped pages.
    pub fn pages(&self) -> PathBuf {
        self.root.join("specs/sources")
    }

    /// Returns the manifest of the pages, which records each page's origin.
    pub fn manifest(&self) -> PathBuf {
        self.root.join("specs/sources.yaml")
    }

    /// Returns the file of the accepted findings.
    pub fn baseline(&self) -> PathBuf {
        self.root.join("specs/lint.yaml")
    }

    /// Returns the folder of the SDK crate.
    pub fn generated(&self) -> PathBuf {
        self.root.join("generated")
    }

    /// Runs cargo in the workspace with these variables in its environment.
    ///
    /// # Errors
    /// Fails if cargo can't be started, or fails itself.
    pub fn cargo(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Result<()> {
        let shown = format!("cargo {}", arguments.join(" "));
        let status = cargo_command()
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(&self.root)
            .status()
            .with_context(|| format!("can't run `{shown}`"))?;
        if !status.success() {
            bail!("`{shown}` failed: {status}");
        }
        Ok(())
    }
}

/// Returns a command for the cargo that runs this program, or the one on the path.
pub fn cargo_command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Returns the folder of the workspace that cargo runs this program from. Several checkouts may
/// share one build, so the folder that the program was built in comes second.
fn root_of_cargo() -> Option<PathBuf> {
    let running = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = running.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    package.parent().map(Path::to_owned)
}
