//! Whole files, of a kind and size that were checked.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::{Kind, LARGEST, Reason, Unreadable};

/// Returns the bytes of a regular file.
///
/// # Errors
///
/// Fails if the path is a link, not a regular file, larger than [`LARGEST`], or can't be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Unreadable> {
    whole(path, open(path)?)
}

/// Returns the bytes of a file that a person named. A link may lead to it.
///
/// # Errors
///
/// Fails if the path doesn't lead to a regular file, or as [`read`] does.
pub fn read_given(path: &Path) -> Result<Vec<u8>, Unreadable> {
    whole(path, open_regular(path, true)?)
}

/// Returns the text of a regular file.
///
/// # Errors
///
/// Fails if the file isn't UTF-8, or as [`read`] does.
pub fn read_text(path: &Path) -> Result<String, Unreadable> {
    String::from_utf8(read(path)?).map_err(|_| Unreadable::new(path, Reason::Text))
}

/// Returns the length of a regular file, and its first bytes, at most this many.
///
/// # Errors
///
/// Fails if the path is a link, not a regular file, or can't be read.
pub fn read_start(path: &Path, most: usize) -> Result<(u64, Vec<u8>), Unreadable> {
    let file = open(path)?;
    let length = file
        .metadata()
        .map_err(|error| Unreadable::new(path, error))?
        .len();
    let mut start = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX);
    file.take(limit)
        .read_to_end(&mut start)
        .map_err(|error| Unreadable::new(path, error))?;
    Ok((length, start))
}

/// Opens a regular file, but not through a link.
fn open(path: &Path) -> Result<File, Unreadable> {
    // Names the kind, which the system's error for a link doesn't.
    let kind = Kind::at(path).map_err(|error| Unreadable::new(path, error))?;
    if kind != Kind::File {
        return Err(Unreadable::new(path, Reason::Kind(kind)));
    }
    open_regular(path, false)
}

/// Opens a regular file, and never waits for the other end of a pipe.
fn open_regular(path: &Path, follows_links: bool) -> Result<File, Unreadable> {
    let failed = |error| Unreadable::new(path, Reason::System(error));
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;

        let mut flags = OFlags::NONBLOCK;
        if !follows_links {
            flags |= OFlags::NOFOLLOW;
        }
        // The bits are those of the C type `int`.
        options.custom_flags(flags.bits().cast_signed());
    }
    #[cfg(not(unix))]
    let _ = follows_links;
    let file = options.open(path).map_err(failed)?;
    // The file may have been exchanged since its kind was checked.
    let kind = Kind::of(file.metadata().map_err(failed)?.file_type());
    if kind != Kind::File {
        return Err(Unreadable::new(path, Reason::Kind(kind)));
    }
    Ok(file)
}

fn whole(path: &Path, file: File) -> Result<Vec<u8>, Unreadable> {
    let length = file
        .metadata()
        .map_err(|error| Unreadable::new(path, error))?
        .len();
    if length > LARGEST {
        return Err(Unreadable::new(path, Reason::TooLarge));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    // The file may grow meanwhile.
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Unreadable::new(path, error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
        return Err(Unreadable::new(path, Reason::TooLarge));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn regular_file_is_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "text").unwrap();
        assert_eq!(read_text(&path).unwrap(), "text");
        assert_eq!(read_start(&path, 2).unwrap(), (4, b"te".to_vec()));
        fs::write(&path, b"\xff").unwrap();
        assert!(matches!(read_text(&path).unwrap_err().reason, Reason::Text));
        assert!(read(&folder.path().join("b")).unwrap_err().is_absent());
    }

    #[test]
    fn file_over_the_limit_is_refused_unread() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        // A sparse file: it takes no room.
        File::create(&path).unwrap().set_len(10 << 30).unwrap();
        let error = read(&path).unwrap_err();
        assert!(matches!(error.reason, Reason::TooLarge), "{error}");
        assert!(error.to_string().contains("large"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn links_pipes_and_devices_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        fs::write(&target, "secret").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        let error = read(&link).unwrap_err();
        assert!(matches!(error.reason, Reason::Kind(Kind::Link)), "{error}");
        assert_eq!(read_given(&link).unwrap(), b"secret");

        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        for special in [pipe.as_path(), Path::new("/dev/zero")] {
            for error in [read(special), read_given(special)] {
                let error = error.unwrap_err();
                assert!(
                    matches!(error.reason, Reason::Kind(Kind::Special)),
                    "{error}"
                );
            }
        }
        let error = read(folder.path()).unwrap_err();
        assert!(
            matches!(error.reason, Reason::Kind(Kind::Folder)),
            "{error}"
        );
    }
}
