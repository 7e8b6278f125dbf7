//! The documents that people read first: translations agree, and all links, anchors, commands and
//! paths in them exist. The guide lists all its pages, and its code is tested.

mod guide;
mod links;
mod markdown;
mod readme;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

const GUIDE: &str = "docs/guide/src";

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Returns the text of a document, given its path in the repository.
fn document(name: &str) -> Result<String> {
    fs::read_to_string(repository().join(name)).with_context(|| format!("cannot read {name}"))
}

/// Returns the paths of the documents in a folder of the repository, `""` for the repository.
fn documents_in(folder: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(repository().join(folder))? {
        let name = PathBuf::from(folder).join(entry?.file_name());
        if name.extension().is_some_and(|extension| extension == "md") {
            names.push(name.display().to_string());
        }
    }
    names.sort();
    Ok(names)
}
