//! Compares documented JSON with the JSON that typed structures encode to.

#![allow(dead_code)] // some products lack a kind of example

use tencentcloud_api_runtime::codegen::{self, Structure};
use tencentcloud_api_runtime::{Json as _, Value};

/// Asserts that the request encodes to the documented JSON, unless it has a known fault. In any
/// case, reading its JSON returns an equal request.
#[track_caller]
pub(crate) fn request<T: Structure + Default + PartialEq>(
    request: &T,
    documented: &str,
    known_fault: Option<&str>,
) {
    assert_fault(lost_in_request(request, documented), known_fault);
    assert_equal_when_read(request);
}

/// Asserts that the response keeps all of the documented JSON, unless it has a known fault. In any
/// case, reading its JSON returns an equal response.
#[track_caller]
pub(crate) fn response<T: Structure + Default + PartialEq>(
    response: &mut T,
    documented: &str,
    known_fault: Option<&str>,
) {
    assert_fault(lost_in_response(response, documented), known_fault);
    assert_equal_when_read(response);
}

#[track_caller]
fn assert_equal_when_read<T: Structure + Default + PartialEq>(value: &T) {
    let json = value.to_json().expect("examples have only finite numbers");
    assert!(T::from_json_strict(&json).as_ref() == Ok(value), "{json}");
}

/// Asserts that documented JSON that does not parse has a known fault.
#[track_caller]
pub(crate) fn unreadable(why: &str, known_fault: Option<&str>) {
    assert_fault(vec![why.to_owned()], known_fault);
}

#[track_caller]
fn assert_fault(differences: Vec<String>, known_fault: Option<&str>) {
    match known_fault {
        None => assert!(differences.is_empty(), "{}", differences.join("\n")),
        Some(fault) => assert!(
            !differences.is_empty(),
            "the example passes: delete its entry from known_faults.yaml: `{fault}`"
        ),
    }
}

fn lost_in_request(request: &dyn Structure, documented: &str) -> Vec<String> {
    let sent = codegen::write(request).expect("examples have only finite numbers");
    differences(documented, &sent)
}

fn lost_in_response(response: &mut dyn Structure, documented: &str) -> Vec<String> {
    if let Err(error) = codegen::read(documented, response) {
        return vec![error.to_string()];
    }
    let kept = codegen::write(response).expect("JSON has only finite numbers");
    differences(documented, &kept)
}

fn differences(documented: &str, ours: &str) -> Vec<String> {
    let documented: Value = documented.parse().expect("the generator writes valid JSON");
    let ours: Value = ours.parse().expect("the runtime writes valid JSON");
    let mut found = Vec::new();
    compare("$", &documented, &ours, &mut found);
    found
}

/// Collects differences in meaning. The values in each line mean the same:
///
/// - null, an empty list, an absent member
/// - a number or boolean, its text
/// - a value, a list of only this value
fn compare(path: &str, documented: &Value, ours: &Value, found: &mut Vec<String>) {
    match (documented, ours) {
        (Value::Object(theirs), Value::Object(ours)) => {
            for (name, value) in theirs {
                let ours = ours.get(name).unwrap_or(&Value::Null);
                compare(&format!("{path}.{name}"), value, ours, found);
            }
            for (name, value) in ours.iter().filter(|(name, _)| !theirs.contains_key(*name)) {
                compare(&format!("{path}.{name}"), &Value::Null, value, found);
            }
        }
        (Value::Array(theirs), Value::Array(ours)) if theirs.len() == ours.len() => {
            for (index, (theirs, ours)) in theirs.iter().zip(ours).enumerate() {
                compare(&format!("{path}[{index}]"), theirs, ours, found);
            }
        }
        (value, Value::Array(list)) if list.len() == 1 && !value.is_array() => {
            compare(&format!("{path}[0]"), value, &list[0], found);
        }
        _ if is_same(documented, ours) => {}
        _ => found.push(format!("{path}: documented {documented}, ours {ours}")),
    }
}

/// Returns whether two values mean the same; at most one of them is an object.
fn is_same(documented: &Value, ours: &Value) -> bool {
    if documented == ours || (is_nothing(documented) && is_nothing(ours)) {
        return true;
    }
    // Strings must be identical: `1` and `1.0` may be versions.
    if documented.is_string() && ours.is_string() {
        return false;
    }
    let numbers = (number(documented), number(ours));
    let flags = (flag(documented), flag(ours));
    (numbers.0.is_some() && numbers.0 == numbers.1) || (flags.0.is_some() && flags.0 == flags.1)
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => match number.as_i64()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        },
        Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
        _ => None,
    }
}
