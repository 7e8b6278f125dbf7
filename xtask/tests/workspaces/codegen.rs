//! `codegen`: deterministic bytes, only its own files, all or nothing.

use crate::support::{Workspace, page};

const STATUS: &str = "cvm-DescribeInstancesStatus.en.txt";
const SNAPSHOT: &str = "cwp-DescribeMachineSnapshot.en.txt";

fn two_pages(name: &str) -> Workspace {
    Workspace::new(
        name,
        &[(STATUS, &page(STATUS)), (SNAPSHOT, &page(SNAPSHOT))],
    )
}

#[test]
fn codegen_is_deterministic() {
    let one = two_pages("same-bytes-one");
    let other = two_pages("same-bytes-other");
    let manifest = other.read("specs/sources.yaml");
    let (first, second) = manifest.split_at(manifest.rfind("- file").unwrap());
    other.write("specs/sources.yaml", format!("{second}{first}").as_bytes());
    for workspace in [&one, &other] {
        let output = workspace.run(&["codegen"]);
        assert!(output.ok, "{}", output.stderr);
    }
    for folder in ["specs/cvm", "specs/cwp", "generated"] {
        assert!(!one.files(folder).is_empty(), "{folder}");
        assert_eq!(one.files(folder), other.files(folder));
    }
}

#[test]
fn second_run_writes_nothing() {
    let workspace = two_pages("second-run");
    workspace.run(&["codegen"]);
    let again = workspace.run(&["codegen"]);
    let unchanged = again.message();
    assert!(
        unchanged.contains("specs: 0 written, 0 removed, 8 unchanged"),
        "{unchanged}"
    );
    assert!(
        unchanged.contains("generated: 0 written, 0 removed"),
        "{unchanged}"
    );
    let check = workspace.run(&["codegen", "--check"]);
    assert!(check.ok, "{}", check.stderr);
    let from_specs = workspace.run(&["codegen", "--check", "--from-specs"]);
    assert!(from_specs.ok, "{}", from_specs.stderr);
}

#[test]
fn unchanged_workspace_skips_all_stages() {
    let workspace = two_pages("stamp");
    workspace.run(&["codegen"]);
    workspace.run(&["lint", "--accept"]);
    let full = workspace.run(&["codegen"]);
    assert!(
        !full.message().contains("unchanged since the last run"),
        "{full:?}"
    );
    let again = workspace.run(&["codegen"]);
    assert!(
        again.message().contains("unchanged since the last run"),
        "{again:?}"
    );
    let forced = workspace.run(&["codegen", "--full"]);
    assert!(
        !forced.message().contains("unchanged since the last run"),
        "{forced:?}"
    );

    for path in ["generated/src/lib.rs", "specs/cwp/2018-02-28/types.yaml"] {
        let written = workspace.read(path);
        workspace.write(path, b"// edited\n");
        let fixed = workspace.run(&["codegen"]);
        assert!(fixed.message().contains("1 written"), "{fixed:?}");
        assert_eq!(workspace.read(path), written);
    }
    workspace.write("generated/src/stray.rs", b"");
    workspace.run(&["codegen"]);
    assert!(!workspace.exists("generated/src/stray.rs"));
}

#[test]
fn check_shows_first_difference() {
    let workspace = two_pages("check");
    workspace.run(&["codegen"]);
    let path = "specs/cwp/2018-02-28/actions/DescribeMachineSnapshot.yaml";
    let edited = workspace
        .read(path)
        .replace("rate_limit: 20", "rate_limit: 21");
    workspace.write(path, edited.as_bytes());
    workspace.write("specs/cwp/2018-02-28/actions/Stray.yaml", b"name: Stray\n");
    let check = workspace.run(&["codegen", "--check"]);
    assert!(!check.ok);
    assert_eq!(workspace.read(path), edited);
    insta::assert_snapshot!(check.message());
}

#[test]
fn obsolete_files_go_hand_written_stay() {
    let workspace = two_pages("removal");
    workspace.run(&["codegen"]);
    let overrides = "specs/cvm/2017-03-12/overrides.yaml";
    workspace.write(overrides, b"# Nothing yet.\n");
    workspace.write("specs/cvm/2017-03-12/actions/Stray.yaml", b"");
    workspace.write("generated/src/stray.rs", b"");
    workspace.remove(&format!("specs/sources/{SNAPSHOT}"));
    workspace.record();
    let output = workspace.run(&["codegen"]);
    assert!(output.ok, "{}", output.stderr);
    assert!(workspace.exists(overrides));
    assert!(workspace.exists(&format!("specs/sources/{STATUS}")));
    for gone in [
        "specs/cwp",
        "specs/cvm/2017-03-12/actions/Stray.yaml",
        "generated/src/stray.rs",
    ] {
        assert!(!workspace.exists(gone), "{gone}");
    }
}

#[test]
fn overrides_change_only_the_crate() {
    let workspace = two_pages("overrides");
    workspace.run(&["codegen"]);
    let specs = workspace.files("specs/cwp/2018-02-28/actions");
    let plain = workspace.files("generated");
    workspace.write(
        "specs/cwp/2018-02-28/overrides.yaml",
        b"- {why: a test, action: DescribeMachineSnapshot, set: {rename: list_snapshots}}\n",
    );
    let output = workspace.run(&["codegen"]);
    assert!(output.ok, "{}", output.stderr);
    assert_eq!(workspace.files("specs/cwp/2018-02-28/actions"), specs);
    assert_ne!(workspace.files("generated"), plain);
}

#[test]
fn folder_without_specs_is_refused() {
    let workspace = Workspace::new("no-specs", &[]);
    workspace.remove("specs");
    let output = workspace.run(&["codegen"]);
    assert!(!output.ok);
    assert!(
        output.stderr.contains("name the workspace with `--root`"),
        "{}",
        output.stderr
    );
}

#[test]
fn killed_run_leftovers_are_removed() {
    let workspace = two_pages("left-over");
    workspace.run(&["codegen"]);
    let left_over = "specs/cwp/2018-02-28/.types.yaml.part";
    workspace.write(left_over, b"- name: Ha");
    workspace.run(&["codegen"]);
    assert!(!workspace.exists(left_over));
    let other = "specs/sources/.cvm-new.en.html.part";
    workspace.write(other, b"a page that a scrape is writing");
    workspace.run(&["codegen", "--full"]);
    assert!(workspace.exists(other));
}

#[test]
fn unwritable_file_leaves_all_untouched() {
    let workspace = two_pages("no-room");
    // A folder in the place of the temporary file makes writing fail.
    workspace.write("generated/.Cargo.toml.part/in-the-way", b"");
    let output = workspace.run(&["codegen"]);
    assert!(!output.ok);
    assert!(output.stderr.contains("can't write"), "{}", output.stderr);
    assert!(output.stderr.contains("Cargo.toml"), "{}", output.stderr);
    assert_eq!(
        workspace.files("specs/cvm"),
        std::collections::BTreeMap::new()
    );
    assert_eq!(workspace.files("generated").len(), 1);
}
