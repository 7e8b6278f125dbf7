//! Checks that chapters give the same facts in every format.

use std::path::Path;

use extract::{Content, extract};

/// Suffixes of the files with the same chapter in different formats.
const STATES: [&str; 5] = [".html", ".md", "-pipes.txt", "-flat.txt", "-indented.txt"];

/// Returns the facts of a file that contains one chapter.
fn content(file: &str) -> Content {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../document/tests/documents/chapters")
        .join(file);
    let bytes = std::fs::read(path).unwrap();
    let mut facts = extract(&document::read(file, &bytes, None).unwrap());
    assert_eq!(facts.chapters.len(), 1, "{file}: {:#?}", facts.findings);
    assert!(facts.actions.is_empty(), "{file}");
    facts.chapters.remove(0).content
}

/// Returns the facts as YAML, without positions, addresses and marks that a format may lose.
fn comparable(content: &Content) -> String {
    let yaml = match content {
        Content::Structures(structures) => serde_yaml::to_string(structures),
        Content::Errors(errors) => serde_yaml::to_string(errors),
        Content::Catalogue(groups) => serde_yaml::to_string(groups),
        Content::History(releases) => serde_yaml::to_string(releases),
        Content::Regions(regions) => serde_yaml::to_string(regions),
        Content::Introduction { title, doc } => serde_yaml::to_string(&(title, doc)),
    }
    .unwrap();
    let is_position = |line: &str| {
        let line = line.trim_start_matches([' ', '-']);
        ["file:", "line:", "updated:", "sources:", "url:"]
            .iter()
            .any(|key| line.starts_with(key))
    };
    yaml.lines()
        .filter(|line| !is_position(line))
        .map(|line| line.replace(['`', '\''], ""))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Checks that all formats give the same facts and returns them as YAML.
fn assert_same_in_all_states(chapter: &str) -> String {
    let expected = comparable(&content(&format!("{chapter}.html")));
    for state in STATES {
        let file = format!("{chapter}{state}");
        let found = comparable(&content(&file));
        // Cells without line breaks don't separate values from text.
        if chapter == "types" && state == "-pipes.txt" {
            assert_eq!(names(&found), names(&expected), "{file}");
        } else {
            assert_eq!(found, expected, "{file}");
        }
    }
    expected
}

/// Returns the lines of the YAML that don't depend on descriptions.
fn names(yaml: &str) -> Vec<&str> {
    let is_name = |line: &&str| {
        let line = line.trim_start_matches([' ', '-']);
        ["name:", "type:", "required:", "nullable:"]
            .iter()
            .any(|key| line.starts_with(key))
    };
    yaml.lines().filter(is_name).map(str::trim).collect()
}

#[test]
fn structures_agree_in_all_formats() {
    insta::assert_snapshot!("structures", assert_same_in_all_states("types"));
}

#[test]
fn errors_agree_in_all_formats() {
    insta::assert_snapshot!("errors", assert_same_in_all_states("errors"));
}

#[test]
fn overview_agrees_in_all_formats() {
    insta::assert_snapshot!("overview", assert_same_in_all_states("overview"));
}

#[test]
fn history_agrees_in_all_formats() {
    insta::assert_snapshot!("history", assert_same_in_all_states("history"));
}

#[test]
fn regions_agree_in_all_formats() {
    insta::assert_snapshot!("regions", assert_same_in_all_states("regions"));
}

#[test]
fn responses_chapter_lists_common_codes() {
    let Content::Errors(codes) = content("responses.md") else {
        panic!("no codes")
    };
    let listed: Vec<(&str, bool)> = codes
        .iter()
        .map(|code| (code.code.as_str(), code.common))
        .collect();
    assert_eq!(listed, [("InvalidParameter", true), ("AuthFailure", true)]);
}

#[test]
fn thanking_introduction_names_the_product() {
    let Content::Introduction { title, .. } = content("introduction.md") else {
        panic!("no introduction")
    };
    assert_eq!(title.en.as_deref(), Some("Tencent Cloud Thing Storage"));
}

#[test]
fn supporting_chapter_yields_only_a_note() {
    let bytes = include_bytes!("../../document/tests/documents/chapters/request-structure.md");
    let facts = extract(&document::read("a.md", bytes, None).unwrap());
    assert!(facts.actions.is_empty() && facts.chapters.is_empty());
    let found: Vec<String> = facts.findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "note[supporting-chapter]: the chapter on the request structure has no facts about one product's API\n  --> a.md:1"
        ]
    );
}
