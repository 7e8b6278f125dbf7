//! Where things are in the workspace.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The workspace that the commands work on.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The given folder, or the workspace that this program was built in.
    pub(crate) fn at(root: Option<PathBuf>) -> Result<Self> {
        let built_in = || {
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .parent()
                .map(Path::to_owned)
        };
        let root = root
            .or_else(built_in)
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
