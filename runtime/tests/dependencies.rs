//! The runtime adds few crates to what its HTTP client brings along.

use std::collections::BTreeSet;
use std::process::Command;

/// Crates that the default features may add to those that `reqwest` needs with the same features.
const BUDGET: usize = 10;

const RUNTIME: &str = "tencentcloud-api-runtime";

/// The tree of normal dependencies, each crate with its depth.
fn tree() -> Vec<(usize, String)> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "--offline", "--package", RUNTIME])
        .args(["--edges", "normal", "--prefix", "depth", "--no-dedupe"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo tree: {problem}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(crate_at_depth).collect()
}

/// `3bytes v1.12.1` is three steps away.
fn crate_at_depth(line: &str) -> (usize, String) {
    let name = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let depth = line[..line.len() - name.len()].parse().unwrap();
    let words: Vec<&str> = name.split(' ').take(2).collect();
    (depth, words.join(" "))
}

/// What the client needs. Its TLS gets the cryptography from us, so that is not its own.
fn of_reqwest(tree: &[(usize, String)]) -> BTreeSet<String> {
    let is = |found: &str, name: &str| found.split(' ').next() == Some(name);
    let start = tree
        .iter()
        .position(|(depth, found)| *depth == 1 && is(found, "reqwest"))
        .unwrap();
    let inside = tree[start + 1..].iter().take_while(|(depth, _)| *depth > 1);
    let mut needed = BTreeSet::from([tree[start].1.clone()]);
    let mut ours = None;
    for (depth, found) in inside {
        if ours.is_some_and(|start| *depth > start) {
            continue;
        }
        ours = is(found, "ring").then_some(*depth);
        if ours.is_none() {
            needed.insert(found.clone());
        }
    }
    needed
}

#[test]
fn default_features_stay_within_the_budget() {
    let tree = tree();
    let client = of_reqwest(&tree);
    // Far fewer would mean that the tree was misread, and every budget kept.
    assert!(client.len() > 50, "reqwest needs {} crates", client.len());
    let all = tree.iter().filter(|(depth, _)| *depth > 0);
    let all: BTreeSet<String> = all.map(|(_, found)| found.clone()).collect();
    let added: Vec<&String> = all.difference(&client).collect();
    println!(
        "{} crates besides the {} of reqwest: {added:?}",
        added.len(),
        client.len()
    );
    for ours in ["ring ", "serde_json "] {
        assert!(added.iter().any(|name| name.starts_with(ours)), "{ours}");
    }
    assert!(
        added.len() <= BUDGET,
        "{} crates besides those of reqwest, {BUDGET} are allowed: {added:?}",
        added.len()
    );
}
