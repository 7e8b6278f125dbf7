//! `codegen` of a workspace with a faulty product: the others are generated, its files stay.

use std::collections::BTreeMap;

use crate::support::{RunOutput, Workspace, page};

const STATUS: &str = "cvm-DescribeInstancesStatus.en.txt";
const SNAPSHOT: &str = "cwp-DescribeMachineSnapshot.en.txt";
const OVERRIDES: &str = "specs/cvm/2017-03-12/overrides.yaml";

/// Returns a workspace with two products, generated unless `is_new`.
fn two_products(name: &str, is_new: bool) -> Workspace {
    let pages = [(STATUS, page(STATUS)), (SNAPSHOT, page(SNAPSHOT))];
    let pages = pages
        .each_ref()
        .map(|(file, bytes)| (*file, bytes.as_slice()));
    let workspace = Workspace::new(name, &pages);
    if !is_new {
        let output = workspace.run(&["codegen"]);
        assert!(output.ok, "{}", output.stderr);
    }
    workspace
}

/// Returns the files of one product below `specs/` and `generated/`.
fn files_of(workspace: &Workspace, product: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = workspace.files(&format!("specs/{product}"));
    files.extend(workspace.files(&format!("generated/{product}")));
    files
}

/// Changes a fact of both products' pages, so that a run has something to write for each.
fn change_pages(workspace: &Workspace) {
    for file in [STATUS, SNAPSHOT] {
        let path = format!("specs/sources/{file}");
        let text = workspace.read(&path);
        let newer = text.replace("A maximum of ", "A maximum of 1");
        assert_ne!(newer, text);
        workspace.write(&path, newer.as_bytes());
    }
    workspace.record();
}

/// Runs `codegen` on newer pages with a fault in cvm. Checks that only cwp changes, and that a
/// check agrees with the run.
fn leaves_out_cvm(workspace: &Workspace) -> RunOutput {
    change_pages(workspace);
    let (cvm, cwp) = (files_of(workspace, "cvm"), files_of(workspace, "cwp"));
    let root = workspace.read("generated/src/lib.rs");
    let check = workspace.run(&["codegen", "--check"]);
    assert!(!check.ok);
    assert!(check.stderr.contains("is out of date"), "{}", check.stderr);
    let output = workspace.run(&["codegen"]);
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    assert_eq!(files_of(workspace, "cvm"), cvm);
    assert_ne!(files_of(workspace, "cwp"), cwp);
    // Its example calls cvm, whose files keep the method.
    assert_eq!(workspace.read("generated/src/lib.rs"), root);
    let manifest = workspace.read("generated/Cargo.toml");
    assert!(
        manifest.contains("cvm = [\"dep:tencentcloud-api-cvm\"]\ncwp = "),
        "{manifest}"
    );

    let again = workspace.run(&["codegen"]);
    assert_eq!(again.code, Some(1), "{}", again.stderr);
    assert!(
        again.stderr.contains("generated: 0 written"),
        "{}",
        again.stderr
    );
    let check = workspace.run(&["codegen", "--check"]);
    assert_eq!(check.code, Some(1));
    assert!(
        check.stderr.contains("1 product is left out"),
        "{}",
        check.stderr
    );
    output
}

#[test]
fn stale_override_leaves_product_out() {
    let workspace = two_products("stale-override", false);
    let text = b"- why: it is gone\n  action: DescribeInstancesStatuses\n  skip: true\n";
    workspace.write(OVERRIDES, text);
    insta::assert_snapshot!(leaves_out_cvm(&workspace).message());
}

#[test]
fn clashing_name_leaves_product_out() {
    let workspace = two_products("clashing-name", false);
    workspace.write(
        OVERRIDES,
        b"- why: shorter\n  action: DescribeInstancesStatus\n  set: {rename: statuses}\n\n\
          - {why: a test, action: DescribeInstancesStatus, input: Limit, set: {rename: offset}}\n\
          - {why: a test, action: DescribeInstancesStatus, input: Offset, set: {type: Intger}}\n",
    );
    insta::assert_snapshot!(leaves_out_cvm(&workspace).message());
}

#[test]
fn unreadable_override_leaves_product_out() {
    let workspace = two_products("unreadable-override", false);
    workspace.write(OVERRIDES, b"- why: \xff\n");
    let message = leaves_out_cvm(&workspace).message();
    assert!(message.contains(&format!("--> {OVERRIDES}")), "{message}");
    assert!(message.contains("  cvm: "), "{message}");
}

const BEHAVIOUR: &str = "specs/cvm/2017-03-12/behaviour.yaml";

#[test]
fn unusable_behaviour_leaves_product_out() {
    let workspace = two_products("unusable-behaviour", false);
    let written = workspace.read(BEHAVIOUR);
    let by_hand = written.replacen("  inferred: true\n", "  why: measured\n  quota: 5\n", 1);
    for (text, place) in [
        (b"resources: \xff\n".to_vec(), ""),
        (by_hand.replace("quota", "qouta").into_bytes(), ":"),
        (
            by_hand.replace("structure: ", "structure: A").into_bytes(),
            ":",
        ),
        (format!("{by_hand}# Measured.\n").into_bytes(), ":"),
    ] {
        workspace.write(BEHAVIOUR, &text);
        let output = workspace.run(&["codegen"]);
        assert_eq!(output.code, Some(1), "{}", output.stderr);
        let message = output.message();
        assert!(
            message.contains(&format!("--> {BEHAVIOUR}{place}")),
            "{message}"
        );
        assert!(message.contains("  cvm: "), "{message}");
        assert_eq!(std::fs::read(workspace.path(BEHAVIOUR)).unwrap(), text);
        assert!(!workspace.run(&["codegen", "--check"]).ok);
        assert!(!workspace.run(&["codegen", "--from-specs"]).ok);
    }
    workspace.write(BEHAVIOUR, by_hand.as_bytes());
    assert!(workspace.run(&["codegen", "--full"]).ok);
    assert!(workspace.run(&["codegen", "--check"]).ok);
    let kept = workspace.read(BEHAVIOUR);
    assert!(kept.contains("  why: measured\n"), "{kept}");

    // Only entries by hand keep the file of a product without pages.
    workspace.remove(&format!("specs/sources/{STATUS}"));
    workspace.record();
    let message = workspace.run(&["codegen"]).message();
    assert!(
        message.contains("no page describes this service"),
        "{message}"
    );
    assert_eq!(workspace.read(BEHAVIOUR), kept);
    workspace.write(BEHAVIOUR, written.as_bytes());
    workspace.run(&["codegen"]);
    assert!(!workspace.exists(BEHAVIOUR));
}

#[test]
fn stale_known_fault_leaves_product_out() {
    let workspace = two_products("stale-known-fault", false);
    workspace.write(
        "specs/cvm/2017-03-12/known_faults.yaml",
        b"- {action: DescribeInstancesStatus, example: 7, side: request, reason: It is torn.}\n",
    );
    let message = leaves_out_cvm(&workspace).message();
    let fault = "error: action `DescribeInstancesStatus` has no example 7 with a request\n  \
                 --> specs/cvm/2017-03-12/known_faults.yaml\n";
    assert!(message.contains(fault), "{message}");
}

#[test]
fn all_faults_of_all_products_are_shown() {
    let workspace = two_products("two-faulty", true);
    workspace.write(OVERRIDES, b"- why: a\n  acton: A\n");
    workspace.write(
        "specs/cwp/2018-02-28/overrides.yaml",
        b"- {why: b, action: B}\n",
    );
    workspace.write("specs/cwp/2018-02-28/known_faults.yaml", b"- {action: C}\n");
    workspace.write("specs/tke/2018-05-25/overrides.yaml", b"# Nothing yet.\n");
    let output = workspace.run(&["codegen"]);
    assert_eq!(output.code, Some(1));
    insta::assert_snapshot!(output.message());
    // A product that was never generated is not part of the crate.
    let root = workspace.read("generated/src/lib.rs");
    assert!(!root.contains("pub mod"), "{root}");
    assert!(!workspace.exists("specs/cwp/2018-02-28/service.yaml"));

    let json = workspace.run(&["codegen", "--json"]);
    assert_eq!(json.code, Some(1));
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let left_out = json["left_out"].as_array().unwrap();
    let services: Vec<&str> = left_out
        .iter()
        .map(|product| product["service"].as_str().unwrap())
        .collect();
    assert_eq!(services, ["cvm", "cwp", "tke"]);
    assert_eq!(left_out[1]["faults"].as_array().unwrap().len(), 2);
    let first = &left_out[0]["faults"][0];
    assert_eq!(first["line"], 2);
    assert_eq!(
        first["message"],
        "[0]: unknown field `acton`; did you mean `action`?"
    );
}

#[test]
fn broken_spec_leaves_product_out() {
    let workspace = two_products("broken-spec", false);
    let types = "specs/cwp/2018-02-28/types.yaml";
    let broken = "# Written by `cargo xtask codegen` from pages.\n- nmae: Disk\n";
    workspace.write(types, broken.as_bytes());
    let before = workspace.files("generated");
    let output = workspace.run(&["codegen", "--from-specs"]);
    assert_eq!(output.code, Some(1));
    insta::assert_snapshot!(output.message());
    assert_eq!(workspace.files("generated"), before);
    assert_eq!(workspace.read(types), broken);

    // The pages are the origin of this file, so a run from them restores it.
    let output = workspace.run(&["codegen"]);
    assert!(output.ok, "{}", output.stderr);
    assert_ne!(workspace.read(types), broken);
}

#[test]
fn deleted_crate_omits_left_out_product() {
    let workspace = two_products("deleted-crate", false);
    workspace.write(OVERRIDES, b"- {why: a, action: A}\n");
    workspace.remove("generated");
    let output = workspace.run(&["codegen"]);
    assert_eq!(output.code, Some(1));
    let root = workspace.read("generated/src/lib.rs");
    assert!(!root.contains(" as cvm;"), "{root}");
    assert!(root.contains(" as cwp;"), "{root}");
    assert!(workspace.exists("specs/cvm/2017-03-12/service.yaml"));
}

#[test]
fn new_product_joins_without_left_out_one() {
    let workspace = two_products("new-and-left-out", false);
    workspace.write(OVERRIDES, b"- {why: a, action: A}\n");
    let file = "csip-DescribeCVMAssets.en.txt";
    workspace.write(&format!("specs/sources/{file}"), &page(file));
    workspace.record();
    let cvm = files_of(&workspace, "cvm");
    assert_eq!(workspace.run(&["codegen"]).code, Some(1));
    assert_eq!(files_of(&workspace, "cvm"), cvm);
    let root = workspace.read("generated/src/lib.rs");
    for product in ["csip", "cvm", "cwp"] {
        assert!(root.contains(&format!(" as {product};")), "{root}");
    }
    assert!(root.contains("csip::Client::new"), "{root}");
    assert!(!root.contains("cvm::Client::new"), "{root}");
}
