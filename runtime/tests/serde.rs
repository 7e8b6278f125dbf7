//! The traits of `serde`, with formats for people and for machines.
#![cfg(feature = "serde")]

mod support;

use std::collections::BTreeMap;

use ciborium::value::Value as Cbor;
use serde_core::de::value::{Error as ValueError, MapDeserializer};
use serde_core::{Deserialize, Serialize};
use serde_json::json;
use support::sample::{DescribeInstancesResponse, Instance, Placement, RunInstancesRequest};
use tencentcloud_api_runtime::prelude::*;

fn response() -> DescribeInstancesResponse {
    DescribeInstancesResponse::build(|response| {
        response.total_count = Some(-5);
        response.instance_set = vec![
            Instance::build(|instance| {
                instance.instance_id = Some("12".to_owned());
                instance.cpu = Some(i64::MIN);
                instance.bandwidth = Some(2.0);
                instance.auto_renew = Some(true);
                instance.matrix = vec![vec![1, 2], vec![]];
                instance.private_ips = vec!["\"null\"\n".to_owned()];
                instance.anything = Some(json!({"1": [u64::MAX, null, "a\"b"]}));
                instance.things = vec![json!(null), json!("text")];
                instance.password = Some("hunter2".to_owned());
                instance.placement = Some(Placement::default());
                let parent = Instance::build(|parent| parent.samples = vec![0.5]);
                instance.parent = Some(Box::new(parent));
            }),
            Instance::default(),
        ];
    })
}

#[test]
fn json_is_the_same_as_without_serde() {
    let json = serde_json::to_string(&response()).unwrap();
    assert_eq!(json, response().to_json().unwrap());
    let read: DescribeInstancesResponse = serde_json::from_str(&json).unwrap();
    assert_eq!(read, response());
    let value = serde_json::to_value(response()).unwrap();
    assert_eq!(value, response().to_value().unwrap());
    assert_eq!(
        DescribeInstancesResponse::deserialize(value).unwrap(),
        response()
    );
}

#[test]
fn yaml_keeps_types_and_is_tolerant() {
    let yaml = serde_yaml::to_string(&response()).unwrap();
    assert!(
        yaml.starts_with("TotalCount: -5\nInstanceSet:\n- InstanceId: '12'\n"),
        "{yaml}"
    );
    assert_eq!(
        serde_yaml::from_str::<DescribeInstancesResponse>(&yaml).unwrap(),
        response()
    );
    let written = "Zone: ap-guangzhou-3\nProjectId: '7'\nUnknown: {a: [1]}\n";
    let placement: Placement = serde_yaml::from_str(written).unwrap();
    assert_eq!(placement.zone.as_deref(), Some("ap-guangzhou-3"));
    assert_eq!(placement.project_id, Some(7));
    let error = serde_yaml::from_str::<Placement>("- 1")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("expected an object, found a list"),
        "{error}"
    );
}

#[test]
fn binary_formats_round_trip() {
    let mut cbor = Vec::new();
    ciborium::into_writer(&response(), &mut cbor).unwrap();
    let read: DescribeInstancesResponse = ciborium::from_reader(&cbor[..]).unwrap();
    assert_eq!(read, response());
    let bytes = postcard::to_stdvec(&response()).unwrap();
    assert_eq!(
        postcard::from_bytes::<DescribeInstancesResponse>(&bytes).unwrap(),
        response()
    );
    for end in 0..bytes.len() {
        assert!(postcard::from_bytes::<DescribeInstancesResponse>(&bytes[..end]).is_err());
    }
}

#[test]
fn self_describing_binary_format_skips_unknown_members() {
    let text = |text: &str| Cbor::Text(text.to_owned());
    let map = Cbor::Map(vec![
        (text("New"), Cbor::Array(vec![Cbor::Null])),
        (text("ProjectId"), Cbor::Integer(3.into())),
    ]);
    let mut bytes = Vec::new();
    ciborium::into_writer(&map, &mut bytes).unwrap();
    let placement: Placement = ciborium::from_reader(&bytes[..]).unwrap();
    assert_eq!((placement.zone, placement.project_id), (None, Some(3)));
}

#[test]
fn format_without_types_refuses_unknown_members() {
    let other = BTreeMap::from([("New".to_owned(), 1_i64)]);
    let bytes = postcard::to_stdvec(&other).unwrap();
    let error = postcard::from_bytes::<Placement>(&bytes).unwrap_err();
    assert_eq!(error, postcard::Error::WontImplement);
}

#[test]
fn deep_binary_nesting_is_an_error() {
    let mut bytes = Vec::new();
    for _ in 0..100_000 {
        let name = "Parent";
        bytes.extend([1, 6]);
        bytes.extend(name.as_bytes());
    }
    let error = postcard::from_bytes::<Instance>(&bytes).unwrap_err();
    assert_eq!(error, postcard::Error::SerdeDeCustom);
}

/// `serde_json` passes numbers on like this if any crate enables `arbitrary_precision`.
#[test]
fn exact_numbers_are_numbers() {
    let read = |number: &str| {
        let number = BTreeMap::from([("$serde_json::private::Number", number)]);
        let members = MapDeserializer::<_, ValueError>::new(
            [("ProjectId", number)].into_iter().map(|(name, number)| {
                (
                    name,
                    MapDeserializer::<_, ValueError>::new(number.into_iter()),
                )
            }),
        );
        Placement::deserialize(members)
    };
    assert_eq!(read("12").unwrap().project_id, Some(12));
    assert!(read("1},\"Zone\":{").is_err());
}

#[test]
fn float_that_json_lacks_is_an_error() {
    let request = RunInstancesRequest::build(|request| request.ratio = Some(f64::NAN));
    let error = serde_yaml::to_string(&request).unwrap_err().to_string();
    assert_eq!(error, "`Ratio` is infinite or NaN, which JSON cannot hold");
    assert!(serde_yaml::from_str::<RunInstancesRequest>("Ratio: .inf").is_err());
}

#[test]
fn generic_code_accepts_every_type() {
    fn copy<'de, T: Serialize + Deserialize<'de>>(value: &T) -> T {
        T::deserialize(serde_json::to_value(value).unwrap()).unwrap()
    }
    assert_eq!(copy(&response()), response());
}
