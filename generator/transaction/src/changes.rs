//! The changes that a transaction makes.

/// The kind of failure that a new file survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// A kill of the process. A power failure may lose the bytes, which costs nothing if the file
    /// can be generated again.
    Kill,
    /// A power failure: the bytes are on the disk before the file gets its name.
    PowerFailure,
}

/// Files to write and to remove, by their paths below the writer's folder, with `/` between the
/// parts.
#[derive(Debug, Default)]
pub struct Changes<'a> {
    pub(crate) writes: Vec<NewFile<'a>>,
    pub(crate) removals: Vec<Removal>,
    /// The files that are replaced after everything else, in order.
    pub(crate) last: Vec<NewFile<'a>>,
}

/// A file with its new content.
#[derive(Debug)]
pub(crate) struct NewFile<'a> {
    pub(crate) path: String,
    pub(crate) content: &'a [u8],
    pub(crate) durability: Durability,
}

/// A file to remove.
#[derive(Debug)]
pub(crate) struct Removal {
    pub(crate) path: String,
    /// The folder above the file that stays even if it becomes empty.
    pub(crate) stays: String,
}

impl<'a> Changes<'a> {
    /// Adds a file to write.
    pub fn write(&mut self, path: impl Into<String>, content: &'a [u8], durability: Durability) {
        self.writes.push(NewFile {
            path: path.into(),
            content,
            durability,
        });
    }

    /// Adds a file that is replaced after all other changes, because it describes them.
    pub fn write_last(&mut self, path: impl Into<String>, content: &'a [u8]) {
        self.last.push(NewFile {
            path: path.into(),
            content,
            durability: Durability::PowerFailure,
        });
    }

    /// Adds a file to remove, together with the folders below `stays` that become empty.
    pub fn remove(&mut self, path: impl Into<String>, stays: impl Into<String>) {
        self.removals.push(Removal {
            path: path.into(),
            stays: stays.into(),
        });
    }

    /// Returns whether there is nothing to change.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.removals.is_empty() && self.last.is_empty()
    }
}
