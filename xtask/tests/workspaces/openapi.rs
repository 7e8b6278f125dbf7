//! `openapi` from the command line.

use crate::support::{Workspace, page};

const STATUS: &str = "cvm-DescribeInstancesStatus.en.txt";
const SNAPSHOT: &str = "cwp-DescribeMachineSnapshot.en.txt";

fn workspace(name: &str) -> Workspace {
    let pages = [(STATUS, page(STATUS)), (SNAPSHOT, page(SNAPSHOT))];
    let pages = pages
        .each_ref()
        .map(|(file, bytes)| (*file, bytes.as_slice()));
    let workspace = Workspace::new(name, &pages);
    workspace.run(&["codegen"]);
    workspace
}

#[test]
fn openapi_applies_overrides() {
    let workspace = workspace("openapi-one");
    workspace.write(
        "specs/cwp/2018-02-28/overrides.yaml",
        b"- {why: measured, action: DescribeMachineSnapshot, set: {rate_limit: 7}}\n",
    );
    let output = workspace.run(&["openapi", "cwp"]);
    assert!(output.ok, "{}", output.stderr);
    let document: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    let operation = &document["paths"]["/#DescribeMachineSnapshot"]["post"];
    assert_eq!(operation["x-rate-limit"]["requests"], 7);

    let yaml = workspace.run(&["openapi", "cwp", "--yaml", "--api-version", "2018-02-28"]);
    let same: serde_json::Value = serde_yaml::from_str(&yaml.stdout).unwrap();
    assert_eq!(same, document);
}

#[test]
fn openapi_writes_all_services() {
    let workspace = workspace("openapi-all");
    let printed = workspace.run(&["openapi"]);
    assert!(!printed.ok);
    insta::assert_snapshot!(printed.stderr);
    assert!(workspace.run(&["openapi", "--output", "out/a"]).ok);
    assert!(workspace.run(&["openapi", "--output", "out/b"]).ok);
    let files = workspace.files("out/a");
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(names, ["cvm-2017-03-12.json", "cwp-2018-02-28.json"]);
    assert_eq!(files, workspace.files("out/b"));
}

#[test]
fn openapi_refuses_unknown_service() {
    let output = workspace("openapi-unknown").run(&["openapi", "cbs"]);
    assert!(!output.ok && output.stdout.is_empty());
    insta::assert_snapshot!(output.stderr);
    let misspelled = workspace("openapi-misspelled").run(&["openapi", "cvn"]);
    let question = "error: there is no service `cvn`; did you mean `cvm`?\n";
    assert!(misspelled.stderr.starts_with(question), "{misspelled:?}");
}
