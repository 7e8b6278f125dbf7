//! Tests that requests are checked against documented limits, if the configuration asks for it.

mod support;

use std::fmt;

use support::exchange::Exchange;
use tencentcloud_api_runtime::codegen::{
    self, Field, Limit, LimitRule, Member, Operation, RegionRule, Request, Schema, Structure,
};
use tencentcloud_api_runtime::{CallOptions, ErrorKind, InvalidRequest, json};

/// Declares a structure with limits as the generator emits it.
macro_rules! structure {
    ($type:ident { $($field:ident: $kind:ty = $member:expr),* $(,)? } $limits:expr) => {
        #[derive(Clone, Default, PartialEq)]
        struct $type { $($field: $kind),* }
        impl Structure for $type {
            fn schema(&self) -> &'static Schema {
                static SCHEMA: Schema = Schema { name: stringify!($type), members: &[$($member),*] };
                &SCHEMA
            }
            fn member(&self, index: usize) -> Option<&dyn Field> {
                let fields: &[&dyn Field] = &[$(&self.$field),*];
                fields.get(index).copied()
            }
            fn member_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
                let fields: Vec<&mut dyn Field> = vec![$(&mut self.$field),*];
                fields.into_iter().nth(index)
            }
            fn limits(&self) -> &'static [Limit] {
                const { &$limits }
            }
        }
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                codegen::debug(self, f)
            }
        }
    };
}

structure!(Filter {
    name: Option<String> = Member::new("Name"),
    values: Option<Vec<String>> = Member::new("Values"),
} []);

structure!(Disk {
    size: Option<i64> = Member::new("Size"),
    share: Option<f64> = Member::new("Share"),
} [
    Limit::new(0, LimitRule::Integer(Some(10), Some(100)), "取值范围：[10, 100]"),
    Limit::new(0, LimitRule::MultipleOf(10), ""),
    Limit::new(1, LimitRule::Float(Some((0.0, false)), Some((1.0, true))), "(0, 1]"),
]);

structure!(ListRequest {
    ids: Option<Vec<String>> = Member::new("Ids"),
    filters: Option<Vec<Filter>> = Member::new("Filters"),
    name: Option<String> = Member::new("Name"),
    password: Option<String> = Member::new("Password").sensitive(),
    disks: Option<Vec<Disk>> = Member::new("Disks"),
    kind: Option<String> = Member::new("Kind"),
    key: Option<String> = Member::new("Key"),
} [
    Limit::new(0, LimitRule::Items(None, Some(2)), "at most 2"),
    Limit::new(0, LimitRule::Excludes(1), "not both"),
    Limit::new(1, LimitRule::ItemsOf("Values", None, Some(1)), ""),
    Limit::new(2, LimitRule::Characters(Some(2), Some(4)), "2-4个字符"),
    Limit::new(3, LimitRule::Bytes(None, Some(4)), ""),
    Limit::new(6, LimitRule::RequiredWhen(5, &["A", "B"]), ""),
]);

structure!(ListResponse { request_id: Option<String> = Member::new("RequestId") } []);

impl Request for ListRequest {
    type Response = ListResponse;
    const OPERATION: &'static Operation = &Operation {
        service: "cvm",
        version: "2017-03-12",
        action: "List",
        endpoint: "cvm.tencentcloudapi.com",
        region: RegionRule::Unused,
        read_only: true,
        rate_limit: None,
    };
}

fn texts(values: &[&str]) -> Option<Vec<String>> {
    Some(values.iter().map(|&value| value.to_owned()).collect())
}

fn check(request: &ListRequest) -> Vec<String> {
    match codegen::check_limits(request, &|_| false) {
        Ok(()) => Vec::new(),
        Err(error) => error.limits.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn values_within_limits_pass() {
    let request = ListRequest {
        ids: texts(&["a", "b"]),
        filters: Some(Vec::new()),
        name: Some("名字名字".to_owned()),
        password: Some("1234".to_owned()),
        disks: Some(vec![Disk {
            size: Some(100),
            share: Some(1.0),
        }]),
        kind: Some("C".to_owned()),
        key: None,
    };
    assert_eq!(check(&request), [""; 0]);
    let empty = ListRequest {
        ids: texts(&[]),
        name: Some(String::new()),
        ..ListRequest::default()
    };
    assert_eq!(check(&empty), [""; 0], "empty values count as absent");
}

#[test]
fn broken_limits_name_path_value_and_sentence() {
    let filter = Filter {
        name: Some("zone".to_owned()),
        values: texts(&["a", "b"]),
    };
    let request = ListRequest {
        ids: texts(&["a", "b", "c"]),
        filters: Some(vec![Filter::default(), filter]),
        name: Some("名字名字名".to_owned()),
        password: Some("12345".to_owned()),
        disks: Some(vec![
            Disk::default(),
            Disk {
                size: Some(105),
                share: Some(0.0),
            },
        ]),
        kind: Some("B".to_owned()),
        key: None,
    };
    assert_eq!(
        check(&request),
        [
            "Ids has 3 items, but may have at most 2 (documented: “at most 2”)",
            "Ids can't be sent together with Filters (documented: “not both”)",
            "Filters[1].Values has 2 items, but may have at most 1",
            "Name has 5 characters, but may have 2 to 4 (documented: “2-4个字符”)",
            "Password has [redacted] bytes, but may have at most 4",
            "Key is absent, but required if Kind is B",
            "Disks[1].Size is 105, but may be 10 to 100 (documented: “取值范围：[10, 100]”)",
            "Disks[1].Size is 105, but must be a multiple of 10",
            "Disks[1].Share is 0, but may be more than 0 and at most 1 (documented: “(0, 1]”)",
        ]
    );
}

#[tokio::test]
async fn limits_are_checked_only_on_request() {
    let exchange = Exchange::answering(200, r#"{"Response":{"RequestId":"r"}}"#);
    let request = ListRequest {
        kind: Some("A".to_owned()),
        ..ListRequest::default()
    };
    let lenient = exchange.config().build().unwrap();
    let client = codegen::ServiceClient::new(&lenient);
    client.send(&request).await.unwrap();
    assert_eq!(exchange.count(), 1);

    let strict = exchange.config().check_limits(true).build().unwrap();
    let client = codegen::ServiceClient::new(&strict);
    let error = client.send(&request).await.unwrap_err();
    let ErrorKind::InvalidRequest(InvalidRequest::BrokenLimits(broken)) = error.kind() else {
        panic!("{error}");
    };
    assert_eq!(broken.limits[0].path, "Key");
    let told = error.to_string();
    assert!(
        told.contains("required if Kind is A; `check_limits(false)`"),
        "{told}"
    );
    assert_eq!(exchange.count(), 1, "nothing was sent");

    let lenient = CallOptions::new().check_limits(false);
    client.with(lenient).send(&request).await.unwrap();
    let given = CallOptions::new().parameter("Key", json!("k"));
    client.with(given).send(&request).await.unwrap();
    assert_eq!(exchange.count(), 3);
}
