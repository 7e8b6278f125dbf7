//! The size of the runtime's dependency tree.

use std::collections::BTreeSet;
use std::process::Command;

const RUNTIME: &str = "tencentcloud-api-runtime";
/// A well-known HTTP client. The benchmarks build it with the features of the default transport.
const CLIENT: &str = "reqwest";

/// Returns the crates that a crate depends on, with their versions.
fn crates_of(name: &str) -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "--package", name])
        .args(["--edges", "normal", "--prefix", "none", "--no-dedupe"])
        // The workspace that has both.
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../bench"))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo tree: {errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    let name_and_version = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    text.lines().skip(1).map(name_and_version).collect()
}

#[test]
fn runtime_needs_fewer_crates_than_reqwest() {
    let (ours, theirs) = (crates_of(RUNTIME), crates_of(CLIENT));
    println!("{} crates, {CLIENT} {}", ours.len(), theirs.len());
    println!(
        "crates that only the runtime needs: {:?}",
        ours.difference(&theirs).collect::<Vec<_>>()
    );
    // Without these crates, the test has misread the tree.
    for needed in ["hyper ", "rustls ", "serde_json ", "sha2 "] {
        assert!(ours.iter().any(|name| name.starts_with(needed)), "{needed}");
    }
    assert!(
        ours.len() < theirs.len(),
        "{} crates, and {CLIENT} needs {}: {ours:?}",
        ours.len(),
        theirs.len()
    );
}
