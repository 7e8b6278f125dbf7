//! The lock of a folder: one process at a time writes below it.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use fs4::{FileExt, TryLockError};

use crate::{Effect, Holder, WriteError};

/// The lock. The system releases it when this is dropped or the process ends, even by a kill.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock without a holder names none. The system releases it after this.
        let _ = self.file.set_len(0);
    }
}

/// The time to wait for a lock that another process holds.
#[derive(Clone, Copy)]
pub struct Patience<'a> {
    /// The longest wait.
    pub longest: Duration,
    /// Tells the user once that this process waits.
    pub tell: &'a dyn Fn(&Holder),
}

impl Patience<'_> {
    /// Fails at once if another process holds the lock.
    pub const NONE: Self = Self {
        longest: Duration::ZERO,
        tell: &|_| {},
    };
}

/// The pause between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

impl Lock {
    /// Locks the folder `root` with a file in its state folder.
    pub(crate) fn acquire(
        root: &Path,
        state: &Path,
        command: &str,
        patience: Patience<'_>,
    ) -> Result<Self, WriteError> {
        let path = state.join("lock");
        let failed = |verb, error| WriteError::Failed {
            verb,
            path: path.clone(),
            error,
            effect: Effect::Unchanged,
        };
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(|error| failed("open", error))?;
        let mut since = None;
        loop {
            match FileExt::try_lock(&file) {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(failed("lock", error)),
                Err(TryLockError::WouldBlock) => {}
            }
            let started = *since.get_or_insert_with(Instant::now);
            let holder = || holder(&path);
            if started.elapsed() >= patience.longest {
                let (folder, holder) = (root.to_owned(), holder());
                return Err(WriteError::Locked { folder, holder });
            }
            if started.elapsed() < PAUSE {
                (patience.tell)(&holder());
            }
            thread::sleep(PAUSE);
        }
        // Only messages of other processes need the text, so failures don't matter.
        let _ = file.set_len(0);
        let _ = write!(file, "{}\n{command}\n", std::process::id());
        Ok(Self { file })
    }
}

/// The most bytes of a lock's text.
const LONGEST: u64 = 200;

fn holder(path: &Path) -> Holder {
    let read = || -> io::Result<String> {
        let mut text = String::new();
        File::open(path)?.take(LONGEST).read_to_string(&mut text)?;
        Ok(text)
    };
    let text = read().unwrap_or_default();
    let mut lines = text.lines();
    let process = lines.next().unwrap_or_default();
    let is_number = process.bytes().all(|byte| byte.is_ascii_digit());
    let command = lines.next().unwrap_or_default();
    Holder {
        process: if is_number { process } else { "" }.to_owned(),
        command: command.chars().filter(|c| !c.is_control()).collect(),
    }
}
