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

/// Returns the spec with these overrides.
fn renamed(mut spec: ServiceSpec, overrides: &str) -> ServiceSpec {
    merge::apply_overrides(&mut spec, "overrides.yaml", overrides).unwrap();
    spec
}

fn actions(names: &[&str]) -> ServiceSpec {
    let action = |name: &&str| spec::Action {
        name: (*name).to_owned(),
        service: "demo".to_owned(),
        version: "2020-01-01".to_owned(),
        ..spec::Action::default()
    };
    ServiceSpec {
        actions: names.iter().map(action).collect(),
        ..spec(&[], &[], &[])
    }
}

#[test]
fn members_that_swap_names_are_major() {
    let before = || spec(&["First", "Second"], &["S"], &[]);
    let after = renamed(
        before(),
        "[{why: w, structure: S, member: First, set: {rename: Second}},
          {why: w, structure: S, member: Second, set: {rename: First}}]",
    );
    assert_eq!(
        step(&before(), &after),
        (Some(Level::Major), vec!["member-renamed", "member-renamed"])
    );
}

#[test]
fn structures_that_swap_names_are_major() {
    let before = || spec(&["A"], &["First", "Second"], &[]);
    let after = renamed(
        before(),
        "[{why: w, structure: First, set: {rename: Second}},
          {why: w, structure: Second, set: {rename: First}}]",
    );
    assert_eq!(
        step(&before(), &after),
        (
            Some(Level::Major),
            vec!["structure-renamed", "structure-renamed"]
        )
    );
}

#[test]
fn actions_that_swap_names_are_major() {
    let before = || actions(&["First", "Second"]);
    let after = renamed(
        before(),
        "[{why: w, action: First, set: {rename: Second}},
          {why: w, action: Second, set: {rename: First}}]",
    );
    assert_eq!(
        step(&before(), &after),
        (Some(Level::Major), vec!["action-renamed", "action-renamed"])
    );
}

#[test]
fn action_that_takes_a_method_is_major() {
    let before = actions(&["DescribeVPCs"]);
    let after = actions(&["DescribeVPCs", "DescribeVpcs"]);
    assert_eq!(
        step(&before, &after),
        (Some(Level::Major), vec!["action-added", "action-renamed"])
    );
    let after = actions(&["DescribeVPCs", "describe-VPCs"]);
    assert_eq!(
        step(&before, &after),
        (Some(Level::Minor), vec!["action-added"])
    );
}

#[test]
fn value_that_takes_a_constant_is_major() {
    let with_values = |values: &[&str]| {
        let mut spec = spec(&["Mode"], &["S"], &[]);
        let value = |value: &&str| spec::Value {
            value: (*value).to_owned(),
            doc: spec::Localized::default(),
            deprecated: None,
        };
        spec.structures[0].members[0].values = values.iter().map(value).collect();
        spec
    };
    assert_eq!(
        step(
            &with_values(&["a.b", "c"]),
            &with_values(&["a-b", "a.b", "c"])
        ),
        (
            Some(Level::Major),
            vec!["constant-added", "constant-added", "constant-removed"]
        )
    );
    assert_eq!(
        step(
            &with_values(&["a.b", "c"]),
            &with_values(&["a.b", "a_b", "c"])
        ),
        (Some(Level::Minor), vec!["constant-added"])
    );
}
