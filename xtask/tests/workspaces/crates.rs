//! The crates as cargo sees them: one product's crate in another workspace, and a repository whose
//! generated crates are missing or broken.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{Workspace, page};

/// Returns the folder of this repository.
fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Runs cargo in a folder, with the dependencies that this test was built with.
fn cargo(folder: &Path, arguments: &[&str]) -> Output {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    cargo_into(target, folder, arguments)
}

fn cargo_into(target: &Path, folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_NET_OFFLINE", "true")
        .env_remove("CARGO_MANIFEST_DIR")
        .output()
        .unwrap()
}

#[track_caller]
fn succeeds(output: &Output) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
}

const SNAPSHOT: &str = "cwp-DescribeMachineSnapshot.en.txt";

/// A consumer of the stand-alone crate, which doesn't depend on the runtime itself.
const CONSUMER: &str = "\
use tencentcloud_api_cwp::{self as cwp, Config, Error};

pub async fn first(config: &Config) -> Result<Option<String>, Error> {
    let client = cwp::Client::new(config);
    let request = cwp::DescribeMachineSnapshotRequest::default();
    let response = client.describe_machine_snapshot(request).await?;
    Ok(response.request_id)
}
";

#[test]
fn one_product_builds_in_another_workspace() {
    let workspace = Workspace::new("one-product", &[(SNAPSHOT, &page(SNAPSHOT))]);
    workspace.write("app/src/lib.rs", CONSUMER.as_bytes());
    workspace.write(
        "app/Cargo.toml",
        b"[package]\nname = \"app\"\nedition = \"2024\"\n[workspace]\n\
          [dependencies]\ntencentcloud-api-cwp = { path = \"crates/cwp\" }\n",
    );
    let lock = fs::read(repository().join("Cargo.lock")).unwrap();
    workspace.write("app/Cargo.lock", &lock);
    let before = workspace.files("specs");
    let runtime = repository().join("runtime");
    let runtime = runtime.to_str().unwrap();
    let arguments = ["codegen", "--only", "cwp", "--output", "app/crates/cwp"];
    let output = workspace.run(&[&arguments[..], &["--runtime", runtime]].concat());
    assert!(output.ok, "{}", output.stderr);
    assert_eq!(workspace.files("specs"), before);
    assert!(!workspace.exists("generated") && !workspace.exists("app/crates/cwp/.xtask"));
    let app = workspace.path("app");
    succeeds(&cargo(&app, &["check"]));
    succeeds(&cargo(
        &app,
        &["test", "-p", "tencentcloud-api-cwp", "--test", "examples"],
    ));

    let published = workspace.run(&arguments);
    assert!(published.ok, "{}", published.stderr);
    let manifest = workspace.read("app/crates/cwp/Cargo.toml");
    let dependency =
        "\ntencentcloud-api-runtime = { version = \"0.1.0\", default-features = false }";
    assert!(manifest.contains(dependency), "{manifest}");
}

#[test]
fn unknown_product_suggests_nearest_name() {
    let workspace = Workspace::new("unknown-product", &[(SNAPSHOT, &page(SNAPSHOT))]);
    let output = workspace.run(&["codegen", "--only", "cpw", "--output", "cwp"]);
    assert_eq!(output.code, Some(1));
    assert!(
        output.stderr.contains("did you mean `cwp`"),
        "{}",
        output.stderr
    );
    assert!(!workspace.exists("cwp"));
}

#[test]
fn folder_of_people_is_refused() {
    let workspace = Workspace::new("taken-folder", &[(SNAPSHOT, &page(SNAPSHOT))]);
    workspace.write("app/src/main.rs", b"fn main() {}\n");
    let output = workspace.run(&["codegen", "--only", "cwp", "--output", "app"]);
    assert_eq!(output.code, Some(1));
    assert!(
        output
            .stderr
            .contains("app/src/main.rs isn't machine-written"),
        "{}",
        output.stderr
    );
    assert_eq!(workspace.files("app").len(), 1);
}

/// The folders and files that `codegen` needs, besides the generated crates.
const NEEDED: [&str; 11] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "fake",
    "generator",
    "redis",
    "runtime",
    "scrape",
    "xtask",
];

fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
        return;
    }
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}

/// Returns a copy of this repository without generated crates.
fn bare_repository(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if root.exists() {
        fs::remove_dir_all(&root).unwrap();
    }
    for path in NEEDED.iter().chain(&["specs"]) {
        copy(&repository().join(path), &root.join(path));
    }
    root
}

fn files_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap();
            if path.is_dir() && name != "target" {
                folders.push(path);
            } else if path.is_file() && name != "Cargo.lock" {
                let below = path.strip_prefix(folder).unwrap().to_owned();
                files.insert(below, fs::read(&path).unwrap());
            }
        }
    }
    files
}

const CODEGEN: [&str; 6] = ["run", "--quiet", "--package", "xtask", "--", "codegen"];

#[test]
fn codegen_builds_without_generated_crates() {
    let root = bare_repository("bare-repository");
    // A copy's crates have the same file names as those that this test was built with.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bare-repository-target");
    let run = || cargo_into(&target, &root, &CODEGEN);
    let committed = files_below(&repository().join("generated"));
    succeeds(&run());
    assert!(files_below(&root.join("generated")) == committed);

    // The next ones are half-written.
    fs::remove_dir_all(root.join("generated/cvm")).unwrap();
    succeeds(&run());
    assert!(files_below(&root.join("generated")) == committed);
    for broken in ["generated/Cargo.toml", "generated/ecm/Cargo.toml"] {
        let text = fs::read_to_string(root.join(broken)).unwrap();
        let half = text.split_at(text.find("edition").unwrap()).0;
        fs::write(root.join(broken), half).unwrap();
    }
    succeeds(&run());
    assert!(files_below(&root.join("generated")) == committed);
}
