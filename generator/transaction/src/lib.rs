//! Files written as transactions: after a kill at any point, the next run makes the tree whole.
//!
//! A [`Writer`] locks a folder, so that one process at a time writes below it. A commit takes four
//! steps:
//!
//! 1. It writes all new contents into the state folder, which no command reads as input, and links
//!    the old files there.
//! 2. It writes a journal. From here on, the transaction counts.
//! 3. It moves the new files into place, then removes files that no longer belong, then replaces
//!    the files that have to come last, such as a manifest.
//! 4. It removes the journal.
//!
//! A run killed before step 2 has changed nothing. After step 2, the next [`Writer::open`] finishes
//! the transaction. An error in step 3 or 4 rolls it back, and if that fails too, the next
//! `Writer::open` does so.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod changes;
mod journal;
mod layer;
mod lock;
mod recovery;
mod steps;
mod writer;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use disk::{Unreadable, shown};

pub use changes::{Changes, Durability};
#[cfg(feature = "faults")]
pub use layer::faults;
pub use layer::{Layer, System, replace};
pub use lock::Patience;
pub use recovery::Recovered;
pub use writer::{Place, Writer};

/// The reasons why files can't be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Another process holds the lock.
    #[error(
        "error: {holder} is writing in {}\n  = help: wait until it has finished, or stop it; files \
         stay intact",
        shown(.folder)
    )]
    Locked {
        /// The locked folder.
        folder: PathBuf,
        /// The process that holds it.
        holder: Holder,
    },
    /// The file system failed: it may be full or read-only, or lack a permission.
    #[error(
        "error: can't {verb} {}: {error}\n  = note: {effect}\n  = help: fix the cause, then run the \
         command again",
        shown(.path)
    )]
    Failed {
        /// The attempted operation: `write`.
        verb: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
        /// The state of the files.
        effect: Effect,
    },
    /// A file to replace, or its folder, is a link or the like.
    #[error("error: {0}")]
    Refused(#[from] Unreadable),
    /// A path leads out of the folder.
    #[error("error: `{}` isn't a path below {}, so nothing is written there", visible(.path), shown(.folder))]
    Outside {
        /// The folder.
        folder: PathBuf,
        /// The path.
        path: String,
    },
    /// The journal of an interrupted run is damaged.
    #[error(
        "error: the journal of an interrupted run is damaged: {}: {message}\n  = help: compare the \
         files with `git status`, then delete the folder of the journal",
        shown(.path)
    )]
    Journal {
        /// The journal.
        path: PathBuf,
        /// The fault.
        message: String,
    },
}

fn visible(path: &str) -> String {
    shown(Path::new(path))
}

/// The process that holds a lock, as far as its file tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holder {
    /// The command: `cargo xtask codegen`. Empty if it is unknown.
    pub command: String,
    /// The number of the process. Empty if it is unknown.
    pub process: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.command.is_empty() {
            f.write_str("another process")?;
        } else {
            write!(f, "`{}`", self.command)?;
        }
        if !self.process.is_empty() {
            write!(f, " (process {})", self.process)?;
        }
        Ok(())
    }
}

/// The state of the files after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// All files are as they were before.
    Unchanged,
    /// Some files may be new. The journal tells the next run how to make the tree whole.
    Unfinished,
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unchanged => "no file has changed",
            Self::Unfinished => "some files may have changed; the next run makes them whole",
        })
    }
}
