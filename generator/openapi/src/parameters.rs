//! The common parameters, which are headers.

use serde_json::{Map, Value, json};

use super::text::describe;
use spec::{Action, Region, RegionRule, Service};

/// The parameters that actions refer to, by name.
pub(super) fn components(service: &Service) -> Value {
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
            "description": "Seconds since 1970 (UTC). A request is refused when this is more than five minutes off.",
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

/// The parameters of an action.
pub(super) fn of_action(action: &Action, service: &Service) -> Value {
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
    // Where no page says how the region is treated, it may be sent.
    let rule = action.region.unwrap_or(RegionRule::Optional);
    let is_required = rule == RegionRule::Required;
    match rule {
        RegionRule::Unused => {}
        _ if !action.regions.is_empty() => {
            let regions = named(&action.regions, &service.regions);
            parameters.push(region(is_required, &regions));
        }
        RegionRule::Required => parameters.push(component("RequiredRegion")),
        RegionRule::Optional => parameters.push(component("OptionalRegion")),
    }
    parameters.extend([component("Token"), component("Language")]);
    Value::Array(parameters)
}

/// The regions of an action with the names that the service's table has for them.
fn named(ids: &[String], known: &[Region]) -> Vec<Region> {
    let of_id = |id: &String| {
        let found = known.iter().find(|region| region.id == *id).cloned();
        found.unwrap_or_else(|| Region {
            id: id.clone(),
            name: spec::Localized::default(),
        })
    };
    ids.iter().map(of_id).collect()
}

/// Documented regions are examples: new ones open without a word in the documentation.
fn region(required: bool, regions: &[Region]) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "string".into());
    if !regions.is_empty() {
        let ids: Vec<&str> = regions.iter().map(|region| region.id.as_str()).collect();
        schema.insert("examples".to_owned(), json!(ids));
        let values: Vec<Value> = regions.iter().map(region_value).collect();
        schema.insert("x-documented-values".to_owned(), values.into());
    }
    json!({
        "name": "X-TC-Region",
        "in": "header",
        "required": required,
        "description": "The region that the request is for.",
        "schema": schema,
    })
}

fn region_value(region: &Region) -> Value {
    let mut value = Map::new();
    value.insert("value".to_owned(), region.id.clone().into());
    describe(&mut value, &region.name);
    value.into()
}
