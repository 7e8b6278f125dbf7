//! Validation of the documents of committed and hand-written specs.
//!
//! An independent validator checks them against the OpenAPI Initiative's schemas, and every example
//! in them against its schema.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::{Registry, Validator};
use openapi::document;
use pipeline::with_hand_written;
use serde::Deserialize;
use serde_json::{Value, json};
use spec::{ServiceSpec, parse_tree, read_files};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Returns the committed specs, with their overrides.
fn committed() -> Vec<ServiceSpec> {
    let files = read_files(&folder("../../specs")).unwrap();
    let specs = parse_tree("specs", &files).unwrap();
    with_hand_written(specs, "specs", &files).unwrap()
}

/// A spec folder in one file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    service: spec::Service,
    actions: Vec<spec::Action>,
    structures: Vec<spec::Structure>,
    errors: Vec<spec::ErrorCode>,
    #[serde(rename = "known_faults")]
    _known_faults: Vec<spec::KnownFault>,
}

fn golden(name: &str) -> ServiceSpec {
    let path = folder("../emit/tests/golden/specs").join(name);
    let fixture: Fixture = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    ServiceSpec {
        service: fixture.service,
        actions: fixture.actions,
        structures: fixture.structures,
        errors: fixture.errors,
        ..ServiceSpec::default()
    }
}

fn all() -> Vec<ServiceSpec> {
    let mut all = committed();
    all.extend(
        [
            "as-2018-04-19.yaml",
            "bin-2023-01-01.yaml",
            "mini-2017-03-12.yaml",
            "mini-2020-01-01.yaml",
            "mini-v2-2017-03-12.yaml",
            "mini-v2-unversioned.yaml",
            "ugly-2021-01-01.yaml",
        ]
        .map(golden),
    );
    all
}

fn vendored(name: &str) -> Value {
    let text = fs::read_to_string(folder("tests/openapi").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The document's address in references.
const ROOT: &str = "urn:document";

fn registry(root: Value) -> Registry<'static> {
    let dialect = vendored("dialect.json");
    let vocabulary = vendored("vocabulary.json");
    let registry = Registry::new().add("https://spec.openapis.org/oas/3.1/dialect/base", dialect);
    let registry = registry
        .unwrap()
        .add("https://spec.openapis.org/oas/3.1/meta/base", vocabulary);
    registry
        .unwrap()
        .add(ROOT, root)
        .unwrap()
        .prepare()
        .unwrap()
}

fn validator(registry: &Registry<'_>, schema: &Value) -> Validator {
    let options = jsonschema::options().with_registry(registry).offline();
    options
        .build(schema)
        .unwrap_or_else(|error| panic!("{error}: {schema}"))
}

#[track_caller]
fn assert_valid(validator: &Validator, instance: &Value, place: &str) {
    let errors: Vec<String> = validator
        .iter_errors(instance)
        .map(|error| format!("{place}{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn documents_match_openapi_schema() {
    let registry = registry(json!({}));
    let validator = validator(&registry, &vendored("schema.json"));
    for spec in all() {
        assert_valid(&validator, &document(&spec), &spec.service.name);
    }
    assert!(!validator.is_valid(&json!({"openapi": "3.1.0", "info": {"title": "x"}, "paths": {}})));
}

/// Returns every schema of a document with its place: components, parameters and properties.
fn schemas(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    let components = document["components"]["schemas"].as_object().unwrap();
    for (name, schema) in components {
        found.push((name.clone(), schema));
        for (member, property) in schema["properties"].as_object().unwrap() {
            found.push((format!("{name}.{member}"), property));
        }
    }
    let parameters = document["components"]["parameters"].as_object().unwrap();
    found.extend(
        parameters
            .iter()
            .map(|(name, parameter)| (name.clone(), &parameter["schema"])),
    );
    for (path, item) in document["paths"].as_object().unwrap() {
        let of_query = item["get"]["parameters"].as_array().into_iter().flatten();
        let of_post = item["post"]["parameters"].as_array().unwrap().iter();
        for parameter in of_post.chain(of_query) {
            if let Some(schema) = parameter.get("schema") {
                found.push((format!("{path} {}", parameter["name"]), schema));
            }
        }
    }
    found
}

#[test]
fn schemas_and_their_examples_are_valid() {
    let mut samples = 0;
    for spec in all() {
        let document = document(&spec);
        let registry = registry(document.clone());
        let dialect = validator(&registry, &vendored("dialect.json"));
        for (place, schema) in schemas(&document) {
            assert_valid(&dialect, schema, &place);
            let examples = schema["examples"].as_array().into_iter().flatten();
            for sample in examples.chain(schema.get("default")) {
                assert_valid(&jsonschema::validator_for(schema).unwrap(), sample, &place);
                samples += 1;
            }
        }
        assert!(!dialect.is_valid(&json!({"type": "text"})));
    }
    assert!(samples > 1000, "{samples}");
}

/// Returns the JSON content of a request or response.
fn media(item: &Value, side: &str) -> Value {
    let operation = &item["post"];
    let content = match side {
        "request" => &operation["requestBody"]["content"],
        _ => &operation["responses"]["200"]["content"],
    };
    let media = content.get("application/json");
    let form = || &content["application/x-www-form-urlencoded"];
    media.unwrap_or_else(form).clone()
}

#[test]
fn examples_conform_or_state_contradictions() {
    for spec in all() {
        let document = document(&spec);
        let registry = registry(document.clone());
        let mut shown = 0;
        let mut contradicting = 0;
        for (path, item) in document["paths"].as_object().unwrap() {
            for side in ["request", "response"] {
                let media = media(item, side);
                let reference = media["schema"]["$ref"].as_str().unwrap();
                let validator =
                    validator(&registry, &json!({"$ref": format!("{ROOT}{reference}")}));
                for (number, example) in media["examples"].as_object().into_iter().flatten() {
                    let place = format!("{path} {side} {number}");
                    assert_valid(&validator, &example["value"], &place);
                    shown += 1;
                }
                let others = item["post"]["x-contradicting-examples"].as_array();
                for other in others.into_iter().flatten() {
                    if other["side"] != side {
                        continue;
                    }
                    contradicting += 1;
                    assert_contradicts(&validator, other, path);
                }
            }
        }
        let halves = spec
            .actions
            .iter()
            .flat_map(|action| &action.examples)
            .map(|example| {
                let request = example.request.is_some() || example.request_invalid.is_some();
                let response = example.response.is_some() || example.response_invalid.is_some();
                usize::from(request) + usize::from(response)
            });
        assert_eq!(
            shown + contradicting,
            halves.sum::<usize>(),
            "{}",
            spec.service.name
        );
    }
}

/// Asserts that the schema rejects the example. A schema allows undeclared members, which only the
/// tables exclude.
#[track_caller]
fn assert_contradicts(validator: &Validator, example: &Value, path: &str) {
    let reasons = example["contradictions"].as_array().unwrap();
    assert!(!reasons.is_empty(), "{path}");
    let Some(value) = example.get("value") else {
        assert!(
            example.get("printed").is_none_or(Value::is_string),
            "{path}"
        );
        return;
    };
    let only_undeclared = reasons.iter().all(|reason| {
        let reason = reason.as_str().unwrap();
        reason.starts_with("no table declares") || reason.starts_with("the request is for")
    });
    assert_eq!(
        validator.is_valid(value),
        only_undeclared,
        "{path}: {reasons:?}"
    );
}

#[test]
fn every_action_has_one_path() {
    for spec in committed() {
        let document = document(&spec);
        let paths = document["paths"].as_object().unwrap();
        let names: BTreeSet<&str> = paths
            .values()
            .map(|item| item["post"]["operationId"].as_str().unwrap())
            .collect();
        let actions: BTreeSet<&str> = spec
            .actions
            .iter()
            .map(|action| action.name.as_str())
            .collect();
        assert_eq!(names, actions);
    }
}

#[test]
fn references_and_operations_are_unique() {
    for spec in all() {
        let document = document(&spec);
        let components = document["components"]["schemas"].as_object().unwrap();
        let mut references = Vec::new();
        collect_references(&document, &mut references);
        for reference in references {
            let target = reference.strip_prefix("#/components/").unwrap();
            match target.split_once('/').unwrap() {
                ("schemas", name) => assert!(components.contains_key(name), "{reference}"),
                (kind, name) => assert!(document["components"][kind].get(name).is_some()),
            }
        }
        let paths = document["paths"].as_object().unwrap();
        let actions: BTreeSet<&str> = spec.actions.iter().map(|action| &*action.name).collect();
        assert_eq!(paths.len(), actions.len(), "{}", spec.service.name);
        // A request, a response and its content for each action, and the error.
        let structures: BTreeSet<&str> = spec.structures.iter().map(|one| &*one.name).collect();
        assert_eq!(components.len(), structures.len() + 3 * actions.len() + 1);
    }
}

fn collect_references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Array(elements) => {
            for element in elements {
                collect_references(element, found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(reference) if name == "$ref" => found.push(reference),
                    // Data, in which `$ref` is a name like any other.
                    _ if name == "examples" || name.starts_with("x-") => {}
                    _ => collect_references(member, found),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn golden_document_is_complete() {
    let document = document(&golden("mini-2017-03-12.yaml"));
    insta::assert_snapshot!(serde_yaml::to_string(&document).unwrap());
}

#[test]
fn schema_names_avoid_structures() {
    let mut spec = golden("mini-2017-03-12.yaml");
    for name in ["ApiError", "PingRequest", "PingRequest_"] {
        spec.structures.push(spec::Structure {
            name: name.to_owned(),
            ..spec::Structure::default()
        });
    }
    let document = document(&spec);
    let request = media(&document["paths"]["/#Ping"], "request");
    assert_eq!(
        request["schema"]["$ref"],
        "#/components/schemas/PingRequest__"
    );
    let schemas = document["components"]["schemas"].as_object().unwrap();
    assert_eq!(schemas["ApiError_"]["required"], json!(["Code", "Message"]));
    assert_eq!(schemas["ApiError"]["properties"], json!({}));
}

#[test]
fn invalid_hosts_and_addresses_are_omitted() {
    let document = document(&golden("ugly-2021-01-01.yaml"));
    assert_eq!(
        document["servers"][0]["url"],
        "https://ugly.tencentcloudapi.com"
    );
    assert_eq!(document["paths"]["/#DoUgly"]["post"].get("servers"), None);
    assert_eq!(document.get("externalDocs"), None);
}

#[test]
fn deprecated_and_secret_items_are_marked() {
    let mut spec = golden("mini-2017-03-12.yaml");
    spec.actions[0].deprecated =
        serde_yaml::from_str("{note: {en: Use *Ping*.}, since: 2024-01-02}").unwrap();
    spec.structures[0].deprecated = Some(spec::Deprecated::default());
    let member = &mut spec.structures[0].members[0];
    member.sensitive = Some(spec::Sensitive::default());
    member.deprecated = Some(spec::Deprecated::default());
    let document = document(&spec);
    let operation = &document["paths"]["/#DescribeInstances"]["post"];
    assert_eq!(operation["deprecated"], true);
    assert_eq!(
        operation["x-deprecation"],
        json!({"description": "Use \\*Ping\\*.", "since": "2024-01-02"})
    );
    let filter = &document["components"]["schemas"]["Filter"];
    assert_eq!(filter["deprecated"], true);
    assert_eq!(filter["properties"]["Name"]["x-sensitive"], true);
    assert_eq!(filter["properties"]["Name"]["deprecated"], true);
    assert_eq!(filter["properties"]["Values"].get("deprecated"), None);
}
