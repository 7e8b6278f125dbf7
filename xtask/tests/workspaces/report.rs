//! `report` from the command line.

use crate::support::{Workspace, page};

const SNAPSHOT: &str = "cwp-DescribeMachineSnapshot.en.txt";

#[test]
fn report_links_to_sources_relatively() {
    let workspace = Workspace::new("report", &[(SNAPSHOT, &page(SNAPSHOT))]);
    let output = workspace.run(&["report"]);
    assert!(output.ok, "{}", output.stderr);
    let link = format!("href=\"../specs/sources/{SNAPSHOT}\"");
    assert!(workspace.read("target/report.html").contains(&link));

    assert!(workspace.run(&["report", "--output", "a/b/page.html"]).ok);
    let link = format!("href=\"../../specs/sources/{SNAPSHOT}\"");
    assert!(workspace.read("a/b/page.html").contains(&link));
}

#[test]
fn report_prints_json() {
    let workspace = Workspace::new("report-json", &[(SNAPSHOT, &page(SNAPSHOT))]);
    let output = workspace.run(&["report", "--json"]);
    assert!(output.ok, "{}", output.stderr);
    let figures: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(figures["totals"]["actions"], 1);
    assert_eq!(figures["totals"]["new_findings"], 1);
    assert_eq!(figures["services"][0]["coverage"]["rate_limits"]["part"], 1);
    assert_eq!(figures["findings"][0]["rule"], "inferred-structure");
    assert!(!workspace.exists("target"));
}

#[test]
fn report_without_specs_shows_next_step() {
    let workspace = Workspace::new("report-empty", &[]);
    assert!(workspace.run(&["report"]).ok);
    assert!(
        workspace
            .read("target/report.html")
            .contains("There are no specs yet")
    );
}
