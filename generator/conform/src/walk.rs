//! Walking JSON along declared members: the parts that all walkers share, and the walker for
//! documented types with its visitor.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::Context;
use spec::{Member, MemberList, Thing, TypeName};

/// A field of an object, with the member that declares it.
pub struct Field<'v, M> {
    /// Name on the wire.
    pub name: &'v str,
    /// Path in the body: `Placement.Zone`.
    pub path: String,
    /// Value of any kind.
    pub value: &'v Value,
    /// Declaration; `None` if the table lacks it.
    pub member: Option<&'v M>,
}

/// The members of a table, found by their name. Of several with one name, the first counts.
pub(crate) enum Lookup<'v, M> {
    /// A few look-ups or members: a search costs less than an index.
    Search(&'v [M], fn(&M) -> &str),
    /// An index of many members.
    Index(BTreeMap<&'v str, &'v M>),
}

/// The number of look-ups above which an index of many members pays off.
const MANY_LOOKUPS: usize = 32;

impl<'v, M> Lookup<'v, M> {
    /// Prepares this number of look-ups.
    pub(crate) fn new(members: &'v [M], wire_name: fn(&M) -> &str, lookups: usize) -> Self {
        if members.len().min(lookups) <= MANY_LOOKUPS {
            return Self::Search(members, wire_name);
        }
        // The last insertion counts, so the first member comes last.
        let named = members
            .iter()
            .rev()
            .map(|member| (wire_name(member), member));
        Self::Index(named.collect())
    }

    /// Returns the member of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&'v M> {
        match self {
            Self::Search(members, wire_name) => {
                members.iter().find(|member| wire_name(member) == name)
            }
            Self::Index(members) => members.get(name).copied(),
        }
    }
}

/// Returns the fields of an object at `path`, each with its member among `members`.
pub fn fields<'v, M>(
    path: &str,
    object: &'v Map<String, Value>,
    members: &'v [M],
    wire_name: fn(&M) -> &str,
) -> impl Iterator<Item = Field<'v, M>> {
    let lookup = Lookup::new(members, wire_name, object.len());
    object.iter().map(move |(name, value)| Field {
        name,
        path: member_path(path, name),
        value,
        member: lookup.get(name),
    })
}

/// Returns the items of a list at `path`, with the path that all of them share: `Filters[]`.
pub fn items<'v>(path: &str, items: &'v [Value]) -> impl Iterator<Item = (String, &'v Value)> {
    items.iter().map(move |item| (format!("{path}[]"), item))
}

fn member_path(path: &str, member: &str) -> String {
    if path.is_empty() {
        return member.to_owned();
    }
    format!("{path}.{member}")
}

/// Returns the message about a field that no table declares.
pub fn undeclared(path: &str) -> String {
    format!("no table declares `{path}`")
}

/// Returns the kind of a value in words: `a whole number`, `text`.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(number) if number.is_u64() && !number.is_i64() => "a whole number from 2^63",
        Value::Number(_) => "a whole number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A value's place: its path, its declared type, and the member that it belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) path: &'a str,
    pub(crate) declared: &'a TypeName,
    pub(crate) owner: Option<(MemberList<'a>, &'a str)>,
    /// Number of lists around the value within the member.
    pub(crate) depth: usize,
}

impl Place<'_> {
    pub(crate) fn thing(&self) -> Option<Thing> {
        self.owner.map(|(list, member)| list.member(member))
    }
}

/// The callbacks of a walk along documented types.
pub(crate) trait Visitor {
    /// Visits a value that isn't an object or list, although its type has members or elements.
    fn wrong_kind(&mut self, place: &Place<'_>, value: &Value);

    /// Visits a value of a basic type.
    fn scalar(&mut self, place: &Place<'_>, value: &Value);

    /// Visits the null value of a member.
    fn null(&mut self, place: &Place<'_>, member: &Member);

    /// Visits a field that no table declares.
    fn undeclared(&mut self, field: &Field<'_, Member>, list: Option<MemberList<'_>>);

    /// Visits a required member that the object lacks.
    fn absent(&mut self, path: &str, list: Option<MemberList<'_>>, member: &Member);
}

/// Walks an object along a table: first its fields, then the required members that it lacks.
/// `list` names the table, if the visitor needs its name.
pub(crate) fn walk(
    context: &Context<'_>,
    place: &Place<'_>,
    value: &Value,
    members: &[Member],
    list: Option<MemberList<'_>>,
    visitor: &mut impl Visitor,
) {
    let Some(object) = value.as_object() else {
        return visitor.wrong_kind(place, value);
    };
    for field in fields(place.path, object, members, |member| &member.name) {
        let Some(member) = field.member else {
            visitor.undeclared(&field, list);
            continue;
        };
        let place = Place {
            path: &field.path,
            declared: &member.type_name,
            owner: list.map(|list| (list, member.name.as_str())),
            depth: 0,
        };
        if field.value.is_null() {
            visitor.null(&place, member);
        } else {
            walk_value(context, &place, field.value, visitor);
        }
    }
    // Most tables of replies require nothing, and a list may have thousands of items.
    let is_required = |member: &&Member| member.required.is_some_and(|required| required.is_yes());
    for member in members.iter().filter(is_required) {
        if !object.contains_key(&member.name) {
            visitor.absent(&member_path(place.path, &member.name), list, member);
        }
    }
}

fn walk_value(context: &Context<'_>, place: &Place<'_>, value: &Value, visitor: &mut impl Visitor) {
    match place.declared {
        TypeName::Scalar(_) => visitor.scalar(place, value),
        TypeName::Structure(name) => {
            // A structure that no page describes holds any JSON.
            if let Some(structure) = context.structures.get(name.as_str()) {
                let list = Some(MemberList::Structure(name));
                walk(context, place, value, &structure.members, list, visitor);
            }
        }
        TypeName::Array(element) => match value.as_array() {
            None => visitor.wrong_kind(place, value),
            Some(list) => {
                for (path, item) in items(place.path, list) {
                    let place = Place {
                        path: &path,
                        declared: element,
                        depth: place.depth + 1,
                        ..*place
                    };
                    walk_value(context, &place, item, visitor);
                }
            }
        },
    }
}
