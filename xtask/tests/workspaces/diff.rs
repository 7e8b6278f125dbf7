//! `diff` between folders and between git revisions.

use crate::support::{Workspace, page};

const STATUS: &str = "cvm-DescribeInstancesStatus.en.txt";
const SNAPSHOT: &str = "cwp-DescribeMachineSnapshot.en.txt";
const ACTION: &str = "specs/cvm/2017-03-12/actions/DescribeInstancesStatus.yaml";

/// Returns a workspace whose commit has two products. The uncommitted state has another rate limit,
/// and lacks one product.
fn two_states(name: &str) -> Workspace {
    let workspace = Workspace::new(
        name,
        &[(STATUS, &page(STATUS)), (SNAPSHOT, &page(SNAPSHOT))],
    );
    assert!(workspace.run(&["codegen"]).ok);
    workspace.git(&["init", "--quiet"]);
    workspace.git(&["add", "."]);
    workspace.git(&["commit", "--quiet", "--message", "first"]);
    let text = workspace
        .read(ACTION)
        .replace("rate_limit: 40", "rate_limit: 20");
    workspace.write(ACTION, text.as_bytes());
    workspace.remove("specs/cwp");
    workspace
}

#[test]
fn diff_compares_revision_with_workspace() {
    let workspace = two_states("diff-revision");
    let output = workspace.run(&["diff", "HEAD"]);
    assert!(output.ok, "{}", output.stderr);
    insta::assert_snapshot!(output.stdout);
    workspace.git(&["commit", "--quiet", "--all", "--message", "second"]);
    let between = workspace.run(&["diff", "HEAD~1", "HEAD"]);
    assert_eq!(between.stdout, output.stdout);
    let nothing = workspace.run(&["diff", "HEAD"]);
    assert_eq!(nothing.stdout, "# No changes\n");
}

#[test]
fn diff_of_folders_writes_report() {
    let workspace = two_states("diff-folders");
    let other = two_states("diff-folders-before");
    other.git(&["checkout", "--quiet", "."]);
    let before = other.path("specs").display().to_string();
    let output = workspace.run(&[
        "diff",
        &before,
        "specs",
        "--only",
        "cvm",
        "--format",
        "json",
        "--output",
        "diff.json",
    ]);
    assert!(output.ok, "{}", output.stderr);
    let diff: serde_json::Value = serde_json::from_str(&workspace.read("diff.json")).unwrap();
    assert_eq!(diff["verdict"], "patch");
    assert_eq!(diff["services"].as_array().unwrap().len(), 1);
    let change = &diff["services"][0]["changes"][0];
    assert_eq!(change["fact"], "rate-limit");
    assert_eq!((&change["old"], &change["new"]), (&40.into(), &20.into()));
    assert_eq!(change["place"]["file"], STATUS);
}

#[test]
fn diff_refuses_unknown_states() {
    let workspace = two_states("diff-unknown");
    let unknown = workspace.run(&["diff", "no-such-thing"]);
    assert!(!unknown.ok);
    assert!(
        unknown
            .stderr
            .contains("`no-such-thing` is neither a folder nor a revision")
    );
    let option = workspace.run(&["diff", "--", "--output=x"]);
    assert!(!option.ok && !workspace.exists("x"), "{}", option.stderr);
    let service = workspace.run(&["diff", "HEAD", "--only", "tke"]);
    assert!(service.stderr.contains("there is no service `tke`\n"));
    workspace.write(ACTION, b"name: [");
    let broken = workspace.run(&["diff", "HEAD"]);
    assert!(!broken.ok);
    assert!(
        broken.stderr.contains("DescribeInstancesStatus.yaml:"),
        "{}",
        broken.stderr
    );
}

#[test]
fn diff_of_folders_needs_no_git() {
    let workspace = two_states("diff-without-git");
    let revision = workspace.run_with(&["diff", "HEAD"], &[("PATH", "")]);
    assert!(!revision.ok);
    assert!(
        revision.stderr.contains("can't run `git`"),
        "{}",
        revision.stderr
    );
    let folders = workspace.run_with(&["diff", "specs"], &[("PATH", "")]);
    assert!(folders.ok, "{}", folders.stderr);
}
