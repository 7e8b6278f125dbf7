//! Retired APIs: their order of versions, deprecation, and the calls to write instead.

use lower::{Action, Expr, Product, Replacement, lower};
use spec::{Asynchronous, Envelope, Protocol, ReplacedBy, Service, ServiceSpec};

fn members(yaml: &str) -> Vec<spec::Member> {
    serde_yaml::from_str(yaml).unwrap()
}

fn spec(name: &str, version: &str, actions: Vec<spec::Action>) -> ServiceSpec {
    let retired = name.ends_with("-v2");
    ServiceSpec {
        service: Service {
            name: name.to_owned(),
            version: version.to_owned(),
            protocol: if retired { Protocol::V2 } else { Protocol::Tc3 },
            envelope: retired.then_some(Envelope::Code),
            ..Service::default()
        },
        actions,
        ..ServiceSpec::default()
    }
}

fn action(name: &str, input: &str, newer: Option<(&str, &str)>) -> spec::Action {
    spec::Action {
        name: name.to_owned(),
        input: members(input),
        replaced_by: newer.map(|(service, action)| {
            Box::new(ReplacedBy {
                service: service.to_owned(),
                version: "2017-03-12".to_owned(),
                action: action.to_owned(),
                ..ReplacedBy::default()
            })
        }),
        ..spec::Action::default()
    }
}

const OLD: &str = "
- {name: instanceId, type: String, required: true}
- {name: placement, type: Place}
- {name: count, type: String}
- {name: forceStop, type: Boolean}
- {name: projectId, type: Integer}
- {name: key, type: String}
";

const NEW: &str = "
- {name: Count, type: Integer}
- {name: InstanceIds, type: Array of String, required: true, example: ins-9}
- {name: Placement, type: Placement, required: true}
- {name: Zone, type: String, required: true, example: ap-guangzhou-3}
- {name: Name, type: String}
- {name: Tags, type: Array of Tag}
- {name: Others, type: Array of Tag}
";

/// Returns a retired service and the one that replaces it.
fn specs(example: Option<&str>) -> Vec<ServiceSpec> {
    let mut old = action("Stop", OLD, Some(("cvm", "StopInstances")));
    old.examples = example
        .map(|request| spec::Example {
            request: Some(serde_json::from_str(request).unwrap()),
            ..spec::Example::default()
        })
        .into_iter()
        .collect();
    let mut retired = spec(
        "cvm-v2",
        "unversioned",
        vec![old, action("Gone", "[]", None)],
    );
    retired.structures = serde_yaml::from_str(
        "[{name: Place, members: [{name: zone, type: String}, {name: host, type: String}]}]",
    )
    .unwrap();
    let mut newer = spec(
        "cvm",
        "2017-03-12",
        vec![action("StopInstances", NEW, None)],
    );
    newer.structures = serde_yaml::from_str(
        "[{name: Placement, members: [{name: Zone, type: String}, {name: ProjectId, type: Integer, required: true}]},
          {name: Tag, members: [{name: Key, type: String}]}]",
    )
    .unwrap();
    vec![newer, retired]
}

fn retired(specs: &[ServiceSpec]) -> Product {
    let mut products = lower(specs).unwrap().products;
    let at = products
        .iter()
        .position(|product| product.service == "cvm-v2");
    products.remove(at.unwrap())
}

fn stop(specs: &[ServiceSpec]) -> Action {
    let mut actions = retired(specs).versions.remove(0).actions;
    actions.retain(|action| action.wire == "Stop");
    actions.remove(0)
}

fn replacement(specs: &[ServiceSpec]) -> Replacement {
    stop(specs).replacement.unwrap()
}

/// Prints a request as setters with their values.
fn shown(expr: &Expr) -> String {
    match expr {
        Expr::Text(text) => format!("{text:?}"),
        Expr::Integer(number) => number.to_string(),
        Expr::List(_, items) => {
            let items: Vec<String> = items.iter().map(shown).collect();
            format!("[{}]", items.join(", "))
        }
        Expr::Structure(_, setters) => {
            let setters = setters.iter();
            let setters = setters.map(|(setter, value)| format!(".{setter}({})", shown(value)));
            setters.collect()
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn documented_values_move_to_the_newer_request() {
    let example = r#"{"instanceId": "ins-1", "Count": "3", "forceStop": "1",
                      "placement": {"zone": "z", "host": "h"}}"#;
    let call = replacement(&specs(Some(example))).call.unwrap();
    assert_eq!(call.method.to_string(), "stop_instances");
    assert_eq!(call.version, None);
    let expected =
        ".count(3).instance_ids([\"ins-1\"]).placement(.zone(\"z\")).zone(\"ap-guangzhou-3\")";
    assert_eq!(shown(&call.request), expected);
}

#[test]
fn shared_parameters_without_example_get_samples() {
    let call = replacement(&specs(None)).call.unwrap();
    let expected = ".count(1).instance_ids([\"…\"]).placement(.zone(\"…\").project_id(1))\
                    .zone(\"ap-guangzhou-3\")";
    assert_eq!(shown(&call.request), expected);
}

#[test]
fn differences_beyond_letter_case_are_told() {
    let call = replacement(&specs(None)).call.unwrap();
    assert_eq!(
        call.differences,
        [
            "`instanceId`: `InstanceIds` in API 3.0, a list of texts rather than text",
            "`placement.host`: API 3.0 has no such parameter",
            "`placement.ProjectId`: new, and required",
            "`count`: an integer in API 3.0, rather than text",
            "`forceStop`: API 3.0 has no such parameter",
            "`projectId`: `Placement.ProjectId` in API 3.0",
            "`key`: API 3.0 has no such parameter",
            "`Zone`: new, and required",
        ]
    );
}

#[test]
fn every_retired_action_is_deprecated() {
    let specs = specs(None);
    let product = retired(&specs);
    let notes = product.versions[0].actions.iter().map(|action| {
        assert_eq!(action.deprecated, action.request.deprecated);
        action.deprecated.clone().unwrap()
    });
    assert_eq!(
        notes.collect::<Vec<String>>(),
        [
            "the API is retired, and the documentation names no successor",
            "use `StopInstances` of `cvm` `2017-03-12`, which is part of API 3.0",
        ]
    );
    assert!(product.is_retired());
    let modules: Vec<String> = product
        .replacing_modules()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(modules, ["cvm"]);
    let model = lower(&specs).unwrap();
    let facade: Vec<&str> = model
        .facade_products()
        .map(|p| p.service.as_str())
        .collect();
    assert_eq!(facade, ["cvm"]);
    assert_eq!(model.first_call.unwrap().feature, "cvm");
}

#[test]
fn newer_service_that_is_absent_gives_no_call() {
    let newer = replacement(&specs(None)[1..]);
    assert_eq!((newer.action.as_str(), newer.call), ("StopInstances", None));
}

#[test]
fn override_with_unknown_action_is_refused() {
    let mut specs = specs(None);
    specs[1].actions[0].replaced_by.as_mut().unwrap().action = "StopInstance".to_owned();
    let error = lower(&specs).unwrap_err().to_string();
    let expected = "`replaced_by` of action `Stop`: `cvm` 2017-03-12 has no action `StopInstance`; \
                    did you mean `StopInstances`?";
    assert!(error.contains(expected), "{error}");
    assert!(
        error.contains("specs/cvm-v2/unversioned/overrides.yaml"),
        "{error}"
    );
}

#[test]
fn unversioned_api_is_the_oldest_module() {
    let dated = spec("cvm-v2", "2017-03-12", vec![action("Run", "[]", None)]);
    let [newer, old] = specs(None).try_into().unwrap();
    let product = retired(&[newer, old, dated]);
    let modules: Vec<&str> = product
        .versions
        .iter()
        .map(|version| version.module.as_str())
        .collect();
    assert_eq!(modules, ["unversioned", "v20170312"]);
    assert!(product.versions[0].protocol.as_ref().unwrap().short_regions);
}

#[test]
fn results_by_resource_have_their_type() {
    let mut specs = specs(None);
    specs[1].actions[0].asynchronous = Some(Asynchronous::ByResource);
    let response = stop(&specs).response;
    let members: Vec<String> = response
        .members
        .iter()
        .map(|member| format!("{}: {}", member.wire, member.ty))
        .collect();
    // The oldest envelope has no RequestId.
    assert_eq!(members, ["detail: ResourceResults"]);
}
