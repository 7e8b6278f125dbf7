//! The fixed wording of the documentation, which a page may contain without a fact.

use std::sync::LazyLock;

use super::words::Words;
use crate::words::vocabulary::{answers, example_number, fixed_phrases, history_phrases};

/// Words that may be printed anywhere: flags, parts of types, and marks of lists.
const NAMES: &[&str] = &[
    "Yes",
    "No",
    "API",
    "是",
    "否",
    "N",
    "Array",
    "of",
    "null",
    "true",
    "false",
    "Action",
    "Version",
    "Region",
    "SDK",
    "CLI",
    "GitHub",
    "Gitee",
    "CNB",
    "int",
    "non-negative",
    "unsigned",
    "signed",
    "positive",
    "nullable",
];

/// Labels and sentences of all pages, one a line. Another language is another file.
const WORDING: &[&str] = &[
    include_str!("wording/en.txt"),
    include_str!("wording/zh.txt"),
    include_str!("wording/ja.txt"),
    include_str!("wording/ko.txt"),
    include_str!("wording/ru.txt"),
];

/// Chapters that all products share: common parameters, except the regions, and responses.
const SHARED_CHAPTERS: &[&str] = &[
    include_str!("wording/shared-chapters.en.txt"),
    include_str!("wording/shared-chapters.zh.txt"),
];

/// Labels and sentences of pages of APIs before API 3.0.
const RETIRED: &[&str] = &[include_str!("wording/retired.zh.txt")];

/// Returns the fixed wording of pages of retired APIs.
pub(super) fn retired_words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let mut words = words_of_files(RETIRED);
        words.finish();
        words
    });
    &WORDS
}

/// Returns the words of all fixed wording.
pub(super) fn site_words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let mut words = words_of_files(WORDING);
        NAMES.iter().for_each(|name| words.add_name(name));
        answers().iter().for_each(|answer| words.add_name(answer));
        for phrase in fixed_phrases() {
            words.add(&phrase);
            // The vocabulary leaves out the ending of a plural.
            words.add(&format!("{phrase}s"));
        }
        words.finish();
        words
    });
    &WORDS
}

/// Returns the words of the chapters that all products share.
pub(super) fn shared_chapter_words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let mut words = words_of_files(SHARED_CHAPTERS);
        words.finish();
        words
    });
    &WORDS
}

/// Returns the words that labels of the release history combine.
pub(super) fn history_words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let mut words = Words::default();
        history_phrases()
            .iter()
            .for_each(|phrase| words.add_name(phrase));
        words.finish();
        words
    });
    &WORDS
}

/// Returns the words of files. A line that begins with `#` is a comment.
fn words_of_files(files: &[&str]) -> Words {
    let mut words = Words::default();
    let lines = files.iter().flat_map(|file| file.lines());
    for line in lines.filter(|line| !line.starts_with('#')) {
        words.add(line);
    }
    words
}

/// Returns the text after a label that has a number in it: `示例1 查询可用区信息`, `Example2 …`.
pub(super) fn after_numbered_label(text: &str) -> &str {
    let text = text.trim_start_matches(['*', '-', ' ']);
    example_number(text).unwrap_or(text)
}

/// Returns whether the line is part of a request, but not of its body.
///
/// The host, the headers and the method are the same in all examples.
pub(super) fn is_request_frame(text: &str) -> bool {
    const STARTS: [&str; 20] = [
        "POST /",
        "POST http",
        "POST/",
        "GET /",
        "GET http",
        "http://",
        "https://",
        "https:",
        "http:",
        "HTTP/1.1",
        "Host:",
        "Content-Type:",
        "Content-Length:",
        "Authorization:",
        "X-TC-",
        "<",
        "&<",
        "curl ",
        "-H ",
        "&lt;",
    ];
    let text = text.trim_start();
    STARTS.iter().any(|start| text.starts_with(start))
}
