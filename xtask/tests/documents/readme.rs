//! Both READMEs agree, and the commands that they name exist.

use std::process::Command;

use anyhow::Result;

use crate::document;
use crate::markdown::{code_blocks, code_spans, headings};

#[test]
fn translated_code_blocks_are_identical() -> Result<()> {
    let english = document("README.md")?;
    let chinese = document("README.zh-CN.md")?;
    assert_eq!(code_blocks(&english), code_blocks(&chinese));
    Ok(())
}

#[test]
fn translated_names_are_identical() -> Result<()> {
    let english = document("README.md")?;
    let chinese = document("README.zh-CN.md")?;
    assert_eq!(sorted(code_spans(&english)), sorted(code_spans(&chinese)));
    Ok(())
}

#[test]
fn translated_headings_correspond() -> Result<()> {
    let english = document("README.md")?;
    let chinese = document("README.zh-CN.md")?;
    assert_eq!(heading_levels(&english), heading_levels(&chinese));
    Ok(())
}

#[test]
fn named_commands_exist() -> Result<()> {
    let text = document("README.md")?;
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

/// The archives of the crates need the licences. Links to them would break on Windows.
#[test]
fn runtime_has_licences_of_repository() -> Result<()> {
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        assert_eq!(
            document(&format!("runtime/{name}"))?,
            document(name)?,
            "{name}"
        );
    }
    Ok(())
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort_unstable();
    names
}

/// Returns the level of each heading: 1 for a title, 2 for a chapter.
fn heading_levels(markdown: &str) -> Vec<usize> {
    let headings = headings(markdown).into_iter();
    headings.map(|(level, _)| level).collect()
}
