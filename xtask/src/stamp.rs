//! The record that a run of `codegen` left nothing to do.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::products::PAGES;
use crate::trees::{Changes, Tree, files_below};
use crate::workspace::Workspace;

/// The digests of the input and the output of `codegen`: this program, specs/, generated/, the
/// READMEs and the page about coverage. If they equal the recorded ones, another run would change
/// nothing. The record is in the build folder, so `cargo clean` removes it.
///
/// A run takes the digests before it reads its input. A file that somebody saves meanwhile then
/// differs from its digest, so the next run notices it.
pub struct Stamp {
    file: PathBuf,
    program: String,
    /// The digests by path below the workspace.
    digests: BTreeMap<String, String>,
}

impl Stamp {
    /// Returns the digests of the current workspace.
    ///
    /// # Errors
    /// Fails if a file can't be read, or isn't a regular one.
    pub fn of(workspace: &Workspace) -> Result<Self> {
        let program = std::env::current_exe().context("can't find the path of this program")?;
        let mut paths = Vec::new();
        for name in PAGES {
            if workspace.root().join(name).is_file() {
                paths.push(name.to_owned());
            }
        }
        for name in ["specs", "generated"] {
            let below = files_below(&workspace.root().join(name))?;
            paths.extend(below.into_iter().map(|path| format!("{name}/{path}")));
        }
        let found = parallel::map(&paths, |path| disk::read(&workspace.root().join(path)));
        let mut digests = BTreeMap::new();
        for (path, bytes) in paths.into_iter().zip(found) {
            digests.insert(path, disk::sha256(&bytes?));
        }
        Ok(Self {
            file: workspace.root().join("target/codegen.stamp"),
            program: build_of(&program)?,
            digests,
        })
    }

    /// Returns the number of files that the digests cover.
    pub fn files(&self) -> usize {
        self.digests.len()
    }

    /// Returns whether the workspace is unchanged since the last run.
    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|known| known == self.digest())
    }

    /// Notes the files that this run wrote and removed.
    pub fn note(&mut self, tree: &Tree<'_>, changes: &Changes) {
        for path in &changes.written {
            let content = tree.files.get(path).unwrap_or_default();
            let path = tree.path(path);
            self.digests.insert(path, disk::sha256(content));
        }
        for path in &changes.removed {
            self.digests.remove(&tree.path(path));
        }
    }

    /// Records that the workspace is up to date. A failure only makes the next run slower.
    pub fn save(&self) {
        let _ = self.file.parent().map(fs::create_dir_all);
        let _ = fs::write(&self.file, self.digest());
    }

    fn digest(&self) -> String {
        let mut all = self.program.clone();
        for (path, digest) in &self.digests {
            all.push_str(&format!("{digest} {path}\n"));
        }
        disk::sha256(all.as_bytes())
    }
}

/// Identifies a build by size and time, because hashing the whole program takes too long.
fn build_of(program: &Path) -> Result<String> {
    let metadata =
        fs::metadata(program).with_context(|| format!("can't read {}", program.display()))?;
    let time = metadata.modified()?;
    Ok(format!("{} bytes of {time:?}\n", metadata.len()))
}
