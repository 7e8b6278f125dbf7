//! The steps of a transaction, done and undone. Each can be repeated, whatever came of it before.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use disk::{Kind, Unreadable};

use crate::journal::{Files, Journal, Step};
use crate::{Effect, Layer, WriteError};

/// The folder and the layer that the steps work with.
pub(crate) struct Work<'a> {
    pub(crate) root: &'a Path,
    pub(crate) files: &'a Files,
    pub(crate) layer: &'a dyn Layer,
}

/// The number of changed files, and those that somebody else changed meanwhile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) changed: usize,
    /// The files that stay as somebody else left them.
    pub(crate) kept: Vec<String>,
}

/// The state of a step's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// As it was before the transaction.
    Old,
    /// As the transaction leaves it.
    New,
    /// As neither: somebody else changed it.
    Other,
}

pub(crate) fn failed<'a>(
    verb: &'static str,
    path: &'a Path,
) -> impl Fn(io::Error) -> WriteError + 'a {
    move |error| WriteError::Failed {
        verb,
        path: path.to_owned(),
        error,
        effect: Effect::Unfinished,
    }
}

/// Returns the digest of a file, or `None` if it doesn't exist.
pub(crate) fn digest(path: &Path) -> Result<Option<String>, Unreadable> {
    match disk::read(path) {
        Ok(bytes) => Ok(Some(disk::sha256(&bytes))),
        Err(error) if error.is_absent() => Ok(None),
        Err(error) => Err(error),
    }
}

impl Work<'_> {
    /// Does all steps. The first time, nothing has changed since the journal was written, so the
    /// files needn't be read again.
    pub(crate) fn apply(&self, journal: &Journal, is_first: bool) -> Result<Done, WriteError> {
        let mut done = Done::default();
        let mut touched = BTreeSet::new();
        for (index, step) in journal.steps.iter().enumerate() {
            let state = match (is_first, &step.old, &step.new) {
                (true, None, None) => State::New,
                (true, ..) => State::Old,
                (false, ..) => self.state(step)?,
            };
            match state {
                State::Old => {
                    if self.apply_one(index, step)? {
                        done.changed += 1;
                    } else {
                        done.kept.push(step.path.clone());
                    }
                }
                State::New => {}
                State::Other => done.kept.push(step.path.clone()),
            }
            if step.new.is_none() {
                self.remove_empty_folders(step)?;
            }
            if step.is_durable {
                touched.extend(self.root.join(&step.path).parent().map(Path::to_owned));
            }
        }
        self.sync_folders(touched)?;
        Ok(done)
    }

    fn state(&self, step: &Step) -> Result<State, WriteError> {
        let found = digest(&self.root.join(&step.path))?;
        Ok(if found == step.new {
            State::New
        } else if found == step.old {
            State::Old
        } else {
            State::Other
        })
    }

    /// Does one step whose file is as before. Returns false if a power failure took the new bytes
    /// of a file that can be generated again.
    fn apply_one(&self, index: usize, step: &Step) -> Result<bool, WriteError> {
        let path = self.root.join(&step.path);
        if step.new.is_none() {
            let old = self.files.old_bytes(index);
            self.layer
                .rename(&path, &old)
                .map_err(failed("remove", &path))?;
            return Ok(true);
        }
        let new = self.files.new_bytes(index);
        if !step.is_durable && digest(&new)? != step.new {
            return Ok(false);
        }
        self.create_folders_above(&step.path)?;
        self.layer
            .rename(&new, &path)
            .map_err(failed("write", &path))?;
        Ok(true)
    }

    /// Undoes all steps, last to first.
    pub(crate) fn undo(&self, journal: &Journal) -> Result<Done, WriteError> {
        let mut done = Done::default();
        let mut touched = BTreeSet::new();
        for (index, step) in journal.steps.iter().enumerate().rev() {
            match self.state(step)? {
                State::New => {
                    self.undo_one(index, step)?;
                    done.changed += 1;
                }
                State::Old => {}
                State::Other => done.kept.push(step.path.clone()),
            }
            if step.is_durable && step.old.is_some() {
                touched.extend(self.root.join(&step.path).parent().map(Path::to_owned));
            }
        }
        self.sync_folders(touched)?;
        for folder in journal.creates.iter().rev() {
            let folder = self.root.join(folder);
            let removed = self.layer.remove_folder(&folder);
            if let Err(error) = removed
                && !is_settled(&error)
            {
                return Err(failed("remove", &folder)(error));
            }
        }
        Ok(done)
    }

    fn undo_one(&self, index: usize, step: &Step) -> Result<(), WriteError> {
        let path = self.root.join(&step.path);
        if step.old.is_none() {
            return self
                .layer
                .remove_file(&path)
                .map_err(failed("remove", &path));
        }
        self.create_folders_above(&step.path)?;
        self.layer
            .rename(&self.files.old_bytes(index), &path)
            .map_err(failed("restore", &path))
    }

    /// Creates the folders above a file that don't exist. None may be a link.
    fn create_folders_above(&self, path: &str) -> Result<(), WriteError> {
        for folder in self.missing_folders(path)? {
            let folder = self.root.join(folder);
            self.layer
                .create_folder(&folder)
                .map_err(failed("create", &folder))?;
        }
        Ok(())
    }

    /// Returns the folders above a file that don't exist, outermost first.
    ///
    /// # Errors
    /// Fails if something above the file isn't a folder.
    pub(crate) fn missing_folders(&self, path: &str) -> Result<Vec<String>, WriteError> {
        let mut missing = Vec::new();
        let ends = path.match_indices('/').map(|(at, _)| at);
        for above in ends.filter_map(|end| path.get(..end)) {
            let folder = self.root.join(above);
            match Kind::at(&folder) {
                Ok(Kind::Folder) => {}
                Ok(kind) => {
                    return Err(WriteError::Refused(Unreadable {
                        path: folder,
                        reason: disk::Reason::Kind(kind),
                    }));
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    missing.push(above.to_owned());
                }
                Err(error) => return Err(failed("read", &folder)(error)),
            }
        }
        Ok(missing)
    }

    /// Removes the empty folders above a removed file, except the one that stays.
    fn remove_empty_folders(&self, step: &Step) -> Result<(), WriteError> {
        let stays = self.root.join(&step.stays);
        let path = self.root.join(&step.path);
        for folder in path.ancestors().skip(1) {
            if folder == stays || folder == self.root {
                return Ok(());
            }
            match self.layer.remove_folder(folder) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) if is_settled(&error) => return Ok(()),
                Err(error) => return Err(failed("remove", folder)(error)),
            }
        }
        Ok(())
    }

    fn sync_folders(&self, folders: BTreeSet<PathBuf>) -> Result<(), WriteError> {
        for folder in folders {
            // A removal may have taken the folder.
            if folder.exists() {
                self.layer.sync(&folder).map_err(failed("write", &folder))?;
            }
        }
        Ok(())
    }
}

/// Returns whether a folder stays because it isn't empty, or is gone already.
fn is_settled(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists
    )
}
