//! Faulty spec folders are refused with every fault named at its place.

use spec::{Action, Files, Service, ServiceSpec, Structure, parse_tree, render_tree};

fn spec() -> ServiceSpec {
    ServiceSpec {
        service: Service {
            name: "cvm".to_owned(),
            version: "2017-03-12".to_owned(),
            protocol: "tc3".to_owned(),
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

/// The faults of the good folder after one file of it was edited.
fn faults_after(path: &str, edit: impl Fn(&str) -> String) -> String {
    let mut files = files();
    let text = files.remove(path).unwrap_or_default();
    files.insert(path.to_owned(), edit(&text));
    parse_tree("specs", &files).unwrap_err().to_string()
}

const ACTION: &str = "cvm/2017-03-12/actions/DescribeZones.yaml";
const TYPES: &str = "cvm/2017-03-12/types.yaml";

#[test]
fn a_service_has_its_files_and_each_names_its_command() {
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
fn unknown_keys() {
    insta::assert_snapshot!(faults_after(ACTION, |text| format!("{text}retries: 3\n")));
}

#[test]
fn unknown_types() {
    let members = "  members:\n  - name: Zone\n    type: Map of String\n";
    insta::assert_snapshot!(faults_after(TYPES, |text| text.replace("  members: []\n", members)));
}

#[test]
fn text_that_is_no_yaml() {
    insta::assert_snapshot!(faults_after(ACTION, |_| "name: [\n".to_owned()));
}

#[test]
fn names_against_paths() {
    let moved = "cvm/2017-03-12/actions/DescribeRegions.yaml";
    let mut files = files();
    let text = files.remove(ACTION).unwrap();
    files.insert(moved.to_owned(), text);
    let other = files.remove("cvm/2017-03-12/service.yaml").unwrap();
    files.insert("tke/2017-03-12/service.yaml".to_owned(), other);
    insta::assert_snapshot!(parse_tree("specs", &files).unwrap_err().to_string());
}

#[test]
fn things_that_stand_there_twice() {
    let member = "- name: Zone\n    type: String\n";
    insta::assert_snapshot!(faults_after(TYPES, |text| {
        let members = format!("  members:\n  {member}  {member}");
        let twice = text.replace("  members: []\n", &members);
        format!("{twice}- name: ZoneInfo\n  members: []\n")
    }));
}

#[test]
fn files_that_do_not_belong() {
    insta::assert_snapshot!(faults_after("cvm/2017-03-12/notes.txt", |_| String::new()));
    insta::assert_snapshot!(faults_after("cvm/latest/service.yaml", |_| String::new()));
}

#[test]
fn a_name_that_leads_elsewhere_is_never_a_path() {
    for name in ["../../evil", "a/b", "", ".", "CON:", "A\0"] {
        let mut spec = spec();
        spec.actions.push(action(name));
        let faults = render_tree(&[spec]).unwrap_err().to_string();
        assert!(faults.contains("can't become a file name"), "{faults}");
    }
}

#[test]
fn two_specs_of_one_service_are_refused() {
    let faults = render_tree(&[spec(), spec()]).unwrap_err().to_string();
    assert!(
        faults.contains("two specs want to be this file"),
        "{faults}"
    );
}
