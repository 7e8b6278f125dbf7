//! The document of a service in one API version.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::address::{host, page};
use super::member::{inferred_word, object};
use super::operation::{Surroundings, path, path_item, sources};
use super::parameters;
use super::schema_names::{Part, SchemaNames, reference};
use super::security::{SCHEME, schemes};
use super::text::{deprecate, describe, one_line};
use conform::Context;
use spec::{Action, Localized, ServiceSpec, Structure};

/// The service as an OpenAPI 3.1 document. Overrides are taken in where they were applied to the spec.
pub fn document(spec: &ServiceSpec) -> Value {
    let builder = Builder {
        spec,
        context: Context::new(spec),
        names: SchemaNames::of(spec),
    };
    builder.document()
}

struct Builder<'s> {
    spec: &'s ServiceSpec,
    context: Context<'s>,
    names: SchemaNames<'s>,
}

impl Builder<'_> {
    fn document(&self) -> Value {
        let service = &self.spec.service;
        let mut document = Map::new();
        let mut put = |key: &str, value: Value| document.insert(key.to_owned(), value);
        put("openapi", "3.1.0".into());
        put("info", self.info());
        if let Some(url) = page(&service.sources) {
            put(
                "externalDocs",
                json!({"description": "The documentation", "url": url}),
            );
        }
        put(
            "servers",
            json!([{"url": format!("https://{}", self.endpoint())}]),
        );
        put("security", json!([{SCHEME: []}]));
        let tags = self.tags();
        if !tags.is_empty() {
            put("tags", tags.into());
        }
        put("paths", self.paths());
        put(
            "components",
            json!({
                "securitySchemes": schemes(),
                "parameters": parameters::components(service),
                "schemas": self.schemas(),
            }),
        );
        put("x-error-codes", self.error_codes());
        document.into()
    }

    fn info(&self) -> Value {
        let service = &self.spec.service;
        let mut info = Map::new();
        let title = one_line(&service.title);
        let title = title.map_or_else(
            || service.name.clone(),
            |title| format!("{title} ({})", service.name),
        );
        info.insert("title".to_owned(), title.into());
        info.insert("version".to_owned(), service.version.clone().into());
        describe(&mut info, &service.doc);
        let doc = info.get("description").and_then(Value::as_str);
        let doc = doc.map_or_else(String::new, |doc| format!("{doc}\n\n"));
        info.insert(
            "description".to_owned(),
            format!("{doc}{HOW_TO_READ}").into(),
        );
        info.insert("x-service".to_owned(), service.name.clone().into());
        info.into()
    }

    fn endpoint(&self) -> String {
        let service = &self.spec.service;
        let documented = service.endpoint.as_deref().and_then(host);
        documented.map_or_else(
            || format!("{}.tencentcloudapi.com", service.name),
            str::to_owned,
        )
    }

    /// The groups of the overview that have an action with a page.
    fn tags(&self) -> Vec<Value> {
        let tags = self.tag_of_action();
        let mut seen: Vec<&Localized> = Vec::new();
        for group in &self.spec.service.catalogue {
            let has_page = group
                .actions
                .iter()
                .any(|entry| self.spec.action(&entry.name).is_some());
            let is_new = seen
                .iter()
                .all(|known| one_line(known) != one_line(&group.group));
            if has_page && is_new {
                seen.push(&group.group);
            }
        }
        seen.retain(|group| {
            tags.values()
                .any(|tag| Some(tag) == one_line(group).as_ref())
        });
        seen.into_iter().filter_map(tag).collect()
    }

    fn tag_of_action(&self) -> BTreeMap<&str, String> {
        let mut tags = BTreeMap::new();
        for group in &self.spec.service.catalogue {
            let Some(name) = one_line(&group.group) else {
                continue;
            };
            for entry in &group.actions {
                tags.entry(entry.name.as_str())
                    .or_insert_with(|| name.clone());
            }
        }
        tags
    }

    fn paths(&self) -> Value {
        let endpoint = self.endpoint();
        let tags = self.tag_of_action();
        let item = |action: &Action| {
            let surroundings = Surroundings {
                endpoint: &endpoint,
                tag: tags.get(action.name.as_str()).map(String::as_str),
            };
            let item = path_item(&self.context, action, &self.names, &surroundings);
            (path(action), item)
        };
        let items = parallel::map(&self.spec.actions, item);
        Value::Object(items.into_iter().collect())
    }

    fn schemas(&self) -> Value {
        let mut schemas = Map::new();
        for action in &self.spec.actions {
            self.action_schemas(action, &mut schemas);
        }
        for structure in &self.spec.structures {
            schemas.insert(structure.name.clone(), self.structure_schema(structure));
        }
        schemas.insert(self.names.api_error(), api_error());
        schemas.sort_keys();
        schemas.into()
    }

    fn action_schemas(&self, action: &Action, schemas: &mut Map<String, Value>) {
        let name = action.name.as_str();
        let of = |part| self.names.of_action(name, part);
        let request = object(&action.input, &self.names);
        schemas.insert(of(Part::Request), request.into());
        let mut result = object(&action.output, &self.names);
        self.add_envelope(&mut result);
        schemas.insert(of(Part::Result), result.into());
        let response = json!({
            "type": "object",
            "properties": {"Response": {"$ref": reference(&of(Part::Result))}},
            "required": ["Response"],
        });
        schemas.insert(of(Part::Response), response);
    }

    /// What every response may hold, whether its page says so or not.
    fn add_envelope(&self, result: &mut Map<String, Value>) {
        let Some(Value::Object(properties)) = result.get_mut("properties") else {
            return;
        };
        let request_id = json!({
            "type": "string",
            "description": "The unique ID of the request, wanted by support.",
        });
        properties.entry("RequestId").or_insert(request_id);
        let error = json!({
            "$ref": reference(&self.names.api_error()),
            "description": "Why the request failed. Where it is there, only `RequestId` is beside it.",
        });
        properties.entry("Error").or_insert(error);
    }

    fn structure_schema(&self, structure: &Structure) -> Value {
        let mut schema = object(&structure.members, &self.names);
        describe(&mut schema, &structure.doc);
        deprecate(&mut schema, structure.deprecated.as_ref());
        let mut put = |key: &str, value: Value| schema.insert(key.to_owned(), value);
        if let Some(inferred) = structure.inferred {
            put("x-inferred", inferred_word(inferred).into());
        }
        if let Some(url) = page(&structure.sources) {
            put("externalDocs", json!({"url": url}));
        }
        if !structure.sources.is_empty() {
            put("x-sources", sources(&structure.sources));
        }
        schema.into()
    }

    fn error_codes(&self) -> Value {
        let codes = self.spec.errors.iter().map(|error| {
            let mut code = Map::new();
            describe(&mut code, &error.doc);
            code.insert("common".to_owned(), error.common.into());
            (error.code.clone(), Value::Object(code))
        });
        Value::Object(codes.collect())
    }
}

fn tag(group: &Localized) -> Option<Value> {
    let name = one_line(group)?;
    Some(match &group.zh {
        Some(zh) if *zh != name => json!({"name": name, "x-name-zh": zh}),
        _ => json!({"name": name}),
    })
}

fn api_error() -> Value {
    json!({
        "type": "object",
        "description": "An error as the API reports it, with HTTP status 200.",
        "properties": {
            "Code": {
                "type": "string",
                "description": "`x-error-codes` of the document and of each operation list the documented ones.",
            },
            "Message": {"type": "string"},
        },
        "required": ["Code", "Message"],
    })
}

const HOW_TO_READ: &str = "\
Every action is `POST /` with its name in the header `X-TC-Action`; the paths here are `/#<Action>` because \
OpenAPI wants one for each. What follows `#` is not sent, so that a request made from such a path goes to `/`.

Examples that contradict the documented types are left out of `examples` and stand in \
`x-contradicting-examples` with what is wrong. Documented values and regions are never closed lists. \
Other extensions: `x-rate-limit`, `x-region`, `x-error-codes`, `x-sources`, `x-inferred` (the fact is no \
table's: `example` or `prose`), `x-deprecation`, `x-sensitive` (a secret, by its name), `x-documented-type`, `x-documented-values`, `x-undocumented-structure` (no page \
describes it), `x-printed-default` and `x-printed-example` (as printed, being no value of the type), \
`x-description-zh`, `x-description-language`.";
