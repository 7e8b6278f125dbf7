//! Interrupted transactions, finished or rolled back.

use std::fmt;
use std::io;

use crate::journal::Journal;
use crate::steps::{Done, Work, failed};
use crate::{Effect, WriteError};

/// An interrupted run that this one made whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// The command of the interrupted run; empty if it had no journal yet.
    pub command: String,
    end: End,
    done: Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Its files are all new.
    Finished,
    /// Its files are all old.
    RolledBack,
}

impl Recovered {
    /// Returns whether the interrupted run's files are now all written.
    pub fn is_finished(&self) -> bool {
        self.end == End::Finished
    }
}

impl fmt::Display for Recovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.command.is_empty() {
            return f.write_str(
                "note: an earlier run was interrupted before it changed a file; its temporary \
                 files are removed",
            );
        }
        let verb = match self.end {
            End::Finished => "finished",
            End::RolledBack => "rolled back",
        };
        let (command, changed) = (&self.command, self.done.changed);
        write!(
            f,
            "note: {verb} an interrupted `{command}`: {changed} files changed"
        )?;
        for path in &self.done.kept {
            write!(f, "\n  {path} isn't as that run left it, and stays")?;
        }
        Ok(())
    }
}

/// Makes an interrupted transaction whole. Returns `None` if there is none.
pub(crate) fn recover(work: &Work<'_>) -> Result<Option<Recovered>, WriteError> {
    let files = work.files;
    if !files.folder().exists() {
        return Ok(None);
    }
    let is_there = |path: &std::path::Path| path.symlink_metadata().is_ok();
    let recovered = if is_there(&files.undo()) {
        let journal = Journal::read(&files.undo())?;
        roll_back(work, &journal)?
    } else if is_there(&files.journal()) {
        let journal = Journal::read(&files.journal())?;
        finish(work, &journal, false)?
    } else {
        Recovered {
            command: String::new(),
            end: End::RolledBack,
            done: Done::default(),
        }
    };
    clean(work)?;
    Ok(Some(recovered))
}

/// Does the steps of a journal and removes it. An error rolls the transaction back.
pub(crate) fn finish(
    work: &Work<'_>,
    journal: &Journal,
    is_first: bool,
) -> Result<Recovered, WriteError> {
    let path = work.files.journal();
    let finished = work.apply(journal, is_first).and_then(|done| {
        work.layer
            .remove_file(&path)
            .map_err(failed("remove", &path))?;
        Ok(done)
    });
    match finished {
        Ok(done) => Ok(Recovered {
            command: journal.command.clone(),
            end: End::Finished,
            done,
        }),
        Err(error) => {
            let marked = work.layer.rename(&path, &work.files.undo());
            let is_undone = marked.is_ok() && roll_back(work, journal).is_ok();
            Err(match error {
                WriteError::Failed {
                    verb, path, error, ..
                } if is_undone => WriteError::Failed {
                    verb,
                    path,
                    error,
                    effect: Effect::Unchanged,
                },
                error => error,
            })
        }
    }
}

/// Undoes the steps of a journal, and removes its mark.
fn roll_back(work: &Work<'_>, journal: &Journal) -> Result<Recovered, WriteError> {
    let done = work.undo(journal)?;
    let mark = work.files.undo();
    work.layer
        .remove_file(&mark)
        .map_err(failed("remove", &mark))?;
    Ok(Recovered {
        command: journal.command.clone(),
        end: End::RolledBack,
        done,
    })
}

/// Removes the files of a transaction that is over.
pub(crate) fn clean(work: &Work<'_>) -> Result<(), WriteError> {
    let folder = work.files.folder();
    let files = disk::files_below(folder, &|_| false)?;
    let mut folders = std::collections::BTreeSet::new();
    for file in files {
        let path = folder.join(file);
        ignore_absent(work.layer.remove_file(&path)).map_err(failed("remove", &path))?;
    }
    let listing = std::fs::read_dir(folder).map_err(failed("read", folder))?;
    for entry in listing {
        folders.insert(entry.map_err(failed("read", folder))?.path());
    }
    folders.insert(folder.to_owned());
    for path in folders.iter().rev() {
        ignore_absent(work.layer.remove_folder(path)).map_err(failed("remove", path))?;
    }
    Ok(())
}

fn ignore_absent(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
