//! The operations that change files. Tests put a layer in their place that fails on purpose.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use crate::{Effect, WriteError};

/// The operations that change files, each of which may fail or be the last one of a process.
pub trait Layer: Sync {
    /// Creates a folder in an existing one.
    ///
    /// # Errors
    /// Fails as the system does.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Creates a file with these bytes, or overwrites the one at the path.
    ///
    /// # Errors
    /// Fails as the system does.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Waits until a file's bytes, or a folder's names, are on the disk.
    ///
    /// # Errors
    /// Fails as the system does.
    fn sync(&self, path: &Path) -> io::Result<()>;

    /// Gives a file a second name.
    ///
    /// # Errors
    /// Fails as the system does, or if the file system has no links.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file another name, and replaces the file that has it.
    ///
    /// # Errors
    /// Fails as the system does.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// Fails as the system does.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// Fails as the system does, or if the folder isn't empty.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
}

/// The operations of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Layer for System {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        File::create(path)?.write_all(bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        if cfg!(unix) || path.is_file() {
            return File::open(path)?.sync_all();
        }
        // Other systems can't open folders, and store their names in order.
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}

/// Returns the layer of this process: the system's, or the one that a test asks for.
pub(crate) fn of_process() -> &'static dyn Layer {
    #[cfg(feature = "faults")]
    if let Some(faulty) = faults::of_environment() {
        return faulty;
    }
    &System
}

/// Replaces one file that no command reads, such as a report: a reader finds the old bytes or the
/// new ones. Creates the folders above it. A pipe or a device is written to.
///
/// # Errors
///
/// Fails if a folder can't be created, or the file can't be written.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |error| WriteError::Failed {
        verb: "write",
        path: path.to_owned(),
        error,
        effect: Effect::Unchanged,
    };
    let Some(name) = path.file_name() else {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // A person may name a pipe, or a link to a file elsewhere.
    let is_special = path.symlink_metadata().is_ok_and(|found| !found.is_file());
    if is_special {
        return fs::write(path, bytes).map_err(failed);
    }
    let name = name.to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let layer = of_process();
    let written = layer
        .write(&temporary, bytes)
        .and_then(|()| layer.sync(&temporary))
        .and_then(|()| layer.rename(&temporary, path));
    written.map_err(|error| {
        let _ = layer.remove_file(&temporary);
        failed(error)
    })
}

#[cfg(feature = "faults")]
pub mod faults {
    //! A layer that counts its steps, and fails or ends the process at a chosen one.

    use std::io;
    use std::path::Path;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{Layer, System};

    /// The environment variable that chooses the fault of a process: `kill 17`.
    pub const VARIABLE: &str = "TRANSACTION_FAULT";

    /// The exit code of a process that the layer ended.
    pub const KILLED: i32 = 137;

    /// The effect at the chosen step.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Fault {
        /// The process ends before the step.
        Kill,
        /// The process ends in the middle of the step: half of the bytes are written.
        KillMidway,
        /// This step and all later ones fail, as after a kill.
        Stop,
        /// This step fails; later ones work.
        Once(io::ErrorKind),
        /// This step and all later ones fail.
        Always(io::ErrorKind),
    }

    /// The layer.
    #[derive(Debug)]
    pub struct Faulty {
        fault: Fault,
        /// The step, counted from 0.
        at: usize,
        steps: AtomicUsize,
    }

    impl Faulty {
        /// Returns a layer with a fault at a step, counted from 0.
        pub fn new(fault: Fault, at: usize) -> Self {
            Self {
                fault,
                at,
                steps: AtomicUsize::new(0),
            }
        }

        /// Returns whether the steps so far include the chosen one.
        pub fn has_failed(&self) -> bool {
            self.steps.load(Ordering::SeqCst) > self.at
        }

        fn step(
            &self,
            midway: impl FnOnce(),
            work: impl FnOnce() -> io::Result<()>,
        ) -> io::Result<()> {
            let step = self.steps.fetch_add(1, Ordering::SeqCst);
            match self.fault {
                _ if step < self.at => work(),
                Fault::Kill => std::process::exit(KILLED),
                Fault::KillMidway => {
                    midway();
                    std::process::exit(KILLED)
                }
                Fault::Stop => {
                    if step == self.at {
                        midway();
                    }
                    Err(io::Error::other("killed"))
                }
                Fault::Once(_) if step > self.at => work(),
                Fault::Once(kind) | Fault::Always(kind) => Err(kind.into()),
            }
        }
    }

    impl Layer for Faulty {
        fn create_folder(&self, path: &Path) -> io::Result<()> {
            self.step(|| {}, || System.create_folder(path))
        }

        fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
            let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
            let midway = || drop(System.write(path, half));
            self.step(midway, || System.write(path, bytes))
        }

        fn sync(&self, path: &Path) -> io::Result<()> {
            // Only a power failure would show the difference, and tests have many steps.
            let exists = || path.symlink_metadata().map(drop);
            self.step(|| {}, exists)
        }

        fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.step(|| {}, || System.link(from, to))
        }

        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.step(|| {}, || System.rename(from, to))
        }

        fn remove_file(&self, path: &Path) -> io::Result<()> {
            self.step(|| {}, || System.remove_file(path))
        }

        fn remove_folder(&self, path: &Path) -> io::Result<()> {
            self.step(|| {}, || System.remove_folder(path))
        }
    }

    /// Returns the layer that [`VARIABLE`] describes: one for the whole process.
    pub(crate) fn of_environment() -> Option<&'static dyn Layer> {
        static LAYER: OnceLock<Option<Faulty>> = OnceLock::new();
        let layer = LAYER.get_or_init(|| parse(&std::env::var(VARIABLE).ok()?));
        layer.as_ref().map(|layer| layer as &dyn Layer)
    }

    fn parse(text: &str) -> Option<Faulty> {
        let (fault, at) = text.split_once(' ')?;
        let fault = match fault {
            "kill" => Fault::Kill,
            "kill-midway" => Fault::KillMidway,
            "full" => Fault::Once(io::ErrorKind::StorageFull),
            "full-for-ever" => Fault::Always(io::ErrorKind::StorageFull),
            "denied" => Fault::Once(io::ErrorKind::PermissionDenied),
            "denied-for-ever" => Fault::Always(io::ErrorKind::PermissionDenied),
            _ => return None,
        };
        Some(Faulty::new(fault, at.parse().ok()?))
    }
}
