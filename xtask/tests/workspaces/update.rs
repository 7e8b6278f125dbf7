//! `update` from staged pages.

use std::collections::BTreeMap;

use crate::support::{RunOutput, Workspace};

pub(crate) const PAGE: &str = "specs/sources/bridge-DescribeBridges.en.md";
pub(crate) const TYPES: &str = "specs/sources/bridge-types.en.md";
const RETIRED: &str = "specs/bridge/2021-05-20/retired.yaml";
const REQUEST: &str = "generated/bridge/src/v20210520/actions/describe_bridges.rs";

pub(crate) fn document(path: &str) -> String {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../generator/document/tests/documents"
    );
    let text = std::fs::read_to_string(format!("{folder}/{path}")).unwrap();
    text.replace("\r\n", "\n")
}

/// Returns a workspace with one generated service.
pub(crate) fn workspace(name: &str) -> Workspace {
    let workspace = Workspace::new(name, &[]);
    workspace.write(PAGE, document("en/l-source.md").as_bytes());
    workspace.write(TYPES, document("chapters/types.md").as_bytes());
    for command in [
        &["sources", "--accept"][..],
        &["codegen"],
        &["lint", "--accept"],
    ] {
        let output = workspace.run(command);
        assert!(output.ok || command[0] == "codegen", "{}", output.stderr);
    }
    workspace
}

/// Returns another workspace, the staging folder, with edited pages.
pub(crate) fn staged(name: &str, edits: &[(&str, &str, &str)]) -> Workspace {
    let staged = workspace(&format!("{name}-staged"));
    for (file, from, to) in edits {
        let text = staged.read(file);
        assert!(text.contains(from), "{from}");
        staged.write(file, text.replace(from, to).as_bytes());
    }
    assert!(staged.run(&["sources", "--accept"]).ok);
    staged
}

/// Edits of each kind that an update reports.
pub(crate) const EDITS: [(&str, &str, &str); 9] = [
    (PAGE, "A maximum of 20 requests", "A maximum of 10 requests"),
    (PAGE, "| VpcId | Yes |", "| VpcId | No |"),
    (
        PAGE,
        "| Order | No | String | Order of the list. Valid values:<br><li> ASC: ascending order<br><li> DESC: descending order<br>Default value: ASC |\n",
        "",
    ),
    (
        PAGE,
        "| Protocol | No | String |",
        "| Protocol | No | Integer |",
    ),
    (
        PAGE,
        "| Limit | No |",
        "| Marker | No | String | Where to go on. |\n| Limit | No |",
    ),
    (
        PAGE,
        "| ResourceNotFound | The resource does not exist. |",
        "| ResourceBusy | The resource is busy. |",
    ),
    (
        TYPES,
        "| CreatedTime | Timestamp ISO8601 | Creation time. |\n",
        "",
    ),
    (
        TYPES,
        "UP: it works<br><li>DOWN: it does not work",
        "UP: it works<br><li>BROKEN: it does not work",
    ),
    (TYPES, "Open ports.", "The open ports."),
];

fn update(workspace: &Workspace, staged: &Workspace, more: &[&str]) -> RunOutput {
    let folder = staged.path("specs").display().to_string();
    let mut arguments = vec!["update", "--staged", &folder, "--no-test"];
    arguments.extend(more);
    workspace.run(&arguments)
}

#[test]
fn behaviour_by_hand_survives_update() {
    const BEHAVIOUR: &str = "specs/bridge/2021-05-20/behaviour.yaml";
    let (workspace, staged) = (
        workspace("update-behaviour"),
        staged("update-behaviour", &EDITS),
    );
    let by_hand = workspace.read(BEHAVIOUR).replacen(
        "  inferred: true\n",
        "  why: measured\n  quota: 5\n",
        1,
    );
    workspace.write(BEHAVIOUR, by_hand.as_bytes());
    let output = update(&workspace, &staged, &["--yes"]);
    assert_eq!(output.code, Some(10), "{}", output.stderr);
    let updated = workspace.read(BEHAVIOUR);
    assert!(updated.contains("  why: measured\n"), "{updated}");
    let check = workspace.run(&["codegen", "--check"]);
    assert!(check.ok, "{}", check.stderr);
}

fn all(workspace: &Workspace) -> [BTreeMap<String, Vec<u8>>; 2] {
    [workspace.files("specs"), workspace.files("generated")]
}

/// Masks today's date, which is the default for pages without a fetch date.
fn without_today(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(at) = text.find("on 20") {
        text.replace_range(at..at + "on 2025-07-01".len(), "on TODAY");
    }
    text
}

#[test]
fn dry_run_shows_changes_without_writing() {
    let (workspace, staged) = (workspace("update-shown"), staged("update-shown", &EDITS));
    let before = all(&workspace);
    let output = update(&workspace, &staged, &["--dry-run"]);
    assert_eq!(output.code, Some(10), "{}", output.stderr);
    assert_eq!(all(&workspace), before);
    insta::assert_snapshot!(without_today(&output.stdout));
    // A test has no terminal to ask on.
    let output = update(&workspace, &staged, &[]);
    assert_eq!(output.code, Some(10), "{}", output.stderr);
    assert!(
        output.stderr.contains("there is no terminal to ask on"),
        "{}",
        output.stderr
    );
    assert_eq!(all(&workspace), before);
}

#[test]
fn vanished_items_stay_until_forgotten() {
    let (workspace, staged) = (
        workspace("update-written"),
        staged("update-written", &EDITS),
    );
    let output = update(&workspace, &staged, &["--yes"]);
    assert_eq!(output.code, Some(10), "{}", output.stderr);
    assert_eq!(
        workspace.files("specs/sources"),
        staged.files("specs/sources")
    );
    let request = workspace.read(REQUEST);
    let note = "no longer in the documentation, last seen there on ";
    // The field and its setter.
    assert_eq!(request.matches(note).count(), 2, "{request}");
    let changelog = workspace.files("specs/bridge/changelog");
    assert_eq!(changelog.len(), 1);
    let entry = String::from_utf8(changelog.into_values().next().unwrap()).unwrap();
    insta::assert_snapshot!(without_today(&entry));
    assert!(
        workspace
            .read("generated/bridge/CHANGELOG.md")
            .contains(entry.trim())
    );
    versions_are(&workspace, "0.2.0");

    let check = workspace.run(&["codegen", "--check"]);
    assert!(check.ok, "{}", check.stderr);
    let again = update(&workspace, &staged, &["--yes"]);
    assert_eq!(again.code, Some(0), "{}", again.stdout);

    let forget = ["update", "--yes", "--no-test", "--forget"];
    let unknown = workspace.run(&[&forget[..], &["bridge/DescribeBridges/input/Color"]].concat());
    assert_eq!(unknown.code, Some(1));
    assert!(
        unknown.stderr.contains("DescribeBridges/input/Order"),
        "{}",
        unknown.stderr
    );
    let output = workspace.run(&[&forget[..], &["bridge/DescribeBridges/input/Order"]].concat());
    assert_eq!(output.code, Some(10), "{}", output.stderr);
    assert!(
        output
            .stdout
            .contains("removed: input bridge/DescribeBridges/input/Order")
    );
    assert!(
        output.stdout.contains("member-removed"),
        "{}",
        output.stdout
    );
    assert!(!workspace.read(REQUEST).contains("pub order"));
    assert!(workspace.read(RETIRED).contains("CreatedTime"));
    versions_are(&workspace, "0.3.0");
}

/// Asserts that the product's crate and the facade have this version, with a release note.
#[track_caller]
fn versions_are(workspace: &Workspace, version: &str) {
    for (specs, generated) in [("specs", "generated"), ("specs/bridge", "generated/bridge")] {
        let recorded = workspace.read(&format!("{specs}/crate.yaml"));
        assert!(
            recorded.contains(&format!("version: '{version}'")),
            "{recorded}"
        );
        let manifest = workspace.read(&format!("{generated}/Cargo.toml"));
        assert!(
            manifest.contains(&format!("\nversion = \"{version}\"")),
            "{manifest}"
        );
        let changelog = workspace.read(&format!("{generated}/CHANGELOG.md"));
        assert!(
            changelog.contains(&format!("\n## {version}\n")),
            "{changelog}"
        );
    }
}

#[test]
fn returning_items_are_no_longer_retired() {
    let (workspace, newer) = (workspace("update-back"), staged("update-back", &EDITS));
    assert_eq!(update(&workspace, &newer, &["--yes"]).code, Some(10));
    assert!(workspace.exists(RETIRED));
    let back = staged(
        "update-back",
        &[(PAGE, "| Limit | No |", "| Limit | Yes |")],
    );
    let output = update(&workspace, &back, &["--yes"]);
    assert_eq!(output.code, Some(10), "{}", output.stderr);
    // Only the edited page has this member and this error code, so they are retired now.
    let retired = workspace.read(RETIRED);
    assert!(
        retired.contains("Marker") && retired.contains("ResourceBusy"),
        "{retired}"
    );
    assert!(
        !retired.contains("Order") && !retired.contains("CreatedTime"),
        "{retired}"
    );
}

#[test]
fn page_that_lost_facts_is_kept() {
    let cut = document("en/l-source.md");
    let cut = cut.split("## 3. Output").next().unwrap().to_owned();
    let rest = document("en/l-source.md").replace(&cut, "");
    let (workspace, staged) = (
        workspace("update-less"),
        staged("update-less", &[(PAGE, &rest, "")]),
    );
    let before = all(&workspace);
    let output = update(&workspace, &staged, &["--yes"]);
    assert_eq!(output.code, Some(11), "{}", output.stderr);
    assert!(
        output
            .stdout
            .contains("page kept: bridge-DescribeBridges.en.md: "),
        "{}",
        output.stdout
    );
    assert_eq!(all(&workspace), before);
    let accepted = update(&workspace, &staged, &["--yes", "--accept-layout"]);
    assert_eq!(accepted.code, Some(10), "{}", accepted.stderr);
    assert!(workspace.read(RETIRED).contains("BridgeSet"));
}

#[test]
fn only_limits_update_to_service() {
    let (workspace, staged) = (workspace("update-only"), staged("update-only", &EDITS));
    let output = update(&workspace, &staged, &["--yes", "--only", "cvm"]);
    assert_eq!(output.code, Some(1));
    let message = "error: there is no service `cvm`\n  = help: choose from bridge";
    assert!(output.stderr.contains(message), "{output:?}");
    for (option, name, nearest) in [
        ("--only", "brigde", "bridge"),
        ("--gone", "bridge-type.en.md", "bridge-types.en.md"),
        ("--forget", "brigde/DescribeBridges", "bridge"),
    ] {
        let output = update(&workspace, &staged, &["--dry-run", option, name]);
        assert_eq!(output.code, Some(1));
        let question = format!("; did you mean `{nearest}`?\n");
        assert!(output.stderr.contains(&question), "{output:?}");
    }
    let output = update(&workspace, &staged, &["--dry-run", "--only", "bridge"]);
    assert_eq!(output.code, Some(10));
}

#[test]
fn gone_page_deprecates_its_items() {
    let workspace = workspace("update-gone");
    let output = workspace.run(&[
        "update",
        "--yes",
        "--no-test",
        "--gone",
        "bridge-types.en.md",
    ]);
    assert_eq!(output.code, Some(10), "{}", output.stderr);
    assert!(!workspace.exists(TYPES));
    assert!(
        workspace
            .read("generated/bridge/src/v20210520/types/tag.rs")
            .contains("#[deprecated(")
    );
    let last = [
        "update",
        "--yes",
        "--no-test",
        "--gone",
        "bridge-DescribeBridges.en.md",
    ];
    let output = workspace.run(&last);
    assert_eq!(output.code, Some(1));
    assert!(
        output
            .stderr
            .contains("no page of bridge 2021-05-20 would be left"),
        "{}",
        output.stderr
    );
}

#[test]
fn update_prints_json() {
    let (workspace, staged) = (workspace("update-json"), staged("update-json", &EDITS));
    let output = update(&workspace, &staged, &["--dry-run", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(report["written"], false);
    assert_eq!(report["diff"]["verdict"], "major");
    assert_eq!(report["pages"].as_array().unwrap().len(), 2);
    let vanished = report["vanished"].as_array().unwrap();
    let paths: Vec<&str> = vanished
        .iter()
        .map(|thing| thing["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        paths,
        [
            "bridge/DescribeBridges/input/Order",
            "bridge/Bridge/CreatedTime",
            "bridge/Bridge/State=DOWN",
            "bridge/ResourceNotFound",
        ]
    );
}

#[test]
fn unwritable_file_leaves_all_untouched() {
    let (workspace, staged) = (
        workspace("update-no-room"),
        staged("update-no-room", &EDITS),
    );
    // A folder in the place of a file makes writing fail.
    workspace.write("generated/CHANGELOG.md/in-the-way", b"");
    let before = all(&workspace);
    let output = update(&workspace, &staged, &["--yes"]);
    assert_eq!(output.code, Some(1));
    assert!(output.stderr.contains("CHANGELOG.md"), "{}", output.stderr);
    assert_eq!(all(&workspace), before);
}

#[test]
fn staging_without_manifest_is_refused() {
    let workspace = workspace("update-no-staging");
    let output = workspace.run(&["update", "--staged", "generated"]);
    assert_eq!(output.code, Some(1));
    assert!(
        output.stderr.contains("has no sources.yaml"),
        "{}",
        output.stderr
    );
}

#[test]
fn update_fetches_with_the_program_of_its_root() {
    let workspace = workspace("update-own-program");
    workspace.write("xtask/Cargo.toml", b"not a manifest");
    let output = workspace.run(&["update", "--from", "page.md", "--yes"]);
    assert_eq!(output.code, Some(1));
    // Cargo shows the manifest that it can't read.
    assert!(
        output.stderr.contains("| not a manifest"),
        "{}",
        output.stderr
    );
}
