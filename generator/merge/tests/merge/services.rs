//! Services: structures, error codes and chapters of several sources.

use crate::{member, of_chapters, of_pages, page, printed};
use extract::{ActionPage, Content};
use merge::merge;
use serde_json::{Value, json};
use spec::{Action, Catalogue, CatalogueEntry, ErrorCode, Example, Inferred, Language, Structure};

#[test]
fn pages_with_unsafe_names_are_omitted() {
    let bad = |edit: fn(&mut Action)| page("a.txt", Language::En, "2025-01-01", edit);
    let merged = merge(vec![of_pages(
        "a.txt",
        Language::En,
        vec![
            bad(|action| action.name = "../../etc/passwd".to_owned()),
            bad(|action| action.service = "..".to_owned()),
            bad(|action| action.version = String::new()),
            bad(|_| ()),
        ],
    )]);
    assert_eq!(merged.specs.len(), 1);
    assert_eq!(merged.specs[0].actions.len(), 1);
    insta::assert_snapshot!(printed(&merged));
}

fn structure(name: &str, member_name: &str) -> Structure {
    Structure {
        name: name.to_owned(),
        members: vec![member(member_name, "String", Language::Zh, "")],
        ..Structure::default()
    }
}

/// Returns a page whose tables name two structures, and whose example shows both.
fn page_with_structures(file: &str, disk: Value) -> ActionPage {
    page(file, Language::En, "2025-01-01", |action| {
        action.output = vec![
            member("Tags", "Array of Tag", Language::En, ""),
            member("Disk", "Disk", Language::En, ""),
        ];
        action.examples = vec![Example {
            response: Some(json!({"Response": {"Tags": [{"Guess": "a"}], "Disk": disk}})),
            ..Example::default()
        }];
    })
}

#[test]
fn documented_structures_replace_inferred_ones() {
    let documented = Content::Structures(vec![structure("Tag", "Key")]);
    let page = page_with_structures("a.txt", json!({"Id": "disk-1", "Size": {"Unit": "GB"}}));
    let merged = merge(vec![
        of_pages("a.txt", Language::En, vec![page]),
        of_chapters("b.txt", vec![documented]),
    ]);
    let spec = &merged.specs[0];
    let tag = spec.structure("Tag").unwrap();
    assert_eq!((tag.members[0].name.as_str(), tag.inferred), ("Key", None));
    let inferred = spec
        .structures
        .iter()
        .filter(|one| one.inferred == Some(Inferred::Example));
    let names: Vec<&str> = inferred.map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Disk", "DiskSize"]);
    assert!(
        spec.structures
            .is_sorted_by_key(|structure| &structure.name)
    );
}

#[test]
fn inferred_structures_are_findings_with_their_evidence() {
    let mut second = page_with_structures("b.txt", json!({"Id": 1}));
    second.action.name = "DescribeDisks".to_owned();
    let merged = merge(vec![
        of_pages(
            "a.txt",
            Language::En,
            vec![page_with_structures("a.txt", json!({"Id": "x"}))],
        ),
        of_pages("b.txt", Language::En, vec![second]),
    ]);
    let findings: Vec<String> = merged.findings.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(findings.join("\n\n"));
}

#[test]
fn action_codes_complete_product_list() {
    let code = |code: &str, common| ErrorCode {
        code: code.to_owned(),
        common,
        ..ErrorCode::default()
    };
    let mut page = page("a.txt", Language::En, "2025-01-01", |_| ());
    page.errors = vec![code("InvalidZone", false), code("Unlisted", false)];
    let list = Content::Errors(vec![code("InvalidZone", false), code("AuthFailure", true)]);
    let merged = merge(vec![
        of_pages("a.txt", Language::En, vec![page]),
        of_chapters("b.txt", vec![list]),
    ]);
    let codes: Vec<&str> = merged.specs[0]
        .errors
        .iter()
        .map(|error| error.code.as_str())
        .collect();
    assert_eq!(codes, ["AuthFailure", "InvalidZone", "Unlisted"]);
    insta::assert_snapshot!(printed(&merged));
}

#[test]
fn common_codes_are_not_product_list() {
    let code = |code: &str, common| ErrorCode {
        code: code.to_owned(),
        common,
        ..ErrorCode::default()
    };
    let mut page = page("a.txt", Language::En, "2025-01-01", |_| ());
    page.errors = vec![code("InvalidZone", false)];
    let merged = merge(vec![
        of_pages("a.txt", Language::En, vec![page]),
        of_chapters(
            "b.txt",
            vec![Content::Errors(vec![code("AuthFailure", true)])],
        ),
    ]);
    assert_eq!(merged.findings, []);
    assert_eq!(merged.specs[0].errors.len(), 2);
}

#[test]
fn chapter_takes_version_from_action_page() {
    let structures = Content::Structures(vec![structure("Tag", "Key")]);
    let mut chapter = of_chapters("b.txt", vec![structures]);
    chapter.facts.chapters[0].version = None;
    let page = page("a.txt", Language::Zh, "2025-01-01", |_| ());
    let pages = of_pages("a.txt", Language::Zh, vec![page]);
    let merged = merge(vec![pages, chapter.clone()]);
    assert_eq!(merged.findings, []);
    assert!(merged.specs[0].structure("Tag").is_some());

    let alone = merge(vec![chapter]);
    assert_eq!(alone.specs, []);
    insta::assert_snapshot!(printed(&alone));
}

#[test]
fn entries_of_several_overviews_name_file() {
    let overview = |names: &[&str]| {
        let entry = |name: &&str| CatalogueEntry {
            name: (*name).to_owned(),
            line: 7,
            ..CatalogueEntry::default()
        };
        Content::Catalogue(vec![Catalogue {
            actions: names.iter().map(entry).collect(),
            ..Catalogue::default()
        }])
    };
    let files_of = |sources| -> Vec<Option<String>> {
        let service = merge(sources).specs.remove(0).service;
        service
            .catalogue
            .into_iter()
            .flat_map(|group| group.actions)
            .map(|entry| entry.file)
            .collect()
    };
    let first = of_chapters("a.txt", vec![overview(&["One"])]);
    let second = of_chapters("b.txt", vec![overview(&["One", "Two"])]);
    assert_eq!(files_of(vec![first.clone()]), [None]);
    let named = ["a.txt", "b.txt"].map(|file| Some(file.to_owned()));
    assert_eq!(files_of(vec![first, second]), named);
}
