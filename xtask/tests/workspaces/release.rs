//! `release` on a workspace with one product, the facade and a runtime without code.

use serde_json::Value;

use crate::support::{RunOutput, Workspace};
use crate::update;

const RUNTIME: &str = "tencentcloud-api-runtime";
const PRODUCT: &str = "tencentcloud-api-bridge";
const FACADE: &str = "tencentcloud-api";
const RECORD: &str = "specs/released.yaml";

/// Returns a workspace in which nothing is published yet.
fn workspace(name: &str) -> Workspace {
    let workspace = update::workspace(name);
    let root = "[workspace]\nmembers = [\"runtime\"]\nexclude = [\"generated\"]\n\n\
                [workspace.package]\nversion = \"0.1.0\"\n\n[workspace.dependencies]\n\
                tencentcloud-api-runtime = { path = \"runtime\", version = \"0.1.0\" }\n";
    let runtime = "[package]\nname = \"tencentcloud-api-runtime\"\nversion.workspace = true\n\
                   edition = \"2024\"\n\n[features]\nhttp-client = []\n";
    workspace.write("Cargo.toml", root.as_bytes());
    workspace.write("runtime/Cargo.toml", runtime.as_bytes());
    workspace.write("runtime/src/lib.rs", b"//! Nothing.\n");
    workspace
}

/// Returns a workspace in which everything is published.
fn published(name: &str) -> Workspace {
    let workspace = workspace(name);
    for name in [RUNTIME, PRODUCT, FACADE] {
        publish(&workspace, name, "0.1.0");
    }
    workspace
}

fn publish(workspace: &Workspace, name: &str, version: &str) {
    let output = workspace.run(&["release", "--published", &format!("{name}@{version}")]);
    assert!(output.ok, "{}", output.stderr);
}

/// Returns `name from → to, reasons` of each crate to publish.
fn steps(workspace: &Workspace) -> Vec<String> {
    let output = workspace.run(&["release", "--json"]);
    let plan: Value = serde_json::from_str(&output.stdout).expect(&output.stderr);
    let shown = |step: &Value| {
        let reasons = step["reasons"].as_array().unwrap().iter();
        let kinds: Vec<&str> = reasons
            .map(|reason| reason["kind"].as_str().unwrap())
            .collect();
        let text = |key: &str| step[key].as_str().unwrap_or("new").to_owned();
        let (name, from, to) = (text("name"), text("from"), text("to"));
        format!("{name} {from} → {to}, {}", kinds.join(" "))
    };
    plan["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(shown)
        .collect()
}

fn failed(output: &RunOutput, parts: &[&str]) {
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    for part in parts {
        assert!(output.stderr.contains(part), "{part}: {}", output.stderr);
    }
}

#[test]
fn first_release_prints_commands_in_order() {
    let workspace = workspace("release-first");
    let before = workspace.files("");
    let output = workspace.run(&["release"]);
    assert_eq!(output.code, Some(10), "{}", output.stderr);
    let script = output.stdout.split_once("set -e\n").unwrap().1;
    let expected = "cargo publish --package tencentcloud-api-runtime\n\
                    cargo xtask release --published tencentcloud-api-runtime@0.1.0\n\
                    cargo publish --manifest-path generated/Cargo.toml --package tencentcloud-api-bridge\n\
                    cargo xtask release --published tencentcloud-api-bridge@0.1.0\n\
                    cargo publish --manifest-path generated/Cargo.toml --package tencentcloud-api\n\
                    cargo xtask release --published tencentcloud-api@0.1.0\n";
    assert_eq!(script, expected);
    assert_eq!(
        workspace.files(""),
        before,
        "showing the plan writes nothing"
    );
}

#[test]
fn interrupted_release_shows_the_rest() {
    let workspace = workspace("release-interrupted");
    publish(&workspace, RUNTIME, "0.1.0");
    publish(&workspace, PRODUCT, "0.1.0");
    assert_eq!(steps(&workspace), ["tencentcloud-api new → 0.1.0, new"]);
    publish(&workspace, FACADE, "0.1.0");
    let output = workspace.run(&["release"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert!(
        output.stdout.contains("all 3 crates are as published"),
        "{}",
        output.stdout
    );
    let record = workspace.read(RECORD);
    assert!(
        record.starts_with("# The last published version"),
        "{record}"
    );
    assert_eq!(record.matches("  version: 0.1.0\n").count(), 3, "{record}");
}

#[test]
fn update_of_documentation_releases_product() {
    let workspace = published("release-update");
    let staged = update::staged("release-update", &update::EDITS);
    let path = staged.path("specs").display().to_string();
    let output = workspace.run(&["update", "--staged", &path, "--yes", "--no-test"]);
    assert!(matches!(output.code, Some(10 | 11)), "{}", output.stderr);
    // The edits break users, and `update` raised the versions of both crates.
    assert_eq!(
        steps(&workspace),
        [
            "tencentcloud-api-bridge 0.1.0 → 0.2.0, notes",
            "tencentcloud-api 0.1.0 → 0.2.0, notes incompatible",
        ]
    );
    let output = workspace.run(&["release"]);
    assert!(
        output.stdout.contains("release notes 0.2.0 (major)"),
        "{}",
        output.stdout
    );
    assert!(output.stdout.contains("cargo publish"), "{}", output.stdout);
}

#[test]
fn changed_runtime_must_be_raised_alone() {
    let workspace = published("release-runtime");
    workspace.write(
        "runtime/tests/new.rs",
        b"//! Nobody publishes a crate for a test.\n",
    );
    assert_eq!(steps(&workspace), [""; 0]);
    workspace.write("runtime/src/lib.rs", b"//! Something.\n");
    assert_eq!(
        steps(&workspace),
        ["tencentcloud-api-runtime 0.1.0 → 0.1.1, content"]
    );
    let output = workspace.run(&["release"]);
    assert!(
        output.stdout.contains("0.1.0 → 0.1.1 *"),
        "{}",
        output.stdout
    );
    assert!(
        !output.stdout.contains("cargo publish"),
        "{}",
        output.stdout
    );
    failed(
        &workspace.run(&["release", "--check"]),
        &[RUNTIME, "0.1.0, which is too low"],
    );

    let output = workspace.run(&["release", "--write"]);
    assert!(output.ok, "{}", output.stderr);
    let manifest = workspace.read("Cargo.toml");
    assert_eq!(
        manifest.matches("version = \"0.1.1\"").count(),
        2,
        "{manifest}"
    );
    let output = workspace.run(&["release"]);
    assert!(
        output
            .stdout
            .contains("cargo publish --package tencentcloud-api-runtime")
    );
    assert!(!output.stdout.contains(PRODUCT), "{}", output.stdout);
}

#[test]
fn incompatible_runtime_raises_products_with_notes() {
    let workspace = published("release-incompatible");
    let manifest = workspace.read("Cargo.toml").replace("0.1.0", "0.2.0");
    workspace.write("Cargo.toml", manifest.as_bytes());
    assert_eq!(
        steps(&workspace),
        [
            "tencentcloud-api-runtime 0.1.0 → 0.2.0, raised",
            "tencentcloud-api-bridge 0.1.0 → 0.2.0, incompatible",
            "tencentcloud-api 0.1.0 → 0.2.0, incompatible incompatible",
        ]
    );
    let output = workspace.run(&["release", "--write"]);
    assert!(
        output.ok && output.stderr.contains("cargo xtask codegen"),
        "{}",
        output.stderr
    );
    assert!(
        workspace
            .read("specs/bridge/crate.yaml")
            .contains("version: '0.2.0'")
    );
    failed(&workspace.run(&["release"]), &["run `cargo xtask codegen`"]);

    workspace.run(&["codegen"]);
    let changelog = workspace.read("generated/bridge/CHANGELOG.md");
    assert!(
        changelog.contains("Requires `tencentcloud-api-runtime` 0.2.0"),
        "{changelog}"
    );
    let output = workspace.run(&["release"]);
    assert_eq!(
        output.stdout.matches("cargo publish").count(),
        3,
        "{}",
        output.stdout
    );
}

#[test]
fn removed_product_breaks_facade_once() {
    let workspace = published("release-removed");
    let gone = "tencentcloud-api-gone:\n  version: 0.1.0\n  digest: x\n  runtime: 0.1.0\n";
    let record = format!("{}{gone}", workspace.read(RECORD));
    workspace.write(RECORD, record.as_bytes());
    assert_eq!(
        steps(&workspace),
        ["tencentcloud-api 0.1.0 → 0.2.0, removed-product"]
    );
    assert!(workspace.run(&["release", "--write"]).ok);
    workspace.run(&["codegen"]);
    let changelog = workspace.read("generated/CHANGELOG.md");
    assert!(
        changelog.contains("No longer re-exports `tencentcloud-api-gone`"),
        "{changelog}"
    );
    publish(&workspace, FACADE, "0.2.0");
    assert_eq!(steps(&workspace), [""; 0]);
    assert!(!workspace.read(RECORD).contains("gone"));
}

#[test]
fn lower_version_than_published_is_error() {
    let workspace = published("release-lower");
    let record = workspace
        .read(RECORD)
        .replace("version: 0.1.0", "version: 0.1.7");
    workspace.write(RECORD, record.as_bytes());
    failed(
        &workspace.run(&["release"]),
        &[
            "tencentcloud-api-bridge states 0.1.0, but 0.1.7 is published",
            "specs/bridge/crate.yaml",
        ],
    );
}

#[test]
fn faulty_arguments_are_explained() {
    let workspace = workspace("release-arguments");
    for (published, parts) in [
        (
            "tencentcloud-api-bridge",
            &["is not of the form NAME@VERSION"][..],
        ),
        (
            "tencentcloud-api-brige@0.1.0",
            &["did you mean tencentcloud-api-bridge?"],
        ),
        (
            "tencentcloud-api-bridge@0.3.0",
            &["has version 0.1.0, not 0.3.0"],
        ),
    ] {
        failed(
            &workspace.run(&["release", "--published", published]),
            parts,
        );
    }
    assert!(!workspace.exists(RECORD));
    workspace.write(RECORD, b"tencentcloud-api-bridge: 0.1.0\n");
    failed(&workspace.run(&["release"]), &[RECORD, "git checkout"]);
}
