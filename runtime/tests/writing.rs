//! Writing of requests, redacted debug output, and the check for missing parameters.

mod support;

use serde_json::json;
use support::sample::{
    DataDisk, DescribeInstancesRequest, DescribeInstancesResponse, Instance, Placement,
    RunInstancesRequest,
};
use tencentcloud_api_runtime::codegen::{validate, write};

#[test]
fn absent_member_omitted_empty_list_kept() {
    assert_eq!(write(&DescribeInstancesRequest::default()).unwrap(), "{}");
    let request = DescribeInstancesRequest {
        instance_ids: Some(vec![]),
        limit: Some(20),
        ..Default::default()
    };
    assert_eq!(write(&request).unwrap(), r#"{"InstanceIds":[],"Limit":20}"#);
}

#[test]
fn every_kind_of_member_is_written() {
    let instance = Instance {
        instance_id: Some("ins-1".into()),
        cpu: Some(i64::MIN),
        bandwidth: Some(0.1),
        auto_renew: Some(false),
        placement: Some(Placement::default()),
        data_disks: vec![
            DataDisk {
                disk_size: Some(i64::MAX),
                encrypt: None,
            },
            DataDisk::default(),
        ],
        private_ips: vec!["a".into(), "b".into()],
        samples: vec![1.0, -2.5e300, 1e-7],
        counts: vec![1],
        matrix: vec![vec![], vec![1, 2]],
        anything: Some(json!({"k": [null]})),
        things: vec![json!(null), json!("x")],
        parent: Some(Box::new(Instance {
            cpu: Some(1),
            ..Default::default()
        })),
        password: None,
    };
    assert_eq!(
        write(&instance).unwrap(),
        "{\"InstanceId\":\"ins-1\",\"CPU\":-9223372036854775808,\"Bandwidth\":0.1,\"AutoRenew\":false,\"Placement\":{},\
         \"DataDisks\":[{\"DiskSize\":9223372036854775807},{}],\"PrivateIps\":[\"a\",\"b\"],\
         \"Samples\":[1.0,-2.5e300,1e-7],\"Counts\":[1],\"Matrix\":[[],[1,2]],\"Anything\":{\"k\":[null]},\
         \"Things\":[null,\"x\"],\"Parent\":{\"CPU\":1}}"
    );
}

#[test]
fn special_characters_are_escaped() {
    let request = RunInstancesRequest {
        image_id: Some("\"\\/\n\r\t\u{8}\u{0}\u{1f}\u{7f}é中😀".into()),
        ..Default::default()
    };
    assert_eq!(
        write(&request).unwrap(),
        "{\"ImageId\":\"\\\"\\\\/\\n\\r\\t\\u0008\\u0000\\u001f\u{7f}é中😀\"}"
    );
}

#[test]
fn non_finite_float_is_error() {
    for ratio in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let request = RunInstancesRequest {
            ratio: Some(ratio),
            ..Default::default()
        };
        assert_eq!(write(&request).unwrap_err().member, "Ratio");
    }
}

#[test]
fn debug_omits_absent_and_redacts_secrets() {
    let request = RunInstancesRequest {
        placement: Some(Placement {
            zone: Some("z".into()),
            project_id: None,
        }),
        password: Some("hush".into()),
        data_disks: Some(vec![DataDisk {
            disk_size: Some(50),
            encrypt: Some(true),
        }]),
        ..Default::default()
    };
    assert_eq!(
        format!("{request:?}"),
        "RunInstancesRequest { Placement: Placement { Zone: \"z\" }, \
         DataDisks: [DataDisk { DiskSize: 50, Encrypt: true }], Password: [redacted] }"
    );
    let response = DescribeInstancesResponse {
        instance_set: vec![Instance {
            password: Some("hush".into()),
            ..Default::default()
        }],
        ..Default::default()
    };
    assert!(!format!("{response:#?}").contains("hush"));
    assert_eq!(
        format!("{:?}", DescribeInstancesResponse::default()),
        "DescribeInstancesResponse"
    );
}

#[test]
fn missing_parameters_are_listed_with_paths() {
    let request = RunInstancesRequest {
        placement: Some(Placement::default()),
        data_disks: Some(vec![
            DataDisk {
                disk_size: Some(1),
                encrypt: None,
            },
            DataDisk::default(),
        ]),
        ..Default::default()
    };
    let missing = validate(&request).unwrap_err();
    assert_eq!(
        missing.paths,
        ["Placement.Zone", "DataDisks[1].DiskSize", "ImageId"]
    );
    assert_eq!(
        missing.to_string(),
        "missing required parameters: Placement.Zone, DataDisks[1].DiskSize, ImageId"
    );
    let missing = validate(&RunInstancesRequest::default()).unwrap_err();
    assert_eq!(missing.paths, ["Placement", "ImageId"]);
    assert!(validate(&DescribeInstancesRequest::default()).is_ok());
}
