//! Documentation comments: examples of actions, and values of members.

use lower::{Action, Expr, Product};
use spec::{ExampleSide, KnownFault, ServiceSpec};

/// Lowers an action with these examples.
fn lowered(examples: &str, known_faults: Vec<KnownFault>) -> Action {
    let mut product = product(examples, known_faults);
    product.versions[0].actions.remove(0)
}

/// Lowers a product with one action, which has these examples.
fn product(examples: &str, known_faults: Vec<KnownFault>) -> Product {
    let yaml = format!(
        "name: StopInstances
service: mini
version: '2017-03-12'
input:
- {{name: Ids, type: Array of String, required: true, doc: {{en: IDs.}}}}
- name: StopType
  type: String
  doc: {{en: \"Stop type. Valid values:\\nSOFT: soft\\nHARD: hard\"}}
  values: [{{value: SOFT, doc: {{en: soft}}}}, {{value: HARD, doc: {{en: hard}}}}]
- name: Mode
  type: String
  doc: {{en: The mode. See the table.}}
  values: [{{value: FAST, doc: {{en: fast}}}}, {{value: SLOW}}]
output: []
errors: []
examples: {examples}
sources: [{{file: page.en.txt, line: 7, updated: '2024-01-04'}}]
"
    );
    let spec = ServiceSpec {
        service: serde_yaml::from_str(SERVICE).unwrap(),
        actions: vec![serde_yaml::from_str(&yaml).unwrap()],
        known_faults,
        ..ServiceSpec::default()
    };
    lower::lower(&[spec]).unwrap().products.remove(0)
}

const SERVICE: &str = "
name: mini
version: '2017-03-12'
title: {en: Mini Machine, zh: 小机器}
doc: {zh: 简介。}
protocol: tc3
catalogue:
- group: {en: Instance APIs}
  actions: [{name: StopInstances, title: {en: Stops them}, line: 1}]
sources:
- {file: manual.zh.txt, line: 3}
- {file: page.zh.html, line: 1, url: 'https://cloud.tencent.com/document/api/1'}
";

#[test]
fn shown_examples_keep_documented_numbers() {
    let examples = r#"
- {title: {en: By ID}, request: {Ids: [a]}, response: {Response: {RequestId: x}}, line: 1}
- {title: {en: By name}, request: {Name: [a]}, line: 2}
- {title: {en: Torn}, request_raw: "{", request_invalid: torn, line: 3}
- {title: {en: Hard}, doc: {en: At once.}, request: {Ids: [a], StopType: HARD}, line: 4}
"#;
    let fault = KnownFault {
        action: "StopInstances".to_owned(),
        example: 2,
        side: ExampleSide::Request,
        reason: "It sends `Name`.".to_owned(),
    };
    let shown = lowered(examples, vec![fault]).shown_examples;
    let coded: Vec<bool> = shown
        .iter()
        .map(|example| example.request.is_some())
        .collect();
    assert_eq!(coded, [true, false, false, true]);
    assert_eq!(shown[0].docs, ["## Example 1: By ID"]);
    assert_eq!(
        shown[0].reply,
        ["The reply:", "", "```json", r#"{"RequestId": "x"}"#, "```"]
    );
    assert_eq!(
        shown[1].docs[2..],
        ["The request:", "", "```json", r#"{"Name": ["a"]}"#, "```"]
    );
    assert_eq!(shown[2].docs[4..], ["```text", "{", "```"]);
    assert_eq!(shown[3].docs, ["## Example 4: Hard", "", "At once."]);
    // A run that records known faults writes the same docs as the next one.
    assert_eq!(lowered(examples, Vec::new()).shown_examples, shown);
}

#[test]
fn inexpressible_examples_follow_sample_call() {
    let action = lowered(
        "[{title: {en: By name}, request: {Name: a}, line: 2}]",
        Vec::new(),
    );
    let [sample, documented] = &action.shown_examples[..] else {
        panic!("{:?}", action.shown_examples);
    };
    assert!(matches!(&sample.request, Some(Expr::Structure(_, setters)) if setters.len() == 1));
    assert!(sample.docs.is_empty() && sample.reply.is_empty());
    assert_eq!(documented.docs[0], "## Example 1: By name");
    assert_eq!(lowered("[]", Vec::new()).shown_examples.len(), 1);
}

#[test]
fn values_are_documented_once() {
    let action = lowered("[]", Vec::new());
    let docs = |field: &str| {
        let members = &action.request.members;
        let found = members.iter().find(|member| member.field.as_str() == field);
        found.unwrap().docs.clone()
    };
    assert_eq!(
        docs("stop_type"),
        [
            "Stop type. Valid values:",
            "",
            "- [`SOFT`][Self::STOP_TYPE_SOFT]: soft",
            "- [`HARD`][Self::STOP_TYPE_HARD]: hard"
        ]
    );
    assert_eq!(
        docs("mode"),
        [
            "The mode. See the table.",
            "",
            "- [`MODE_FAST`][Self::MODE_FAST]: fast",
            "- [`MODE_SLOW`][Self::MODE_SLOW]"
        ]
    );
}

#[test]
fn docs_name_no_file_of_the_generator() {
    let action = lowered("[]", Vec::new());
    let docs = action.docs.join("\n");
    assert!(docs.contains("`StopInstances`"), "{docs}");
    assert!(
        !docs.contains("page.en.txt") && !docs.contains("line 7"),
        "{docs}"
    );
}

#[test]
fn product_page_names_actions_by_group() {
    let product = product("[]", Vec::new());
    assert_eq!(product.title.as_deref(), Some("Mini Machine (小机器)"));
    assert_eq!(
        product.docs,
        [
            "Mini Machine (小机器): the service `mini` of Tencent Cloud.",
            "",
            "简介。",
            "",
            "- Documentation: <https://cloud.tencent.com/document/api/1>"
        ]
    );
    assert_eq!(
        product.first_call.unwrap().method.as_str(),
        "stop_instances"
    );
    assert_eq!(
        product.versions[0].overview,
        [
            "# Actions",
            "",
            "[`Client`] has a method for each action:",
            "",
            "## Instance APIs",
            "",
            "- [`stop_instances`](Client::stop_instances): Stops them",
            "",
            "# Other items",
            "",
            "- the structures of an action, such as [`StopInstancesRequest`] and \
             [`StopInstancesResponse`]",
            "- documented values of members: constants of their structure, such as \
             [`StopInstancesRequest::STOP_TYPE_SOFT`]",
        ]
    );
}
