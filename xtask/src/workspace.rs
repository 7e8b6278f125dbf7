//! Where things are in the workspace.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The workspace that the commands work on.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The given folder, or the workspace that cargo runs this program from.
    pub(crate) fn at(root: Option<PathBuf>) -> Result<Self> {
        let root = root
            .or_else(of_cargo)
            .context("the workspace has no folder")?;
        if !root.join("specs").is_dir() {
            bail!(
                "error: {} holds no folder `specs`\n  = help: name the workspace with `--root`",
                root.display()
            );
        }
        Ok(Self { root })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The specs, with the pages in `sources/`.
    pub(crate) fn specs(&self) -> PathBuf {
        self.root.join("specs")
    }

    /// The pages as they were scraped.
    pub(crate) fn pages(&self) -> PathBuf {
        self.root.join("specs/sources")
    }

    /// Where each page came from.
    pub(crate) fn manifest(&self) -> PathBuf {
        self.root.join("specs/sources.yaml")
    }

    /// The findings that were accepted.
    pub(crate) fn baseline(&self) -> PathBuf {
        self.root.join("specs/lint.yaml")
    }

    /// The SDK crate.
    pub(crate) fn generated(&self) -> PathBuf {
        self.root.join("generated")
    }
}

/// Cargo names this crate's folder when it runs the program. The folder that the program was built in
/// comes second: several checkouts may share one build.
fn of_cargo() -> Option<PathBuf> {
    let running = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let built = || PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let own = running.unwrap_or_else(built);
    own.parent().map(Path::to_owned)
}
