//! The chapters besides actions give the same facts in every state in which they are found.

use std::path::Path;

use extract::{Content, extract};

const STATES: [&str; 5] = [".html", ".md", "-pipes.txt", "-flat.txt", "-indented.txt"];

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

/// The facts as YAML without places and addresses, and without the marks that a format may lose.
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
    let is_place = |line: &str| {
        let line = line.trim_start_matches([' ', '-']);
        ["file:", "line:", "updated:", "sources:", "url:"]
            .iter()
            .any(|key| line.starts_with(key))
    };
    yaml.lines()
        .filter(|line| !is_place(line))
        .map(|line| line.replace(['`', '\''], ""))
        .collect::<Vec<_>>()
        .join("\n")
}

fn assert_same_in_all_states(chapter: &str) -> String {
    let expected = comparable(&content(&format!("{chapter}.html")));
    for state in STATES {
        let file = format!("{chapter}{state}");
        let found = comparable(&content(&file));
        // Without line breaks in cells, values can't be told from text.
        if chapter == "types" && state == "-pipes.txt" {
            assert_eq!(names(&found), names(&expected), "{file}");
        } else {
            assert_eq!(found, expected, "{file}");
        }
    }
    expected
}

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
fn structures() {
    insta::assert_snapshot!(assert_same_in_all_states("types"));
}

#[test]
fn errors() {
    insta::assert_snapshot!(assert_same_in_all_states("errors"));
}

#[test]
fn overview() {
    insta::assert_snapshot!(assert_same_in_all_states("overview"));
}

#[test]
fn history() {
    insta::assert_snapshot!(assert_same_in_all_states("history"));
}

#[test]
fn regions() {
    insta::assert_snapshot!(assert_same_in_all_states("regions"));
}

#[test]
fn the_chapter_on_responses_lists_the_common_codes() {
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
fn an_introduction_may_thank_instead_of_welcoming() {
    let Content::Introduction { title, .. } = content("introduction.md") else {
        panic!("no introduction")
    };
    assert_eq!(title.en.as_deref(), Some("Tencent Cloud Thing Storage"));
}

#[test]
fn a_chapter_that_all_products_share_is_worth_a_note_alone() {
    let bytes = include_bytes!("../../document/tests/documents/chapters/request-structure.md");
    let facts = extract(&document::read("a.md", bytes, None).unwrap());
    assert!(facts.actions.is_empty() && facts.chapters.is_empty());
    let found: Vec<String> = facts.findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "note[supporting-chapter]: the chapter on the request structure is no part of what is generated\n  --> a.md:1"
        ]
    );
}
