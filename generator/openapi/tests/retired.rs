//! Documents of retired APIs: real paths and queries, hosts of actions, and both envelopes.

use std::fs;
use std::path::Path;

use openapi::document;
use serde::Deserialize;
use serde_json::{Value, json};
use spec::ServiceSpec;

#[derive(Deserialize)]
struct Fixture {
    service: spec::Service,
    actions: Vec<spec::Action>,
    structures: Vec<spec::Structure>,
    errors: Vec<spec::ErrorCode>,
}

fn golden(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../emit/tests/golden/specs");
    let text = fs::read_to_string(folder.join(name)).unwrap();
    let fixture: Fixture = serde_yaml::from_str(&text).unwrap();
    document(&ServiceSpec {
        service: fixture.service,
        actions: fixture.actions,
        structures: fixture.structures,
        errors: fixture.errors,
        ..ServiceSpec::default()
    })
}

fn parameters(document: &Value, path: &str) -> Vec<(String, bool)> {
    let parameters = document["paths"][path]["get"]["parameters"].as_array();
    let named = parameters.unwrap().iter().map(|parameter| {
        let Some(reference) = parameter["$ref"].as_str() else {
            let name = parameter["name"].as_str().unwrap().to_owned();
            return (name, parameter["required"].as_bool().unwrap());
        };
        let name = reference.rsplit('/').next().unwrap();
        let parameter = &document["components"]["parameters"][name];
        (name.to_owned(), parameter["required"].as_bool().unwrap())
    });
    named.collect()
}

fn named(parameters: &[(&str, bool)]) -> Vec<(String, bool)> {
    let owned = parameters.iter();
    owned
        .map(|(name, required)| ((*name).to_owned(), *required))
        .collect()
}

#[test]
fn query_has_flattened_parameters_and_real_path() {
    let document = golden("mini-v2-2017-03-12.yaml");
    let path = "/v2/index.php?Action=DescribeInstances";
    let expected = named(&[
        ("Version", true),
        ("Timestamp", true),
        ("Nonce", true),
        ("SecretId", true),
        ("SignatureMethod", false),
        ("Token", false),
        ("Region", true),
        ("Filters.0.Name", false),
        ("Filters.0.Values.0", false),
        ("InstanceIds.0", false),
        ("Limit", false),
        ("Offset", false),
    ]);
    assert_eq!(parameters(&document, path), expected);
    let run = parameters(&document, "/v2/index.php?Action=RunInstances");
    let placement: Vec<_> = run
        .iter()
        .filter(|(name, _)| name.starts_with("Place"))
        .collect();
    assert_eq!(
        placement,
        [
            &("Placement.HostId".to_owned(), false),
            &("Placement.Zone".to_owned(), true),
        ]
    );
    assert_eq!(document["security"], json!([{"Signature": []}]));
    assert_eq!(
        document["components"]["securitySchemes"]["Signature"]["in"],
        "query"
    );
}

#[test]
fn operations_are_deprecated_and_name_host_and_replacement() {
    let document = golden("mini-v2-2017-03-12.yaml");
    let paths = &document["paths"];
    for method in ["get", "post"] {
        let operation = &paths["/v2/index.php?Action=TransformAddress"][method];
        assert_eq!(operation["deprecated"], true);
        assert_eq!(
            operation["servers"],
            json!([{"url": "https://eip.api.qcloud.com"}])
        );
        assert_eq!(operation.get("x-replaced-by"), None);
        let operation = &paths["/v2/index.php?Action=RunInstances"][method];
        assert_eq!(operation["x-replaced-by"]["action"], "RunInstances");
        assert_eq!(operation.get("servers"), None);
    }
    assert_eq!(
        document["servers"],
        json!([{"url": "https://mini.api.qcloud.com"}])
    );
}

#[test]
fn flat_envelope_surrounds_results() {
    let document = golden("mini-v2-unversioned.yaml");
    let schemas = &document["components"]["schemas"];
    let response = &schemas["StartInstancesResponse"];
    assert_eq!(
        response["allOf"][0]["$ref"],
        "#/components/schemas/ApiError"
    );
    assert_eq!(
        response["allOf"][1]["$ref"],
        "#/components/schemas/StartInstancesResult"
    );
    assert_eq!(schemas["ApiError"]["required"], json!(["code"]));
    let result = &schemas["StartInstancesResult"]["properties"];
    assert_eq!(result.get("RequestId"), None);
    let one = &result["detail"]["additionalProperties"]["properties"];
    assert_eq!(one["requestId"]["type"], json!(["integer", "string"]));
    assert_eq!(
        document["paths"]["/v2/index.php?Action=StartInstances"]["post"]["x-asynchronous"],
        "by_resource"
    );
    assert_eq!(document["components"]["parameters"].get("Version"), None);
}
