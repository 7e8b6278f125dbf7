//! The replies that the endpoint sends, made from the documented example of `DescribeInstances`.

use serde_json::{Value, json};

const PAGE: &str = include_str!("../../specs/cvm/2017-03-12/actions/DescribeInstances.yaml");

/// How many instances the large reply holds.
pub const INSTANCES: usize = 100;

/// The documented example with its instance a hundred times, each under an id of its own.
///
/// # Panics
/// If the spec no longer has the example.
#[must_use]
pub fn large() -> String {
    let mut reply = example();
    let response = &mut reply["Response"];
    let instance = response["InstanceSet"][0].take();
    let instances: Vec<Value> = (0..INSTANCES)
        .map(|number| numbered(instance.clone(), number))
        .collect();
    response["TotalCount"] = json!(INSTANCES);
    response["InstanceSet"] = Value::Array(instances);
    reply.to_string()
}

/// The documented example without instances.
///
/// # Panics
/// If the spec no longer has the example.
#[must_use]
pub fn empty() -> String {
    let mut reply = example();
    let response = &mut reply["Response"];
    response["TotalCount"] = json!(0);
    response["InstanceSet"] = json!([]);
    reply.to_string()
}

fn example() -> Value {
    let page: Value = serde_yaml::from_str(PAGE).expect("the spec is YAML");
    let example = page["examples"][0]["response"].clone();
    assert!(example["Response"]["InstanceSet"][0].is_object());
    example
}

fn numbered(mut instance: Value, number: usize) -> Value {
    instance["InstanceId"] = json!(format!("ins-{number:08x}"));
    instance["InstanceName"] = json!(format!("instance-{number}"));
    instance
}
