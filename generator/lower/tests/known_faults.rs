//! Entries of `known_faults.yaml`: those that are missing are those that lowering accepts.

use lower::{append_known_faults, lower, missing_known_faults, start_known_faults};
use serde_json::json;
use spec::{Action, Example, ExampleSide, Files, KnownFault, Member, ServiceSpec};

/// Returns a spec with an example of each kind of fault.
fn spec() -> ServiceSpec {
    let items = Member::new("Items", "Array of String".parse().unwrap());
    let invalid = |why: &str| Some(why.to_owned());
    let examples = vec![
        Example {
            request_invalid: invalid("the page doesn't show a request"),
            response: Some(json!({"Response": {"Items": [{}, {}, {"A": 1}]}})),
            ..Example::default()
        },
        Example {
            request: Some(json!({})),
            response_raw: Some("{".to_owned()),
            response_invalid: invalid("EOF at line 1"),
            ..Example::default()
        },
        Example {
            request: Some(json!({})),
            ..Example::default()
        },
    ];
    let mut spec = ServiceSpec {
        actions: vec![Action {
            name: "DescribeTasks".to_owned(),
            output: vec![items],
            examples,
            ..Action::default()
        }],
        ..ServiceSpec::default()
    };
    spec.service.name = "cdb".to_owned();
    spec.service.version = "2017-03-20".to_owned();
    spec
}

fn fault(example: usize, side: ExampleSide, reason: &str) -> KnownFault {
    KnownFault {
        action: "DescribeTasks".to_owned(),
        example,
        side,
        reason: reason.to_owned(),
    }
}

#[test]
fn missing_entries_are_accepted() {
    let missing = missing_known_faults(&lower(&[spec()]).unwrap());
    let (request, response) = (ExampleSide::Request, ExampleSide::Response);
    assert_eq!(
        missing[0].faults,
        [
            fault(1, request, "The page doesn't show a request."),
            fault(
                1,
                response,
                "In the response, `Items[]` is an object where text is declared (3 times)."
            ),
            fault(2, response, "It does not parse: EOF at line 1."),
        ]
    );
    let mut listed = spec();
    listed.known_faults.clone_from(&missing[0].faults);
    assert_eq!(missing_known_faults(&lower(&[listed]).unwrap()), []);
}

#[test]
fn absent_sides_are_stale_entries() {
    let mut stale = spec();
    stale.known_faults = vec![fault(3, ExampleSide::Response, "It is torn.")];
    let errors = lower(&[stale]).unwrap_err().to_string();
    assert_eq!(
        errors,
        "error: action `DescribeTasks` has no example 3 with a response\n  \
         --> specs/cdb/2017-03-20/known_faults.yaml\n  \
         = help: delete the entry, or correct its action and number"
    );
}

#[test]
fn misspelled_action_gets_nearest_name() {
    let mut stale = spec();
    let entry = fault(1, ExampleSide::Response, "It is torn.");
    let named = |action: &str| KnownFault {
        action: action.to_owned(),
        ..entry.clone()
    };
    stale.known_faults = vec![named("DescribeTask"), named("RunInstances")];
    let errors = lower(&[stale]).unwrap_err().to_string();
    for message in [
        "the spec has no action `DescribeTask`; did you mean `DescribeTasks`?\n",
        "the spec has no action `RunInstances`\n",
    ] {
        assert!(errors.contains(message), "{errors}");
    }
}

#[test]
fn only_new_versions_get_first_file() {
    let started = |path: &str| {
        let mut model = lower(&[spec()]).unwrap();
        let files = Files::from([(path.to_owned(), String::new())]);
        let started = start_known_faults(&mut model, &files);
        assert_eq!(missing_known_faults(&model).is_empty(), !started.is_empty());
        started.into_keys().collect::<Vec<_>>()
    };
    let path = "cdb/2017-03-20/known_faults.yaml";
    assert_eq!(started("cdb/2017-03-20/service.yaml"), [""; 0]);
    assert_eq!(started(path), [""; 0]);
    assert_eq!(started("cdb/2019-01-01/service.yaml"), [path]);
    assert_eq!(started("cdb/2017-03-20/overrides.yaml"), [path]);
}

#[test]
fn appended_entries_keep_existing_text() {
    let missing = missing_known_faults(&lower(&[spec()]).unwrap()).remove(0);
    let parse = |text: &str| spec::parse_known_faults("known_faults.yaml", text).unwrap();
    for (existing, count) in [
        (
            "# Ours.\n- action: A # first\n  example: 1\n  side: request\n  reason: torn\n",
            4,
        ),
        (
            "# Ours.\n[{action: A, example: 1, side: request, reason: torn}]\n",
            4,
        ),
        (
            "# Ours.\n  - {action: A, example: 1, side: request, reason: torn}\n",
            4,
        ),
        ("# Ours.\n", 3),
        ("", 3),
    ] {
        let text = append_known_faults(&missing, Some(existing)).unwrap();
        assert_eq!(parse(&text).len(), count, "{text}");
        assert!(
            text.starts_with(existing.lines().next().unwrap_or("-")),
            "{text}"
        );
        assert_eq!(
            text.contains("# first"),
            existing.contains("# first"),
            "{text}"
        );
    }
    let created = append_known_faults(&missing, None).unwrap();
    assert_eq!(parse(&created), missing.faults);
    let broken = append_known_faults(&missing, Some("- {action: A}\n")).unwrap_err();
    assert_eq!(broken.file, "specs/cdb/2017-03-20/known_faults.yaml");
}
