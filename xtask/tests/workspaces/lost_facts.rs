//! `codegen` of pages that vanished, were edited or became unusable. The product keeps its files.

use crate::support::{RunOutput, Workspace, page};

const STATUS: &str = "cvm-DescribeInstancesStatus.en.txt";
const SNAPSHOT: &str = "cwp-DescribeMachineSnapshot.en.txt";
const ACTION: &str = "specs/cvm/2017-03-12/actions/DescribeInstancesStatus.yaml";

/// Returns a generated workspace with two products, and a newer page of `cwp`.
fn workspace(name: &str) -> Workspace {
    let pages = [(STATUS, page(STATUS)), (SNAPSHOT, page(SNAPSHOT))];
    let pages = pages
        .each_ref()
        .map(|(file, bytes)| (*file, bytes.as_slice()));
    let workspace = Workspace::new(name, &pages);
    let output = workspace.run(&["codegen"]);
    assert!(output.ok, "{}", output.stderr);
    let path = format!("specs/sources/{SNAPSHOT}");
    let text = workspace.read(&path);
    let newer = text.replace("A maximum of ", "A maximum of 1");
    assert_ne!(newer, text);
    workspace.write(&path, newer.as_bytes());
    workspace.record();
    workspace
}

/// Runs `codegen`, and checks that it generates only `cwp`.
fn leaves_out_cvm(workspace: &Workspace) -> RunOutput {
    let changing = "specs/cwp/2018-02-28/actions/DescribeMachineSnapshot.yaml";
    let (cvm, cwp) = (workspace.files("specs/cvm"), workspace.read(changing));
    let module = workspace.files("generated/cvm");
    let root = workspace.read("generated/src/lib.rs");
    let output = workspace.run(&["codegen"]);
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    assert_eq!(workspace.files("specs/cvm"), cvm);
    assert_eq!(workspace.files("generated/cvm"), module);
    assert_ne!(workspace.read(changing), cwp);
    // Its example calls cvm, whose files keep the method.
    assert_eq!(workspace.read("generated/src/lib.rs"), root);
    output
}

#[test]
fn edited_and_unrecorded_pages_leave_product_out() {
    let workspace = workspace("edited-page");
    workspace.write(&format!("specs/sources/{STATUS}"), b"edited");
    workspace.write("specs/sources/cvm-new.en.txt", b"new");
    insta::assert_snapshot!(leaves_out_cvm(&workspace).message());
    let json = workspace.run(&["codegen", "--json"]);
    assert_eq!(json.code, Some(1));
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["left_out"][0]["service"], "cvm");
    assert_eq!(json["left_out"][0]["faults"].as_array().unwrap().len(), 2);
}

#[test]
fn missing_page_leaves_product_out() {
    let workspace = workspace("missing-page");
    workspace.remove(&format!("specs/sources/{STATUS}"));
    let message = leaves_out_cvm(&workspace).message();
    assert!(message.contains("is missing"), "{message}");
    // Dropping the entry is how a user gives up the page's facts.
    assert!(workspace.run(&["sources", "--accept"]).ok);
    let output = workspace.run(&["codegen"]);
    assert!(output.ok, "{}", output.stderr);
    assert!(!workspace.exists(ACTION));
}

#[test]
fn page_recorded_under_other_service_counts() {
    let workspace = workspace("other-service");
    let manifest = workspace.read("specs/sources.yaml");
    let other = manifest.replacen("service: cvm", "service: tag", 1);
    assert_ne!(other, manifest);
    workspace.write("specs/sources.yaml", other.as_bytes());
    workspace.remove(&format!("specs/sources/{STATUS}"));
    let message = leaves_out_cvm(&workspace).message();
    assert!(message.contains("2 products are left out"), "{message}");
}

#[test]
fn page_of_no_product_stops_run() {
    let workspace = workspace("stray-page");
    workspace.write("specs/sources/notes.md", b"notes");
    let before = (workspace.files("specs"), workspace.files("generated"));
    let output = workspace.run(&["codegen"]);
    assert_eq!(output.code, Some(1));
    assert!(
        output.stderr.contains("specs/sources/notes.md"),
        "{}",
        output.stderr
    );
    let after = (workspace.files("specs"), workspace.files("generated"));
    assert_eq!(after, before);
}

#[test]
fn unusable_page_leaves_product_out() {
    for (name, text) in [
        ("unreadable-page", b"%PDF-1.7\n\0\x01\x02".as_slice()),
        (
            "page-without-facts",
            b"Pricing\n\nA small instance costs 3 dollars.\n",
        ),
    ] {
        let workspace = workspace(name);
        workspace.write(&format!("specs/sources/{STATUS}"), text);
        workspace.record();
        let message = leaves_out_cvm(&workspace).message();
        let lost = "specs/cvm/2017-03-12 has the action `DescribeInstancesStatus` from this page";
        assert!(message.contains(lost), "{message}");
        assert!(message.contains("1 new error in the pages"), "{message}");
        // Accepting the error is how a user gives up the page's facts.
        assert!(workspace.run(&["lint", "--accept"]).ok);
        let output = workspace.run(&["codegen"]);
        assert!(output.ok, "{}", output.stderr);
        assert!(!workspace.exists(ACTION));
    }
}

/// Returns a page of data types with one structure.
fn data_types(users: &str) -> String {
    format!(
        "Data Types\n\nLast updated: 2025-08-01 10:47:16\n\nSnapshot\n\nA snapshot.\n\n\
         Used by actions: {users}.\n\nName Type Description\nSnapshotId String The ID.\n\
         Size Integer The size.\n"
    )
}

#[test]
fn chapter_that_becomes_doubtful_leaves_product_out() {
    let workspace = workspace("doubtful-chapter");
    let chapter = "specs/sources/cvm-types.en.txt";
    workspace.write(chapter, data_types("DescribeInstancesStatus").as_bytes());
    workspace.record();
    let output = workspace.run(&["codegen"]);
    assert!(output.ok, "{}", output.stderr);
    let types = workspace.read("specs/cvm/2017-03-12/types.yaml");
    assert!(types.contains("name: Snapshot"), "{types}");

    // Now it names an action of the other product alone.
    workspace.write(chapter, data_types("DescribeMachineSnapshot").as_bytes());
    workspace.record();
    let output = workspace.run(&["codegen"]);
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    assert_eq!(workspace.read("specs/cvm/2017-03-12/types.yaml"), types);
    let lost = "specs/cvm/2017-03-12 has the structure `Snapshot` from this page";
    assert!(output.stderr.contains(lost), "{}", output.stderr);
}
