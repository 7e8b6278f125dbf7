//! The reasons why the store can't be used.

use std::io;
use std::path::Path;

use disk::{Unreadable, shown};
use spec::SpecFault;
use transaction::WriteError;

/// The reasons why the store can't be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another scrape holds the folder.
    #[error(
        "error: another scrape is running in {folder}{by}\n  = help: wait until it has finished, or \
         stop it: all stored pages stay intact"
    )]
    Locked {
        /// The locked folder.
        folder: String,
        /// The process that holds it, if known: ` (process 17)`.
        by: String,
    },
    /// Pages can't be written.
    #[error(transparent)]
    Write(WriteError),
    /// A file in the folder can't be read, or must not.
    #[error("error: {0}")]
    Read(#[from] Unreadable),
    /// The manifest has a fault.
    #[error(transparent)]
    Manifest(#[from] SpecFault),
    /// A page's path leads outside of the folder.
    #[error(
        "error: sources.yaml names `{0}`, which isn't a path below sources/\n  = help: delete the entry"
    )]
    OutsideFolder(String),
    /// The file system failed: it may be full or read-only, or lack a permission.
    #[error(
        "error: can't {verb} {path}: {error}\n  = help: stored pages are intact; fix the cause and \
         run the command again to continue"
    )]
    Disk {
        /// The attempted operation: `write`.
        verb: &'static str,
        /// The file or folder.
        path: String,
        /// The system's error.
        error: io::Error,
    },
}

impl From<WriteError> for StoreError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Locked { folder, holder } if holder.command == super::COMMAND => {
                Self::Locked {
                    folder: shown(&folder),
                    by: format!(" (process {})", holder.process),
                }
            }
            other => Self::Write(other),
        }
    }
}

impl StoreError {
    pub(super) fn disk(verb: &'static str, path: &Path, error: io::Error) -> Self {
        let path = shown(path);
        Self::Disk { verb, path, error }
    }
}
