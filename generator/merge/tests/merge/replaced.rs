//! Tests of the actions that replace retired ones, as people state them.

use merge::apply_overrides;
use spec::{Action, ServiceSpec};

const FILE: &str = "specs/cvm-v2/2017-03-12/overrides.yaml";

fn spec() -> ServiceSpec {
    ServiceSpec {
        actions: vec![Action {
            name: "RunInstances".to_owned(),
            ..Action::default()
        }],
        ..ServiceSpec::default()
    }
}

fn patched(text: &str) -> ServiceSpec {
    let mut spec = spec();
    apply_overrides(&mut spec, FILE, text).unwrap_or_else(|faults| panic!("{faults}"));
    spec
}

fn faults(text: &str) -> String {
    let result = apply_overrides(&mut spec(), FILE, text);
    result.unwrap_err().to_string()
}

#[test]
fn replacements_take_the_reason_and_are_removed() {
    let named = "- why: It sets the same bandwidth.
  action: RunInstances
  set: {replaced_by: {service: cvm, version: '2017-03-12', action: StartInstances}}
";
    let spec = patched(named);
    let newer = spec.actions[0].replaced_by.as_deref().unwrap();
    assert_eq!(newer.action, "StartInstances");
    assert_eq!(newer.inferred, None);
    assert_eq!(newer.why.preferred(), Some("It sets the same bandwidth."));
    let mut replaced = spec.clone();
    let removal = "- why: The titles are equal by chance.
  action: RunInstances
  set: {replaced_by: false}
";
    apply_overrides(&mut replaced, FILE, removal).unwrap();
    assert_eq!(replaced.actions[0].replaced_by, None);
    for value in ["true", "{service: cvm}"] {
        let faults = faults(&removal.replace("false", value));
        let expected = "set: `false`, or `{service, version, action}`";
        assert!(faults.contains(expected), "{faults}");
    }
    assert!(faults(removal).contains("the patch changes nothing"));
}
