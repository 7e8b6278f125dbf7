//! The record that a run of `codegen` left nothing to do.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::trees::files_below;
use crate::workspace::Workspace;

/// A digest of the input and the output of `codegen`: this program, specs/ and generated/. If it
/// equals the recorded one, another run would change nothing. The record is in the build folder, so
/// `cargo clean` removes it.
pub struct Stamp {
    file: PathBuf,
    digest: String,
    /// The number of files that the digest covers.
    files: usize,
}

impl Stamp {
    /// Returns the digest of the current workspace.
    ///
    /// # Errors
    /// Fails if a file can't be read.
    pub fn of(workspace: &Workspace) -> Result<Self> {
        let program = std::env::current_exe().context("can't find the path of this program")?;
        let mut paths = Vec::new();
        for root in [workspace.specs(), workspace.generated()] {
            let below = files_below(&root)?;
            paths.extend(below.into_iter().map(|path| root.join(path)));
        }
        let digests = parallel::map(&paths, |path| digest_of(path));
        let mut all = build_of(&program)?;
        for (path, digest) in paths.iter().zip(digests) {
            all.push_str(&format!("{} {}\n", digest?, path.display()));
        }
        Ok(Self {
            file: workspace.root().join("target/codegen.stamp"),
            digest: sources::sha256(all.as_bytes()),
            files: paths.len(),
        })
    }

    /// Returns the number of files that the digest covers.
    pub fn files(&self) -> usize {
        self.files
    }

    /// Returns whether the workspace is unchanged since the last run.
    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|known| known == self.digest)
    }

    /// Records that the workspace is up to date. A failure only makes the next run slower.
    pub fn save(&self) {
        let _ = self.file.parent().map(fs::create_dir_all);
        let _ = fs::write(&self.file, &self.digest);
    }
}

/// Identifies a build by size and time, because hashing the whole program takes too long.
fn build_of(program: &Path) -> Result<String> {
    let metadata =
        fs::metadata(program).with_context(|| format!("can't read {}", program.display()))?;
    let time = metadata.modified()?;
    Ok(format!("{} bytes of {time:?}\n", metadata.len()))
}

fn digest_of(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("can't read {}", path.display()))?;
    Ok(sources::sha256(&bytes))
}
