//! The writer of a folder: it holds the lock, makes interrupted runs whole, and commits changes.

use std::collections::BTreeSet;
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};

use disk::{Kind, Reason, Unreadable};

use crate::changes::Change;
use crate::journal::{Files, Journal, Step, is_below};
use crate::lock::Lock;
use crate::recovery::{clean, finish, recover};
use crate::steps::{Work, digest, failed};
use crate::{Changes, Durability, Effect, Layer, Patience, Recovered, WriteError, layer};

/// A folder to write below, and the folder for the state of runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder that all paths of changes are below.
    pub root: PathBuf,
    /// The hidden folder with the lock, the journal and the temporary files. It is on the same file
    /// system, and no command reads it as input.
    pub state: PathBuf,
}

impl Place {
    /// Returns whether an interrupted run left a transaction, or a running one has it.
    pub fn has_transaction(&self) -> bool {
        Files::below(&self.state).folder().exists()
    }
}

/// The right to write below a folder.
pub struct Writer<'l> {
    root: PathBuf,
    files: Files,
    command: String,
    layer: &'l dyn Layer,
    recovered: Option<Recovered>,
    _lock: Lock,
}

impl Writer<'static> {
    /// Locks the folder, and makes an interrupted transaction whole. `command` is the name of the
    /// caller in messages of other processes.
    ///
    /// # Errors
    ///
    /// Fails if another process holds the lock for too long, or if a file can't be written.
    pub fn open(place: &Place, command: &str, patience: Patience<'_>) -> Result<Self, WriteError> {
        Self::open_with(place, command, patience, layer::of_process())
    }
}

impl<'l> Writer<'l> {
    /// Does what [`Writer::open`] does, with a layer for the operations.
    ///
    /// # Errors
    ///
    /// Fails as [`Writer::open`] does.
    pub fn open_with(
        place: &Place,
        command: &str,
        patience: Patience<'_>,
        layer: &'l dyn Layer,
    ) -> Result<Self, WriteError> {
        create_state(&place.state, layer)?;
        let lock = Lock::acquire(&place.root, &place.state, command, patience)?;
        let mut writer = Self {
            root: place.root.clone(),
            files: Files::below(&place.state),
            command: command.to_owned(),
            layer,
            recovered: None,
            _lock: lock,
        };
        writer.recovered = recover(&writer.work())?;
        Ok(writer)
    }

    /// Returns the folder that all paths of changes are below.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the interrupted run that was made whole, if there was one.
    pub fn recovered(&self) -> Option<&Recovered> {
        self.recovered.as_ref()
    }

    fn work(&self) -> Work<'_> {
        Work {
            root: &self.root,
            files: &self.files,
            layer: self.layer,
        }
    }

    /// Makes all changes, or none if one of them fails.
    ///
    /// # Errors
    ///
    /// Fails if a file can't be written or removed, or if a path leads out of the folder or through
    /// a link.
    pub fn commit(&self, changes: &Changes<'_>) -> Result<(), WriteError> {
        if changes.is_empty() {
            return Ok(());
        }
        let work = self.work();
        // An earlier commit may have left files that it couldn't remove.
        recover(&work)?;
        let recorded = self.journal(changes).and_then(|journal| {
            self.stage(changes, &journal)?;
            self.record(&journal)?;
            Ok(journal)
        });
        let finished = match recorded {
            Ok(journal) => finish(&work, &journal, true),
            Err(error) => {
                // Nothing has changed: the next run must not find a journal.
                let is_safe = ignore_absent(self.layer.remove_file(&self.files.journal()));
                let _ = clean(&work);
                return Err(match error {
                    WriteError::Failed {
                        verb, path, error, ..
                    } if is_safe.is_ok() => WriteError::Failed {
                        verb,
                        path,
                        error,
                        effect: Effect::Unchanged,
                    },
                    error => error,
                });
            }
        };
        // The next run cleans up what stays.
        let _ = clean(&work);
        finished.map(|_| ())
    }

    /// Returns the journal of the changes.
    fn journal(&self, changes: &Changes<'_>) -> Result<Journal, WriteError> {
        let work = self.work();
        let mut steps = Vec::new();
        let mut creates = BTreeSet::new();
        let old = |path: &str| -> Result<Option<String>, WriteError> {
            if !is_below(path) || path.is_empty() {
                return Err(WriteError::Outside {
                    folder: self.root.clone(),
                    path: path.to_owned(),
                });
            }
            Ok(digest(&self.root.join(path))?)
        };
        let step = |change: &Change<'_>| -> Result<Step, WriteError> {
            Ok(match change {
                Change::Write(file) => Step {
                    path: file.path.clone(),
                    old: old(&file.path)?,
                    new: Some(disk::sha256(file.content)),
                    stays: String::new(),
                    is_durable: file.durability == Durability::PowerFailure,
                },
                Change::Remove(removal) => Step {
                    path: removal.path.clone(),
                    old: old(&removal.path)?,
                    new: None,
                    stays: removal.stays.clone(),
                    is_durable: true,
                },
            })
        };
        for step in parallel::map(&changes.in_order(), step) {
            steps.push(step?);
        }
        for step in steps.iter().filter(|step| step.new.is_some()) {
            creates.extend(work.missing_folders(&step.path)?);
        }
        Ok(Journal {
            command: self.command.clone(),
            steps,
            creates: creates.into_iter().collect(),
        })
    }

    /// Writes the new contents into the state folder, and links the old files there.
    fn stage(&self, changes: &Changes<'_>, journal: &Journal) -> Result<(), WriteError> {
        let folder = self.files.folder();
        self.layer
            .create_folder(folder)
            .map_err(failed("create", folder))?;
        for folder in self.files.folders(journal.steps.len()) {
            self.layer
                .create_folder(&folder)
                .map_err(failed("create", &folder))?;
        }
        let content = |change| match change {
            Change::Write(file) => Some(file.content),
            Change::Remove(_) => None,
        };
        let contents = changes.in_order().into_iter().map(content);
        let steps: Vec<_> = journal.steps.iter().zip(contents).enumerate().collect();
        let staged = parallel::map(&steps, |(index, (step, content))| match content {
            Some(content) => self.stage_one(*index, step, content),
            None => Ok(()),
        });
        staged.into_iter().collect::<Result<Vec<()>, _>>()?;
        let durable = journal.steps.iter().enumerate();
        let durable = durable.filter(|(_, step)| step.is_durable && step.new.is_some());
        let durable: Vec<PathBuf> = durable
            .map(|(index, _)| self.files.new_bytes(index))
            .collect();
        self.sync_all(&durable)
    }

    fn stage_one(&self, index: usize, step: &Step, content: &[u8]) -> Result<(), WriteError> {
        let (path, new, old) = (
            self.root.join(&step.path),
            self.files.new_bytes(index),
            self.files.old_bytes(index),
        );
        // Messages name the file that the user knows.
        let failed = failed("write", &path);
        self.layer.write(&new, content).map_err(&failed)?;
        if step.old.is_none() {
            return Ok(());
        }
        match self.layer.link(&path, &old) {
            Ok(()) => Ok(()),
            Err(error) if has_no_links(&error) => {
                let bytes = disk::read(&path)?;
                self.layer.write(&old, &bytes).map_err(failed)
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Waits until the files are on the disk.
    fn sync_all(&self, files: &[PathBuf]) -> Result<(), WriteError> {
        let sync = |file: &PathBuf| self.layer.sync(file).map_err(failed("write", file));
        let chunk = files.len().div_ceil(SYNCHRONISED_AT_ONCE).max(1);
        std::thread::scope(|scope| {
            let threads: Vec<_> = files
                .chunks(chunk)
                .map(|files| scope.spawn(move || files.iter().try_for_each(sync)))
                .collect();
            threads
                .into_iter()
                .try_for_each(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
        })
    }

    /// Writes the journal, after which the transaction counts.
    fn record(&self, journal: &Journal) -> Result<(), WriteError> {
        let (part, path) = (self.files.unfinished_journal(), self.files.journal());
        let write = || -> io::Result<()> {
            self.layer.write(&part, journal.text().as_bytes())?;
            self.layer.sync(&part)?;
            self.layer.rename(&part, &path)?;
            self.layer.sync(self.files.folder())
        };
        write().map_err(failed("write", &path))
    }
}

/// The number of files that are synchronised at once. The disk limits it rather than the processor.
const SYNCHRONISED_AT_ONCE: usize = 16;

/// Creates the state folder, and the folders above it.
fn create_state(state: &Path, layer: &dyn Layer) -> Result<(), WriteError> {
    let mut missing = Vec::new();
    for folder in state.ancestors() {
        // The end of a relative path.
        if folder.as_os_str().is_empty() {
            break;
        }
        match Kind::at(folder) {
            Ok(Kind::Folder) => break,
            // Above the state folder, links are the user's business.
            Ok(Kind::Link) if folder != state => break,
            Ok(kind) => {
                return Err(WriteError::Refused(Unreadable {
                    path: folder.to_owned(),
                    reason: Reason::Kind(kind),
                }));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => missing.push(folder),
            Err(error) => return Err(failed("read", folder)(error)),
        }
    }
    for folder in missing.into_iter().rev() {
        let created = layer.create_folder(folder);
        // Another process may be as fast.
        if let Err(error) = created
            && error.kind() != io::ErrorKind::AlreadyExists
        {
            return Err(WriteError::Failed {
                verb: "create",
                path: folder.to_owned(),
                error,
                effect: Effect::Unchanged,
            });
        }
    }
    Ok(())
}

fn has_no_links(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Unsupported | io::ErrorKind::CrossesDevices
    ) || error.raw_os_error() == Some(EPERM)
}

/// The error of file systems without links.
const EPERM: i32 = 1;

fn ignore_absent(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
