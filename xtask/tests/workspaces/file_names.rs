//! Actions whose names some file system can't store, or can't tell apart.

use std::collections::BTreeSet;

use spec::is_portable_file_name;

use crate::support::Workspace;
use crate::update::document;

const ACTIONS: &str = "specs/bridge/2021-05-20/actions";
const GONE: &str = "specs/bridge/2021-05-20/retired.yaml";

/// Returns the path of an action's page.
fn page_of(action: &str) -> String {
    let short: String = action.chars().take(40).collect();
    format!("specs/sources/bridge/{}.en.md", spec::short_hash(&short))
}

fn add(workspace: &Workspace, action: &str) {
    let text = document("en/l-source.md").replace("DescribeBridges", action);
    workspace.write(&page_of(action), text.as_bytes());
}

fn workspace(name: &str, actions: &[&str]) -> Workspace {
    let workspace = Workspace::new(name, &[]);
    for action in actions {
        add(&workspace, action);
    }
    settle(&workspace);
    workspace
}

/// Records the pages, generates, and checks that everything reads what was written.
fn settle(workspace: &Workspace) {
    for arguments in [
        &["sources", "--accept"][..],
        &["codegen"],
        &["codegen", "--check"],
        &["codegen", "--from-specs", "--check"],
    ] {
        let output = workspace.run(arguments);
        assert!(output.ok, "{arguments:?}: {}", output.stderr);
    }
    let mut folded = BTreeSet::new();
    for (path, _) in workspace.files("") {
        assert!(path.split('/').all(is_portable_file_name), "{path}");
        assert!(folded.insert(path.to_lowercase()), "{path}");
    }
}

/// Returns the actions of the specs, as a reader finds them.
fn actions(workspace: &Workspace) -> BTreeSet<String> {
    let document = workspace.run(&["openapi", "bridge"]);
    assert!(document.ok, "{}", document.stderr);
    let document: serde_json::Value = serde_json::from_str(&document.stdout).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let name = |path: &String| path.trim_start_matches("/#").to_owned();
    paths.keys().map(name).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn unusual_names_survive_all_commands() {
    let long = format!("Describe{}", "Bridge".repeat(25));
    let names = [
        "Aux",
        "CON",
        "Nul",
        "Com1",
        "DescribeVM",
        "DescribeVm",
        &long,
    ];
    let workspace = workspace("file-names", &names);
    assert_eq!(actions(&workspace), set(&names));
    assert_eq!(workspace.files(ACTIONS).len(), names.len());

    let before = workspace.copy("file-names-before");
    let old = before.path("specs").display().to_string();
    assert_eq!(workspace.run(&["diff", &old]).stdout, "# No changes\n");

    // A page vanishes: its action stays, and the other spelling keeps its own.
    let gone = page_of("DescribeVm");
    let gone = gone.strip_prefix("specs/sources/").unwrap();
    let gone_device = page_of("Aux");
    let gone_device = gone_device.strip_prefix("specs/sources/").unwrap();
    let update = [
        "update",
        "--yes",
        "--no-test",
        "--gone",
        gone,
        "--gone",
        gone_device,
    ];
    let output = workspace.run(&update);
    assert_eq!(output.code, Some(10), "{}", output.stderr);
    settle(&workspace);
    assert!(workspace.exists(&format!("{ACTIONS}/DescribeVM.yaml")));
    let retired = workspace.read(GONE);
    assert!(retired.contains("name: DescribeVm\n") && retired.contains("name: Aux\n"));
    assert_eq!(actions(&workspace), set(&names));
    let diff = workspace.run(&["diff", &old, "--format", "json"]);
    assert!(diff.stdout.contains("DescribeVm"), "{diff:?}");

    let forget = ["update", "--yes", "--no-test", "--forget", "bridge/Aux"];
    let output = workspace.run(&forget);
    assert_eq!(output.code, Some(10), "{}", output.stderr);
    settle(&workspace);
    assert!(!actions(&workspace).contains("Aux"));
}

#[test]
fn second_spelling_moves_both_files() {
    let workspace = workspace("file-spellings", &["DescribeVm", "Other"]);
    let plain = format!("{ACTIONS}/DescribeVm.yaml");
    let alone = workspace.files("specs");
    assert!(workspace.exists(&plain));
    add(&workspace, "DescribeVM");
    settle(&workspace);
    // On a file system without case, the file of one would become that of the other.
    assert!(!workspace.exists(&plain));
    assert_eq!(
        actions(&workspace),
        set(&["DescribeVM", "DescribeVm", "Other"])
    );
    workspace.remove(&page_of("DescribeVM"));
    settle(&workspace);
    assert!(workspace.files("specs") == alone);
}
