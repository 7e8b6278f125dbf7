//! Tests that `parse_tree` refuses faulty spec folders and names each fault at its place.

use spec::{Action, Files, Protocol, Service, ServiceSpec, Structure, parse_tree, render_tree};

fn spec() -> ServiceSpec {
    ServiceSpec {
        service: Service {
            name: "cvm".to_owned(),
            version: "2017-03-12".to_owned(),
            protocol: Protocol::Tc3,
            ..Service::default()
        },
        actions: vec![action("DescribeZones")],
        structures: vec![Structure {
            name: "ZoneInfo".to_owned(),
            ..Structure::default()
        }],
        ..ServiceSpec::default()
    }
}

fn action(name: &str) -> Action {
    Action {
        name: name.to_owned(),
        service: "cvm".to_owned(),
        version: "2017-03-12".to_owned(),
        ..Action::default()
    }
}

fn files() -> Files {
    render_tree(&[spec()]).unwrap()
}

/// Returns the faults of a valid folder after an edit of one file.
fn faults_after(path: &str, edit: impl Fn(&str) -> String) -> String {
    let mut files = files();
    let text = files.remove(path).unwrap_or_default();
    files.insert(path.to_owned(), edit(&text));
    parse_tree("specs", &files).unwrap_err().to_string()
}

const ACTION: &str = "cvm/2017-03-12/actions/DescribeZones.yaml";
const TYPES: &str = "cvm/2017-03-12/types.yaml";

#[test]
fn rendered_files_name_their_command() {
    let files = files();
    let paths: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            ACTION,
            "cvm/2017-03-12/errors.yaml",
            "cvm/2017-03-12/service.yaml",
            TYPES
        ]
    );
    for text in files.values() {
        assert!(
            text.starts_with("# Written by `cargo xtask codegen`"),
            "{text}"
        );
    }
    assert_eq!(parse_tree("specs", &files).unwrap(), [spec()]);
}

#[test]
fn unknown_keys_are_refused() {
    insta::assert_snapshot!(faults_after(ACTION, |text| format!("{text}retries: 3\n")));
}

#[test]
fn unknown_types_are_refused() {
    let members = "  members:\n  - name: Zone\n    type: Map of String\n";
    insta::assert_snapshot!(faults_after(TYPES, |text| text.replace("  members: []\n", members)));
}

#[test]
fn invalid_yaml_is_refused() {
    insta::assert_snapshot!(faults_after(ACTION, |_| "name: [\n".to_owned()));
}

#[test]
fn names_that_contradict_paths_are_refused() {
    let moved = "cvm/2017-03-12/actions/DescribeRegions.yaml";
    let mut files = files();
    let text = files.remove(ACTION).unwrap();
    files.insert(moved.to_owned(), text);
    let other = files.remove("cvm/2017-03-12/service.yaml").unwrap();
    files.insert("tke/2017-03-12/service.yaml".to_owned(), other);
    insta::assert_snapshot!(parse_tree("specs", &files).unwrap_err().to_string());
}

#[test]
fn repeated_names_are_refused() {
    let member = "- name: Zone\n    type: String\n";
    insta::assert_snapshot!(faults_after(TYPES, |text| {
        let members = format!("  members:\n  {member}  {member}");
        let twice = text.replace("  members: []\n", &members);
        format!("{twice}- name: ZoneInfo\n  members: []\n")
    }));
}

#[test]
fn stray_files_are_refused() {
    insta::assert_snapshot!(faults_after("cvm/2017-03-12/notes.txt", |_| String::new()));
    insta::assert_snapshot!(faults_after("cvm/latest/service.yaml", |_| String::new()));
}

#[test]
fn retired_protocol_without_its_facts_is_refused() {
    const SERVICE: &str = "cvm/2017-03-12/service.yaml";
    let fault =
        |protocol: &str| faults_after(SERVICE, |text| text.replace("protocol: tc3\n", protocol));
    for (protocol, message) in [
        ("protocol: v2\n", "protocol v2 needs the `path` of requests"),
        (
            "protocol: v2\npath: /v2/index.php\n",
            "protocol v2 needs the `envelope` of replies",
        ),
        (
            "protocol: tc3\npath: /\n",
            "protocol tc3 has a `path`, which only v2 has",
        ),
        (
            "protocol: tc3\nenvelope: code\n",
            "protocol tc3 has an `envelope`, which only v2 has",
        ),
        ("protocol: v3\n", "unknown variant `v3`"),
        ("protocol: v2\nenvelope: xml\n", "unknown variant `xml`"),
    ] {
        let faults = fault(protocol);
        assert!(faults.contains(message), "{faults}");
        assert!(faults.contains("service.yaml:"), "{faults}");
    }
}

#[test]
fn unversioned_service_round_trips_with_the_retired_protocol_only() {
    let mut spec = spec();
    spec.service.version = spec::UNVERSIONED.to_owned();
    for action in &mut spec.actions {
        spec::UNVERSIONED.clone_into(&mut action.version);
    }
    let files = render_tree(std::slice::from_ref(&spec)).unwrap();
    let faults = parse_tree("specs", &files).unwrap_err().to_string();
    assert!(
        faults.contains("sends a version, but the service is `unversioned`"),
        "{faults}"
    );
    spec.service.protocol = Protocol::V2;
    spec.service.path = Some("/v2/index.php".to_owned());
    spec.service.envelope = Some(spec::Envelope::Code);
    let files = render_tree(std::slice::from_ref(&spec)).unwrap();
    let text = &files["cvm/unversioned/service.yaml"];
    assert!(
        text.contains("protocol: v2\npath: /v2/index.php\nenvelope: code\n"),
        "{text}"
    );
    assert_eq!(parse_tree("specs", &files).unwrap(), [spec]);
}

#[test]
fn unsafe_names_never_become_paths() {
    for name in ["../../evil", "a/b", "", ".", "CON:", "A\0"] {
        let mut spec = spec();
        spec.actions.push(action(name));
        let faults = render_tree(&[spec]).unwrap_err().to_string();
        assert!(
            faults.contains("can't be the name of an action"),
            "{faults}"
        );
    }
    for name in ["con", "../x", ""] {
        let mut spec = spec();
        spec.actions.clear();
        spec.service.name = name.to_owned();
        let faults = render_tree(&[spec]).unwrap_err().to_string();
        assert!(faults.contains("can't become a folder"), "{faults}");
    }
}

#[test]
fn members_named_like_code_are_refused() {
    for name in [r#"a":1,"b"#, "a\\b", "<b>", "a\u{202e}b"] {
        let printed = serde_json::to_string(name).unwrap();
        let faults = faults_after(TYPES, |text| {
            let member = format!("  members:\n  - name: {printed}\n    type: String\n");
            text.replace("  members: []\n", &member)
        });
        assert!(faults.contains("can't be the name of a member"), "{faults}");
        let mut spec = spec();
        let member = spec::Member::new(name, "String".parse().unwrap());
        spec.actions[0].input.push(member);
        let faults = render_tree(&[spec]).unwrap_err().to_string();
        assert!(faults.contains("can't be the name of a member"), "{faults}");
    }
    let faults = faults_after(TYPES, |text| {
        let member = "  members:\n  - name: 'a|b'\n    type: String\n";
        text.replace("  members: []\n", member)
    });
    assert!(faults.contains("types.yaml:4:5"), "{faults}");
}

#[test]
fn actions_with_odd_names_round_trip() {
    let long = "A".repeat(300);
    let mut spec = spec();
    spec.actions = [
        "DescribeVPCs",
        "DescribeVpcs",
        "Aux",
        "3D.Mode",
        "_x-y",
        &long,
    ]
    .map(action)
    .into();
    spec.actions.sort_by(|one, other| one.name.cmp(&other.name));
    let files = render_tree(std::slice::from_ref(&spec)).unwrap();
    let lower: std::collections::BTreeSet<String> =
        files.keys().map(|path| path.to_lowercase()).collect();
    assert_eq!(lower.len(), files.len(), "no two paths differ in case only");
    assert!(
        files.keys().all(|path| path.len() < 140),
        "{:?}",
        files.keys()
    );
    let mut again = parse_tree("specs", &files).unwrap();
    again[0]
        .actions
        .sort_by(|one, other| one.name.cmp(&other.name));
    assert_eq!(again, [spec]);
}

#[test]
fn repeated_specs_are_refused() {
    let faults = render_tree(&[spec(), spec()]).unwrap_err().to_string();
    assert!(faults.contains("two specs share this file"), "{faults}");
}
