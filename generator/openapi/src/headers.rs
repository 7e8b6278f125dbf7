//! The headers of requests: the signature and the common parameters.

use serde_json::{Map, Value, json};

use crate::text::describe;
use spec::{Action, Region, RegionRule, Service};

/// The name of the security scheme, which is also the prefix of the header's value.
pub(crate) const SCHEME: &str = "TC3-HMAC-SHA256";

/// Returns the security schemes, which all services share.
pub(crate) fn security_schemes() -> Value {
    json!({
        SCHEME: {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": SIGNATURE,
        }
    })
}

const SIGNATURE: &str = "\
`TC3-HMAC-SHA256 Credential=<SecretId>/<date>/<service>/tc3_request, \
SignedHeaders=content-type;host, Signature=<signature>`.

The signature covers the method, the path `/`, the empty query, the signed headers and the SHA-256 \
of the body, so each request needs a new one. It is an HMAC-SHA256 with a key derived from the \
SecretKey, the UTC date of `X-TC-Timestamp`, and the service. \
See <https://www.tencentcloud.com/document/api/213/31571>.";

/// Returns the parameters that operations refer to, by name.
pub(crate) fn components(service: &Service) -> Value {
    json!({
        "Version": {
            "name": "X-TC-Version",
            "in": "header",
            "required": true,
            "description": "The version of the API.",
            "schema": {"type": "string", "const": service.version},
        },
        "Timestamp": {
            "name": "X-TC-Timestamp",
            "in": "header",
            "required": true,
            "description": "Seconds since 1970 (UTC). The server rejects requests whose timestamp is off by more than five minutes.",
            "schema": {"type": "integer", "format": "int64", "examples": [1_539_084_154]},
        },
        "Token": {
            "name": "X-TC-Token",
            "in": "header",
            "description": "The token of a temporary credential.",
            "schema": {"type": "string"},
        },
        "Language": {
            "name": "X-TC-Language",
            "in": "header",
            "description": "The language of messages.",
            "schema": {"type": "string", "examples": ["en-US", "zh-CN"]},
        },
        "RequiredRegion": region(true, &service.regions),
        "OptionalRegion": region(false, &service.regions),
    })
}

/// Returns the parameters of an operation.
pub(crate) fn parameters(action: &Action, service: &Service) -> Value {
    let component = |name: &str| json!({"$ref": format!("#/components/parameters/{name}")});
    let mut parameters = vec![
        json!({
            "name": "X-TC-Action",
            "in": "header",
            "required": true,
            "description": "The action's name.",
            "schema": {"type": "string", "const": action.name},
        }),
        component("Version"),
        component("Timestamp"),
    ];
    // Pages that don't mention the region allow it.
    let rule = action.region.unwrap_or(RegionRule::Optional);
    match rule {
        RegionRule::Unused => {}
        _ if !action.regions.is_empty() => {
            let regions = named_regions(&action.regions, &service.regions);
            parameters.push(region(rule == RegionRule::Required, &regions));
        }
        RegionRule::Required => parameters.push(component("RequiredRegion")),
        RegionRule::Optional => parameters.push(component("OptionalRegion")),
    }
    parameters.extend([component("Token"), component("Language")]);
    Value::Array(parameters)
}

/// Returns the regions with their names from the service's table.
fn named_regions(ids: &[String], known: &[Region]) -> Vec<Region> {
    let named = |id: &String| {
        let found = known.iter().find(|region| region.id == *id).cloned();
        found.unwrap_or_else(|| Region {
            id: id.clone(),
            name: spec::Localized::default(),
        })
    };
    ids.iter().map(named).collect()
}

/// Returns the region's header. Documented regions are only examples, because regions open before
/// pages list them.
fn region(required: bool, regions: &[Region]) -> Value {
    json!({
        "name": "X-TC-Region",
        "in": "header",
        "required": required,
        "description": "The region of the request.",
        "schema": region_schema(regions),
    })
}

/// Returns the schema of a region. Documented regions are only examples.
pub(crate) fn region_schema(regions: &[Region]) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "string".into());
    if !regions.is_empty() {
        let ids: Vec<&str> = regions.iter().map(|region| region.id.as_str()).collect();
        schema.insert("examples".to_owned(), json!(ids));
        let values: Vec<Value> = regions.iter().map(region_value).collect();
        schema.insert("x-documented-values".to_owned(), values.into());
    }
    schema
}

fn region_value(region: &Region) -> Value {
    let mut value = Map::new();
    value.insert("value".to_owned(), region.id.clone().into());
    describe(&mut value, &region.name);
    value.into()
}
