//! Files as the generator reads them: regular ones only, up to a size, and never through a link.
//!
//! Pages and specs come from others. A link could lead out of the repository, a pipe would block
//! for ever, and a device never ends.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod listing;
mod read;

use std::fmt;
use std::fs::{FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub use listing::{files_below, is_leftover};
pub use read::{read, read_given, read_start, read_text};

/// The most bytes of a file. The largest manual has a tenth of this.
pub const LARGEST: u64 = 64 << 20;

/// A file or folder that can't be read, or must not.
#[derive(Debug, thiserror::Error)]
#[error("can't read {}: {reason}", shown(.path))]
pub struct Unreadable {
    /// The file or folder.
    pub path: PathBuf,
    /// The reason, as the end of a sentence.
    pub reason: Reason,
}

/// The reason why a file or folder isn't read.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// It is a link, a pipe, a socket or a device, or a folder in the place of a file.
    #[error("it is {0}; put a regular file or folder in its place, or delete it")]
    Kind(Kind),
    /// The file is larger than any page or spec.
    #[error("it is larger than {} MiB; delete it, or split it", LARGEST >> 20)]
    TooLarge,
    /// The name isn't Unicode, so no manifest or message can name the file.
    #[error("its name isn't UTF-8; rename it")]
    Name,
    /// The file isn't Unicode.
    #[error("its text isn't UTF-8")]
    Text,
    /// The folders are nested too deeply.
    #[error("its folders are nested too deeply; move it up")]
    TooDeep,
    /// The system's error.
    #[error(transparent)]
    System(#[from] io::Error),
}

impl Unreadable {
    fn new(path: &Path, reason: impl Into<Reason>) -> Self {
        Self {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }

    /// Returns whether the file or folder doesn't exist.
    pub fn is_absent(&self) -> bool {
        matches!(&self.reason, Reason::System(error) if error.kind() == io::ErrorKind::NotFound)
    }
}

/// The kind of an entry in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, whatever it leads to.
    Link,
    /// A pipe, a socket or a device.
    Special,
}

impl Kind {
    /// Returns the kind of an entry from its type.
    pub fn of(kind: FileType) -> Self {
        if kind.is_symlink() {
            Self::Link
        } else if kind.is_dir() {
            Self::Folder
        } else if kind.is_file() {
            Self::File
        } else {
            Self::Special
        }
    }

    /// Returns the kind of the file or folder at a path; of the link itself, if it is one.
    ///
    /// # Errors
    ///
    /// Fails if there is nothing at the path, or the system refuses to tell.
    pub fn at(path: &Path) -> io::Result<Self> {
        path.symlink_metadata()
            .map(|found: Metadata| Self::of(found.file_type()))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::Link => "a symbolic link",
            Self::Special => "a pipe, a socket or a device",
        })
    }
}

/// Returns a path for messages: with escapes in place of characters that a terminal obeys.
pub fn shown(path: &Path) -> String {
    visible::printable(&path.to_string_lossy())
}

/// Returns the SHA-256 digest in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let digits = |byte: u8| [byte >> 4, byte & 15];
    let digits = Sha256::digest(bytes).into_iter().flat_map(digits);
    digits
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Path, sha256, shown};

    #[test]
    fn sha256_matches_the_standard_digest() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn shown_path_has_escapes() {
        let path = Path::new("specs/\u{1b}[2J\u{202e}.html");
        assert_eq!(shown(path), "specs/\\u{1b}[2J\\u{202e}.html");
    }
}
