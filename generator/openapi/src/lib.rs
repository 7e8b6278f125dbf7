//! Specs as OpenAPI 3.1 documents.
//!
//! All actions of API 3.0 share one address, `POST https://<endpoint>/`, and the header
//! `X-TC-Action` selects one of them. OpenAPI needs a distinct path per action: it is `/#<Action>`.
//! Clients don't send the part from `#`, so requests still go to `/`, the path that the signature
//! covers. A query (`/?Action=…`) would be sent, and would invalidate the signature.

mod examples;
mod headers;
mod limits;
mod names;
mod operation;
mod retired;
mod schema;
mod text;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use conform::Context;
pub use examples::example_counts;
use lower::REQUEST_ID_DOC;
use names::{Part, SchemaNames, path, reference};
use operation::Overview;
use schema::{inferred_word, object};
use spec::{Action, Envelope, Localized, Protocol, Service, ServiceSpec, Structure};
use text::{deprecate, describe, host, one_line, page};

/// Returns the name of a document's file without its extension, such as `cvm-2017-03-12`.
pub fn file_stem(service: &Service) -> String {
    format!("{}-{}", service.name, service.version)
}

/// Returns the service as an OpenAPI 3.1 document, with the overrides applied to the spec.
pub fn document(spec: &ServiceSpec) -> Value {
    let builder = Builder {
        spec,
        context: Context::new(spec),
        names: SchemaNames::new(spec),
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
        let scheme = if self.is_retired() {
            retired::SCHEME
        } else {
            headers::SCHEME
        };
        put("security", json!([{scheme: []}]));
        let tags = self.tags();
        if !tags.is_empty() {
            put("tags", tags.into());
        }
        put("paths", self.paths());
        let (schemes, parameters) = if self.is_retired() {
            (retired::security_schemes(), retired::components(service))
        } else {
            (headers::security_schemes(), headers::components(service))
        };
        put(
            "components",
            json!({
                "securitySchemes": schemes,
                "parameters": parameters,
                "schemas": self.schemas(),
            }),
        );
        put("x-error-codes", self.error_codes());
        document.into()
    }

    fn is_retired(&self) -> bool {
        self.spec.service.protocol == Protocol::V2
    }

    fn info(&self) -> Value {
        let service = &self.spec.service;
        let mut info = Map::new();
        let title = match one_line(&service.title) {
            Some(title) => format!("{title} ({})", service.name),
            None => service.name.clone(),
        };
        info.insert("title".to_owned(), title.into());
        info.insert("version".to_owned(), service.version.clone().into());
        describe(&mut info, &service.doc);
        let how_to_read = if self.is_retired() {
            retired::HOW_TO_READ
        } else {
            HOW_TO_READ
        };
        let description = match info.get("description").and_then(Value::as_str) {
            Some(doc) => format!("{doc}\n\n{how_to_read}"),
            None => how_to_read.to_owned(),
        };
        info.insert("description".to_owned(), description.into());
        info.insert("x-service".to_owned(), service.name.clone().into());
        info.into()
    }

    fn endpoint(&self) -> String {
        let service = &self.spec.service;
        match service.endpoint.as_deref().and_then(host) {
            Some(documented) => documented.to_owned(),
            None => spec::default_host(&service.name),
        }
    }

    /// Returns the overview's groups that contain an action with a page.
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
            let overview = Overview {
                endpoint: &endpoint,
                tag: tags.get(action.name.as_str()).map(String::as_str),
            };
            let item = operation::path_item(&self.context, action, &self.names, &overview);
            let path = if self.is_retired() {
                retired::path(&self.spec.service, &action.name)
            } else {
                path(&action.name)
            };
            (path, item)
        };
        let items = parallel::map(&self.spec.actions, item);
        Value::Object(items.into_iter().collect())
    }

    fn schemas(&self) -> Value {
        let mut schemas = Map::new();
        for action in &self.spec.actions {
            self.put_action_schemas(action, &mut schemas);
        }
        for structure in &self.spec.structures {
            if let Some(component) = self.names.structure(&structure.name) {
                schemas.insert(component.to_owned(), self.structure_schema(structure));
            }
        }
        let error = match self.spec.service.envelope {
            Some(Envelope::Code) => retired::flat_envelope(),
            _ => api_error(),
        };
        schemas.insert(self.names.api_error().to_owned(), error);
        schemas.sort_keys();
        schemas.into()
    }

    fn put_action_schemas(&self, action: &Action, schemas: &mut Map<String, Value>) {
        let name = |part| self.names.part_of(&action.name, part).to_owned();
        let request = object(&action.input, &self.names);
        schemas.insert(name(Part::Request), request.into());
        let mut result = object(&action.output, &self.names);
        self.add_common_properties(&mut result);
        retired::put_results(action, &mut result);
        schemas.insert(name(Part::Result), result.into());
        let (content, envelope) = (name(Part::Result), self.names.api_error());
        let references = (reference(&content), reference(envelope));
        let response = retired::response(&self.spec.service, &references.0, &references.1);
        schemas.insert(name(Part::Response), response);
    }

    /// Adds the properties that every response can have, unless its page describes them.
    fn add_common_properties(&self, result: &mut Map<String, Value>) {
        let Some(Value::Object(properties)) = result.get_mut("properties") else {
            return;
        };
        if self.spec.service.envelope == Some(Envelope::Code) {
            return;
        }
        let request_id = json!({"type": "string", "description": REQUEST_ID_DOC});
        properties.entry("RequestId").or_insert(request_id);
        let error = json!({
            "$ref": reference(self.names.api_error()),
            "description": "The reason why the request failed. If present, `RequestId` is the only other property.",
        });
        properties.entry("Error").or_insert(error);
    }

    fn structure_schema(&self, structure: &Structure) -> Value {
        let mut schema = object(&structure.members, &self.names);
        describe(&mut schema, &structure.doc);
        deprecate(&mut schema, structure.deprecated.as_ref());
        let mut put = |key: &str, value: Value| schema.insert(key.to_owned(), value);
        if self.names.structure(&structure.name) != Some(&structure.name) {
            put("title", structure.name.clone().into());
        }
        if let Some(inferred) = structure.inferred {
            put("x-inferred", inferred_word(inferred).into());
        }
        if let Some(url) = page(&structure.sources) {
            put("externalDocs", json!({"url": url}));
        }
        if !structure.sources.is_empty() {
            put("x-sources", json!(structure.sources));
        }
        schema.into()
    }

    fn error_codes(&self) -> Value {
        let codes = self.spec.errors.iter().map(|error| {
            let mut code = Map::new();
            describe(&mut code, &error.doc);
            code.insert("common".to_owned(), error.common.into());
            if let Some(number) = error.number {
                code.insert("number".to_owned(), number.into());
            }
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
        "description": "An error that the API reports, with HTTP status 200.",
        "properties": {
            "Code": {
                "type": "string",
                "description": "The error code. `x-error-codes` of the document and of each operation lists the documented codes.",
            },
            "Message": {"type": "string"},
        },
        "required": ["Code", "Message"],
    })
}

const HOW_TO_READ: &str = "\
Every action is `POST /` with its name in the header `X-TC-Action`. The paths here are `/#<Action>` \
because OpenAPI needs a distinct path for each. Clients don't send what follows `#`, so a request \
made from such a path goes to `/`.

Examples that contradict the documented types are omitted from `examples`; \
`x-contradicting-examples` lists them with their contradictions. Documented values and regions are \
never closed lists. Other extensions: `x-rate-limit`, `x-region`, `x-wait` (the action and the states to wait for), \
 `x-error-codes`, `x-sources`, \
`x-inferred` (documented only by an `example` or in `prose`, not in a table), `x-deprecation`, \
`x-sensitive` (a secret, judging by its name), `x-documented-type`, `x-documented-values`, \
`x-constraints` (limits and conditions with their sentences), `x-filters` (names of filters), \
`x-undocumented-structure` (a structure that no page describes), `x-printed-default` and \
`x-printed-example` (verbatim, because they aren't values of the type), `x-description-zh`, \
`x-description-language`.";
