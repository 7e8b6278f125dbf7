//! Tolerant reading of replies: each tolerance and its limits.

mod support;

use serde_json::json;
use support::sample::{DescribeInstancesResponse, Instance, told};
use tencentcloud_api_runtime::codegen::{ReadError, read, read_tolerant};

/// Reads an instance, all of whose values must fit.
fn instance(text: &str) -> Instance {
    try_instance(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn try_instance(text: &str) -> Result<Instance, ReadError> {
    let mut instance = Instance::default();
    read(text, &mut instance)?;
    Ok(instance)
}

#[test]
fn missing_or_null_member_is_absent() {
    assert_eq!(instance("{}"), Instance::default());
    let nulls = r#"{"InstanceId":null,"CPU":null,"Bandwidth":null,"AutoRenew":null,"Placement":null,
        "DataDisks":null,"Anything":null,"Parent":null,"Matrix":null}"#;
    assert_eq!(instance(nulls), Instance::default());
}

#[test]
fn unknown_members_are_skipped_and_counted() {
    let text = r#"{"New":{"a":[1,{"b":"}]"}],"c":null},"CPU":2,"Other":[[],{}],"X":"\"","Y":-1.5e3,"InstanceId":"i"}"#;
    let found = instance(text);
    assert_eq!(
        (found.cpu, found.instance_id.as_deref()),
        (Some(2), Some("i"))
    );
    assert_eq!(read(text, &mut Instance::default()).unwrap(), 4);
}

#[test]
fn duplicate_member_last_value_wins() {
    let read = instance(
        r#"{"Password":"p","CPU":1,"InstanceId":"a","CPU":2,"DataDisks":[{}],"DataDisks":[]}"#,
    );
    assert_eq!(read.password.as_deref(), Some("p"));
    assert_eq!(read.instance_id.as_deref(), Some("a"));
    assert_eq!(read.cpu, Some(2));
    assert!(read.data_disks.is_empty());
}

#[test]
fn escaped_member_name_matches() {
    assert_eq!(instance(r#"{"\u0043PU":4}"#).cpu, Some(4));
    assert_eq!(instance(r#"{"CP":1,"CPUs":2,"cpu":3,"":4}"#).cpu, None);
}

#[test]
fn numbers_and_texts_convert() {
    let read = instance(
        r#"{"CPU":"8","Bandwidth":" 1.5 ","InstanceId":12345678901234567890.50,"Counts":["1",2,"3.0"]}"#,
    );
    assert_eq!(read.cpu, Some(8));
    assert_eq!(read.bandwidth, Some(1.5));
    assert_eq!(read.instance_id.as_deref(), Some("12345678901234567890.50"));
    assert_eq!(read.counts, [1, 2, 3]);
    assert_eq!(
        instance(r#"{"InstanceId":true}"#).instance_id.as_deref(),
        Some("true")
    );
}

#[test]
fn empty_text_for_number_is_absent() {
    let read = instance(
        r#"{"CPU":"","Bandwidth":"","AutoRenew":" ","Placement":"","DataDisks":"","PrivateIps":"","Counts":[""]}"#,
    );
    assert_eq!(read, Instance::default());
    assert_eq!(instance(r#"{"Placement":[]}"#).placement, None);
}

#[test]
fn booleans_read_in_many_forms() {
    for (text, expected) in [
        ("true", true),
        ("false", false),
        ("1", true),
        ("0", false),
        ("1.0", true),
        ("\"true\"", true),
        ("\"TRUE\"", true),
        ("\"False\"", false),
        ("\"1\"", true),
        ("\"0\"", false),
    ] {
        assert_eq!(
            instance(&format!(r#"{{"AutoRenew":{text}}}"#)).auto_renew,
            Some(expected),
            "{text}"
        );
    }
    for text in ["2", "-1", "\"yes\"", "{}", "tru", "1.5"] {
        assert!(
            try_instance(&format!(r#"{{"AutoRenew":{text}}}"#)).is_err(),
            "{text}"
        );
    }
    assert_eq!(instance(r#"{"CPU":true}"#).cpu, Some(1));
}

#[test]
fn single_value_becomes_list_of_one() {
    let read = instance(
        r#"{"DataDisks":{"DiskSize":50},"PrivateIps":"10.0.0.1","Matrix":[1,[2,3]],"Things":{"a":1}}"#,
    );
    assert_eq!(read.data_disks.len(), 1);
    assert_eq!(read.data_disks[0].disk_size, Some(50));
    assert_eq!(read.private_ips, ["10.0.0.1"]);
    assert_eq!(read.matrix, [vec![1], vec![2, 3]]);
    assert_eq!(read.things, [json!({"a": 1})]);
}

#[test]
fn null_in_list_is_dropped_unless_any_json_is_documented() {
    let read = instance(
        r#"{"DataDisks":[null,{"DiskSize":1}],"PrivateIps":["a",null,"b"],"Counts":[null,7],
            "Samples":[1.5,null,2.5],"Matrix":[null,[1]],"Things":[null,1]}"#,
    );
    assert_eq!(read.data_disks.len(), 1);
    assert_eq!(read.private_ips, ["a", "b"]);
    assert_eq!(read.counts, [7]);
    assert_eq!(read.samples, [1.5, 2.5]);
    assert_eq!(read.matrix, [[1]]);
    assert_eq!(read.things, [json!(null), json!(1)]);
}

#[test]
fn integers_are_exact() {
    for (text, expected) in [
        ("1.0", 1),
        ("1e2", 100),
        ("9007199254740993", 9_007_199_254_740_993),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
    ] {
        assert_eq!(
            instance(&format!(r#"{{"CPU":{text}}}"#)).cpu,
            Some(expected)
        );
        assert_eq!(
            instance(&format!(r#"{{"CPU":"{text}"}}"#)).cpu,
            Some(expected)
        );
    }
    for text in ["1.5", "18446744073709551615", "\"many\"", "[]", "{}"] {
        assert!(
            try_instance(&format!(r#"{{"CPU":{text}}}"#)).is_err(),
            "{text}"
        );
    }
}

#[test]
fn lone_surrogate_in_string_is_replaced() {
    let text = r#"{"InstanceId":"\u4e2d\n\"\\\ud83d\ude00\ud800x","PrivateIps":["日本\t"]}"#;
    let (read, mismatches) = told(text);
    assert_eq!(
        mismatches,
        [r#"InstanceId: expected UTF-8 text, found a string: \u4e2d\n\"\\\ud83d\ude00\ud800x"#]
    );
    assert_eq!(read.instance_id.as_deref(), Some("中\n\"\\😀\u{FFFD}x"));
    assert_eq!(read.private_ips, ["日本\t"]);
    assert_eq!(
        instance("{\"InstanceId\":\"raw\ttab\"}")
            .instance_id
            .as_deref(),
        Some("raw\ttab")
    );
}

#[test]
fn object_for_text_reads_as_json() {
    let read = instance(r#"{"InstanceId": {"a": [1, "}"]} , "CPU":1}"#);
    assert_eq!(read.instance_id.as_deref(), Some(r#"{"a": [1, "}"]}"#));
    assert_eq!(read.cpu, Some(1));
}

#[test]
fn value_of_any_shape_is_kept() {
    let read = instance(r#"{"Anything":{"a":[1,-2,18446744073709551615,1.5,"x",true,null,{}]}}"#);
    assert_eq!(
        read.anything,
        Some(json!({"a": [1, -2, 18_446_744_073_709_551_615_u64, 1.5, "x", true, null, {}]}))
    );
}

#[test]
fn excessive_nesting_is_error() {
    let nested =
        |depth: usize| format!("{}{{}}{}", r#"{"Parent":"#.repeat(depth), "}".repeat(depth));
    assert!(try_instance(&nested(127)).is_ok());
    let error = try_instance(&nested(128)).unwrap_err();
    assert_eq!(error.problem(), "nested too deeply");
    for member in ["Unknown", "Anything", "InstanceId"] {
        let text = format!(r#"{{"{member}":{}"#, "[".repeat(100_000));
        assert!(
            try_instance(&text)
                .unwrap_err()
                .to_string()
                .contains("nested too deeply"),
            "{member}"
        );
    }
}

#[test]
fn trailing_text_is_error() {
    for text in ["{} x", "{}{}", "{},", "{}}"] {
        assert!(
            try_instance(text)
                .unwrap_err()
                .problem()
                .contains("after the end"),
            "{text}"
        );
    }
    assert!(try_instance(" \r\n\t{ } \n").is_ok());
}

#[test]
fn truncated_text_is_error_anywhere() {
    let whole = r#"{"InstanceId":"ins-\u00e91","CPU":12,"Placement":{"Zone":"z"},"DataDisks":[{"DiskSize":50,"Encrypt":true},{}],"X":[null,1.5e3]}"#;
    assert!(try_instance(whole).is_ok());
    for end in 0..whole.len() {
        assert!(try_instance(&whole[..end]).is_err(), "{}", &whole[..end]);
    }
}

#[test]
fn errors_name_path_and_problem() {
    let mut response = DescribeInstancesResponse::default();
    let mut assert_error = |text: &str, path: &str, problem: &str| {
        let error = read(text, &mut response).unwrap_err();
        assert_eq!((error.path().as_str(), error.problem()), (path, problem));
    };
    for (instance, path, problem) in [
        (
            r#"{"DataDisks":[{"DiskSize":{}}]}"#,
            "DataDisks[0].DiskSize",
            "an integer, found an object",
        ),
        (
            r#"{"Matrix":[[1],[2,"x"]]}"#,
            "Matrix[1][1]",
            "an integer, found a string",
        ),
        (
            r#"{"Placement":7}"#,
            "Placement",
            "an object, found a number",
        ),
        (
            r#"{"New":{"deep":[tru]}}"#,
            "New.deep[0]",
            "a value, found a boolean",
        ),
        (
            r#"{"Anything":{"deep":[1,nul]}}"#,
            "Anything.deep[1]",
            "a value, found null",
        ),
    ] {
        let text = format!(r#"{{"InstanceSet":[{{}},{instance}]}}"#);
        assert_error(
            &text,
            &format!("InstanceSet[1].{path}"),
            &format!("expected {problem}"),
        );
    }
    assert_error(
        r#"{"InstanceSet":"x"}"#,
        "InstanceSet",
        "expected a list, found a string",
    );
    assert_error(r#"{"TotalCount":01}"#, "TotalCount", "a malformed number");
    assert_error(r#"{"TotalCount":1,}"#, "", "no value after a comma");
    assert_error("<html>", "", "expected an object, found something else");
    assert_error("", "", "expected an object, found the end of the text");
}

#[test]
fn errors_hide_values() {
    let error = try_instance(r#"{"CPU":"hush-secret"}"#).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
}

#[test]
fn object_with_indexes_is_list() {
    let read = instance(
        r#"{"DataDisks":{"1":{"DiskSize":2},"0":{"DiskSize":1}},"PrivateIps":{"0":"a","1":"b"},"Counts":{},
            "Matrix":{"0":[1],"1":{"0":2}},"Things":{"0":true}}"#,
    );
    let sizes: Vec<_> = read.data_disks.iter().map(|disk| disk.disk_size).collect();
    assert_eq!(sizes, [Some(1), Some(2)], "the names give the order");
    assert_eq!(read.private_ips, ["a", "b"]);
    assert_eq!(read.matrix, [vec![1], vec![2]]);
    assert_eq!(read.things, [json!(true)]);
    assert_eq!(
        instance(r#"{"DataDisks":{},"Things":{}}"#),
        Instance::default()
    );
    // Nested as deep as the depth allows, and no deeper.
    let deep = |levels: usize| {
        let inner = format!("{}{}", r#"{"0":"#.repeat(levels), "}".repeat(levels));
        read_tolerant(
            &format!(r#"{{"Things":{inner}}}"#).replace(":}", ":1}"),
            &mut Instance::default(),
        )
    };
    assert!(deep(126).is_ok());
    assert!(
        deep(100_000)
            .unwrap_err()
            .to_string()
            .contains("nested too deeply")
    );
}
