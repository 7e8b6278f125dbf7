//! Tests that examples give an undescribed structure types that hold all their values.

use infer::{Inference, infer};
use serde_json::{Value, json};
use spec::{Action, Example, Inferred, Member, RequestForm, ServiceSpec, Source, Structure};

fn members(rows: &[(&str, &str)]) -> Vec<Member> {
    let member = |(name, type_name): &(&str, &str)| Member::new(*name, type_name.parse().unwrap());
    rows.iter().map(member).collect()
}

fn structure(name: &str, rows: &[(&str, &str)]) -> Structure {
    Structure {
        name: name.to_owned(),
        members: members(rows),
        ..Structure::default()
    }
}

fn reply(inner: Value) -> Example {
    Example {
        response: Some(json!({"Response": inner})),
        ..Example::default()
    }
}

fn request(form: RequestForm, body: Value) -> Example {
    Example {
        request_form: Some(form),
        request: Some(body),
        ..Example::default()
    }
}

/// Returns an action whose output `Lakes` is `Array of Lake`, and whose input `Lake` is `Lake`.
fn action(name: &str, examples: Vec<Example>) -> Action {
    Action {
        name: name.to_owned(),
        input: members(&[("Lake", "Lake")]),
        output: members(&[("Lakes", "Array of Lake")]),
        examples,
        sources: vec![Source {
            file: format!("{name}.md"),
            line: 1,
            updated: None,
            url: None,
            truncated: false,
        }],
        ..Action::default()
    }
}

/// Returns a spec with one action, whose replies show these lakes.
fn spec_of(replies: &[Value]) -> ServiceSpec {
    let examples = replies.iter().map(|lakes| reply(json!({"Lakes": lakes})));
    ServiceSpec {
        actions: vec![action("DescribeLakes", examples.collect())],
        ..ServiceSpec::default()
    }
}

/// Returns the lines `Structure.Member: Type`, with a `?` after nullable members.
fn listed(inferred: &[Inference]) -> Vec<String> {
    let structures = inferred.iter().map(|one| &one.structure);
    let lines = structures.flat_map(|structure| {
        structure.members.iter().map(|member| {
            assert_eq!(member.inferred, Some(Inferred::Example));
            let mark = if member.nullable { "?" } else { "" };
            format!(
                "{}.{}: {}{mark}",
                structure.name, member.name, member.type_name
            )
        })
    });
    lines.collect()
}

fn inferred_from(lakes: &[Value]) -> Vec<String> {
    listed(&infer(&spec_of(lakes)))
}

#[test]
fn inner_objects_become_structures_named_after_their_place() {
    let found = inferred_from(&[json!([{
        "Name": "Erie",
        "Shore": {"Length": 1402, "open_since": "1825"},
        "Ports": [{"Name": "Buffalo"}, {"Deep": true}],
    }])]);
    assert_eq!(
        found,
        [
            "Lake.Name: String",
            "Lake.Shore: LakeShore",
            "Lake.Ports: Array of LakePorts",
            "LakePorts.Name: String",
            "LakePorts.Deep: Boolean",
            "LakeShore.Length: Integer",
            "LakeShore.open_since: String",
        ]
    );
}

#[test]
fn part_never_takes_the_name_of_another_structure() {
    let mut spec = spec_of(&[json!([{"Ports": [{"Name": "Buffalo"}]}])]);
    spec.structures = vec![structure("Lakeports", &[("Id", "Integer")])];
    assert_eq!(
        listed(&infer(&spec)),
        ["Lake.Ports: Array of LakePorts2", "LakePorts2.Name: String"]
    );
}

#[test]
fn all_examples_of_all_actions_and_both_sides_count() {
    let spec = ServiceSpec {
        actions: vec![
            action(
                "CreateLake",
                vec![
                    request(
                        RequestForm::Json,
                        json!({"Lake": {"Name": "Erie", "Area": "25700"}}),
                    ),
                    request(RequestForm::Query, json!({"Lake": {"Depth": "64"}})),
                ],
            ),
            action(
                "DescribeLakes",
                vec![
                    reply(json!({"Lakes": [{"Area": 25_700, "Depth": 64.5}]})),
                    reply(json!({"Lakes": [{"Frozen": false}]})),
                ],
            ),
        ],
        ..ServiceSpec::default()
    };
    let inferred = infer(&spec);
    assert_eq!(
        listed(&inferred),
        [
            "Lake.Name: String",
            "Lake.Area: Integer",
            "Lake.Depth: Float",
            "Lake.Frozen: Boolean",
        ]
    );
    assert_eq!(
        (inferred[0].examples, inferred[0].action.as_str()),
        (4, "CreateLake")
    );
    let files = inferred[0].structure.sources.iter();
    let files: Vec<&str> = files.map(|source| source.file.as_str()).collect();
    assert_eq!(files, ["CreateLake.md", "DescribeLakes.md"]);
}

#[test]
fn null_leaves_the_type_and_marks_the_member() {
    let found = inferred_from(&[
        json!([{"Name": "Erie", "Platform": "ios", "Rank": 1, "Note": null}]),
        json!([{"Name": "Como", "Platform": null, "Rank": null, "Note": null}]),
    ]);
    assert_eq!(
        found,
        [
            "Lake.Name: String",
            "Lake.Platform: String?",
            "Lake.Rank: Integer?",
            "Lake.Note: Object?",
        ]
    );
}

#[test]
fn query_text_leaves_the_type_of_json() {
    let mut spec = spec_of(&[json!([{"Name": "Erie", "Rank": 1, "Deep": true, "Code": 7}])]);
    let query = json!({"Lake": {
        "Name": "12", "Rank": "2", "Deep": "false", "Code": "E7",
        "Limit": "20", "Zone": "east", "Only": "12", "Open": "True",
    }});
    let query = request(RequestForm::Query, query);
    spec.actions[0].examples.push(query);
    assert_eq!(
        listed(&infer(&spec)),
        [
            "Lake.Name: String",
            "Lake.Rank: Integer",
            "Lake.Deep: Boolean",
            "Lake.Code: Object",
            "Lake.Limit: Integer",
            "Lake.Zone: String",
            // Nothing tells whether the digits are a number.
            "Lake.Only: Object",
            "Lake.Open: Boolean",
        ]
    );
}

#[test]
fn quantities_may_have_fractions_whatever_one_example_shows() {
    let found = inferred_from(&[json!([{
        "Cpu": 1, "CPU": 2, "UnitPrice": 3, "hit_rate": 4, "Discounts": 5, "Rank": 6, "CpuCount": 7,
        "Fill": {"Level": 0.5}, "Level": 1, "MinTide": 1, "MaxTide": 2.5,
    }])]);
    assert_eq!(
        found,
        [
            "Lake.Cpu: Float",
            "Lake.CPU: Float",
            "Lake.UnitPrice: Float",
            "Lake.hit_rate: Float",
            "Lake.Discounts: Float",
            "Lake.Rank: Integer",
            "Lake.CpuCount: Integer",
            "Lake.Fill: LakeFill",
            // Another member of this name has a fraction.
            "Lake.Level: Float",
            // A neighbour has one.
            "Lake.MinTide: Float",
            "Lake.MaxTide: Float",
            "LakeFill.Level: Float",
        ]
    );
}

#[test]
fn different_kinds_take_any_json_and_are_reported() {
    let spec = spec_of(&[
        json!([{"Code": "E7", "Tags": ["deep"], "Owner": {"Name": "a"}, "On": true}]),
        json!([{"Code": 7, "Tags": [1], "Owner": "a", "On": 1}]),
    ]);
    let inferred = infer(&spec);
    assert_eq!(
        listed(&inferred),
        [
            "Lake.Code: Object",
            "Lake.Tags: Array of Object",
            "Lake.Owner: Object",
            "Lake.On: Object",
        ]
    );
    let mixed: Vec<String> = inferred[0]
        .mixed
        .iter()
        .map(|member| format!("{}: {}", member.name, member.kinds.join(", ")))
        .collect();
    assert_eq!(
        mixed,
        [
            "Code: a whole number, text",
            "Tags: a whole number, text",
            "Owner: an object, text",
            "On: a boolean, a whole number",
        ]
    );
}

#[test]
fn empty_values_take_the_type_that_others_of_the_name_agree_on() {
    let found = inferred_from(&[
        json!([{"Tags": [], "Owner": {}, "Rest": [], "Gaps": [1, null]}]),
        json!([{"Bay": {"Tags": ["a"], "Owner": {"Name": "b"}}}]),
    ]);
    assert_eq!(
        found,
        [
            "Lake.Tags: Array of String",
            "Lake.Owner: LakeBayOwner",
            "Lake.Rest: Array of Object",
            // A list has no mark for nullable items.
            "Lake.Gaps: Array of Object",
            "Lake.Bay: LakeBay",
            "LakeBay.Tags: Array of String",
            "LakeBay.Owner: LakeBayOwner",
            "LakeBayOwner.Name: String",
        ]
    );
}

#[test]
fn documented_members_of_the_name_decide_if_the_values_fit() {
    let mut spec = spec_of(&[json!([{
        "Place": {"Zone": "east"}, "Spot": {"Zone": "east", "Rack": 1}, "Rank": 1, "Depth": 2,
        "State": "FULL", "Kind": null, "Weight": 3, "Filters": [],
    }])]);
    spec.structures = vec![
        structure("Place", &[("Zone", "String"), ("Rank", "Float")]),
        structure(
            "Port",
            &[("Place", "Place"), ("Spot", "Place"), ("State", "Integer")],
        ),
        structure("Ship", &[("Weight", "Integer")]),
        structure("Boat", &[("Weight", "Float")]),
    ];
    spec.actions[0].input.extend(members(&[
        ("Depth", "Float"),
        ("Kind", "String"),
        ("Rank", "String"),
        ("Filters", "Array of Filter"),
    ]));
    assert_eq!(
        listed(&infer(&spec)),
        [
            "Lake.Place: Place",
            // `Place` lacks `Rack`.
            "Lake.Spot: LakeSpot",
            // The type in a structure counts more than that of an input.
            "Lake.Rank: Float",
            "Lake.Depth: Float",
            "Lake.State: String",
            "Lake.Kind: String?",
            // Tables differ, and fractions hold both.
            "Lake.Weight: Float",
            "Lake.Filters: Array of Filter",
            "LakeSpot.Zone: String",
            "LakeSpot.Rack: Integer",
        ]
    );
}

#[test]
fn table_that_names_a_structure_inside_a_documented_one_gives_samples() {
    let mut spec = spec_of(&[json!([{"Port": {"Crane": {"Load": "5t"}}}])]);
    spec.structures = vec![
        structure("Lake", &[("Port", "Port")]),
        structure("Port", &[("Crane", "Crane")]),
    ];
    assert_eq!(listed(&infer(&spec)), ["Crane.Load: String"]);
}

#[test]
fn part_adds_members_to_the_structure_that_a_table_names() {
    let mut spec = spec_of(&[json!([{"Owner": {"Name": "a", "Age": 1}}])]);
    spec.actions[0]
        .output
        .extend(members(&[("Owner", "Person")]));
    let owner = reply(json!({"Owner": {"Name": "b", "Mail": "c"}}));
    spec.actions[0].examples.push(owner);
    assert_eq!(
        listed(&infer(&spec)),
        [
            "Lake.Owner: Person",
            "Person.Name: String",
            "Person.Mail: String",
            "Person.Age: Integer",
        ]
    );
}

#[test]
fn tree_becomes_one_structure() {
    let found = inferred_from(&[json!([{
        "Name": "Erie",
        "Children": [
            {"Name": "Bay", "Children": [{"Name": "Cove", "Children": [], "Deep": true}]},
        ],
    }])]);
    assert_eq!(
        found,
        [
            "Lake.Name: String",
            "Lake.Children: Array of Lake",
            "Lake.Deep: Boolean",
        ]
    );
}

#[test]
fn keys_that_are_data_leave_the_value_open() {
    let found = inferred_from(&[json!([{"Name": "Erie", "Ports": {"10.0.0.1": 1, "ins-1": 2}}])]);
    assert_eq!(found, ["Lake.Name: String", "Lake.Ports: Object"]);
    assert_eq!(
        inferred_from(&[json!([{"10.0.0.1": 1}])]),
        Vec::<String>::new()
    );
}

#[test]
fn points_in_time_take_the_type_that_most_tables_give_them() {
    let iso = "2018-12-18T08:00:00Z";
    let times = json!([{"Born": iso, "CreatedTime": iso, "Seen": "2018-12-18 08:00:00"}]);
    let mut spec = spec_of(&[times]);
    // Without a table that tells, the name does.
    let named = [
        "Lake.Born: String",
        "Lake.CreatedTime: Timestamp ISO8601",
        "Lake.Seen: String",
    ];
    assert_eq!(listed(&infer(&spec)), named);
    let output = &mut spec.actions[0].output;
    output.extend(members(&[
        ("Until", "Timestamp ISO8601"),
        ("Now", "String"),
    ]));
    let typed = [
        "Lake.Born: Timestamp ISO8601",
        "Lake.CreatedTime: Timestamp ISO8601",
        "Lake.Seen: String",
    ];
    assert_eq!(listed(&infer(&spec)), typed);
    // As many tables call such a value text.
    spec.actions[0].examples.push(reply(json!({"Now": iso})));
    let text = [
        "Lake.Born: String",
        "Lake.CreatedTime: String",
        "Lake.Seen: String",
    ];
    assert_eq!(listed(&infer(&spec)), text);
}

#[test]
fn errors_show_nothing_and_damaged_replies_their_readable_part() {
    let mut spec = spec_of(&[]);
    let error = reply(json!({"Error": {"Code": "a"}, "Lakes": [{"Wrong": 1}]}));
    let damaged = Example {
        response_raw: Some(r#"{"Response": {"Lakes": [{"Name": "Erie" "Rank": 1}]"#.to_owned()),
        ..Example::default()
    };
    spec.actions[0].examples = vec![error, damaged];
    assert_eq!(
        listed(&infer(&spec)),
        ["Lake.Name: String", "Lake.Rank: Integer"]
    );
}

#[test]
fn secrets_inside_parts_are_marked() {
    let inferred = infer(&spec_of(&[json!([{"Login": {"Password": "x"}}])]));
    let login = inferred
        .iter()
        .find(|one| one.structure.name == "LakeLogin");
    assert!(login.unwrap().structure.members[0].sensitive.is_some());
}

#[test]
fn deep_nesting_ends() {
    let mut value = json!({"Last": 1});
    for _ in 0..100 {
        value = json!({"Inner": value, "Other": [value]});
        if serde_json::to_string(&value).unwrap().len() > 100_000 {
            break;
        }
    }
    let mut chain = json!({"Last": 1});
    for level in 0..100 {
        chain = json!({format!("L{level}"): chain});
    }
    for lakes in [json!([value]), json!([chain])] {
        let found = inferred_from(&[lakes]);
        assert!(!found.is_empty());
        assert!(found.iter().all(|line| line.len() < 250), "{found:?}");
    }
}
