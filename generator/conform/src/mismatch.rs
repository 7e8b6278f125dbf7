//! Mismatches between an example's JSON and the tables that declare it.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::Context;
use crate::envelope::{DETAIL, Opened, open};
use crate::walk::{Field, Place, Visitor, kind, undeclared, walk};
use spec::{
    Action, Asynchronous, COMMON_PARAMETERS, Envelope, Example, Member, MemberList, RequestForm,
    Scalar, Thing, TypeName,
};

/// A mismatch between JSON and the tables: one for each path and kind, however many items of a list
/// have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Path in the body: `Placement.Zone`, `Filters[].Name`; empty for the body itself.
    pub path: String,
    /// Kind of mismatch.
    pub kind: MismatchKind,
    /// Mismatched member; `None` for the whole body, and if the caller gave no owner.
    pub thing: Option<Thing>,
    /// Number of lists around the value within the member.
    pub depth: usize,
    /// First offending value; null for a missing one.
    pub value: Value,
    /// Number of values that have the mismatch.
    pub count: usize,
}

/// A kind of mismatch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MismatchKind {
    /// A field that no table declares.
    Undeclared,
    /// A value of another kind than the declared type.
    WrongKind {
        /// The declared type.
        declared: TypeName,
        /// The kind of the value in words.
        found: &'static str,
    },
    /// A null value of a member that isn't documented as nullable.
    Null,
    /// A required parameter is missing.
    Missing,
}

/// Returns the mismatches of an example's request.
pub fn request_mismatches(
    context: &Context<'_>,
    action: &Action,
    example: &Example,
) -> Vec<Mismatch> {
    let Some(request) = &example.request else {
        return Vec::new();
    };
    let is_query = example.request_form == Some(RequestForm::Query);
    let check = Check::new(is_query, true);
    let list = MemberList::Input(&action.name);
    check.walk(context, request, &action.input, Some(list))
}

/// Returns the mismatches of an example's response. Skips responses that report an error.
pub fn response_mismatches(
    context: &Context<'_>,
    action: &Action,
    example: &Example,
) -> Vec<Mismatch> {
    let Some(response) = &example.response else {
        return Vec::new();
    };
    let check = Check::new(false, false);
    match open_reply(context, action, response) {
        Opened::Lacks(_) => vec![Mismatch {
            value: response.clone(),
            ..missing("")
        }],
        Opened::Error(_) => Vec::new(),
        Opened::Content(body) => {
            let list = MemberList::Output(&action.name);
            let mut mismatches = check.walk(context, &body, &action.output, Some(list));
            mismatches.retain(|mismatch| !is_in_results(action, mismatch));
            mismatches
        }
    }
}

fn open_reply<'r>(context: &Context<'_>, action: &Action, reply: &'r Value) -> Opened<'r> {
    open(reply, context.spec.service.envelope, |name| {
        let is_results = name == DETAIL && action.asynchronous == Some(Asynchronous::ByResource);
        is_results || action.output.iter().any(|member| member.name == name)
    })
}

/// Returns whether the mismatch is in the results by resource, whose keys no table can list.
fn is_in_results(action: &Action, mismatch: &Mismatch) -> bool {
    let first = mismatch.path.split(['.', '[']).next();
    action.asynchronous == Some(Asynchronous::ByResource) && first == Some(DETAIL)
}

/// Returns the mismatches of a body with typed values, including missing required members.
pub fn body_mismatches(context: &Context<'_>, body: &Value, members: &[Member]) -> Vec<Mismatch> {
    Check::new(false, true).walk(context, body, members, None)
}

/// Returns the mismatches of a whole reply of an action, including missing required members and a
/// malformed error.
pub fn reply_mismatches(context: &Context<'_>, action: &Action, reply: &Value) -> Vec<Mismatch> {
    let output = &action.output;
    if context.spec.service.envelope == Some(Envelope::Code) {
        return match open_reply(context, action, reply) {
            Opened::Lacks(member) => vec![missing(member)],
            Opened::Error(_) => Vec::new(),
            Opened::Content(body) => {
                let mut mismatches = body_mismatches(context, &body, output);
                mismatches.retain(|mismatch| !is_in_results(action, mismatch));
                mismatches
            }
        };
    }
    let Some(body) = reply.get("Response") else {
        return vec![missing("Response")];
    };
    let mut body = body.clone();
    // Every reply may have these, even if its page doesn't declare them.
    let mut take_undeclared = |name: &str| {
        if output.iter().any(|member| member.name == name) {
            return None;
        }
        body.as_object_mut()?.shift_remove(name)
    };
    let request_id = take_undeclared("RequestId");
    let error = take_undeclared("Error");
    let mut mismatches = body_mismatches(context, &body, output);
    if request_id.is_some_and(|id| !id.is_string()) {
        mismatches.push(missing("RequestId"));
    }
    if let Some(error) = error {
        for part in ["Code", "Message"] {
            if !error.get(part).is_some_and(Value::is_string) {
                mismatches.push(missing(&format!("Error.{part}")));
            }
        }
    }
    mismatches
}

fn missing(path: &str) -> Mismatch {
    Mismatch {
        path: path.to_owned(),
        kind: MismatchKind::Missing,
        thing: None,
        depth: 0,
        value: Value::Null,
        count: 1,
    }
}

/// Returns a query's body without the parameters that every request may carry.
pub fn without_common(query: &Value) -> Value {
    let mut query = query.clone();
    if let Some(fields) = query.as_object_mut() {
        fields.retain(|name, _| !COMMON_PARAMETERS.contains(&name.as_str()));
    }
    query
}

impl Mismatch {
    /// Returns the number and the first of several values, to append to a message:
    /// ` (3 times, first {"Code":0})`. Empty for a single one.
    pub fn repetition(&self) -> String {
        if self.count == 1 {
            return String::new();
        }
        let first = match &self.value {
            Value::Null => String::new(),
            value => format!(", first {}", shortened(value)),
        };
        format!(" ({} times{first})", self.count)
    }
}

/// Maximum characters of a value in a message.
const WIDTH: usize = 60;

/// Returns the beginning of a value, for a message.
pub(crate) fn shortened(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(WIDTH) {
        None => text,
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = match self.path.as_str() {
            "" => "the body",
            path => path,
        };
        match &self.kind {
            MismatchKind::Undeclared => f.write_str(&undeclared(path)),
            MismatchKind::WrongKind { declared, found } => {
                write!(
                    f,
                    "`{path}` is declared as `{declared}`, the example has {found}"
                )
            }
            MismatchKind::Null => write!(f, "`{path}` is null, but not documented as nullable"),
            MismatchKind::Missing => write!(f, "`{path}` is missing"),
        }
    }
}

/// The declared type of a whole request or response.
const OBJECT: TypeName = TypeName::Scalar(Scalar::Object);

/// A visitor that collects mismatches.
struct Check {
    /// True for a query: every value is text, and common parameters are allowed.
    is_query: bool,
    /// False for replies: the "required" column addresses only the sender.
    checks_required: bool,
    mismatches: Vec<Mismatch>,
    /// Indexes into `mismatches`, by the mismatch in words.
    known: BTreeMap<String, usize>,
}

impl Check {
    fn new(is_query: bool, checks_required: bool) -> Self {
        Self {
            is_query,
            checks_required,
            mismatches: Vec::new(),
            known: BTreeMap::new(),
        }
    }

    fn walk(
        mut self,
        context: &Context<'_>,
        body: &Value,
        members: &[Member],
        list: Option<MemberList<'_>>,
    ) -> Vec<Mismatch> {
        let whole = Place {
            path: "",
            declared: &OBJECT,
            owner: None,
            depth: 0,
        };
        walk(context, &whole, body, members, list, &mut self);
        self.mismatches
    }

    fn add(&mut self, place: &Place<'_>, kind: MismatchKind, value: &Value) {
        self.count(Mismatch {
            path: place.path.to_owned(),
            kind,
            thing: place.thing(),
            depth: place.depth,
            value: value.clone(),
            count: 1,
        });
    }

    /// Adds a mismatch, or counts it if another item of the list has it too.
    fn count(&mut self, mismatch: Mismatch) {
        let next = self.mismatches.len();
        let index = *self.known.entry(mismatch.to_string()).or_insert(next);
        match self.mismatches.get_mut(index) {
            Some(known) => known.count += 1,
            None => self.mismatches.push(mismatch),
        }
    }

    fn fits(&self, value: &Value, scalar: Scalar) -> bool {
        match value {
            Value::String(text) if self.is_query => text_fits(text, scalar),
            _ => value_fits(value, scalar),
        }
    }
}

impl Visitor for Check {
    fn wrong_kind(&mut self, place: &Place<'_>, value: &Value) {
        let kind = MismatchKind::WrongKind {
            declared: place.declared.clone(),
            found: kind(value),
        };
        self.add(place, kind, value);
    }

    fn scalar(&mut self, place: &Place<'_>, value: &Value) {
        if let TypeName::Scalar(scalar) = place.declared
            && !self.fits(value, *scalar)
        {
            self.wrong_kind(place, value);
        }
    }

    fn null(&mut self, place: &Place<'_>, member: &Member) {
        if !member.nullable {
            self.add(place, MismatchKind::Null, &Value::Null);
        }
    }

    fn undeclared(&mut self, field: &Field<'_, Member>, list: Option<MemberList<'_>>) {
        if self.is_query && COMMON_PARAMETERS.contains(&field.name) {
            return;
        }
        self.count(Mismatch {
            path: field.path.clone(),
            kind: MismatchKind::Undeclared,
            thing: list.map(|list| list.member(field.name)),
            depth: 0,
            value: field.value.clone(),
            count: 1,
        });
    }

    fn absent(&mut self, path: &str, list: Option<MemberList<'_>>, member: &Member) {
        if self.checks_required {
            self.count(Mismatch {
                thing: list.map(|list| list.member(&member.name)),
                ..missing(path)
            });
        }
    }
}

/// Returns whether a typed JSON value fits the type.
pub(crate) fn value_fits(value: &Value, scalar: Scalar) -> bool {
    match scalar {
        Scalar::Object => true,
        Scalar::Boolean => value.is_boolean(),
        // The crate has 64-bit signed integers; its reader leaves out larger ones.
        Scalar::Integer => value.is_i64(),
        Scalar::Float | Scalar::Double => value.is_number(),
        Scalar::String
        | Scalar::Date
        | Scalar::Timestamp
        | Scalar::TimestampIso8601
        | Scalar::Binary => value.is_string(),
    }
}

/// Returns whether a query's text can hold a value of the type.
pub(crate) fn text_fits(text: &str, scalar: Scalar) -> bool {
    match scalar {
        Scalar::Integer => text.parse::<i64>().is_ok(),
        Scalar::Float | Scalar::Double => text.parse::<f64>().is_ok(),
        Scalar::Boolean => ["true", "false"].contains(&text.to_ascii_lowercase().as_str()),
        _ => true,
    }
}
