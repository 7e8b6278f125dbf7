//! Names that collide in Rust: a step that moves a name to another meaning is a major change.

use compare::{Diff, Level, compare};
use spec::{ErrorCode, Member, Scalar, Service, ServiceSpec, Structure, TypeName};

fn spec(members: &[&str], structures: &[&str], errors: &[&str]) -> ServiceSpec {
    let text = || TypeName::Scalar(Scalar::String);
    let structure = |name: &&str| Structure {
        name: (*name).to_owned(),
        members: members
            .iter()
            .map(|name| Member::new(*name, text()))
            .collect(),
        ..Structure::default()
    };
    ServiceSpec {
        service: Service {
            name: "demo".to_owned(),
            version: "2020-01-01".to_owned(),
            ..Service::default()
        },
        structures: structures.iter().map(structure).collect(),
        errors: errors
            .iter()
            .map(|code| ErrorCode {
                code: (*code).to_owned(),
                ..ErrorCode::default()
            })
            .collect(),
        ..ServiceSpec::default()
    }
}

fn step(before: &ServiceSpec, after: &ServiceSpec) -> (Option<Level>, Vec<&'static str>) {
    let diff: Diff = compare(std::slice::from_ref(before), std::slice::from_ref(after)).unwrap();
    let mut rules: Vec<&str> = Vec::new();
    for service in &diff.services {
        let changes = service.changes.iter().flat_map(|change| &change.impacts);
        let impacts = changes.chain(&service.consequences);
        rules.extend(
            impacts
                .map(|impact| impact.rule.name)
                .filter(|rule| *rule != "documentation"),
        );
    }
    rules.sort_unstable();
    (
        Some(diff.verdict).filter(|_| !diff.services.is_empty()),
        rules,
    )
}

#[test]
fn reordered_rows_change_no_name() {
    let before = spec(&["InstanceID", "InstanceId"], &["S"], &[]);
    let after = spec(&["InstanceId", "InstanceID"], &["S"], &[]);
    let (_, rules) = step(&before, &after);
    assert!(rules.is_empty(), "{rules:?}");
}

#[test]
fn usual_spelling_added_later_is_major() {
    let before = spec(&["InstanceID"], &["S"], &[]);
    let after = spec(&["InstanceID", "InstanceId"], &["S"], &[]);
    assert_eq!(
        step(&before, &after),
        (Some(Level::Major), vec!["member-added", "member-renamed"])
    );
}

#[test]
fn unusual_spelling_added_later_is_minor() {
    let before = spec(&["InstanceId"], &["S"], &[]);
    let after = spec(&["InstanceID", "InstanceId"], &["S"], &[]);
    assert_eq!(
        step(&before, &after),
        (Some(Level::Minor), vec!["member-added"])
    );
}

#[test]
fn first_of_two_spellings_removed_is_major() {
    let before = spec(&["InstanceID", "InstanceId"], &["S"], &[]);
    let after = spec(&["InstanceID"], &["S"], &[]);
    assert_eq!(
        step(&before, &after),
        (Some(Level::Major), vec!["member-removed", "member-renamed"])
    );
}

#[test]
fn structure_that_takes_another_name_is_major() {
    let before = spec(&["A"], &["disk_info"], &[]);
    let after = spec(&["A"], &["disk_info", "DiskInfo"], &[]);
    assert_eq!(
        step(&before, &after),
        (
            Some(Level::Major),
            vec!["structure-added", "structure-renamed"]
        )
    );
}

#[test]
fn constant_that_takes_another_text_is_major() {
    let before = spec(&["A"], &["S"], &["Invalid_Id"]);
    let after = spec(&["A"], &["S"], &["Invalid_Id", "Invalid.Id"]);
    assert_eq!(
        step(&before, &after),
        (
            Some(Level::Major),
            vec!["constant-added", "constant-added", "constant-removed"]
        )
    );
}
