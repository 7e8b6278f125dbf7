//! Overrides change what they name, and complain when they name or change nothing.

use tencentcloud_api_generator::spec::{
    Action, ErrorCode, Example, Item, Localized, Member, PagingHint, Required, ServiceSpec,
    Structure, apply_overrides,
};

const FILE: &str = "specs/cvm/2017-03-12/overrides.yaml";

fn member(name: &str, type_name: &str) -> Member {
    Member {
        name: name.to_owned(),
        type_name: type_name.parse().unwrap(),
        required: None,
        nullable: false,
        doc: Localized::default(),
        example: None,
        default: None,
        values: Vec::new(),
        inferred: None,
    }
}

fn spec() -> ServiceSpec {
    ServiceSpec {
        actions: vec![Action {
            name: "RunInstances".to_owned(),
            input: vec![member("Count", "Integer"), member("Zone", "String")],
            output: vec![member("InstanceIdSet", "Array of String")],
            examples: vec![Example::default(), Example::default()],
            ..Action::default()
        }],
        structures: vec![Structure {
            name: "Tag".to_owned(),
            members: vec![member("Key", "String")],
            ..Structure::default()
        }],
        errors: vec![ErrorCode {
            code: "InvalidZone".to_owned(),
            ..ErrorCode::default()
        }],
        ..ServiceSpec::default()
    }
}

fn patched(text: &str) -> ServiceSpec {
    let mut spec = spec();
    apply_overrides(&mut spec, FILE, text).unwrap_or_else(|faults| panic!("{faults}"));
    spec
}

fn faults(text: &str) -> String {
    apply_overrides(&mut spec(), FILE, text)
        .unwrap_err()
        .to_string()
}

#[test]
fn members_take_every_fact() {
    let spec = patched(
        "# Comments are welcome.
- why: The table says Integer, examples send text.
  action: RunInstances
  input: Count
  set:
    type: Array of String
    required: true
    nullable: true
    doc: {en: How many}
    example: '1'
    default: '2'
    values: [{value: '1', doc: {en: one}}]
    rename: how_many
",
    );
    let count = &spec.actions[0].input[0];
    assert_eq!(count.type_name.to_string(), "Array of String");
    assert_eq!(count.required, Some(Required::Known(true)));
    assert!(count.nullable);
    assert_eq!(count.doc.en.as_deref(), Some("How many"));
    assert_eq!(count.example.as_deref(), Some("1"));
    assert_eq!(count.default.as_deref(), Some("2"));
    assert_eq!(count.values[0].value, "1");
    let item = Item::Input {
        action: "RunInstances".to_owned(),
        member: "Count".to_owned(),
    };
    assert_eq!(spec.hints.names[&item], "how_many");
}

#[test]
fn things_are_skipped_and_added() {
    let spec = patched(
        "- {why: gone, action: RunInstances, input: Zone, skip: true}
- {why: broken, action: RunInstances, example: 1, skip: true}
- {why: never comes, error: InvalidZone, skip: true}
- {why: undocumented, structure: Disk, add: true}
- {why: undocumented, structure: Disk, member: Size, add: true, set: {type: Integer}}
- {why: undocumented, action: RunInstances, output: Disks, add: true, set: {type: Array of Disk}}
",
    );
    assert_eq!(spec.actions[0].input.len(), 1);
    assert_eq!(spec.actions[0].examples.len(), 1);
    assert_eq!(spec.errors, []);
    assert_eq!(spec.structures[0].name, "Disk");
    assert_eq!(
        spec.structures[0].members[0].type_name.to_string(),
        "Integer"
    );
    assert_eq!(spec.actions[0].output[1].name, "Disks");
}

#[test]
fn actions_and_services_take_theirs() {
    let spec = patched(
        "- {why: moved, set: {endpoint: cvm.internal.tencentcloudapi.com}}
- why: pages
  action: RunInstances
  set:
    rate_limit: 5
    region: optional
    paging: {style: offset, offset: Zone, limit: Count, items: InstanceIdSet}
",
    );
    let endpoint = spec.service.endpoint.as_deref();
    assert_eq!(endpoint, Some("cvm.internal.tencentcloudapi.com"));
    assert_eq!(spec.actions[0].rate_limit, Some(5));
    assert!(matches!(
        spec.hints.paging["RunInstances"],
        PagingHint::Offset { total: None, .. }
    ));
}

#[test]
fn patches_that_match_or_change_nothing_are_named_with_their_lines() {
    insta::assert_snapshot!(faults(
        "- why: misspelt
  action: RunInstance
  set: {rate_limit: 5}

- why: |
    says the same
    - and looks like an item
  action: RunInstances
  input: Count
  set: {type: Integer}
- {why: out of range, action: RunInstances, example: 3, skip: true}
- {why: known by now, structure: Tag, add: true}
- {why: on the wrong thing, structure: Tag, set: {rate_limit: 5, required: true}}
- {why: names two things, action: RunInstances, structure: Tag, skip: true}
- {why: '', action: RunInstances, set: {rate_limit: 5}}
- {why: no such member, action: RunInstances, set: {paging: {style: token, token: Zone, next: Next, items: InstanceIdSet}}}
- {why: no type, structure: Tag, member: New, add: true}
- {why: hostile, structure: Tag, set: {rename: 'x; fn main() {}'}}
"
    ));
}

#[test]
fn unknown_keys_are_named_with_their_place() {
    insta::assert_snapshot!(faults(
        "- why: x\n  action: RunInstances\n  sets: {rate_limit: 5}\n"
    ));
    insta::assert_snapshot!(faults(
        "- why: x\n  action: A\n  set:\n    paging: {style: none, by: 3}\n"
    ));
}

#[test]
fn a_file_of_comments_changes_nothing() {
    assert_eq!(patched("# Nothing yet.\n\n"), spec());
}
