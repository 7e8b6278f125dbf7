//! An example's JSON held against the declared types.

use std::fmt;

use serde_json::Value;

use super::context::Context;
use spec::{Action, Example, Item, Member, RequestForm, Scalar, TypeName};

/// A way in which JSON departs from the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Departure {
    /// A field that no table declares.
    Undeclared,
    /// A value of another kind than the declared type.
    WrongKind {
        declared: TypeName,
        found: &'static str,
    },
    /// `null` where no text says that the value may be null.
    Null,
    /// A required parameter is absent.
    Missing,
}

/// A departure and where it is: `Placement.Zone`, `Filters[0].Name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub path: String,
    pub departure: Departure,
    /// The member that it is about, where one is.
    pub item: Option<Item>,
    /// How many lists inside the member's value it is.
    pub depth: usize,
    /// The value; null where it is missing.
    pub value: Value,
}

/// What departs in an example's request.
pub fn of_request(context: &Context<'_>, action: &Action, example: &Example) -> Vec<Found> {
    let Some(request) = &example.request else {
        return Vec::new();
    };
    let mut walk = Walk {
        context,
        // Every value of a query is text.
        text_only: example.request_form == Some(RequestForm::Query),
        wants_required: true,
        found: Vec::new(),
    };
    walk.members(
        "",
        request,
        &At::whole(&OBJECT),
        &action.input,
        Owner::Input(&action.name),
    );
    walk.found
}

/// What departs in an example's response; responses that report an error are not looked into.
pub fn of_response(context: &Context<'_>, action: &Action, example: &Example) -> Vec<Found> {
    let Some(response) = &example.response else {
        return Vec::new();
    };
    let mut walk = Walk {
        context,
        text_only: false,
        wants_required: false,
        found: Vec::new(),
    };
    match response.get("Response") {
        None => walk.add("", Departure::Missing, None, 0, response),
        Some(body) if body.get("Error").is_some() => {}
        Some(body) => {
            let owner = Owner::Output(&action.name);
            walk.members("", body, &At::whole(&OBJECT), &action.output, owner);
        }
    }
    walk.found
}

/// What departs in a body with typed values, members that it lacks included.
pub fn of_body(context: &Context<'_>, body: &Value, members: &[Member]) -> Vec<Found> {
    let mut walk = Walk {
        context,
        text_only: false,
        wants_required: true,
        found: Vec::new(),
    };
    walk.members("", body, &At::whole(&OBJECT), members, Owner::Nobody);
    walk.found
}

/// What departs in a whole response, members that it lacks and the form of an error included.
pub fn of_reply(context: &Context<'_>, reply: &Value, output: &[Member]) -> Vec<Found> {
    let Some(body) = reply.get("Response") else {
        return vec![missing("Response")];
    };
    let mut body = body.clone();
    let mut take = |name: &str| {
        let is_declared = output.iter().any(|member| member.name == name);
        let fields = body.as_object_mut().filter(|_| !is_declared)?;
        fields.shift_remove(name)
    };
    // What every reply may carry, whether its page says so or not.
    let request_id = take("RequestId");
    let error = take("Error");
    let mut found = of_body(context, &body, output);
    if request_id.is_some_and(|id| !id.is_string()) {
        found.push(missing("RequestId"));
    }
    if let Some(error) = error {
        let parts = ["Code", "Message"].into_iter();
        let lost = parts.filter(|part| !error.get(part).is_some_and(Value::is_string));
        found.extend(lost.map(|part| missing(&format!("Error.{part}"))));
    }
    found
}

fn missing(path: &str) -> Found {
    Found {
        path: path.to_owned(),
        departure: Departure::Missing,
        item: None,
        depth: 0,
        value: Value::Null,
    }
}

/// A query's body without the parameters that every request may carry.
pub fn without_common(query: &Value) -> Value {
    let mut query = query.clone();
    if let Some(fields) = query.as_object_mut() {
        fields.retain(|name, _| !COMMON.contains(&name.as_str()));
    }
    query
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = match self.path.as_str() {
            "" => "the body",
            path => path,
        };
        match &self.departure {
            Departure::Undeclared => write!(f, "no table declares `{path}`"),
            Departure::WrongKind { declared, found } => {
                write!(
                    f,
                    "`{path}` is declared as `{declared}`, the example has {found}"
                )
            }
            Departure::Null => write!(f, "`{path}` is null, and its text does not say so"),
            Departure::Missing => write!(f, "`{path}` is missing"),
        }
    }
}

/// What a whole request or response is.
const OBJECT: TypeName = TypeName::Scalar(Scalar::Object);

/// Parameters that every request may carry, and that no page lists as its own.
const COMMON: &[&str] = &[
    "Action",
    "Version",
    "Region",
    "Timestamp",
    "Nonce",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Token",
    "Language",
    "RequestClient",
];

struct Walk<'c> {
    context: &'c Context<'c>,
    text_only: bool,
    /// Only who sends is told what is required; replies are not held to it.
    wants_required: bool,
    found: Vec<Found>,
}

/// Whose members a table lists.
#[derive(Clone, Copy)]
enum Owner<'a> {
    Input(&'a str),
    Output(&'a str),
    Structure(&'a str),
    /// Nobody wants to know.
    Nobody,
}

impl Owner<'_> {
    fn item(self, member: &str) -> Option<Item> {
        let member = member.to_owned();
        match self {
            Self::Input(action) => Some(Item::Input {
                action: action.to_owned(),
                member,
            }),
            Self::Output(action) => Some(Item::Output {
                action: action.to_owned(),
                member,
            }),
            Self::Structure(name) => Some(Item::Member {
                structure: name.to_owned(),
                member,
            }),
            Self::Nobody => None,
        }
    }
}

/// A value's place: its declared type, the member that it belongs to, and the lists in between.
#[derive(Clone)]
struct At<'a> {
    declared: &'a TypeName,
    item: Option<Item>,
    depth: usize,
}

impl<'a> At<'a> {
    fn whole(declared: &'a TypeName) -> Self {
        Self {
            declared,
            item: None,
            depth: 0,
        }
    }

    fn element(&self, declared: &'a TypeName) -> Self {
        Self {
            declared,
            item: self.item.clone(),
            depth: self.depth + 1,
        }
    }
}

impl Walk<'_> {
    fn add(
        &mut self,
        path: &str,
        departure: Departure,
        item: Option<Item>,
        depth: usize,
        value: &Value,
    ) {
        self.found.push(Found {
            path: path.to_owned(),
            departure,
            item,
            depth,
            value: value.clone(),
        });
    }

    fn members(
        &mut self,
        path: &str,
        value: &Value,
        at: &At<'_>,
        members: &[Member],
        owner: Owner<'_>,
    ) {
        let Some(fields) = value.as_object() else {
            return self.wrong_kind(path, value, at);
        };
        for (name, value) in fields {
            let path = joined(path, name);
            match members.iter().find(|member| member.name == *name) {
                Some(member) => self.member(&path, value, member, owner),
                None if self.is_common(name) => {}
                None => self.add(&path, Departure::Undeclared, owner.item(name), 0, value),
            }
        }
        let is_missing = |member: &&Member| {
            let required = member.required.is_some_and(|required| required.is_yes());
            required && !fields.contains_key(&member.name)
        };
        if self.wants_required {
            for member in members.iter().filter(is_missing) {
                let path = joined(path, &member.name);
                let item = owner.item(&member.name);
                self.add(&path, Departure::Missing, item, 0, &Value::Null);
            }
        }
    }

    fn is_common(&self, name: &str) -> bool {
        self.text_only && COMMON.contains(&name)
    }

    fn member(&mut self, path: &str, value: &Value, member: &Member, owner: Owner<'_>) {
        let item = owner.item(&member.name);
        if !value.is_null() {
            let at = At {
                declared: &member.type_name,
                item,
                depth: 0,
            };
            self.value(path, value, &at);
        } else if !member.nullable {
            self.add(path, Departure::Null, item, 0, value);
        }
    }

    fn value(&mut self, path: &str, value: &Value, at: &At<'_>) {
        match at.declared {
            TypeName::Scalar(scalar) if self.fits(value, *scalar) => {}
            TypeName::Scalar(_) => self.wrong_kind(path, value, at),
            TypeName::Structure(name) => {
                if let Some(structure) = self.context.structures.get(name.as_str()) {
                    let owner = Owner::Structure(&structure.name);
                    self.members(path, value, at, &structure.members, owner);
                }
            }
            TypeName::Array(element) => match value.as_array() {
                None => self.wrong_kind(path, value, at),
                Some(items) => {
                    let at = at.element(element);
                    for (index, item) in items.iter().enumerate() {
                        self.value(&format!("{path}[{index}]"), item, &at);
                    }
                }
            },
        }
    }

    fn fits(&self, value: &Value, scalar: Scalar) -> bool {
        if let (true, Value::String(text)) = (self.text_only, value) {
            return text_fits(text, scalar);
        }
        match scalar {
            Scalar::Object => true,
            Scalar::Boolean => value.is_boolean(),
            Scalar::Integer => value.is_i64() || value.is_u64(),
            Scalar::Float | Scalar::Double => value.is_number(),
            Scalar::String
            | Scalar::Date
            | Scalar::Timestamp
            | Scalar::TimestampIso8601
            | Scalar::Binary => value.is_string(),
        }
    }

    fn wrong_kind(&mut self, path: &str, value: &Value, at: &At<'_>) {
        let departure = Departure::WrongKind {
            declared: at.declared.clone(),
            found: kind(value),
        };
        self.add(path, departure, at.item.clone(), at.depth, value);
    }
}

/// Whether a query's text can stand for a value of the type.
fn text_fits(text: &str, scalar: Scalar) -> bool {
    match scalar {
        Scalar::Integer => text.parse::<i128>().is_ok(),
        Scalar::Float | Scalar::Double => text.parse::<f64>().is_ok(),
        Scalar::Boolean => ["true", "false"].contains(&text.to_ascii_lowercase().as_str()),
        _ => true,
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        return name.to_owned();
    }
    format!("{path}.{name}")
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "a whole number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
