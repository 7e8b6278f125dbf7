//! Clones on systems whose git converts line ends.

use std::path::Path;
use std::process::Command;

use crate::support::{Workspace, page};

const STATUS: &str = "cvm-DescribeInstancesStatus.en.txt";
const ATTRIBUTES: &str = ".gitattributes";

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Returns whether git is installed. It must be where `CI` is set.
fn has_git() -> bool {
    let found = Command::new("git").arg("--version").output().is_ok();
    if !found {
        assert!(std::env::var_os("CI").is_none(), "git is not installed");
        eprintln!("skipped: git is not installed");
    }
    found
}

/// Returns the workspace, cloned with this conversion of line ends.
fn cloned(workspace: &Workspace, name: &str, autocrlf: &str) -> Workspace {
    let clone = Workspace::new(name, &[]);
    clone.remove("");
    let from = workspace.path("").display().to_string();
    let to = clone.path("").display().to_string();
    let option = format!("core.autocrlf={autocrlf}");
    workspace.git(&["clone", "--quiet", "--config", &option, &from, &to]);
    clone
}

#[test]
fn converting_clone_passes_check() {
    if !has_git() {
        return;
    }
    // A page as Windows writes it stays as it was scraped.
    let text = String::from_utf8(page(STATUS)).unwrap();
    let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    let workspace = Workspace::new("autocrlf", &[(STATUS, text.as_bytes())]);
    let attributes = std::fs::read(repository().join(ATTRIBUTES)).unwrap();
    workspace.write(ATTRIBUTES, &attributes);
    assert!(workspace.run(&["codegen"]).ok);
    workspace.git(&["init", "--quiet"]);
    workspace.git(&["add", "."]);
    workspace.git(&["commit", "--quiet", "--message", "all"]);
    for autocrlf in ["true", "input", "false"] {
        let clone = cloned(&workspace, "autocrlf-clone", autocrlf);
        let check = clone.run(&["codegen", "--check"]);
        assert!(check.ok, "{autocrlf}: {}", check.stderr);
        clone.git(&["diff", "--exit-code", "--quiet"]);
        for folder in ["specs", "generated"] {
            assert!(clone.files(folder) == workspace.files(folder), "{autocrlf}");
        }
    }
    // The attributes make the difference.
    workspace.remove(ATTRIBUTES);
    workspace.git(&["commit", "--quiet", "--all", "--message", "no attributes"]);
    let clone = cloned(&workspace, "autocrlf-clone", "true");
    assert!(!clone.run(&["codegen", "--check"]).ok);
}

#[test]
fn committed_files_have_one_kind_of_line_ends() {
    if !has_git() || !repository().join(".git").exists() {
        return;
    }
    let mut command = Command::new("git");
    command
        .args(["ls-files", "--eol"])
        .current_dir(repository());
    let listed = command.output().unwrap();
    assert!(listed.status.success());
    // i/lf    w/lf    attr/text=auto eol=lf 	xtask/src/main.rs
    let listed = String::from_utf8(listed.stdout).unwrap();
    let mut files = 0;
    for line in listed.lines() {
        let (facts, path) = line.split_once('\t').unwrap();
        let in_index = facts.split_whitespace().next().unwrap();
        let is_kept = facts.contains("attr/-text");
        assert!(
            is_kept || matches!(in_index, "i/lf" | "i/none" | "i/-text"),
            "{path} has {in_index}: convert it, or keep it in {ATTRIBUTES}"
        );
        assert!(is_kept || facts.contains("eol=lf"), "{path}: {facts}");
        files += 1;
    }
    assert!(files > 500, "{files}");
}
