//! `inspect`, `lint` and `sources` from the command line.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::support::{Workspace, page, run_output};

const STATUS: &str = "cvm-DescribeInstancesStatus.en.txt";
const SNAPSHOT: &str = "cwp-DescribeMachineSnapshot.en.txt";

#[test]
fn inspect_prints_one_document_per_action() {
    let workspace = Workspace::new(
        "inspect",
        &[(STATUS, &page(STATUS)), (SNAPSHOT, &page(SNAPSHOT))],
    );
    let output = workspace.run(&["inspect", "specs/sources"]);
    assert!(output.ok, "{}", output.stderr);
    let names: Vec<&str> = output
        .stdout
        .split("---\n")
        .skip(1)
        .map(|document| document.lines().next().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "name: DescribeInstancesStatus",
            "name: DescribeMachineSnapshot"
        ]
    );
}

#[test]
fn inspect_reads_standard_input() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["inspect", "-", "--json", "--format", "text"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(&page(STATUS))
        .unwrap();
    let output = run_output(child.wait_with_output().unwrap());
    assert!(output.ok, "{}", output.stderr);
    let pages: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(pages[0]["file"], "<stdin>");
    assert_eq!(pages[0]["actions"][0]["rate_limit"], 40);
    assert_eq!(
        pages[0]["actions"][0]["input"][0]["type"],
        "Array of String"
    );
}

#[test]
fn inspect_without_facts_fails() {
    let workspace = Workspace::new("inspect-nothing", &[]);
    workspace.write("page.txt", b"Nothing of the API.\n");
    let output = workspace.run(&["inspect", "page.txt"]);
    assert!(!output.ok);
    assert!(output.stdout.is_empty(), "{}", output.stdout);
    assert!(output.stderr.contains("[no-facts]"), "{}", output.stderr);
    let missing = workspace.run(&["inspect", "missing.txt"]);
    assert!(!missing.ok);
    assert!(
        missing.stderr.contains("file `missing.txt` doesn't exist"),
        "{}",
        missing.stderr
    );
}

#[test]
fn lint_fails_until_findings_are_accepted() {
    let workspace = Workspace::new("lint", &[(SNAPSHOT, &page(SNAPSHOT))]);
    let new = workspace.run(&["lint"]);
    assert!(!new.ok);
    insta::assert_snapshot!(new.stdout);
    assert!(workspace.run(&["lint", "--accept"]).ok);
    let accepted = workspace.run(&["lint"]);
    assert!(accepted.ok, "{}", accepted.stdout);
    insta::assert_snapshot!(accepted.stdout);

    let text = workspace
        .read("specs/lint.yaml")
        .replace("DescribeMachineSnapshot: ", "Gone: ");
    workspace.write("specs/lint.yaml", text.as_bytes());
    let gone = workspace.run(&["lint"]);
    assert!(!gone.ok);
    assert!(
        gone.stdout.contains("gone: inferred-structure: "),
        "{}",
        gone.stdout
    );
}

#[test]
fn lint_refuses_unknown_rule() {
    let workspace = Workspace::new("lint-rule", &[(STATUS, &page(STATUS))]);
    for more in [&[][..], &["--all"], &["--json"], &["--patches"]] {
        for (name, suggestion) in [
            ("infered-structure", "; did you mean `inferred-structure`?"),
            ("Inferred-Structure", "; did you mean `inferred-structure`?"),
            ("nosuch", ""),
        ] {
            let mut arguments = vec!["lint", "--rule", name];
            arguments.extend(more);
            let output = workspace.run(&arguments);
            assert_eq!(output.code, Some(1), "{output:?}");
            let message = format!("error: there is no rule `{name}`{suggestion}\n");
            assert!(output.stderr.starts_with(&message), "{output:?}");
            assert_eq!(output.stdout, "");
        }
    }
    let known = workspace.run(&["lint", "--all", "--rule", "inferred-structure"]);
    assert!(
        known.stdout.contains("`InstanceStatus` is inferred"),
        "{known:?}"
    );
}

/// A file, an entry with a misspelling, and the right spelling.
const MISSPELLED: [(&str, &str, &str); 12] = [
    ("overrides", "{wy: x, skip: true}", "why"),
    ("overrides", "{why: x, acton: A, skip: true}", "action"),
    ("overrides", "{why: x, set: {titel: {en: x}}}", "title"),
    (
        "overrides",
        "{why: x, action: DescribeInstanceStatus, skip: true}",
        "DescribeInstancesStatus",
    ),
    (
        "overrides",
        "{why: x, action: DescribeInstancesStatus, input: Offsett, skip: true}",
        "Offset",
    ),
    (
        "overrides",
        "{why: x, action: DescribeInstancesStatus, set: {region: requird}}",
        "required",
    ),
    (
        "known_faults",
        "{action: DescribeInstancesStatus, exampel: 1, side: request, reason: x}",
        "example",
    ),
    (
        "known_faults",
        "{action: DescribeInstancesStatus, example: 1, side: reqest, reason: x}",
        "request",
    ),
    (
        "known_faults",
        "{action: DescribeInstanceStatus, example: 1, side: request, reason: x}",
        "DescribeInstancesStatus",
    ),
    (
        "retired",
        "{kind: error, last_sen: 2025-01-01, entry: {code: A}}",
        "last_seen",
    ),
    (
        "retired",
        "{kind: inptu, action: A, last_seen: 2025-01-01, entry: {name: A, type: String}}",
        "input",
    ),
    (
        "retired",
        "{kind: input, action: DescribeInstanceStatus, last_seen: 2025-01-01, entry: {name: A, \
             type: String}}",
        "DescribeInstancesStatus",
    ),
];

#[test]
fn misspellings_in_files_get_nearest_names() {
    let workspace = Workspace::new("misspelled", &[(STATUS, &page(STATUS))]);
    assert!(workspace.run(&["codegen"]).ok);
    for (file, text, suggestion) in MISSPELLED {
        let path = format!("specs/cvm/2017-03-12/{file}.yaml");
        workspace.write(&path, format!("- {text}\n").as_bytes());
        let output = workspace.run(&["codegen"]);
        assert!(!output.ok, "{text}");
        let question = format!("; did you mean `{suggestion}`?\n  --> {path}");
        assert!(
            output.stderr.contains(&question),
            "{text}: {}",
            output.stderr
        );
        workspace.remove(&path);
    }
    assert!(workspace.run(&["codegen"]).ok);
}

#[test]
fn lint_prints_json() {
    let workspace = Workspace::new("lint-json", &[(SNAPSHOT, &page(SNAPSHOT))]);
    let output = workspace.run(&["lint", "--json"]);
    let findings: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(findings[0]["rule"], "inferred-structure");
    assert_eq!(findings[0]["new"], true);
    assert_eq!(findings[0]["file"], format!("specs/sources/{SNAPSHOT}"));
}

#[test]
fn sources_accept_records_new_pages() {
    let workspace = Workspace::new("accept", &[(STATUS, &page(STATUS))]);
    workspace.write(&format!("specs/sources/{SNAPSHOT}"), &page(SNAPSHOT));
    assert!(!workspace.run(&["sources"]).ok);
    let accepted = workspace.run(&["sources", "--accept"]);
    assert!(accepted.ok, "{}", accepted.stderr);
    assert_eq!(
        accepted.stdout,
        format!("added {SNAPSHOT}\nspecs/sources.yaml: 2 pages recorded\n")
    );
    assert!(workspace.run(&["sources"]).ok);
    assert!(workspace.run(&["codegen"]).ok);
    assert!(workspace.exists("specs/cwp/2018-02-28/service.yaml"));
}

#[test]
fn new_product_gets_first_known_faults() {
    let file = "csip-DescribeCVMAssets.en.txt";
    let workspace = Workspace::new("fresh-faults", &[(file, &page(file))]);
    let written = "specs/csip/2022-11-21/known_faults.yaml";
    let output = workspace.run(&["codegen"]);
    assert!(output.stderr.contains(written), "{}", output.stderr);
    assert!(workspace.read(written).contains("side: response"));
    assert_eq!(workspace.run(&["lint", "--known-faults"]).stdout, "");
    assert!(workspace.run(&["codegen", "--check", "--full"]).ok);

    // Later runs leave the file to its editors.
    workspace.remove(written);
    workspace.run(&["codegen", "--full"]);
    assert!(!workspace.exists(written));
}

#[test]
fn lint_proposes_missing_patches() {
    let file = "csip-DescribeCVMAssets.en.txt";
    let workspace = Workspace::new("patches", &[(file, &page(file))]);
    let proposed = workspace.run(&["lint", "--patches"]);
    assert!(proposed.ok, "{}", proposed.stderr);
    insta::assert_snapshot!(proposed.stdout);
    workspace.write(
        "specs/csip/2022-11-21/overrides.yaml",
        proposed.stdout.as_bytes(),
    );
    let settled = workspace.run(&["lint", "--patches"]);
    assert_eq!(settled.stdout, "");
    let codegen = workspace.run(&["codegen"]);
    assert!(codegen.ok, "{}", codegen.stderr);
}
