//! Tests that overrides change what they name, and fail if they match or change nothing.

use merge::apply_overrides;
use spec::{
    Action, Deprecated, DeprecationSource, ErrorCode, Example, Language, Localized, Member,
    PagingHint, Required, Sensitive, ServiceSpec, Structure, Thing,
};

const FILE: &str = "specs/cvm/2017-03-12/overrides.yaml";

fn member(name: &str, type_name: &str) -> Member {
    Member::new(name, type_name.parse().unwrap())
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
    constraints: [{items: {maximum: 5}}]
    filters: [{name: zone}]
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
    let limit = count.constraints[0].limit.to_string();
    assert_eq!(limit, "Number of items: at most 5");
    assert_eq!(count.filters[0].name, "zone");
    let item = Thing::Input {
        action: "RunInstances".to_owned(),
        member: "Count".to_owned(),
    };
    assert_eq!(spec.hints.names[&item], "how_many");
}

/// Returns a spec whose first input has marks from the documentation, after a patch.
fn marked(text: &str) -> Result<ServiceSpec, String> {
    let mut spec = spec();
    let count = &mut spec.actions[0].input[0];
    count.deprecated = Some(Deprecated {
        note: Localized::new(Language::Zh, "该参数已废弃"),
        inferred: Some(DeprecationSource::Prose),
        ..Deprecated::default()
    });
    count.sensitive = Some(Sensitive::default());
    apply_overrides(&mut spec, FILE, text).map_err(|faults| faults.to_string())?;
    Ok(spec)
}

#[test]
fn marks_are_set_and_removed() {
    let spec = marked(
        "- {why: still needed, action: RunInstances, input: Count, set: {deprecated: false, sensitive: false}}
- {why: no key, action: RunInstances, input: Zone, set: {deprecated: {en: Use Placement.}, sensitive: true}}
- {why: replaced, action: RunInstances, set: {deprecated: true}}
- {why: replaced, structure: Tag, set: {deprecated: {en: Use Label.}}}
",
    )
    .unwrap();
    let [count, zone] = &spec.actions[0].input[..] else {
        panic!("{:?}", spec.actions[0].input);
    };
    assert_eq!((&count.deprecated, count.sensitive), (&None, None));
    let note = |mark: &Option<Deprecated>| mark.clone().unwrap().note.en;
    assert_eq!(note(&zone.deprecated).as_deref(), Some("Use Placement."));
    assert_eq!(zone.sensitive, Some(Sensitive::default()));
    assert_eq!(note(&spec.actions[0].deprecated), None);
    let tag = note(&spec.structures[0].deprecated);
    assert_eq!(tag.as_deref(), Some("Use Label."));
}

#[test]
fn existing_marks_are_refused() {
    for set in ["{deprecated: true}", "{sensitive: true}"] {
        let text = format!("- {{why: x, action: RunInstances, input: Count, set: {set}}}");
        let refusal = marked(&text).unwrap_err();
        assert!(refusal.contains("changes nothing"), "{set}: {refusal}");
    }
    for set in ["{deprecated: false}", "{sensitive: false}"] {
        let text = format!("- {{why: x, action: RunInstances, input: Zone, set: {set}}}");
        assert!(faults(&text).contains("changes nothing"), "{set}");
    }
    let on_an_action = "- {why: x, action: RunInstances, set: {sensitive: true}}";
    assert!(faults(on_an_action).contains("`sensitive` can't be set here"));
    let number = "- {why: x, action: RunInstances, set: {deprecated: 3}}";
    assert!(faults(number).contains("a note"), "{}", faults(number));
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
fn actions_and_services_take_their_facts() {
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
fn useless_patches_are_refused_with_line() {
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
fn unknown_names_suggest_nearest_ones() {
    insta::assert_snapshot!(faults(
        "- why: misspelt
  action: RunInstances
  input: Cuont
  set: {required: true}
- why: on the wrong side
  action: RunInstances
  output: Zone
  set: {nullable: true}
- {why: misspelt, structure: tag, set: {doc: {en: x}}}
- {why: misspelt, structure: Tag, member: Kye, skip: true}
- {why: misspelt, error: InvalidZones, skip: true}
- {why: misspelt, action: RunInstances, output: InstanceIdSet, set: {type: Array of Strng}}
- why: misspelt
  structure: Tag
  member: Key
  set:
    doc: {en: The key.}
    type: Tga
- {why: nothing similar, structure: Tag, member: Key, set: {type: Placement}}
- why: misspelt
  action: RunInstances
  set: {paging: {style: offset, offset: Count, limit: Zone, items: InstanceIdset}}
"
    ));
}

#[test]
fn known_types_are_accepted() {
    let mut spec = spec();
    spec.actions[0].input[1] = member("Zone", "Undescribed");
    let text =
        "- {why: a list, action: RunInstances, input: Zone, set: {type: Array of Undescribed}}
- {why: added below, action: RunInstances, input: Count, set: {type: Disk}}
- {why: undocumented, structure: Disk, add: true}
";
    apply_overrides(&mut spec, FILE, text).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(spec.actions[0].input[0].type_name.to_string(), "Disk");
}

#[test]
fn impossible_rust_names_are_refused_with_reason() {
    let refusal = |name: &str| {
        let text = format!("- why: x\n  structure: Tag\n  set:\n    rename: {name}\n");
        let printed = faults(&text);
        assert!(printed.contains("overrides.yaml:4:5"), "{printed}");
        let first = printed.lines().next().unwrap_or_default();
        first.replace("error: structure `Tag`: ", "")
    };
    for (name, message) in [
        (
            "disk-id",
            "`disk-id` can't be a name in Rust: it contains `-`",
        ),
        (
            "disk id",
            "`disk id` can't be a name in Rust: it contains a space",
        ),
        (
            "2ndDisk",
            "`2ndDisk` can't be a name in Rust: it begins with `2`",
        ),
        ("_", "`_` can't be a name in Rust: it begins with `_`"),
        ("''", "`` can't be a name in Rust: it is empty"),
        ("名称", "`名称` can't be a name in Rust: it contains `名`"),
    ] {
        assert_eq!(refusal(name), message);
    }
}

#[test]
fn unknown_keys_are_refused_with_place() {
    insta::assert_snapshot!(faults(
        "- why: x\n  action: RunInstances\n  sets: {rate_limit: 5}\n"
    ));
    insta::assert_snapshot!(faults(
        "- why: x\n  action: A\n  set:\n    paging: {style: none, by: 3}\n"
    ));
    insta::assert_snapshot!(faults("- why: x\n  acton: A\n  set: {region: requird}\n"));
    insta::assert_snapshot!(faults("- why: x\n  action: A\n  set: {region: requird}\n"));
}

#[test]
fn comments_change_nothing() {
    assert_eq!(patched("# Nothing yet.\n\n"), spec());
}

#[test]
fn examples_are_corrected_and_added() {
    let mut spec = spec();
    let printed = &mut spec.actions[0].examples[0];
    printed.request_raw = Some("POST / {".to_owned());
    printed.request_invalid = Some("ends too early".to_owned());
    printed.response_invalid = Some("no JSON".to_owned());
    apply_overrides(
        &mut spec,
        FILE,
        "- why: The page ends within the request.
  action: RunInstances
  example: 1
  set: {title: {en: Two machines}, request: {Count: 2}, response: {Response: {InstanceIdSet: [a, b]}}}
- why: Missing on the page.
  action: RunInstances
  example: 3
  add: true
  set: {request: {Count: 1}}
",
    )
    .unwrap_or_else(|faults| panic!("{faults}"));
    let [first, _, third] = spec.actions[0].examples.as_slice() else {
        panic!("{:?}", spec.actions[0].examples);
    };
    assert_eq!(first.title.en.as_deref(), Some("Two machines"));
    assert_eq!(first.request, Some(serde_json::json!({"Count": 2})));
    assert_eq!((&first.request_raw, &first.request_invalid), (&None, &None));
    assert_eq!(
        first.response.as_ref().unwrap()["Response"]["InstanceIdSet"][1],
        "b"
    );
    assert_eq!(first.response_invalid, None);
    assert_eq!(third.request, Some(serde_json::json!({"Count": 1})));
    assert_eq!(third.response, None);
}

#[test]
fn impossible_examples_are_refused() {
    insta::assert_snapshot!(faults(
        "- {why: a gap, action: RunInstances, example: 5, add: true, set: {request: {}}}
- {why: there already, action: RunInstances, example: 2, add: true, set: {request: {}}}
- {why: empty, action: RunInstances, example: 3, add: true, set: {title: {en: x}}}
- {why: no fact of examples, action: RunInstances, example: 1, set: {type: String}}
- {why: no such example, action: RunInstances, example: 0, set: {request: {}}}
"
    ));
}

#[test]
fn example_numbers_count_skipped_examples() {
    let mut spec = spec();
    for (index, example) in spec.actions[0].examples.iter_mut().enumerate() {
        example.line = index + 1;
    }
    let last = Example {
        line: 3,
        ..Example::default()
    };
    spec.actions[0].examples.push(last);
    apply_overrides(
        &mut spec,
        FILE,
        "- {why: broken, action: RunInstances, example: 1, skip: true}
- {why: torn, action: RunInstances, example: 3, set: {request: {}}}
- {why: broken, action: RunInstances, example: 2, skip: true}
",
    )
    .unwrap_or_else(|faults| panic!("{faults}"));
    let [left] = spec.actions[0].examples.as_slice() else {
        panic!("{:?}", spec.actions[0].examples);
    };
    assert_eq!(left.line, 3);
    assert!(left.request.is_some());
    assert!(
        faults(
            "- {why: a, action: RunInstances, example: 1, skip: true}
- {why: b, action: RunInstances, example: 1, skip: true}
"
        )
        .contains("another patch skips this example too")
    );
}

#[test]
fn added_names_must_fit() {
    for patch in [
        r#"[{why: x, structure: Tag, member: 'a":1', add: true, set: {type: String}}]"#,
        r#"[{why: x, structure: 'two words', add: true}]"#,
        r#"[{why: x, error: '<b>', add: true}]"#,
    ] {
        let faults = faults(patch);
        assert!(faults.contains("can't be a name"), "{faults}");
    }
    let spec =
        patched("[{why: x, structure: Tag, member: _2FA-x, add: true, set: {type: String}}]");
    assert!(
        spec.structures[0]
            .members
            .iter()
            .any(|member| member.name == "_2FA-x")
    );
}

#[test]
fn waits_are_replaced_and_removed() {
    let text = "
- why: The text names the wrong state.
  action: RunInstances
  set:
    wait:
      action: DescribeInstances
      parameter: InstanceIds
      output: InstanceIdSet
      state: InstanceSet.InstanceState
      success: [RUNNING]
";
    let spec = patched(text);
    let wait = spec.actions[0].wait.as_deref().unwrap();
    assert_eq!((wait.success.len(), wait.inferred), (1, None));
    let remove = "
- why: The text is about another action.
  action: RunInstances
  set: {wait: false}
";
    let mut removed = spec.clone();
    apply_overrides(&mut removed, FILE, remove).unwrap();
    assert_eq!(removed.actions[0].wait, None);
    assert!(faults(remove).contains("the patch changes nothing"));
    let fault = faults(&remove.replace("false", "true"));
    assert!(
        fault.contains("`false`, or `{action, parameter, state, success}`"),
        "{fault}"
    );
}

#[test]
fn misread_limits_are_removed() {
    let mut spec = spec();
    let limits = "[{range: {maximum: 5}, inferred: prose}]";
    spec.actions[0].input[0].constraints = serde_yaml::from_str(limits).unwrap();
    let patch = "- {why: misread, action: RunInstances, input: Count, set: {constraints: []}}";
    apply_overrides(&mut spec, FILE, patch).unwrap();
    assert!(spec.actions[0].input[0].constraints.is_empty());
    let reversed = "- {why: x, action: RunInstances, input: Count, \
                    set: {constraints: [{range: {minimum: 2, maximum: 1}}]}}";
    assert!(faults(reversed).contains("`range` allows every value or none"));
}
