//! The style rules of CONTRIBUTING.md that a program can check: prose, and sizes of files and
//! functions.

mod cases;
mod prose;
mod rust_source;
mod sizes;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Machine-written files, pages that the generator reads, and the cases of this test, which break
/// the rules on purpose.
const FOREIGN: [&str; 7] = [
    "generated/",
    "specs/",
    "tests/golden/crate/",
    "tests/documents/chapters/",
    "tests/documents/en/",
    "tests/documents/zh/",
    "xtask/tests/style/cases.rs",
];

#[test]
fn hand_written_prose_keeps_rules() -> Result<()> {
    let mut violations = Vec::new();
    for (file, text) in hand_written()? {
        let found = if file.ends_with(".rs") {
            prose::rust_violations(&text)
        } else {
            prose::markdown_violations(&text, !file.ends_with(".zh-CN.md"))
        };
        violations.extend(found.iter().map(|found| format!("{file}:{found}")));
    }
    assert!(
        violations.is_empty(),
        "{} lines break the prose rules of CONTRIBUTING.md:\n{}",
        violations.len(),
        violations.join("\n")
    );
    Ok(())
}

#[test]
fn hand_written_code_keeps_sizes() -> Result<()> {
    let files = hand_written()?;
    let violations = sizes::violations(&files);
    assert!(
        violations.is_empty(),
        "the code breaks the size rules of CONTRIBUTING.md:\n{}",
        violations.join("\n")
    );
    Ok(())
}

/// Returns the Rust and Markdown files in git that people write, with their texts.
fn hand_written() -> Result<Vec<(String, String)>> {
    let root = Path::new(ROOT);
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--", "*.rs", "*.md"])
        .current_dir(root)
        .output()
        .context("cannot run git")?;
    ensure!(
        listed.status.success(),
        "git ls-files failed: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let listed = String::from_utf8(listed.stdout)?;
    let is_hand_written = |file: &&str| {
        let foreign = FOREIGN
            .iter()
            .any(|folder| file.starts_with(folder) || file.contains(&format!("/{folder}")));
        !foreign && root.join(file).exists()
    };
    let mut files = Vec::new();
    for file in listed.split_terminator('\0').filter(is_hand_written) {
        let text =
            fs::read_to_string(root.join(file)).with_context(|| format!("cannot read {file}"))?;
        files.push((file.to_owned(), text));
    }
    ensure!(!files.is_empty(), "git lists no hand-written file");
    Ok(files)
}

/// Names of files and texts of pages must not reach a terminal as they are.
#[test]
fn messages_of_commands_are_escaped() -> Result<()> {
    let is_command =
        |file: &str| file.starts_with("xtask/src/") && !file.starts_with("xtask/src/bench/");
    let mut violations = Vec::new();
    for (file, text) in hand_written()? {
        // The macro that escapes is in xtask/src/lib.rs.
        if is_command(&file) && file != "xtask/src/lib.rs" && text.contains("eprintln!") {
            violations.push(file);
        }
    }
    assert!(
        violations.is_empty(),
        "use `tell!` for messages in {violations:?}"
    );
    Ok(())
}
