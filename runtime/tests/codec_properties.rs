//! Property tests of the codec, compared with `serde_json`.

mod support;

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use support::sample::{DataDisk, Instance, Placement};
use tencentcloud_api_runtime::codegen::{read, write};

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![".*", "[\\x00-\\x7f]*", "[a-z\"\\\\]{0,24}"]
}

fn finite() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("JSON has no such number", |float| float.is_finite())
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        finite().prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Value::from),
            vec((any_text(), inner), 0..8)
                .prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

prop_compose! {
    fn any_instance()(
        (instance_id, cpu, bandwidth, auto_renew) in (of(any_text()), of(any::<i64>()), of(finite()), of(any::<bool>())),
        (zone, project_id, disks) in (of(any_text()), of(any::<i64>()), vec(of(any::<i64>()), 0..4)),
        (private_ips, samples, counts) in (vec(any_text(), 0..4), vec(finite(), 0..4), vec(any::<i64>(), 0..4)),
        (matrix, anything, password) in (vec(vec(any::<i64>(), 0..3), 0..3), of(any_value()), of(any_text())),
    ) -> Instance {
        let disk = |disk_size| DataDisk { disk_size, encrypt: Some(true) };
        Instance {
            instance_id, cpu, bandwidth, auto_renew, private_ips, samples, counts, matrix, password,
            placement: Some(Placement { zone, project_id }),
            data_disks: disks.into_iter().map(disk).collect(),
            anything: anything.filter(|value| !value.is_null()),
            ..Instance::default()
        }
    }
}

/// Returns the expected JSON of an instance, built without the codec.
fn as_value(instance: &Instance) -> Value {
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() && value != json!([]) {
            members.insert(name.to_owned(), value);
        }
    };
    put("InstanceId", json!(instance.instance_id));
    put("CPU", json!(instance.cpu));
    put("Bandwidth", json!(instance.bandwidth));
    put("AutoRenew", json!(instance.auto_renew));
    put("PrivateIps", json!(instance.private_ips));
    put("Samples", json!(instance.samples));
    put("Counts", json!(instance.counts));
    put("Matrix", json!(instance.matrix));
    put("Password", json!(instance.password));
    let present = |pairs: [(&str, Value); 2]| {
        let members: Map<_, _> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Value::from(members)
    };
    if let Some(placement) = &instance.placement {
        let pairs = [
            ("Zone", json!(placement.zone)),
            ("ProjectId", json!(placement.project_id)),
        ];
        put("Placement", present(pairs));
    }
    let disk = |disk: &DataDisk| {
        present([
            ("DiskSize", json!(disk.disk_size)),
            ("Encrypt", json!(disk.encrypt)),
        ])
    };
    put("DataDisks", instance.data_disks.iter().map(disk).collect());
    if let Some(value) = &instance.anything {
        members.insert("Anything".to_owned(), value.clone());
    }
    Value::from(members)
}

/// Returns any JSON as the reader reads it; `None` if the reader fails.
fn read_value(text: &str) -> Option<Value> {
    // As a member, `null` would mean absent. In a list it is a value.
    let mut holder = Instance::default();
    read(&format!(r#"{{"Things":[{text}]}}"#), &mut holder).ok()?;
    holder.things.pop()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn serde_json_reads_written_json(instance in any_instance()) {
        let text = write(&instance).unwrap();
        prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), as_value(&instance));
    }

    #[test]
    fn reader_reads_written_json(instance in any_instance()) {
        let mut back = Instance::default();
        read(&write(&instance).unwrap(), &mut back).unwrap();
        prop_assert_eq!(back, instance);
    }

    #[test]
    fn reader_agrees_with_serde_json(value in any_value()) {
        let compact = serde_json::to_string(&value).unwrap();
        let expected = Some(value.clone());
        prop_assert_eq!(read_value(&compact), expected.clone());
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        prop_assert_eq!(read_value(&pretty), expected);
    }

    #[test]
    fn near_json_reads_like_serde_json(text in r#"[\[\]{}:,"\\untrfalse0-9eE.+\- ]{0,24}"#) {
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            prop_assert_eq!(read_value(&text), Some(value));
        }
    }

    #[test]
    fn arbitrary_text_never_panics(text in any_text()) {
        let mut instance = Instance::default();
        let _ = read(&text, &mut instance);
        let _ = read(&format!("{{\"CPU\":{text}"), &mut instance);
        let _ = read(&format!("{{\"Parent\":{{\"Anything\":{text}}}}}"), &mut instance);
        let _ = read(&format!("{{\"InstanceId\":\"{text}\"}}"), &mut instance);
    }

    #[test]
    fn damaged_json_never_panics(
        instance in any_instance(), at in any::<prop::sample::Index>(), byte in any::<u8>()
    ) {
        let mut bytes = write(&instance).unwrap().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let text = String::from_utf8_lossy(&bytes);
        let _ = read(&text, &mut Instance::default());
        let _ = read_value(&text);
    }

    #[test]
    fn malformed_numbers_fail_like_serde_json(text in r"-?[0-9]{0,3}(\.[0-9]{0,2})?([eE][+-]?[0-9]{0,2})?") {
        let expected = serde_json::from_str::<Value>(&text).ok();
        prop_assert_eq!(read_value(&text), expected);
    }
}
