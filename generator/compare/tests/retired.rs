//! Changes of retired APIs: their own facts, and no step of the facade.

use compare::{Diff, Fact, Level, compare, note};
use spec::{
    Action, Asynchronous, Envelope, ErrorCode, Member, Protocol, ReplacedBy, Service, ServiceSpec,
};

fn member(name: &str) -> Member {
    Member::new(name, "String".parse().unwrap())
}

fn spec(name: &str, protocol: Protocol) -> ServiceSpec {
    ServiceSpec {
        service: Service {
            name: name.to_owned(),
            version: "2017-03-12".to_owned(),
            protocol,
            ..Service::default()
        },
        actions: vec![Action {
            name: "StopInstances".to_owned(),
            input: vec![member("Ids")],
            ..Action::default()
        }],
        errors: vec![ErrorCode {
            code: "Busy".to_owned(),
            ..ErrorCode::default()
        }],
        ..ServiceSpec::default()
    }
}

/// Returns the changes after an edit of the retired service.
fn changes(edit: impl Fn(&mut ServiceSpec)) -> Diff {
    let old = [spec("cvm", Protocol::Tc3), spec("cvm-v2", Protocol::V2)];
    let mut new = old.clone();
    edit(&mut new[1]);
    compare(&old, &new).unwrap()
}

#[test]
fn retired_service_raises_its_crate_but_not_the_facade() {
    let diff = changes(|spec| spec.actions[0].input.clear());
    assert_eq!(diff.verdict, Level::Major);
    assert_eq!(diff.facade_verdict(), Level::None);
    assert!(!diff.is_in_facade("cvm-v2"));
    let steps = diff.steps(&[("cvm-v2".to_owned(), "0.1.0".to_owned())].into());
    assert_eq!(steps[0].to_string(), "0.1.0 → 0.2.0");
    let old = [spec("cvm", Protocol::Tc3)];
    let mut new = old.clone();
    new[0].actions[0].input.clear();
    let diff = compare(&old, &new).unwrap();
    assert_eq!(diff.facade_verdict(), Level::Major);
    assert!(diff.is_in_facade("cvm"));
}

#[test]
fn added_retired_service_leaves_the_facade() {
    let old = [spec("cvm", Protocol::Tc3)];
    let new = [spec("cvm", Protocol::Tc3), spec("cvm-v2", Protocol::V2)];
    let diff = compare(&old, &new).unwrap();
    assert_eq!(diff.facade_verdict(), Level::None);
    assert_eq!(compare(&new, &old).unwrap().facade_verdict(), Level::None);
}

#[test]
fn facts_of_retired_apis_are_compared() {
    let newer = ReplacedBy {
        service: "cvm".to_owned(),
        version: "2017-03-12".to_owned(),
        action: "StopInstances".to_owned(),
        ..ReplacedBy::default()
    };
    let diff = changes(|spec| {
        spec.actions[0].replaced_by = Some(Box::new(newer.clone()));
        spec.actions[0].asynchronous = Some(Asynchronous::Single);
        spec.errors[0].number = Some(7000);
        spec.service.envelope = Some(Envelope::Response);
    });
    let facts: Vec<Fact> = diff.services[0]
        .changes
        .iter()
        .map(|change| change.fact)
        .collect();
    let expected = [
        Fact::Protocol,
        Fact::Asynchronous,
        Fact::ReplacedBy,
        Fact::Number,
    ];
    assert_eq!(facts, expected);
    let shown = note::terminal(&diff);
    for text in [
        "is replaced by StopInstances of cvm 2017-03-12",
        "asynchronous reply single, was not documented",
        "protocol v2 response, was v2",
        "number 7000, was not documented",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
}
