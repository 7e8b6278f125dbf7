//! The guide: its summary lists all pages, and all of its Rust code is tested.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::markdown::{code_blocks, headings, links};
use crate::{GUIDE, document, documents_in};

/// The names of the guide's pages, such as `streams.md`, with their texts.
fn pages() -> Result<Vec<(String, String)>> {
    let mut pages = Vec::new();
    for path in documents_in(GUIDE)? {
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        if name != "SUMMARY.md" {
            pages.push((name, document(&path)?));
        }
    }
    Ok(pages)
}

#[test]
fn summary_lists_every_page_once() -> Result<()> {
    let mut listed = links(&document(&format!("{GUIDE}/SUMMARY.md"))?);
    listed.sort();
    let existing: Vec<_> = pages()?.into_iter().map(|(name, _)| name).collect();
    assert!(existing.len() >= 20, "{existing:?}");
    assert_eq!(listed, existing);
    Ok(())
}

#[test]
fn pages_open_with_their_title() -> Result<()> {
    for (name, text) in pages()? {
        let is_included = text.starts_with("{{#include ");
        let titles = headings(&text)
            .into_iter()
            .filter(|(level, _)| *level == 1)
            .count();
        assert_eq!(titles, usize::from(!is_included), "{name}");
        assert!(is_included || text.starts_with("# "), "{name}");
    }
    Ok(())
}

/// rustdoc takes a block without a language for Rust, and mdBook shows it without colours.
#[test]
fn code_blocks_name_their_language() -> Result<()> {
    for (name, text) in pages()? {
        for block in code_blocks(&text) {
            let language = block.info.split(',').next().unwrap_or_default();
            assert!(
                [
                    "console", "go", "ini", "python", "rust", "text", "toml", "yaml"
                ]
                .contains(&language),
                "{name} has a block with the language `{}`: {:?}",
                block.info,
                block.code.first()
            );
        }
    }
    Ok(())
}

#[test]
fn rust_code_is_compiled_by_examples() -> Result<()> {
    let tested = document("examples/src/guide.rs")?;
    let tested: BTreeSet<_> = tested
        .split('"')
        .filter(|name| name.ends_with(".md"))
        .collect();
    let mut untested = Vec::new();
    let mut blocks = 0;
    for (name, text) in &pages()? {
        for block in code_blocks(text) {
            let mut attributes = block.info.split(',');
            if attributes.next() != Some("rust") {
                continue;
            }
            blocks += 1;
            // A block that uses the network is at least compiled.
            let is_compiled = attributes.all(|attribute| attribute == "no_run");
            if !is_compiled || !tested.contains(name.as_str()) {
                untested.push(format!("{name}: {}", block.info));
            }
        }
    }
    assert!(blocks > 40, "only {blocks} blocks found");
    assert!(
        untested.is_empty(),
        "Rust code that no test compiles; see examples/src/guide.rs: {untested:#?}"
    );
    Ok(())
}
