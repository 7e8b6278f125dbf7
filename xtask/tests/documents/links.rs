//! Links between documents, and paths and commands that documents name.

use std::path::{Component, Path, PathBuf};

use anyhow::{Result, ensure};

use crate::markdown::{anchors, code_spans, links};
use crate::{GUIDE, document, documents_in, repository};

#[test]
fn linked_files_and_anchors_exist() -> Result<()> {
    let mut broken = Vec::new();
    let mut checked = 0;
    for name in all_documents()? {
        let text = expanded(&name)?;
        for link in links(&text) {
            checked += 1;
            if let Err(error) = check_link(&name, &link) {
                broken.push(format!("{name} links to {link}: {error}"));
            }
        }
    }
    assert!(checked > 50, "only {checked} links found");
    assert!(broken.is_empty(), "broken links: {broken:#?}");
    Ok(())
}

#[test]
fn broken_links_are_found() {
    let from = "docs/adding-a-product.md";
    assert!(check_link(from, "updating.md").is_ok());
    assert!(check_link(from, "../CONTRIBUTING.md#adding-a-lint-rule").is_ok());
    assert!(check_link(from, "#3-test").is_ok());
    for link in ["none.md", "updating.md#none", "#none", "CONTRIBUTING.md"] {
        assert!(check_link(from, link).is_err(), "{link}");
    }
    let page = "docs/guide/src/streams.md";
    assert!(check_link(page, "how-replies-are-read.md#streams").is_ok());
    let outside = check_link(page, "../../tolerance.md").unwrap_err();
    assert!(outside.to_string().contains("the book"), "{outside}");
}

#[test]
fn named_paths_exist() -> Result<()> {
    let mut missing = Vec::new();
    for name in all_documents()? {
        if name.starts_with("README") || name == "CHANGELOG.md" {
            continue;
        }
        for path in code_spans(&document(&name)?) {
            if is_path(&path) && !repository().join(&path).exists() {
                missing.push(format!("{name} names {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "missing files: {missing:#?}");
    Ok(())
}

fn all_documents() -> Result<Vec<String>> {
    let folders = ["", "docs", GUIDE, "redis", "runtime"];
    let documents = folders.into_iter().map(documents_in);
    Ok(documents
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .flatten()
        .collect())
}

/// Fails unless the target of a link exists. `from` is the document with the link.
fn check_link(from: &str, link: &str) -> Result<()> {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let folder = Path::new(from).parent().unwrap_or(Path::new(""));
    let target = match path {
        "" => from.to_owned(),
        path => normalized(&folder.join(path)).display().to_string(),
    };
    let exists = repository().join(&target).exists();
    ensure!(exists, "{target} does not exist");
    let leaves_book = from.starts_with(GUIDE) && !target.starts_with(GUIDE);
    ensure!(!leaves_book, "{target} is not a page of the book");
    if !anchor.is_empty() {
        let known = anchors(&expanded(&target)?);
        let is_known = known.iter().any(|known| known == anchor);
        ensure!(is_known, "{target} has only the anchors {known:?}");
    }
    Ok(())
}

/// Returns the text of a document with the files that mdBook includes.
fn expanded(name: &str) -> Result<String> {
    let mut text = String::new();
    for line in document(name)?.lines() {
        let included = line.strip_prefix("{{#include ");
        match included.and_then(|rest| rest.strip_suffix("}}")) {
            Some(path) => {
                let folder = Path::new(name).parent().unwrap_or(Path::new(""));
                let path = normalized(&folder.join(path));
                text.push_str(&document(&path.display().to_string())?);
            }
            None => text.push_str(line),
        }
        text.push('\n');
    }
    Ok(text)
}

/// Resolves the parts `..` of a path within the repository.
fn normalized(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}

/// Returns whether inline code is a path of the repository, and not a pattern or a command.
fn is_path(code: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    // Without `specs` and `generated`: commands create some of their files only when needed.
    let folders = [
        "bench",
        "docs",
        "examples",
        "generator",
        "redis",
        "runtime",
        "scrape",
        "xtask",
    ];
    let top = code.split_once('/').map_or("", |(top, _)| top);
    folders.contains(&top) && code.chars().all(is_plain)
}
