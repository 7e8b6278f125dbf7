//! Actions of retired APIs: `GET` with the flattened parameters as its query, or `POST` of the same
//! parameters as a form.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::headers::region_schema;
use crate::names::{SchemaNames, encoded};
use crate::schema::property;
use conform::Context;
use spec::{Action, Asynchronous, Envelope, Member, RegionRule, Service, TypeName, UNVERSIONED};

/// The name of the security scheme.
pub(crate) const SCHEME: &str = "Signature";

/// The path of requests, unless the spec has another one.
const PATH: &str = "/v2/index.php";

/// Returns the path of an action: the real one, with the parameter that selects the action.
pub(crate) fn path(service: &Service, action: &str) -> String {
    let path = service.path.as_deref().unwrap_or(PATH);
    let is_plain = path.starts_with('/')
        && path
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    let path = if is_plain { path } else { PATH };
    format!("{path}?Action={}", encoded(action))
}

/// Returns the security schemes.
pub(crate) fn security_schemes() -> Value {
    json!({
        SCHEME: {
            "type": "apiKey",
            "in": "query",
            "name": "Signature",
            "description": SIGNATURE,
        }
    })
}

const SIGNATURE: &str = "\
The Base64 of an HMAC with the SecretKey: HMAC-SHA256 with `SignatureMethod=HmacSHA256`, or \
HMAC-SHA1.

It covers the method, the host, the path, `?`, and all other parameters as `name=value`, sorted by \
name and joined by `&`. The values are as before URL encoding, and `_` in names becomes `.`.";

/// Returns the parameters that operations refer to, by name.
pub(crate) fn components(service: &Service) -> Value {
    let mut components = Map::new();
    let mut put = |name: &str, required: bool, doc: &str, schema: Value| {
        let parameter = json!({
            "name": name,
            "in": "query",
            "required": required,
            "description": doc,
            "schema": schema,
        });
        components.insert(name.to_owned(), parameter);
    };
    if service.version != UNVERSIONED {
        let schema = json!({"type": "string", "const": service.version});
        put("Version", true, "The version of the API.", schema);
    }
    let seconds = json!({"type": "integer", "format": "int64", "examples": [1_465_185_768]});
    put("Timestamp", true, "Seconds since 1970 (UTC).", seconds);
    let nonce = json!({"type": "integer", "format": "int64", "examples": [11_886]});
    put(
        "Nonce",
        true,
        "A random positive integer, which prevents replays.",
        nonce,
    );
    put(
        "SecretId",
        true,
        "The ID of the key.",
        json!({"type": "string"}),
    );
    let method = json!({"type": "string", "examples": ["HmacSHA256", "HmacSHA1"]});
    put(
        "SignatureMethod",
        false,
        "The hash of the signature; HmacSHA1 by default.",
        method,
    );
    put(
        "Token",
        false,
        "The token of a temporary credential.",
        json!({"type": "string"}),
    );
    components.into()
}

/// Returns the parameters of an action's query: the common ones, and its inputs as they are sent.
pub(crate) fn parameters(context: &Context<'_>, action: &Action, names: &SchemaNames<'_>) -> Value {
    let service = &context.spec.service;
    let mut common = vec!["Timestamp", "Nonce", "SecretId", "SignatureMethod", "Token"];
    if service.version != UNVERSIONED {
        common.insert(0, "Version");
    }
    let common = common.iter();
    let mut parameters: Vec<Value> = common
        .map(|name| json!({"$ref": format!("#/components/parameters/{name}")}))
        .collect();
    let rule = action.region.unwrap_or(RegionRule::Optional);
    if rule != RegionRule::Unused {
        parameters.push(json!({
            "name": "Region",
            "in": "query",
            "required": rule == RegionRule::Required,
            "description": "The region of the request.",
            "schema": region_schema(&service.regions),
        }));
    }
    let mut leaves = Leaves {
        context,
        found: BTreeMap::new(),
    };
    let common = ["Action", "Region", "Version"];
    let own = action.input.iter();
    for member in own.filter(|member| !common.contains(&member.name.as_str())) {
        leaves.add(
            member,
            &member.name,
            &member.type_name,
            is_required(member),
            0,
        );
    }
    let order = leaves.found.into_iter();
    parameters.extend(order.map(|(path, leaf)| leaf.parameter(&path, names)));
    parameters.into()
}

fn is_required(member: &Member) -> bool {
    member.required.is_some_and(|required| required.is_yes())
}

/// The maximum depth of structures, because structures can contain themselves.
const DEEPEST: usize = 4;

/// The single values of parameters, by their names in a query: `Filters.0.Values.0`.
struct Leaves<'s> {
    context: &'s Context<'s>,
    found: BTreeMap<String, Leaf<'s>>,
}

struct Leaf<'s> {
    member: &'s Member,
    type_name: &'s TypeName,
    is_required: bool,
}

impl<'s> Leaves<'s> {
    fn add(
        &mut self,
        member: &'s Member,
        path: &str,
        type_name: &'s TypeName,
        required: bool,
        depth: usize,
    ) {
        match type_name {
            TypeName::Array(element) => {
                self.add(member, &format!("{path}.0"), element, required, depth);
            }
            TypeName::Structure(name) => {
                let structure = self.context.structures.get(name.as_str()).copied();
                let Some(structure) = structure.filter(|_| depth < DEEPEST) else {
                    return self.leaf(member, path, type_name, required);
                };
                for inner in &structure.members {
                    let path = format!("{path}.{}", inner.name);
                    let required = required && is_required(inner);
                    self.add(inner, &path, &inner.type_name, required, depth + 1);
                }
            }
            TypeName::Scalar(_) => self.leaf(member, path, type_name, required),
        }
    }

    fn leaf(&mut self, member: &'s Member, path: &str, type_name: &'s TypeName, required: bool) {
        let leaf = Leaf {
            member,
            type_name,
            is_required: required,
        };
        self.found.entry(path.to_owned()).or_insert(leaf);
    }
}

impl Leaf<'_> {
    fn parameter(&self, path: &str, names: &SchemaNames<'_>) -> Value {
        let single = Member {
            type_name: self.type_name.clone(),
            nullable: false,
            ..self.member.clone()
        };
        let mut schema = property(&single, names);
        let mut parameter = Map::new();
        parameter.insert("name".to_owned(), path.into());
        parameter.insert("in".to_owned(), "query".into());
        parameter.insert("required".to_owned(), self.is_required.into());
        for key in ["description", "x-description-language", "deprecated"] {
            if let Some(value) = schema.shift_remove(key) {
                parameter.insert(key.to_owned(), value);
            }
        }
        parameter.insert("schema".to_owned(), schema.into());
        parameter.into()
    }
}

/// Returns the whole reply of an action, around the schema of its content.
pub(crate) fn response(service: &Service, content: &str, envelope: &str) -> Value {
    match service.envelope {
        Some(Envelope::Code) => json!({
            "type": "object",
            "properties": {},
            "allOf": [{"$ref": envelope}, {"$ref": content}],
        }),
        _ => json!({
            "type": "object",
            "properties": {"Response": {"$ref": content}},
            "required": ["Response"],
        }),
    }
}

/// Returns the envelope of replies without `Response`. Codes are texts in some replies.
pub(crate) fn flat_envelope() -> Value {
    json!({
        "type": "object",
        "description": "The members that every reply has. The call failed if `code` isn't 0.",
        "properties": {
            "code": {
                "type": ["integer", "string"],
                "description": "0, or the numeric error code.",
            },
            "message": {"type": "string", "description": "The reason of a failure."},
            "codeDesc": {"type": "string", "description": "The name of the code."},
        },
        "required": ["code"],
    })
}

/// Puts the results by resource, whose keys are the IDs of resources.
pub(crate) fn put_results(action: &Action, result: &mut Map<String, Value>) {
    if action.asynchronous != Some(Asynchronous::ByResource) {
        return;
    }
    let Some(Value::Object(properties)) = result.get_mut("properties") else {
        return;
    };
    let documented = properties.get("detail").cloned();
    let mut detail = json!({
        "type": ["object", "array"],
        "description": "The result for each resource, by its ID.",
        "additionalProperties": {
            "type": "object",
            "properties": {
                "code": {"type": ["integer", "string"]},
                "message": {"type": "string"},
                "codeDesc": {"type": "string"},
                "requestId": {
                    "type": ["integer", "string"],
                    "description": "The ID of the task.",
                },
            },
        },
    });
    if let Some(Value::Object(documented)) = documented {
        for key in ["description", "x-description-language"] {
            if let Some(text) = documented.get(key) {
                detail[key] = text.clone();
            }
        }
    }
    properties.insert("detail".to_owned(), detail);
}

/// The part of a document's description that explains its form.
pub(crate) const HOW_TO_READ: &str = "\
This API is retired. `x-replaced-by` of an operation names the action of API 3.0 to use instead.

Every request goes to the path of `paths`, with the action in its query. A `GET` has all parameters \
in the query. Lists and structures are flattened: the parameters show the first item of a list, \
`Filters.0.Name`, and further items count up from there. A `POST` sends the same parameters, with \
`Action` and the other common ones, as a form in the body; its schema shows them before flattening. \
Don't mix both.

Examples that contradict the documented types are omitted from `examples`; \
`x-contradicting-examples` lists them with their contradictions. Further extensions: \
`x-asynchronous` (`single`: the reply names a task; `by_resource`: `detail` has a result for each \
resource), `x-rate-limit`, `x-region`, `x-wait`, `x-error-codes`, `x-sources`, `x-inferred`, \
`x-deprecation`, `x-sensitive`, `x-documented-type`, `x-documented-values`, `x-constraints`, \
`x-filters`, `x-undocumented-structure`, `x-printed-default`, `x-printed-example`, \
`x-description-zh`, `x-description-language`.";
