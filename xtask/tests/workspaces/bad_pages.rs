//! Damaged and unrelated pages: codegen reports them and uses the others.

use crate::support::{Said, Workspace, page};

const STATUS: &str = "cvm-DescribeInstancesStatus.en.txt";

/// Runs `codegen` on a good page and another one.
fn with_good_page(name: &str, file: &str, bytes: &[u8]) -> (Workspace, Said) {
    let workspace = Workspace::new(name, &[(STATUS, &page(STATUS)), (file, bytes)]);
    let said = workspace.run(&["codegen"]);
    let good = "specs/cvm/2017-03-12/actions/DescribeInstancesStatus.yaml";
    assert!(workspace.exists(good), "{}", said.stderr);
    assert!(workspace.exists("generated/Cargo.toml"), "{}", said.stderr);
    (workspace, said)
}

/// Returns the findings about one page.
fn about(said: &Said, file: &str) -> String {
    let findings: Vec<&str> = said
        .stderr
        .split("\n\n")
        .filter(|finding| finding.contains(&format!("--> specs/sources/{file}")))
        .map(str::trim_end)
        .collect();
    findings.join("\n\n")
}

#[test]
fn empty_file() {
    let (_, said) = with_good_page("empty", "cvm-a.en.txt", b" \n\n");
    assert!(!said.ok);
    insta::assert_snapshot!(about(&said, "cvm-a.en.txt"));
}

#[test]
fn binary_file() {
    let (_, said) = with_good_page("binary", "cvm-a.en.txt", b"%PDF-1.7\n\0\x01\x02");
    assert!(!said.ok);
    insta::assert_snapshot!(about(&said, "cvm-a.en.txt"));
}

#[test]
fn text_in_other_encoding() {
    let (_, said) = with_good_page("encoding", "cvm-a.en.txt", b"1. \xbd\xd3\xbf\xda\n");
    assert!(!said.ok);
    insta::assert_snapshot!(about(&said, "cvm-a.en.txt"));
}

#[test]
fn unrelated_page() {
    let text = b"Pricing\n\nA small instance costs 3 dollars a month.\n";
    let (_, said) = with_good_page("foreign", "cvm-a.en.txt", text);
    insta::assert_snapshot!(about(&said, "cvm-a.en.txt"));
}

#[test]
fn half_a_table() {
    let text = String::from_utf8(page("cwp-DescribeMachineSnapshot.en.txt")).unwrap();
    let cut = text.find("| Version |").unwrap();
    let (workspace, said) = with_good_page("half", "cwp-a.en.txt", &text.as_bytes()[..cut]);
    assert!(!workspace.exists("specs/cwp"));
    assert!(!said.ok);
    insta::assert_snapshot!(about(&said, "cwp-a.en.txt"));
}

#[test]
fn page_without_outputs() {
    let text = String::from_utf8(page("cwp-DescribeMachineSnapshot.en.txt")).unwrap();
    let cut = text.find("3. Output Parameters").unwrap();
    let (workspace, said) = with_good_page("inputs", "cwp-a.en.txt", &text.as_bytes()[..cut]);
    let action = workspace.read("specs/cwp/2018-02-28/actions/DescribeMachineSnapshot.yaml");
    assert!(action.contains("truncated: true"), "{action}");
    insta::assert_snapshot!(about(&said, "cwp-a.en.txt"));
}

#[test]
fn contradicting_pages() {
    let text = String::from_utf8(page(STATUS)).unwrap();
    let newer = text
        .replace("2024-01-04 16:11:11", "2025-02-03 04:05:06")
        .replace("A maximum of 40 requests", "A maximum of 50 requests")
        .replace("Limit No Integer", "Limit Yes String");
    assert_ne!(newer, text);
    let (workspace, said) = with_good_page("contradiction", "cvm-b.en.txt", newer.as_bytes());
    let action = workspace.read("specs/cvm/2017-03-12/actions/DescribeInstancesStatus.yaml");
    assert!(action.contains("rate_limit: 50"), "{action}");
    insta::assert_snapshot!(about(&said, "cvm-b.en.txt"));
}

#[test]
fn names_that_are_paths() {
    let text = String::from_utf8(page(STATUS)).unwrap();
    let evil = text.replace("DescribeInstancesStatus", "../../../evil");
    let (workspace, said) = with_good_page("evil", "cvm-a.en.txt", evil.as_bytes());
    assert!(
        workspace
            .files("")
            .keys()
            .all(|path| !path.contains("evil"))
    );
    insta::assert_snapshot!(about(&said, "cvm-a.en.txt"));
}
