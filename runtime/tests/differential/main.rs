//! Random JSON read by the codec and by `serde_json`: the same values, except for the differences
//! that `docs/tolerance.md` lists.
//!
//! The gate tries for two seconds. A longer run, in an optimised profile:
//!
//! ```text
//! FUZZ_SECONDS=600 cargo test --profile xtask -p tencentcloud-api-runtime --test differential
//! ```
//!
//! A failure prints the seed of the text, and `FUZZ_SEED` tries that text alone. Both tests use all
//! of the time, next to each other.

mod oracle;
#[path = "../support/mod.rs"]
mod support;
mod texts;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use fastrand::Rng;
use serde_json::{Value, json};
use support::sample::{DataDisk, Instance, Placement};
use tencentcloud_api_runtime::codegen::read_tolerant;

/// The default time of each test.
const SECONDS: u64 = 2;
/// The first words of `serde_json`'s errors for texts that the codec reads: raw control characters,
/// lone surrogates, and floats out of range.
const TOLERATED: [&str; 5] = [
    "control character",
    "lone leading surrogate",
    "lone surrogate",
    "unexpected end of hex escape",
    "number out of range",
];

/// Runs a check with the generator of each seed until the time is over.
fn fuzz(check: impl Fn(&mut Rng)) {
    let variable = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    if let Some(seed) = variable("FUZZ_SEED") {
        return check(&mut Rng::with_seed(seed));
    }
    let seconds = variable("FUZZ_SECONDS");
    let time = Duration::from_secs(seconds.unwrap_or(SECONDS));
    // The gate tries the same texts each time, a longer run others.
    let first = seconds.map_or(0, |_| u64::from(std::process::id()) << 32);
    let (start, mut seed) = (Instant::now(), first);
    while start.elapsed() < time {
        let run = AssertUnwindSafe(|| check(&mut Rng::with_seed(seed)));
        if let Err(panic) = catch_unwind(run) {
            eprintln!("FUZZ_SEED={seed} fails");
            resume_unwind(panic);
        }
        seed += 1;
    }
    eprintln!("{} texts", seed - first);
}

/// Returns JSON of any shape as the codec reads it, and how many values it tells.
fn read_any(text: &str) -> Result<(Value, usize), String> {
    // As a member, `null` would mean absent. In a list it is a value.
    let mut holder = Instance::default();
    let told = read_tolerant(&format!(r#"{{"Things":[{text}]}}"#), &mut holder);
    let told = told.map_err(|error| error.to_string())?;
    match &mut holder.things[..] {
        [value] => Ok((value.take(), told.len())),
        values => Err(format!("{} values", values.len())),
    }
}

#[test]
fn any_json_reads_as_by_serde_json() {
    let examples = texts::documented_examples();
    fuzz(|rng| {
        let text = texts::any_json(rng, &examples);
        match (serde_json::from_str::<Value>(&text), read_any(&text)) {
            (Ok(theirs), Ok((ours, told))) => {
                assert_eq!(ours, theirs, "{text}");
                let rounded = texts::integers_beyond_64_bits(&text);
                if texts::repeats_a_name(&text, &theirs) {
                    // Members of one name have one path, which is told once.
                    assert_eq!(told == 0, rounded == 0, "{text}");
                    assert!(told <= rounded, "{text}");
                } else {
                    assert_eq!(told, rounded, "{text}");
                }
            }
            (Err(_), Err(_)) => {}
            (Ok(_), Err(error)) => panic!("only serde_json reads it: {error}: {text}"),
            (Err(error), Ok(_)) => {
                let error = error.to_string();
                let known = TOLERATED.iter().any(|known| error.starts_with(known));
                assert!(known, "only the codec reads it: {error}: {text}");
            }
        }
    });
}

#[test]
fn typed_members_read_by_documented_rules() {
    fuzz(|rng| {
        let text = texts::instance(rng);
        let mut instance = Instance::default();
        let told = read_tolerant(&text, &mut instance);
        let told = told.unwrap_or_else(|error| panic!("{error}: {text}"));
        let expected = oracle::instance(&text);
        assert_eq!(shown(&instance), expected.value, "{text}");
        let mut paths: Vec<_> = told.into_iter().map(|told| told.path).collect();
        paths.sort_unstable();
        let mut expected_paths = expected.told;
        expected_paths.sort_unstable();
        assert_eq!(paths, expected_paths, "{text}");
    });
}

/// Returns an instance as JSON, built without the codec: absent members and empty lists are
/// omitted.
fn shown(instance: &Instance) -> Value {
    let disk = |disk: &DataDisk| {
        present([
            ("DiskSize", json!(disk.disk_size)),
            ("Encrypt", json!(disk.encrypt)),
        ])
    };
    let placement = |placement: &Placement| {
        present([
            ("Zone", json!(placement.zone)),
            ("ProjectId", json!(placement.project_id)),
        ])
    };
    present([
        ("InstanceId", json!(instance.instance_id)),
        ("CPU", json!(instance.cpu)),
        ("Bandwidth", json!(instance.bandwidth)),
        ("AutoRenew", json!(instance.auto_renew)),
        (
            "Placement",
            instance.placement.as_ref().map_or(Value::Null, placement),
        ),
        ("DataDisks", instance.data_disks.iter().map(disk).collect()),
        ("PrivateIps", json!(instance.private_ips)),
        ("Samples", json!(instance.samples)),
        ("Counts", json!(instance.counts)),
        ("Matrix", json!(instance.matrix)),
        (
            "Parent",
            instance
                .parent
                .as_ref()
                .map_or(Value::Null, |parent| shown(parent)),
        ),
    ])
}

/// Returns an object with the members that are neither null nor an empty list.
fn present<const N: usize>(members: [(&str, Value); N]) -> Value {
    let is_present = |(_, value): &(&str, Value)| !value.is_null() && *value != json!([]);
    let members = members.into_iter().filter(is_present);
    members
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
