//! JSON, equality and construction of structures, as callers use them.

mod support;

use serde_json::json;
use support::sample::{
    DataDisk, DescribeInstancesRequest, DescribeInstancesResponse, Instance, Page, Placement,
    RunInstancesRequest,
};
use tencentcloud_api_runtime::prelude::*;
use tencentcloud_api_runtime::{ReadError, WriteError};

fn instance() -> Instance {
    Instance::build(|instance| {
        instance.instance_id = Some("ins-1".to_owned());
        instance.cpu = Some(i64::MAX);
        instance.bandwidth = Some(0.1);
        instance.samples = vec![1.0, -0.5];
        instance.matrix = vec![vec![1], vec![]];
        instance.anything = Some(json!({"a": [1, "x", null]}));
        instance.things = vec![json!(null), json!(7)];
        instance.parent = Some(Box::new(Instance::build(|parent| parent.cpu = Some(1))));
        instance.password = Some("hunter2".to_owned());
    })
}

#[test]
fn json_reads_back_as_equal_value() {
    let json = instance().to_json().unwrap();
    assert_eq!(Instance::from_json(&json).unwrap(), instance());
    assert_eq!(
        Instance::from_json_strict(json.as_bytes()).unwrap(),
        instance()
    );
    let value = instance().to_value().unwrap();
    assert_eq!(value, json.parse::<serde_json::Value>().unwrap());
    assert_eq!(
        Instance::from_json_strict(value.to_string()).unwrap(),
        instance()
    );
}

#[test]
fn json_shows_secrets_and_debug_hides_them() {
    let json = instance().to_json().unwrap();
    assert!(json.contains(r#""Password":"hunter2""#), "{json}");
    assert!(!format!("{:?}", instance()).contains("hunter2"));
}

#[test]
fn every_kind_of_member_decides_equality() {
    let changes: [fn(&mut Instance); 10] = [
        |instance| instance.instance_id = Some("ins-2".to_owned()),
        |instance| instance.cpu = None,
        |instance| instance.bandwidth = Some(0.2),
        |instance| instance.auto_renew = Some(false),
        |instance| instance.samples.push(1.0),
        |instance| instance.matrix.swap(0, 1),
        |instance| instance.anything = Some(json!({"a": [1, "x"]})),
        |instance| instance.placement = Some(Placement::default()),
        |instance| instance.parent.as_mut().unwrap().cpu = Some(2),
        |instance| instance.data_disks = vec![DataDisk::default()],
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let mut changed = instance();
        change(&mut changed);
        assert_ne!(changed, instance(), "change {index}");
        assert_eq!(changed, changed.clone(), "change {index}");
    }
    let nan = Instance::build(|instance| instance.bandwidth = Some(f64::NAN));
    assert_ne!(nan, nan.clone());
    let empty = DescribeInstancesRequest::build(|request| request.instance_ids = Some(vec![]));
    assert_ne!(empty, DescribeInstancesRequest::default());
}

#[test]
fn float_that_json_lacks_is_an_error() {
    let request = RunInstancesRequest::build(|request| request.ratio = Some(f64::INFINITY));
    let error = WriteError { member: "Ratio" };
    assert_eq!(request.to_json(), Err(error.clone()));
    assert_eq!(request.to_value(), Err(error));
}

#[test]
fn tolerant_reading_leaves_out_what_does_not_fit() {
    let json = r#"{"TotalCount":"2","New":{"a":1},"InstanceSet":[{"CPU":[1],"InstanceId":7}]}"#;
    let response = DescribeInstancesResponse::from_json(json).unwrap();
    assert_eq!(response.total_count, Some(2));
    assert_eq!(response.instance_set[0].cpu, None);
    assert_eq!(response.instance_set[0].instance_id.as_deref(), Some("7"));
    let with_mark = format!("\u{feff}{json}");
    assert_eq!(
        DescribeInstancesResponse::from_json(with_mark).unwrap(),
        response
    );
    let bytes = DescribeInstancesResponse::from_json(b"{\"RequestId\":\"\xff\"}").unwrap();
    assert_eq!(bytes.request_id.as_deref(), Some("\u{fffd}"));
}

fn refused(json: &[u8]) -> String {
    let read: Result<DescribeInstancesResponse, ReadError> =
        DescribeInstancesResponse::from_json_strict(json);
    read.unwrap_err().to_string()
}

#[test]
fn strict_reading_names_path_and_problem() {
    for (json, error) in [
        (
            r#"{"InstanceSet":[{"InstanceId":"a"},{"CPU":["s3cret"]}]}"#,
            "InstanceSet[1].CPU: expected an integer, found a list at byte 42",
        ),
        (
            r#"{"totalcount":1}"#,
            "totalcount: DescribeInstancesResponse has only TotalCount, InstanceSet, RequestId at byte 14",
        ),
        (
            r#"{"InstanceSet":[{"Placement":{"Zome":"s3cret"}}]}"#,
            "InstanceSet[0].Placement.Zome: Placement has only Zone, ProjectId at byte 37",
        ),
        (r#"[]"#, "expected an object, found a list at byte 0"),
        (
            "",
            "expected an object, found the end of the text at byte 0",
        ),
        ("{} {}", "text after the end of the value at byte 3"),
    ] {
        assert_eq!(refused(json.as_bytes()), error, "{json}");
    }
    assert_eq!(
        refused(b"{\"RequestId\":\"\xff\"}"),
        "the bytes are not UTF-8 text at byte 14"
    );
    let many = Instance::from_json_strict(r#"{"Privateip":["a"]}"#).unwrap_err();
    let many = many.to_string();
    assert!(
        many.starts_with("Privateip: Instance has only PrivateIps, "),
        "{many}"
    );
}

#[test]
fn whole_reply_is_read_without_its_envelope() {
    let reply = r#"{"Response":{"TotalCount":1,"RequestId":"r"}}"#;
    for read in [
        DescribeInstancesResponse::from_json(reply),
        DescribeInstancesResponse::from_json_strict(reply),
    ] {
        assert_eq!(read.unwrap().total_count, Some(1));
    }
    // A request or structure has no request id, and every reply has one.
    let page = Page::from_json_strict(r#"{"Response":{"PageNumber":1,"RequestId":"r"}}"#).unwrap();
    assert_eq!(page.number, Some(1));
    let failed = r#"{"Response":{"Error":{"Code":"AuthFailure","Message":"m"},"RequestId":"r"}}"#;
    for error in [
        DescribeInstancesResponse::from_json(failed).unwrap_err(),
        DescribeInstancesResponse::from_json_strict(failed).unwrap_err(),
    ] {
        assert_eq!(
            error.to_string(),
            "Response: the reply states the error AuthFailure at byte 0"
        );
    }
}

#[test]
fn setter_is_called_only_with_a_value() {
    fn limit(
        mut request: DescribeInstancesRequest,
        limit: impl Into<i64>,
    ) -> DescribeInstancesRequest {
        request.limit = Some(limit.into());
        request
    }
    let request = |given: Option<i32>| DescribeInstancesRequest::default().set_if(given, limit);
    assert_eq!(request(Some(3)).limit, Some(3));
    assert_eq!(request(None), DescribeInstancesRequest::default());
}
