//! The documents that a reader opens first: both READMEs agree, and all links, commands and paths
//! in the documents exist.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn readme(name: &str) -> Result<String> {
    fs::read_to_string(repository().join(name)).with_context(|| format!("cannot read {name}"))
}

#[test]
fn translated_code_blocks_are_identical() -> Result<()> {
    let english = readme("README.md")?;
    let chinese = readme("README.zh-CN.md")?;
    assert_eq!(code_blocks(&english), code_blocks(&chinese));
    Ok(())
}

#[test]
fn translated_names_are_identical() -> Result<()> {
    let english = readme("README.md")?;
    let chinese = readme("README.zh-CN.md")?;
    assert_eq!(sorted(code_spans(&english)), sorted(code_spans(&chinese)));
    Ok(())
}

#[test]
fn translated_headings_correspond() -> Result<()> {
    let english = readme("README.md")?;
    let chinese = readme("README.zh-CN.md")?;
    assert_eq!(heading_levels(&english), heading_levels(&chinese));
    Ok(())
}

#[test]
fn linked_files_exist() -> Result<()> {
    for name in ["README.md", "README.zh-CN.md"] {
        let text = readme(name)?;
        for link in links(&text) {
            assert!(
                repository().join(link).exists(),
                "{name} links to {link}, which does not exist"
            );
        }
    }
    Ok(())
}

#[test]
fn named_commands_exist() -> Result<()> {
    let text = readme("README.md")?;
    let help = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("--help")
        .output()?;
    let help = String::from_utf8(help.stdout)?;
    let commands: Vec<&str> = help
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .collect();
    for named in text.split("cargo xtask ").skip(1) {
        let end = named.find(|c: char| !c.is_ascii_alphanumeric());
        let command = &named[..end.unwrap_or(named.len())];
        assert!(
            commands.contains(&command),
            "README.md names `cargo xtask {command}`, but the commands are {commands:?}"
        );
    }
    Ok(())
}

#[test]
fn named_paths_exist() -> Result<()> {
    let mut names = vec!["ARCHITECTURE.md".to_owned(), "CONTRIBUTING.md".to_owned()];
    for document in fs::read_dir(repository().join("docs"))? {
        names.push(format!("docs/{}", document?.file_name().display()));
    }
    let mut missing = Vec::new();
    for name in names {
        let text = readme(&name)?;
        for path in code_spans(&text).into_iter().filter(|span| is_path(span)) {
            if !repository().join(path).exists() {
                missing.push(format!("{name} names {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "missing files: {missing:#?}");
    Ok(())
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
        "runtime",
        "scrape",
        "xtask",
    ];
    let top = code.split_once('/').map_or("", |(top, _)| top);
    folders.contains(&top) && code.chars().all(is_plain)
}

/// Returns the fenced blocks, each with its opening line.
fn code_blocks(markdown: &str) -> Vec<String> {
    markdown
        .split("\n```")
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Returns the inline code outside fenced blocks.
fn code_spans(markdown: &str) -> Vec<&str> {
    markdown
        .split("\n```")
        .step_by(2)
        .flat_map(|text| text.split('`').skip(1).step_by(2))
        .collect()
}

fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names
}

/// Returns the level of each heading: 1 for a title, 2 for a chapter.
fn heading_levels(markdown: &str) -> Vec<usize> {
    markdown
        .split("\n```")
        .step_by(2)
        .flat_map(str::lines)
        .filter(|line| line.starts_with('#'))
        .map(|line| line.bytes().take_while(|byte| *byte == b'#').count())
        .collect()
}

/// Returns the targets of links to files of the repository.
fn links(markdown: &str) -> Vec<&str> {
    markdown
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|target| !target.contains("://"))
        .collect()
}
