//! Types of members: all values fit, and no example makes a type too narrow.

use crate::{inferred_from, listed, members, reply, request, spec_of, structure};
use infer::infer;
use serde_json::json;
use spec::RequestForm;

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
    let json = json!({"Lake": {"Size": "20", "Label": "21"}});
    let examples = &mut spec.actions[0].examples;
    examples.push(request(RequestForm::Query, query));
    // JSON could have said that it is a number.
    examples.push(request(RequestForm::Json, json));
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
            "Lake.Size: String",
            "Lake.Label: String",
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
fn deep_lists_end_in_any_json() {
    let nested = (0..100).fold(json!(1), |inner, _| json!([inner]));
    let inferred = infer(&spec_of(&[json!([{"Depths": nested}])]));
    let deepest = "Array of ".repeat(spec::MAX_ARRAYS) + "Object";
    assert_eq!(listed(&inferred), [format!("Lake.Depths: {deepest}")]);
}
