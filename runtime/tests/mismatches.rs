//! Values that do not fit their types: each costs only itself, and is told.

mod support;

use serde_json::Value;
use support::sample::{Instance, told};
use tencentcloud_api_runtime::codegen::read_tolerant;

#[test]
fn uncertain_list_is_left_out() {
    for (value, kind) in [
        (r#"{"0":{},"2":{}}"#, "an object"),
        (r#"{"1":{}}"#, "an object"),
        (r#"{"00":{}}"#, "an object"),
        (r#"{"0":{},"0":{}}"#, "an object"),
        (r#"{"Unknown":{"DiskSize":1}}"#, "an object"),
        ("false", "a boolean"),
        ("7", "a number"),
        (r#""none""#, "a string"),
    ] {
        let (read, mismatches) = told(&format!(r#"{{"DataDisks":{value},"CPU":1}}"#));
        assert!(read.data_disks.is_empty() && read.cpu == Some(1), "{value}");
        let [mismatch] = &mismatches[..] else {
            panic!("{value}: {mismatches:?}")
        };
        let expected = format!("DataDisks: expected a list, found {kind}: ");
        assert!(mismatch.starts_with(&expected), "{mismatch}");
    }
    for list in [
        r#""PrivateIps":false"#,
        r#""PrivateIps":{"a":"b"}"#,
        r#""Counts":true"#,
        r#""Counts":"x""#,
    ] {
        let (read, mismatches) = told(&format!("{{{list}}}"));
        assert_eq!((read, mismatches.len()), (Instance::default(), 1), "{list}");
    }
}

#[test]
fn mismatch_costs_only_its_value() {
    let (read, mismatches) = told(
        r#"{"InstanceId":"i","CPU":[1,{"a":"]"}],"Bandwidth":"1,024.5","AutoRenew":2,"Placement":{"Zone":"z","ProjectId":"p"},
            "Counts":[1,"x",3],"Samples":[0.5,"-",1],"DataDisks":[{"DiskSize":1},7,{"DiskSize":"2"}],
            "Matrix":[[1,{}],"x",[2]],"Parent":{"CPU":1e-1,"InstanceId":"p"}}"#,
    );
    assert_eq!(read.instance_id.as_deref(), Some("i"));
    assert_eq!(
        (read.cpu, read.bandwidth, read.auto_renew),
        (None, None, None)
    );
    let placement = read.placement.unwrap();
    assert_eq!(
        (placement.zone.as_deref(), placement.project_id),
        (Some("z"), None)
    );
    assert_eq!(read.counts, [1, 3]);
    assert_eq!(read.samples, [0.5, 1.0]);
    let sizes: Vec<_> = read.data_disks.iter().map(|disk| disk.disk_size).collect();
    assert_eq!(sizes, [Some(1), Some(2)]);
    assert_eq!(read.matrix, [[1], [2]]);
    let parent = read.parent.unwrap();
    assert_eq!(
        (parent.cpu, parent.instance_id.as_deref()),
        (None, Some("p"))
    );
    assert_eq!(
        mismatches,
        [
            r#"CPU: expected an integer, found a list: [1,{"a":"]"}]"#,
            "Bandwidth: expected a number, found a string: 1,024.5",
            "AutoRenew: expected a boolean, found a number: 2",
            "Placement.ProjectId: expected an integer, found a string: p",
            "Counts[1]: expected an integer, found a string: x",
            "Samples[1]: expected a number, found a string: -",
            "DataDisks[1]: expected an object, found a number: 7",
            "Matrix[0][1]: expected an integer, found an object: {}",
            "Matrix[1]: expected a list, found a string: x",
            "Parent.CPU: expected an integer, found a number: 1e-1",
        ]
    );
}

#[test]
fn element_that_does_not_fit_is_dropped_and_told_in_any_list() {
    for (place, list) in [
        ("Samples[1]", r#"[1.5,"N/A"]"#),
        ("Samples[0]", r#"["NaN"]"#),
        ("Samples[0]", "[true,2]"),
        ("Samples[2]", "[1,2,{}]"),
        ("Samples.1", r#"{"0":1,"1":"inf"}"#),
        ("Samples[0]", "[1e400]"),
        ("Counts[1]", r#"[1,"N/A"]"#),
        ("Counts[0]", "[0.5]"),
        ("DataDisks[1]", r#"[{"DiskSize":1},"none"]"#),
        ("Matrix[1]", "[[1],false]"),
        ("Matrix[0]", r#"["none",[1]]"#),
    ] {
        let member = place.split(['[', '.']).next().unwrap();
        let text = format!(r#"{{"{member}":{list}}}"#);
        let (read, mismatches) = told(&text);
        let [mismatch] = &mismatches[..] else {
            panic!("{text}: {mismatches:?}")
        };
        let told = format!("{place}: expected ");
        assert!(mismatch.starts_with(&told), "{text}: {mismatch}");
        let kept =
            read.samples.len() + read.counts.len() + read.data_disks.len() + read.matrix.len();
        let given: Value = serde_json::from_str(&text.replace("1e400", "1")).unwrap();
        let given = match &given[member] {
            Value::Array(list) => list.len(),
            other => other.as_object().unwrap().len(),
        };
        assert_eq!(kept, given - 1, "{text}");
        assert!(read.samples.iter().all(|sample| sample.is_finite()));
    }
}

#[test]
fn mismatch_keeps_digits_and_hides_secrets() {
    let mut read = Instance::default();
    let text = r#"{"CPU":18446744073709551615,"Counts":["-9223372036854775809"],
        "Parent":{"Password":"\ud800hush","Parent":{"Things":[123456789012345678901234567890]}}}"#;
    let mismatches = read_tolerant(text, &mut read).unwrap();
    let found: Vec<_> = mismatches
        .iter()
        .map(|mismatch| mismatch.found.as_deref())
        .collect();
    assert_eq!(found[0].unwrap().parse(), Ok(u64::MAX));
    assert_eq!(found[1].unwrap().parse(), Ok(i128::from(i64::MIN) - 1));
    assert_eq!(found[2], None);
    assert_eq!(found[3], Some("123456789012345678901234567890"));
    assert_eq!(
        mismatches[2].to_string(),
        "Parent.Password: expected UTF-8 text, found a string"
    );
    assert!(!format!("{mismatches:?}").contains("hush"));
    assert_eq!(
        (mismatches[2].structure, &*mismatches[2].member),
        ("Instance", "Password")
    );
    let long = format!(r#"{{"CPU":"{}\n"}}"#, "é".repeat(100));
    assert_eq!(
        told(&long).1,
        [format!(
            "CPU: expected an integer, found a string: {}…",
            "é".repeat(64)
        )]
    );
}

#[test]
fn hostile_mismatches_stay_bounded() {
    let text = format!(
        r#"{{"CPU":1,"Counts":[{}]}}"#,
        vec!["{}"; 100_000].join(",")
    );
    let (read, mismatches) = told(&text);
    assert_eq!(
        (read.cpu, read.counts.len(), mismatches.len()),
        (Some(1), 0, 1000)
    );
}
