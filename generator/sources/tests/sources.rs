//! Checks that manifest and pages agree, and that every disagreement suggests a fix.

use document::Format;
use sources::{NotRecorded, Pages, accept, check, parse_sources, render_sources, sha256};
use spec::Language;

fn pages(files: &[(&str, &str)]) -> Pages {
    files
        .iter()
        .map(|(file, text)| ((*file).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

fn manifest(entries: &[(&str, &str)]) -> String {
    entries
        .iter()
        .map(|(file, text)| {
            format!(
                "- file: {file}\n  service: cvm\n  language: en\n  format: text\n  sha256: {}\n",
                sha256(text.as_bytes())
            )
        })
        .collect()
}

fn faults_of(manifest: &str, pages: &Pages) -> String {
    let entries = parse_sources("specs/sources.yaml", manifest).unwrap();
    check("specs/sources.yaml", manifest, &entries, pages)
        .map(|_| ())
        .unwrap_err()
        .to_string()
}

#[test]
fn committed_manifest_agrees_with_its_pages() {
    let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../specs");
    let text = std::fs::read_to_string(format!("{specs}/sources.yaml")).unwrap();
    let pages = sources::read_pages(format!("{specs}/sources").as_ref()).unwrap();
    let entries = parse_sources("specs/sources.yaml", &text).unwrap();
    let checked = check("specs/sources.yaml", &text, &entries, &pages).unwrap();
    assert_eq!(checked.len(), pages.len());
    assert!(checked.iter().all(|page| !page.bytes.is_empty()));
    assert_eq!(render_sources(&entries).unwrap(), text);
}

#[test]
fn check_reports_all_disagreements_at_once() {
    let text = manifest(&[("changed.txt", "old"), ("gone.txt", ""), ("twice.txt", "x")])
        + &manifest(&[("twice.txt", "x")]);
    let pages = pages(&[
        ("changed.txt", "new"),
        ("twice.txt", "x"),
        ("new/page.txt", ""),
    ]);
    insta::assert_snapshot!(faults_of(&text, &pages));
}

#[test]
fn unknown_key_error_names_its_line() {
    let text = manifest(&[("a.txt", "")]) + "  fetchd: 2025-01-01\n";
    insta::assert_snapshot!(
        parse_sources("specs/sources.yaml", &text)
            .unwrap_err()
            .to_string()
    );
}

#[test]
fn accept_updates_entries_and_keeps_titles() {
    let text = manifest(&[("cvm-a.en.txt", "old"), ("cvm-gone.en.txt", "")])
        .replace("  language", "  title: A page\n  language");
    let entries = parse_sources("specs/sources.yaml", &text).unwrap();
    let pages = pages(&[("cvm-a.en.txt", "new"), ("tke/tke-b.zh.md", "page")]);
    let accepted = accept(&entries, &pages, |_, _| Some(Format::Markdown)).unwrap();
    assert_eq!(
        accepted.changes,
        [
            "changed cvm-a.en.txt",
            "added tke/tke-b.zh.md",
            "dropped cvm-gone.en.txt"
        ]
    );
    assert_eq!(accepted.entries[0].title.as_deref(), Some("A page"));
    assert_eq!(accepted.entries[0].sha256, sha256(b"new"));
    assert_eq!(accepted.entries[1].service, "tke");
    assert_eq!(accepted.entries[1].language, Language::Zh);
    let text = render_sources(&accepted.entries).unwrap();
    let again = parse_sources("specs/sources.yaml", &text).unwrap();
    assert!(check("specs/sources.yaml", &text, &again, &pages).is_ok());
}

#[test]
fn accept_rejects_nameless_and_unreadable_pages() {
    let nameless = accept(&[], &pages(&[("page.txt", "")]), |_, _| Some(Format::Text));
    assert_eq!(nameless, Err(NotRecorded::Name("page.txt".to_owned())));
    let formless = accept(&[], &pages(&[("cvm-a.en.bin", "\0")]), |_, _| None);
    assert_eq!(
        formless,
        Err(NotRecorded::Format("cvm-a.en.bin".to_owned()))
    );
}

#[test]
fn new_page_needs_portable_path() {
    let text = |_: &str, _: &[u8]| Some(Format::Text);
    for (files, reason) in [
        (
            &["cvm/aux.en.txt"][..],
            "Windows refuses the name `aux.en.txt`",
        ),
        (&["cvm/con/a.en.txt"], "Windows refuses the name `con`"),
        (&["cvm/a?.en.txt"], "Windows refuses the name `a?.en.txt`"),
        (
            &["cvm/A.en.txt", "cvm/a.en.txt"],
            "its path differs from `cvm/a.en.txt` only in case",
        ),
    ] {
        let named: Vec<(&str, &str)> = files.iter().map(|file| (*file, "")).collect();
        let error = accept(&[], &pages(&named), text).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
        // Pages that are recorded already stay.
        let known = parse_sources("sources.yaml", &manifest(&named)).unwrap();
        assert_eq!(accept(&known, &pages(&named), text).unwrap().entries, known);
    }
}
