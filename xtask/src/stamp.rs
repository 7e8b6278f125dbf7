//! Remembers that a run left everything up to date, so that the next one may see it at a glance.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sources::sha256;

use crate::workspace::Workspace;
use crate::write_trees::files_below;

/// A digest of all that decides what `codegen` writes, and of what it wrote: this program, specs/ and
/// generated/. Codegen is a function of the first two, so the same digest means that there is nothing
/// to do. Deleting the build folder forgets it.
pub(crate) struct Stamp {
    file: PathBuf,
    digest: String,
    /// Files that were looked at.
    pub(crate) files: usize,
}

impl Stamp {
    /// The digest of the workspace as it is now.
    pub(crate) fn of(workspace: &Workspace) -> Result<Self> {
        let program = std::env::current_exe().context("this program does not know where it is")?;
        let mut paths = Vec::new();
        for root in [workspace.specs(), workspace.generated()] {
            let below = files_below(&root)?;
            paths.extend(below.into_iter().map(|path| root.join(path)));
        }
        let digests = parallel::map(&paths, |path| digest_of(path));
        let mut all = version_of(&program)?;
        for (path, digest) in paths.iter().zip(digests) {
            all.push_str(&format!("{} {}\n", digest?, path.display()));
        }
        Ok(Self {
            file: workspace.root().join("target/codegen.stamp"),
            digest: sha256(all.as_bytes()),
            files: paths.len(),
        })
    }

    /// Whether an earlier run left the workspace as it is now.
    pub(crate) fn holds(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|known| known == self.digest)
    }

    /// Remembers that the workspace is up to date. A stamp that can't be written costs a second, no more.
    pub(crate) fn keep(&self) {
        let _ = self.file.parent().map(fs::create_dir_all);
        let _ = fs::write(&self.file, &self.digest);
    }
}

/// Which build a program is. Its bytes are many, and whoever builds it anew changes its time.
fn version_of(program: &Path) -> Result<String> {
    let found = fs::metadata(program).with_context(|| cannot_read(program))?;
    let time = found.modified()?;
    Ok(format!("{} bytes of {time:?}\n", found.len()))
}

fn cannot_read(path: &Path) -> String {
    format!("can't read {}", path.display())
}

fn digest_of(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| cannot_read(path))?;
    Ok(sha256(&bytes))
}
