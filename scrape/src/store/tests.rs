//! The store with valid, hostile and incomplete files.

use std::fs;
use std::path::PathBuf;

use document::Format;
use sources::SourceEntry;
use spec::Language;

use crate::store::{Put, Store, StoreError, stage};

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("scrape-store-{}-{name}", std::process::id()));
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    folder
}

fn entry(file: &str) -> SourceEntry {
    SourceEntry {
        file: file.to_owned(),
        title: None,
        service: "cvm".to_owned(),
        language: Language::En,
        format: Format::Text,
        url: None,
        updated: None,
        fetched: Some("2026-11-25T10:00:00Z".to_owned()),
        etag: None,
        last_modified: None,
        sha256: String::new(),
        original_sha256: None,
    }
}

#[test]
fn put_distinguishes_new_changed_unchanged() {
    let root = folder("put");
    let mut store = Store::open(&root).unwrap();
    assert_eq!(store.put(entry("cvm/b.en.txt"), b"one").unwrap(), Put::New);
    assert_eq!(store.put(entry("cvm/a.en.txt"), b"one").unwrap(), Put::New);
    let before = fs::read_to_string(root.join("sources.yaml")).unwrap();
    let later = SourceEntry {
        fetched: Some("2027-01-01T10:00:00Z".to_owned()),
        ..entry("cvm/a.en.txt")
    };
    assert_eq!(store.put(later.clone(), b"one").unwrap(), Put::Unchanged);
    assert_eq!(
        fs::read_to_string(root.join("sources.yaml")).unwrap(),
        before
    );
    assert_eq!(store.put(later, b"two").unwrap(), Put::Changed);
    drop(store);

    let store = Store::open(&root).unwrap();
    let files: Vec<&str> = store.entries().map(|entry| entry.file.as_str()).collect();
    assert_eq!(files, ["cvm/a.en.txt", "cvm/b.en.txt"]);
    assert_eq!(store.bytes("cvm/a.en.txt").unwrap(), b"two");
    assert_eq!(
        store.entry("cvm/a.en.txt").unwrap().fetched.as_deref(),
        Some("2027-01-01T10:00:00Z")
    );
    fs::remove_dir_all(root).unwrap();
}

#[test]
fn entries_outside_folder_are_rejected() {
    let root = folder("out");
    let mut store = Store::open(&root).unwrap();
    let outside = store.put(entry("../outside.txt"), b"x").unwrap_err();
    assert!(matches!(outside, StoreError::Place(_)), "{outside}");
    drop(store);
    fs::write(
        root.join("sources.yaml"),
        "- {file: ../../etc/passwd, service: cvm, language: en, format: text, sha256: ''}\n",
    )
    .unwrap();
    let outside = Store::open(&root).unwrap_err();
    assert!(
        outside.to_string().contains("../../etc/passwd"),
        "{outside}"
    );
    fs::remove_dir_all(root).unwrap();
}

#[test]
fn open_locks_and_removes_leftovers() {
    let root = folder("lock");
    let store = Store::open(&root).unwrap();
    let second = Store::open(&root).unwrap_err().to_string();
    assert!(
        second.contains(&format!("process {}", std::process::id())),
        "{second}"
    );
    drop(store);
    fs::create_dir_all(root.join("sources/cvm")).unwrap();
    fs::write(root.join("sources/cvm/.a.html.part"), "half").unwrap();
    Store::open(&root).unwrap();
    assert!(!root.join("sources/cvm/.a.html.part").exists());
    fs::remove_dir_all(root).unwrap();
}

#[test]
fn stage_copies_only_once() {
    let (root, staging) = (folder("from"), folder("to"));
    let mut store = Store::open(&root).unwrap();
    store.put(entry("cvm/a.en.txt"), b"one").unwrap();
    drop(store);
    stage(&root, &staging).unwrap();
    let mut staged = Store::open(&staging).unwrap();
    assert_eq!(
        staged.put(entry("cvm/a.en.txt"), b"two").unwrap(),
        Put::Changed
    );
    drop(staged);
    stage(&root, &staging).unwrap();
    assert_eq!(
        fs::read(staging.join("sources/cvm/a.en.txt")).unwrap(),
        b"two"
    );
    assert_eq!(fs::read(root.join("sources/cvm/a.en.txt")).unwrap(), b"one");
    fs::remove_dir_all(root).unwrap();
    fs::remove_dir_all(staging).unwrap();
}
