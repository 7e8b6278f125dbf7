//! Damaged and unrelated pages: codegen reports them and uses the others.

use crate::support::{RunOutput, Workspace, page};

const STATUS: &str = "cvm-DescribeInstancesStatus.en.txt";

/// Runs `codegen` on a good page and another one.
fn with_good_page(name: &str, file: &str, bytes: &[u8]) -> (Workspace, RunOutput) {
    let workspace = Workspace::new(name, &[(STATUS, &page(STATUS)), (file, bytes)]);
    let output = workspace.run(&["codegen"]);
    let good = "specs/cvm/2017-03-12/actions/DescribeInstancesStatus.yaml";
    assert!(workspace.exists(good), "{}", output.stderr);
    assert!(
        workspace.exists("generated/Cargo.toml"),
        "{}",
        output.stderr
    );
    (workspace, output)
}

/// Returns the findings about one page.
fn about(output: &RunOutput, file: &str) -> String {
    let findings: Vec<&str> = output
        .stderr
        .split("\n\n")
        .filter(|finding| finding.contains(&format!("--> specs/sources/{file}")))
        .map(str::trim_end)
        .collect();
    findings.join("\n\n")
}

#[test]
fn empty_file_is_reported() {
    let (_, output) = with_good_page("empty", "cvm-a.en.txt", b" \n\n");
    assert!(!output.ok);
    insta::assert_snapshot!(about(&output, "cvm-a.en.txt"));
}

#[test]
fn binary_file_is_reported() {
    let (_, output) = with_good_page("binary", "cvm-a.en.txt", b"%PDF-1.7\n\0\x01\x02");
    assert!(!output.ok);
    insta::assert_snapshot!(about(&output, "cvm-a.en.txt"));
}

#[test]
fn non_utf8_text_is_reported() {
    let (_, output) = with_good_page("encoding", "cvm-a.en.txt", b"1. \xbd\xd3\xbf\xda\n");
    assert!(!output.ok);
    insta::assert_snapshot!(about(&output, "cvm-a.en.txt"));
}

#[test]
fn unrelated_page_is_reported() {
    let text = b"Pricing\n\nA small instance costs 3 dollars a month.\n";
    let (_, output) = with_good_page("foreign", "cvm-a.en.txt", text);
    insta::assert_snapshot!(about(&output, "cvm-a.en.txt"));
}

#[test]
fn truncated_table_yields_no_spec() {
    let text = String::from_utf8(page("cwp-DescribeMachineSnapshot.en.txt")).unwrap();
    let cut = text.find("| Version |").unwrap();
    let (workspace, output) = with_good_page("half", "cwp-a.en.txt", &text.as_bytes()[..cut]);
    assert!(!workspace.exists("specs/cwp"));
    assert!(!output.ok);
    insta::assert_snapshot!(about(&output, "cwp-a.en.txt"));
}

#[test]
fn page_without_outputs_is_truncated() {
    let text = String::from_utf8(page("cwp-DescribeMachineSnapshot.en.txt")).unwrap();
    let cut = text.find("3. Output Parameters").unwrap();
    let (workspace, output) = with_good_page("inputs", "cwp-a.en.txt", &text.as_bytes()[..cut]);
    let action = workspace.read("specs/cwp/2018-02-28/actions/DescribeMachineSnapshot.yaml");
    assert!(action.contains("truncated: true"), "{action}");
    insta::assert_snapshot!(about(&output, "cwp-a.en.txt"));
}

#[test]
fn newer_page_wins_contradictions() {
    let text = String::from_utf8(page(STATUS)).unwrap();
    let newer = text
        .replace("2024-01-04 16:11:11", "2025-02-03 04:05:06")
        .replace("A maximum of 40 requests", "A maximum of 50 requests")
        .replace("Limit No Integer", "Limit Yes String");
    assert_ne!(newer, text);
    let (workspace, output) = with_good_page("contradiction", "cvm-b.en.txt", newer.as_bytes());
    let action = workspace.read("specs/cvm/2017-03-12/actions/DescribeInstancesStatus.yaml");
    assert!(action.contains("rate_limit: 50"), "{action}");
    insta::assert_snapshot!(about(&output, "cvm-b.en.txt"));
}

#[test]
fn path_like_names_are_refused() {
    let text = String::from_utf8(page(STATUS)).unwrap();
    let evil = text.replace("DescribeInstancesStatus", "../../../evil");
    let (workspace, output) = with_good_page("evil", "cvm-a.en.txt", evil.as_bytes());
    assert!(
        workspace
            .files("")
            .keys()
            .all(|path| !path.contains("evil"))
    );
    insta::assert_snapshot!(about(&output, "cvm-a.en.txt"));
}
