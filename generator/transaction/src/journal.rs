//! The journal: the changes of a transaction that counts but isn't finished, and their files.

use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::WriteError;

/// The changes of a transaction, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Journal {
    /// The command that writes.
    pub(crate) command: String,
    /// The changes. Their positions name the staged files.
    pub(crate) steps: Vec<Step>,
    /// The folders that the changes create, each after the one that contains it.
    pub(crate) creates: Vec<String>,
}

/// The change of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    /// The path below the writer's folder.
    pub(crate) path: String,
    /// The digest of the file's bytes before; `None` if there was no file.
    pub(crate) old: Option<String>,
    /// The digest of its bytes afterwards; `None` if the file is removed.
    pub(crate) new: Option<String>,
    /// The folder that stays when the removed file leaves it empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) stays: String,
    /// True if the new bytes are on the disk before the journal is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_durable: bool,
}

impl Journal {
    /// Parses the journal in a file of the state folder.
    pub(crate) fn read(path: &Path) -> Result<Self, WriteError> {
        let damaged = |message: String| WriteError::Journal {
            path: path.to_owned(),
            message,
        };
        // The journal of many thousand files may be larger than any input.
        let (length, _) = disk::read_start(path, 0)?;
        let most = usize::try_from(length).unwrap_or(usize::MAX);
        let (_, bytes) = disk::read_start(path, most)?;
        let journal: Self =
            serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        let paths = journal.steps.iter().map(|step| &step.path);
        let stay = journal.steps.iter().map(|step| &step.stays);
        for path in paths.chain(stay).chain(&journal.creates) {
            if !is_below(path) {
                let shown = disk::shown(Path::new(path));
                return Err(damaged(format!("`{shown}` leads out of the folder")));
            }
        }
        Ok(journal)
    }

    /// Returns the journal's text.
    pub(crate) fn text(&self) -> String {
        // Texts and lists always have a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Returns whether a path stays below the folder that it is joined to. The empty path does.
pub(crate) fn is_below(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    parts.all(|part| matches!(part, Component::Normal(_)))
}

/// The files of a transaction in the state folder.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    folder: PathBuf,
}

/// The number of files of one staging folder. File systems create the files of one folder in turn.
const FILES_IN_FOLDER: usize = 128;

impl Files {
    /// Returns the files of the transaction below a state folder.
    pub(crate) fn below(state: &Path) -> Self {
        let folder = state.join("transaction");
        Self { folder }
    }

    /// Returns the folder of all these files.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the journal of a transaction to finish.
    pub(crate) fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }

    /// Returns the journal before it is complete.
    pub(crate) fn unfinished_journal(&self) -> PathBuf {
        self.folder.join("journal.part")
    }

    /// Returns the journal of a transaction to roll back.
    pub(crate) fn undo(&self) -> PathBuf {
        self.folder.join("undo")
    }

    /// Returns the new content of the step with this position.
    pub(crate) fn new_bytes(&self, index: usize) -> PathBuf {
        self.folder_of("new", index).join(index.to_string())
    }

    /// Returns the old content of the step with this position.
    pub(crate) fn old_bytes(&self, index: usize) -> PathBuf {
        self.folder_of("old", index).join(index.to_string())
    }

    fn folder_of(&self, kind: &str, index: usize) -> PathBuf {
        let number = index / FILES_IN_FOLDER;
        self.folder.join(format!("{kind}-{number}"))
    }

    /// Returns the folders for this number of steps.
    pub(crate) fn folders(&self, steps: usize) -> Vec<PathBuf> {
        let firsts = (0..steps).step_by(FILES_IN_FOLDER);
        firsts
            .flat_map(|index| ["new", "old"].map(|kind| self.folder_of(kind, index)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journal_leading_elsewhere_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = |file: &str| Journal {
            command: "test".to_owned(),
            steps: vec![Step {
                path: file.to_owned(),
                old: None,
                new: Some(disk::sha256(b"new")),
                stays: String::new(),
                is_durable: true,
            }],
            creates: Vec::new(),
        };
        let read = |text: &str| {
            std::fs::write(&path, text).unwrap();
            Journal::read(&path)
        };
        assert_eq!(read(&journal("a/b").text()).unwrap(), journal("a/b"));
        for outside in ["../a", "/a", "a/../../b"] {
            let error = read(&journal(outside).text()).unwrap_err().to_string();
            assert!(error.contains(outside), "{error}");
        }
        let error = read("{\"command\": 1}").unwrap_err().to_string();
        assert!(error.contains("git status"), "{error}");
    }
}
