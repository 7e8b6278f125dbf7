//! The proof that no line of a page vanishes: each is part of a fact, fixed wording, or named.
//!
//! The proof works on the characters of the files. It knows neither the readers nor their account.

mod check;
mod fixed;
mod held;
mod mutate;
mod printed;
mod retired;

use std::path::{Path, PathBuf};

use document::Format;

use check::Account;

fn files_below(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&root)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{root:?}");
    files
}

fn fixtures() -> Vec<PathBuf> {
    ["chapters", "en", "zh"]
        .iter()
        .flat_map(|name| files_below(&format!("generator/document/tests/documents/{name}")))
        .collect()
}

fn read(path: &Path) -> (String, String) {
    let name = path
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    (name, std::fs::read_to_string(path).expect("UTF-8"))
}

/// Returns the missed lines as `file:line: text`.
fn misses(file: &str, text: &str, format: Option<Format>) -> Vec<String> {
    let Some(account) = Account::read(file, text, format) else {
        return Vec::new();
    };
    let missed = account.misses();
    let printed = missed
        .iter()
        .map(|line| format!("{file}:{}: {}", line.number, line.text));
    printed.collect()
}

fn assert_none(missed: &[String]) {
    assert!(
        missed.is_empty(),
        "{} lines vanish:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn every_line_of_sources_is_used() {
    let pages: Vec<PathBuf> = files_below("specs/sources");
    let missed = parallel::map(&pages, |path| {
        let (file, text) = read(path);
        let format = if file.contains("manual") {
            Format::PdfText
        } else {
            Format::Text
        };
        misses(&file, &text, Some(format))
    });
    assert_none(&missed.concat());
}

#[test]
fn every_line_of_fixtures_is_used() {
    let missed = parallel::map(&fixtures(), |path| {
        let (file, text) = read(path);
        misses(&file, &text, None)
    });
    assert_none(&missed.concat());
}

/// Returns what the mutants of a fixture lose, as `file: change: lost line`.
fn losses_of_insertions(path: &Path) -> Vec<String> {
    let (file, text) = read(path);
    let document = document::read(&file, text.as_bytes(), None).expect("a page");
    let mut lost = Vec::new();
    for mutant in mutate::with_insertions(&text, &document) {
        let Some(account) = Account::read(&file, &mutant.text, Some(document.format)) else {
            continue;
        };
        if account.facts.count() == 0 {
            // One finding names the whole file.
            continue;
        }
        let missed = account.misses_among(mutant.inserted.clone());
        lost.extend(
            missed
                .iter()
                .map(|line| format!("{file}: {}: {}", mutant.what, line.text)),
        );
    }
    lost
}

#[test]
fn unknown_content_is_used_or_named() {
    let lost = parallel::map(&pages_with_facts(), |path| losses_of_insertions(path));
    assert_none(&lost.concat());
}

#[test]
fn damaged_labels_lose_no_line() {
    let lost = parallel::map(&pages_with_facts(), |path| {
        let (file, text) = read(path);
        let document = document::read(&file, text.as_bytes(), None).expect("a page");
        let mut lost = Vec::new();
        for mutant in mutate::without_labels(&text, &document) {
            let missed = misses(&file, &mutant.text, Some(document.format));
            lost.extend(missed.iter().map(|line| format!("{}: {line}", mutant.what)));
        }
        lost
    });
    assert_none(&lost.concat());
}

/// Returns the fixtures that describe something. The others yield one finding for the whole file.
fn pages_with_facts() -> Vec<PathBuf> {
    let mut pages = fixtures();
    pages.retain(|path| {
        let (file, text) = read(path);
        pipeline::facts_of(&file, text.as_bytes(), None).count() > 0
    });
    pages
}
