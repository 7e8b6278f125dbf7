//! Samples from all examples, and the structures inside structures.

use crate::{action, inferred_from, listed, members, reply, request, spec_of, structure};
use infer::infer;
use serde_json::json;
use spec::{Example, RequestForm, ServiceSpec};

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
fn documented_part_gives_samples_of_the_structures_inside() {
    let mut spec = spec_of(&[json!([{"Port": {"Crane": {"Load": "5t"}}}])]);
    spec.structures = vec![
        structure("Port", &[("Crane", "Crane")]),
        structure("Bay", &[("Port", "Port")]),
    ];
    assert_eq!(
        listed(&infer(&spec)),
        ["Crane.Load: String", "Lake.Port: Port"]
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

#[test]
fn names_of_parts_ignore_the_order_of_members_and_examples() {
    let one = json!([{"Ports": [{"Crane": {"Load": 1}}], "Owner": {"Name": "a"}}]);
    let other = json!([{"Owner": {"Mail": "b"}, "Ports": [{"Depth": 2, "Crane": {"Reach": 3}}]}]);
    let mut forward = inferred_from(&[one.clone(), other.clone()]);
    let mut backward = inferred_from(&[other, one]);
    forward.sort();
    backward.sort();
    assert_eq!(forward, backward);
}

#[test]
fn long_examples_take_linear_time() {
    let lake = |n: usize| json!({"Name": n.to_string(), "Ports": [{"Cranes": [{"Load": n}]}]});
    let lakes: Vec<_> = (0..5_000).map(lake).collect();
    let wide: serde_json::Map<_, _> = (0..5_000)
        .map(|n| (format!("M{n}"), json!({"Value": n})))
        .collect();
    let start = std::time::Instant::now();
    assert_eq!(inferred_from(&[json!(lakes)]).len(), 4);
    assert_eq!(inferred_from(&[json!([wide])]).len(), 10_000);
    // A quadratic step would take minutes.
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}
