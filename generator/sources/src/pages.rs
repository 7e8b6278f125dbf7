//! The bytes of the scraped pages.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use sha2::{Digest, Sha256};

use spec::fault::SpecFault;

/// Pages by their path below `specs/sources/`.
pub type Pages = BTreeMap<String, Vec<u8>>;

/// All files below a folder such as `specs/sources/`; hidden ones are no pages.
pub fn read_pages(root: &Path) -> Result<Pages, SpecFault> {
    let mut pages = Pages::new();
    collect(root, "", &mut pages).map_err(|(path, error)| {
        SpecFault::of_file(
            format!("{}/{path}", root.display()),
            format!("can't be read: {error}"),
            "pages are files that this user may read",
        )
    })?;
    Ok(pages)
}

fn collect(root: &Path, below: &str, pages: &mut Pages) -> Result<(), (String, io::Error)> {
    let fail = |error| (below.to_owned(), error);
    for entry in fs::read_dir(root.join(below)).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = match below {
            "" => name,
            _ => format!("{below}/{name}"),
        };
        if entry.path().is_dir() {
            collect(root, &path, pages)?;
            continue;
        }
        let bytes = fs::read(entry.path()).map_err(|error| (path.clone(), error))?;
        pages.insert(path, bytes);
    }
    Ok(())
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String never fails.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    #[test]
    fn digests_are_the_standard_ones() {
        assert_eq!(
            super::sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
