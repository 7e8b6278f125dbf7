//! Text that breaks the prose rules, and text that only looks like it.

use crate::prose::{forbidden_phrase, markdown_violations, rust_violations};

#[test]
fn forbidden_phrases_match() {
    for (line, after) in [
        ("The value is no number.", ""),
        ("These are no keys", ""),
        ("(is no \"name\")", ""),
        ("This IS NO page", ""),
        ("The list is no", "list of names."),
        ("The list is", "no list of names."),
        ("Of these, there are none.", ""),
        ("No credential could be had.", ""),
        ("what cannot be had by paging", ""),
        ("`code` is no `code`", ""),
    ] {
        assert!(
            forbidden_phrase("", line, after).is_some(),
            "{line:?} {after:?}"
        );
    }
}

#[test]
fn allowed_phrases_pass() {
    for (line, after) in [
        ("The value is not a number.", ""),
        ("This API is no longer available.", ""),
        ("It is no", "longer available."),
        ("This no reader expects.", ""),
        ("There is no page; there are no pages.", ""),
        ("The answer is no.", "Then stop."),
        ("The answer is no", ""),
        ("Never write `is no `.", ""),
        ("A span over `two", "is no` lines"),
        ("are nonempty, be hadoop", ""),
        ("The message: There is no error code related to it", ""),
    ] {
        assert_eq!(
            forbidden_phrase("", line, after),
            None,
            "{line:?} {after:?}"
        );
    }
}

#[test]
fn rust_violations_name_line_and_rule() {
    let wide = format!("// {}", "wide ".repeat(20));
    for (source, expected) in [
        ("//! What it does.\n", "1: documentation opens"),
        (
            "fn f() {}\n\n/// Whether it is.\nfn g() {}",
            "3: documentation opens",
        ),
        ("x(\"is no number\")", "1: `is no`"),
        ("x(r#\"a \" is no number\"#)", "1: `is no`"),
        ("x(\"it is \\\n    no number\")", "1: `is no`"),
        ("/* one\n is no number */", "2: `is no`"),
        (wide.as_str(), "1: more than 100 columns"),
    ] {
        let violations = rust_violations(source);
        assert_eq!(violations.len(), 1, "{source:?}: {violations:?}");
        assert!(violations[0].starts_with(expected), "{violations:?}");
    }
}

#[test]
fn rust_violations_ignore_code() {
    let wide = "wide ".repeat(20);
    for source in [
        "// What it does.\n".to_owned(),
        "// Returns none if there\n// is no number.".to_owned(),
        "/// Reads it.\n/// What is left stays.\nfn f() {}".to_owned(),
        "/// Whatever is left.\nfn f() {}".to_owned(),
        "let is = '\"'; let no = b'\\''; is no x".to_owned(),
        "fn f<'a>(is: &'a str) {} is no x \"\"".to_owned(),
        "/// ```\n/// // is no number\n/// ```\nfn f() {}".to_owned(),
        "x(br#\"\\\"#); is no x".to_owned(),
        format!("/// | {wide} |"),
        format!("// https://example.com/ {wide}"),
        format!("x(\"{wide}\")"),
    ] {
        assert_eq!(rust_violations(&source), Vec::<String>::new(), "{source:?}");
    }
}

#[test]
fn markdown_exempts_tables_and_code() {
    let wide = "wide ".repeat(21);
    let exempt = [
        format!("| {wide} |"),
        format!("```\n{wide} is no number\n```"),
        format!("See https://example.com/ {wide}"),
        "<!-- prose: off -->\nIt is no number.\n<!-- prose: on -->".to_owned(),
    ];
    for source in exempt {
        assert_eq!(markdown_violations(&source, true), Vec::<String>::new());
    }
    assert_eq!(markdown_violations(&wide, true).len(), 1);
    assert_eq!(markdown_violations(&wide, false), Vec::<String>::new());
    assert_eq!(markdown_violations("| It is no number. |", true).len(), 1);
}
