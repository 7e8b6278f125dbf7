//! Filters as functions: the documented names of filters, and the shape of the filter structure.

use std::collections::BTreeSet;

use crate::docs::{Place, filter_docs, filters_docs};
use crate::model::{FilterFunction, Filters, Structure, Type};
use crate::names::{RustName, Scope, snake, type_name};
use spec::{Action, Filter, Member};

/// Wire names of a filter's member with its name, by priority and in lower case.
const NAMES: [&str; 5] = ["name", "key", "field", "filtername", "keyname"];

/// Wire names of a filter's member with its values, by priority and in lower case.
const VALUES: [&str; 6] = [
    "values",
    "value",
    "valueset",
    "filtervalues",
    "vals",
    "filtervalue",
];

/// The types of filters, by the indices of their action and member.
#[derive(Debug, Default)]
pub(crate) struct FilterNames(Vec<(usize, usize, RustName)>);

impl FilterNames {
    /// Names a type for each member with documented filters. An action with one such member has
    /// `<Action>Filter`, one with several `<Action><Member>`.
    pub(crate) fn new(actions: &[&Action], types: &mut Scope) -> Self {
        let mut places = Vec::new();
        let mut wanted = Vec::new();
        for (index, action) in actions.iter().enumerate() {
            let members: Vec<usize> = (0..)
                .zip(&action.input)
                .filter(|(_, member)| !member.filters.is_empty())
                .map(|(place, _)| place)
                .collect();
            for place in &members {
                let Some(member) = action.input.get(*place) else {
                    continue;
                };
                let suffix = if members.len() == 1 {
                    "Filter"
                } else {
                    &member.name
                };
                places.push((index, *place));
                wanted.push(format!("{}{suffix}", action.name));
            }
        }
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let names = types.take_all(&wanted, type_name);
        let places = places.into_iter().zip(names);
        Self(
            places
                .map(|((action, member), name)| (action, member, name))
                .collect(),
        )
    }

    /// Returns the names of an action's types with the members that they belong to.
    pub(crate) fn of<'s>(
        &self,
        action: usize,
        members: &'s [Member],
    ) -> impl Iterator<Item = (&RustName, &'s Member)> {
        let own = self.0.iter().filter(move |(index, ..)| *index == action);
        own.filter_map(|(_, member, name)| Some((name, members.get(*member)?)))
    }
}

/// Lowers the filters of an action's members. A filter structure without a name and values has no
/// functions.
pub(crate) fn lower_filters<'n>(
    named: impl Iterator<Item = (&'n RustName, &'n Member)>,
    request: &Structure,
    structures: &[Structure],
    place: &Place,
) -> Vec<Filters> {
    named
        .filter_map(|(name, member)| {
            let shape = Shape::of(member, request, structures)?;
            Some(Filters {
                name: name.clone(),
                member: member.name.clone(),
                docs: filters_docs(member, &request.name, shape.field, place),
                structure: shape.structure.clone(),
                name_setter: shape.name.clone(),
                values_setter: shape.values.clone(),
                has_list: shape.has_list,
                functions: functions(&member.filters),
            })
        })
        .collect()
}

/// The parts of a filter structure that the functions set.
struct Shape<'a> {
    field: &'a RustName,
    structure: &'a RustName,
    name: &'a RustName,
    values: &'a RustName,
    has_list: bool,
}

impl<'a> Shape<'a> {
    fn of(member: &Member, request: &'a Structure, structures: &'a [Structure]) -> Option<Self> {
        let mut fields = request.members.iter();
        let field = fields.find(|field| field.wire == member.name)?;
        let Type::List(element) = &field.ty else {
            return None;
        };
        let Type::Structure(structure) = &**element else {
            return None;
        };
        let filter = structures.iter().find(|other| other.name == *structure)?;
        let find = |names: &[&str], fits: fn(&Type) -> bool| {
            names.iter().find_map(|name| {
                let mut members = filter.members.iter();
                members.find(|member| {
                    member.wire.eq_ignore_ascii_case(name) && fits(&member.ty) && !member.boxed
                })
            })
        };
        let is_text = |ty: &Type| *ty == Type::Text;
        let is_texts = |ty: &Type| match ty {
            Type::Text => true,
            Type::List(element) => **element == Type::Text,
            _ => false,
        };
        let name = find(&NAMES, is_text)?;
        let values = find(&VALUES, is_texts)?;
        filter.sent.then_some(Self {
            field: &field.field,
            structure,
            name: &name.field,
            values: &values.field,
            has_list: values.ty != Type::Text,
        })
    }
}

/// Names the functions. If a filter is documented twice, the first one counts.
fn functions(filters: &[Filter]) -> Vec<FilterFunction> {
    let mut seen = BTreeSet::new();
    let filters: Vec<&Filter> = filters
        .iter()
        .filter(|filter| seen.insert(filter.name.as_str()))
        .collect();
    let spelling = |filter: &&Filter| match filter.placeholder() {
        Some((fixed, _)) => fixed.to_owned(),
        None => filter.name.clone(),
    };
    let spellings: Vec<String> = filters.iter().map(spelling).collect();
    let spellings: Vec<&str> = spellings.iter().map(String::as_str).collect();
    let names = Scope::default().take_all(&spellings, snake);
    let named = filters.into_iter().zip(names);
    let function = |(filter, name): (&Filter, RustName)| {
        let (wire, key) = match filter.placeholder() {
            Some((fixed, key)) => (format!("{fixed}:"), Some(key_name(key))),
            None => (filter.name.clone(), None),
        };
        FilterFunction {
            docs: filter_docs(filter),
            documented: filter.name.clone(),
            name,
            wire,
            key,
        }
    };
    named.map(function).collect()
}

/// Names the parameter of a key. `values` is the other parameter.
fn key_name(key: &str) -> RustName {
    Scope::reserving(&["value", "values"]).take(&snake(key))
}
