//! The docs of filters, and the links to them.

use super::block::{Docs, paragraphs};
use super::{Place, code};
use crate::RustName;
use crate::model::Filters;
use spec::{Filter, Member};

/// Returns the docs of the type with the functions of a member's filters.
pub(crate) fn filters_docs(
    member: &Member,
    request: &RustName,
    field: &RustName,
    place: &Place,
) -> Vec<String> {
    let path = place.item(format_args!("{request}::{field}"));
    let limits = member.constraints.iter();
    Docs::default()
        .line(format!(
            "The documented filters of [`{request}::{field}`]({path})."
        ))
        .line("Each function returns a filter with the given values. The server may accept more filters.")
        .list(limits.map(|constraint| constraint.limit.words(code)))
        .into_lines()
}

/// Returns the docs of one filter's function.
pub(crate) fn filter_docs(filter: &Filter) -> Vec<String> {
    let mut docs = Docs::default().block(paragraphs(&filter.doc));
    if docs.is_empty() {
        docs = docs.line(format!("Filters by {}.", code(&filter.name)));
    }
    let mut facts = vec![format!("Filter: {}", code(&filter.name))];
    if filter.required {
        facts.push("Required".to_owned());
    }
    if let Some(type_name) = &filter.type_name {
        facts.push(format!("Type: {}", code(&type_name.to_string())));
    }
    if !filter.values.is_empty() {
        let values: Vec<String> = filter
            .values
            .iter()
            .map(|value| code(&value.value))
            .collect();
        facts.push(format!("Values: {}", values.join(", ")));
    }
    docs.list(facts).into_lines()
}

/// Returns the fact that links a request's member to the functions of its filters.
pub(crate) fn filters_fact(filters: &Filters, place: &Place) -> String {
    let (name, path) = (&filters.name, place.item(&filters.name));
    format!("Filters as functions: [`{name}`]({path})")
}
