//! The route of a new product: its pages, one `codegen`, and the files that people maintain.

use std::fmt::Write as _;

use crate::support::{Workspace, page};

/// Returns a page with an example that shows no request, and a response whose items contradict the
/// table.
fn tasks_page(action: &str, items: &str) -> String {
    format!(
        "\
## 1. API Description

Domain name for API request: cdb.tencentcloudapi.com.

This API is used to query tasks.

## 2. Input Parameters

| Parameter Name | Required | Type | Description |
|---------|---------|---------|---------|
| Action | Yes | String | Common parameter. The value used for this API: {action} |
| Version | Yes | String | Common parameter. The value used for this API: 2017-03-20 |

## 3. Output Parameters

| Parameter Name | Type | Description |
|---------|---------|---------|
| Items | Array of String | Tasks. |
| RequestId | String | The unique request ID. |

## 4. Example

### Example 1 Query

#### Output Example

```
{{ \"Response\": {{ \"Items\": [ {items} ], \"RequestId\": \"3c140219\" }} }}
```
"
    )
}

const OBJECTS: &str = r#"{"Code": 0}, {"Code": 1}, {"Code": 2}"#;

/// Adds a page to the workspace and records it.
fn add(workspace: &Workspace, action: &str, items: &str) {
    let path = format!("specs/sources/cdb/{action}.en.md");
    workspace.write(&path, tasks_page(action, items).as_bytes());
    let accepted = workspace.run(&["sources", "--accept"]);
    assert!(accepted.ok, "{}", accepted.stderr);
}

#[test]
fn first_run_generates_and_records_faults() {
    let workspace = Workspace::new("new-product", &[]);
    add(&workspace, "DescribeTasks", OBJECTS);
    let output = workspace.run(&["codegen"]);
    assert!(output.ok, "{}", output.stderr);
    insta::assert_snapshot!(output.message());
    let written = workspace.read("specs/cdb/2017-03-20/known_faults.yaml");
    insta::assert_snapshot!(written);
    assert!(workspace.run(&["codegen", "--check", "--full"]).ok);
    assert_eq!(workspace.run(&["lint", "--known-faults"]).stdout, "");
}

#[test]
fn printed_entries_are_those_that_codegen_accepts() {
    let workspace = Workspace::new("printed-entries", &[]);
    add(&workspace, "DescribeTasks", OBJECTS);
    let printed = workspace.run(&["lint", "--known-faults"]);
    assert!(printed.ok, "{}", printed.stderr);
    let path = "specs/cdb/2017-03-20/known_faults.yaml";
    workspace.write(path, printed.stdout.as_bytes());
    let output = workspace.run(&["codegen"]);
    assert!(output.ok, "{}", output.stderr);
    let listed = workspace.run(&["lint", "--known-faults"]);
    assert_eq!(listed.stdout, "");
    workspace.remove(path);
    assert!(workspace.run(&["lint", "--known-faults", "--accept"]).ok);
    let entries: Vec<&str> = printed.stdout.lines().skip(1).collect();
    assert!(workspace.read(path).ends_with(&(entries.join("\n") + "\n")));
}

#[test]
fn later_faults_are_told_and_added() {
    let workspace = Workspace::new("later-faults", &[]);
    add(&workspace, "DescribeTasks", OBJECTS);
    workspace.run(&["codegen"]);
    add(&workspace, "DescribeOtherTasks", OBJECTS);
    let output = workspace.run(&["codegen"]);
    assert!(output.ok, "{}", output.stderr);
    let told = "warning: 2 examples of cdb contradict their tables, so their tests fail";
    assert!(output.stderr.contains(told), "{}", output.stderr);

    let added = workspace.run(&["lint", "--known-faults", "--accept"]);
    assert!(added.ok, "{}", added.stderr);
    let path = "specs/cdb/2017-03-20/known_faults.yaml";
    assert_eq!(added.stdout, format!("{path}: 2 entries added\n"));
    let settled = workspace.run(&["codegen"]);
    assert!(!settled.stderr.contains("contradict"), "{}", settled.stderr);
    assert_eq!(workspace.read(path).matches("- action: ").count(), 4);
}

#[test]
fn many_findings_are_counted_after_all_errors() {
    let workspace = Workspace::new("many-findings", &[]);
    for number in 0..11 {
        let action = format!("DescribeTasks{}", char::from(b'A' + number));
        let path = format!("specs/sources/cdb/{action}.en.md");
        workspace.write(&path, tasks_page(&action, OBJECTS).as_bytes());
    }
    for number in 0..12 {
        let path = format!("specs/sources/cdb/Broken{number}.en.md");
        workspace.write(&path, b"Pricing\n\nThree dollars a month.\n");
    }
    assert!(workspace.run(&["sources", "--accept"]).ok);
    let output = workspace.run(&["codegen"]);
    assert_eq!(output.code, Some(1));
    let message = output.message();
    let (errors, rest) = message.split_once(" new warnings and notes").unwrap();
    assert_eq!(errors.matches("error[no-facts]").count(), 12, "{message}");
    assert!(!rest.contains("error["), "{message}");
    assert!(rest.contains("    11 example-types: cdb 11"), "{message}");
    // The other pages are generated.
    let action = "specs/cdb/2017-03-20/actions/DescribeTasksK.yaml";
    assert!(workspace.exists(action));

    let json = workspace.run(&["codegen", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let findings = json["new_findings"].as_array().unwrap();
    let lint = workspace.run(&["lint", "--json"]);
    let lint: serde_json::Value = serde_json::from_str(&lint.stdout).unwrap();
    assert_eq!(findings.len(), lint.as_array().unwrap().len());
    let is_error = |finding: &serde_json::Value| finding["severity"] == "error";
    assert!(findings[..12].iter().all(is_error));
    assert_eq!(findings[12]["product"], "cdb");

    let all = workspace.run(&["lint", "--all"]).stdout;
    let printed = all.matches("\n  --> specs/sources/").count();
    assert_eq!(printed, findings.len(), "{all}");
}

#[test]
fn findings_of_list_items_are_one() {
    let workspace = Workspace::new("list-items", &[]);
    let mut items = String::from(r#"{"Code": 0}"#);
    for number in 1..40 {
        write!(items, r#", {{"Code": {number}}}"#).unwrap();
    }
    add(&workspace, "DescribeTasks", &items);
    let findings = workspace.run(&["lint", "--rule", "example-types"]).stdout;
    assert_eq!(findings.matches("warning[example-types]").count(), 1);
    let message = "an example's response has an object for `Items[]`, which is declared as \
                   `String` (40 times, first {\"Code\":0})";
    assert!(findings.contains(message), "{findings}");
}

#[test]
fn lint_proposes_missing_known_faults() {
    let file = "csip-DescribeCVMAssets.en.txt";
    let workspace = Workspace::new("known-faults", &[(file, &page(file))]);
    let proposed = workspace.run(&["lint", "--known-faults"]);
    assert!(proposed.ok, "{}", proposed.stderr);
    insta::assert_snapshot!(proposed.stdout);
    let json = workspace.run(&["lint", "--known-faults", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json[0]["faults"][0]["side"], "response");
}
