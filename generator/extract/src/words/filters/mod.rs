//! Filters that the description of a list of filters enumerates.
//!
//! A list has one layout. Either each filter states its type or need, or all are a name with its
//! meaning:
//!
//! ```text
//! zone - String - 是否必填：否 -（过滤条件）按照可用区过滤。
//! zone String Required: no (Filter) Filter by zone.
//! version-id: Filter by version ID.
//! Keyword - 模糊匹配
//! ```
//!
//! or the facts of each filter are in lines below its name:
//!
//! ```text
//! zone
//! 按照【可用区】进行过滤。
//! 类型：String
//! 必选：否
//! ```

mod facts;
mod lines;

use spec::{Filter, Language, Localized, Member, Scalar, TypeName};

use super::values::documented_values;
use facts::Facts;
use lines::{Head, Kind, heads};

/// The maximum number of filters, so that reading a hostile text stays cheap.
const MAX_FILTERS: usize = 200;

/// Returns whether the member is a list of filters.
pub(crate) fn is_filter_list(member: &Member) -> bool {
    let TypeName::Array(element) = &member.type_name else {
        return false;
    };
    let TypeName::Structure(name) = &**element else {
        return false;
    };
    name.contains("Filter") || name.contains("filter")
}

/// Returns the filters that the description enumerates; none if no layout fits.
pub(crate) fn filters(member: &Member, doc: &str, language: Language) -> Vec<Filter> {
    if !is_filter_list(member) {
        return Vec::new();
    }
    let lines: Vec<&str> = doc.lines().map(str::trim).collect();
    let heads = heads(&lines);
    let layout = [Kind::Stated, Kind::Alone, Kind::Meaning]
        .into_iter()
        .find(|kind| heads.iter().any(|head| head.kind == *kind));
    let Some(layout) = layout else {
        return Vec::new();
    };
    let chosen: Vec<&Head<'_>> = heads.iter().filter(|head| head.kind == layout).collect();
    if layout == Kind::Meaning && chosen.len() < 2 || describes_members(&chosen) {
        return Vec::new();
    }
    let mut filters: Vec<Filter> = Vec::new();
    for (index, head) in chosen.iter().enumerate().take(MAX_FILTERS) {
        let end = chosen.get(index + 1).map_or(lines.len(), |next| next.line);
        let below = lines.get(head.line + 1..end).unwrap_or_default();
        let is_new = filters.iter().all(|known| known.name != head.name);
        if is_new {
            filters.push(filter(head, below, language));
        }
    }
    filters
}

/// Returns whether the names are those of a filter's members instead of filters.
fn describes_members(heads: &[&Head<'_>]) -> bool {
    const MEMBERS: [&str; 9] = [
        "name",
        "names",
        "keyname",
        "value",
        "values",
        "key",
        "operator",
        "exactmatch",
        "fuzzy",
    ];
    let is_member = |head: &&&Head<'_>| MEMBERS.contains(&head.name.to_ascii_lowercase().as_str());
    let members = heads.iter().filter(is_member).count();
    let is_lone_label = match heads {
        [only] => members == 1 && !only.rest.contains("- "),
        _ => false,
    };
    is_lone_label || members >= 2 && members + 1 >= heads.len()
}

fn filter(head: &Head<'_>, below: &[&str], language: Language) -> Filter {
    let mut facts = Facts::default();
    facts.add_parts(head.rest);
    for line in below {
        if !facts.add_line(line) {
            break;
        }
    }
    let doc = facts.doc();
    Filter {
        name: head.name.to_owned(),
        values: documented_values(&doc, &TypeName::Scalar(Scalar::String), language),
        type_name: facts.type_name,
        required: facts.required,
        doc: Localized::new(language, doc),
    }
}

#[cfg(test)]
mod tests;
