//! The changes that a transaction makes.

use std::collections::BTreeSet;

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

/// A file to write or to remove.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change<'c> {
    Write(&'c NewFile<'c>),
    Remove(&'c Removal),
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

    /// Returns the changes in the order in which they are made.
    ///
    /// A file whose name changes only in case is removed first. Otherwise, a file system without
    /// letter case would remove the file under its new name.
    pub(crate) fn in_order(&self) -> Vec<Change<'_>> {
        let written = self.writes.iter().chain(&self.last);
        let written: BTreeSet<String> = written.map(|file| file.path.to_lowercase()).collect();
        let is_renamed = |removal: &&Removal| written.contains(&removal.path.to_lowercase());
        let (renamed, removed): (Vec<_>, Vec<_>) = self.removals.iter().partition(is_renamed);
        let renamed = renamed.into_iter().map(Change::Remove);
        let removed = removed.into_iter().map(Change::Remove);
        renamed
            .chain(self.writes.iter().map(Change::Write))
            .chain(removed)
            .chain(self.last.iter().map(Change::Write))
            .collect()
    }

    /// Returns whether there is nothing to change.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.removals.is_empty() && self.last.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_renamed_in_case_is_removed_first() {
        let mut changes = Changes::default();
        for path in ["b/DescribeVPCs.yaml", "new.yaml"] {
            changes.write(path, b"", Durability::Kill);
        }
        changes.write_last("Sources.yaml", b"");
        for path in [
            "a/gone.yaml",
            "b/DescribeVpcs.yaml",
            "sources.yaml",
            "c.yaml",
        ] {
            changes.remove(path, "");
        }
        let order: Vec<String> = changes
            .in_order()
            .into_iter()
            .map(|change| match change {
                Change::Write(file) => format!("write {}", file.path),
                Change::Remove(removal) => format!("remove {}", removal.path),
            })
            .collect();
        assert_eq!(
            order,
            [
                "remove b/DescribeVpcs.yaml",
                "remove sources.yaml",
                "write b/DescribeVPCs.yaml",
                "write new.yaml",
                "remove a/gone.yaml",
                "remove c.yaml",
                "write Sources.yaml",
            ]
        );
    }
}
