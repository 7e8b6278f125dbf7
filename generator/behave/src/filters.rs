//! Selection in describing actions: filters, compared parameters and paging.

use std::collections::BTreeMap;

use spec::{Action, Member, PagingHint, Scalar, ServiceSpec, Structure, TypeName};

use crate::model::Paging;
use crate::paths::{Reach, below, find, is_list};
use crate::words::{normal, singular};

/// The way in which an action selects descriptions.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    pub(crate) paging: Option<Paging>,
    pub(crate) total: Option<String>,
    pub(crate) filters: Option<String>,
    pub(crate) filter_members: BTreeMap<String, String>,
    pub(crate) matches: BTreeMap<String, String>,
}

/// Returns how an action selects the descriptions of this structure. `target` is the parameter
/// with ids.
pub(crate) fn selection(
    spec: &ServiceSpec,
    action: &Action,
    structure: Option<&Structure>,
    noun: &str,
    target: Option<&str>,
) -> Selection {
    let mut selection = Selection {
        paging: paging(spec, action),
        total: total(action),
        ..Selection::default()
    };
    let reaches = structure
        .map(|structure| below(spec, &structure.members))
        .unwrap_or_default();
    let used = selection.paging.as_ref().map(inputs).unwrap_or_default();
    for member in &action.input {
        let is_used = used.contains(&member.name.as_str()) || target == Some(&member.name);
        if is_used {
            continue;
        }
        if is_filters(spec, member) {
            selection.filters = Some(member.name.clone());
            for filter in &member.filters {
                if let Some(path) = filter_member(&reaches, filter, noun) {
                    selection.filter_members.insert(filter.name.clone(), path);
                }
            }
        } else if let Some(path) = compared(&reaches, member, noun) {
            selection.matches.insert(member.name.clone(), path);
        }
    }
    selection
}

/// Returns whether a member is a list of filters: names with values.
pub(crate) fn is_filters(spec: &ServiceSpec, member: &Member) -> bool {
    if !is_list(&member.type_name) {
        return false;
    }
    let structure = member
        .type_name
        .structure()
        .and_then(|name| spec.structure(name));
    structure.is_some_and(|structure| {
        let has = |name: &str| structure.members.iter().any(|member| member.name == name);
        structure.members.len() <= 4
            && (has("Name") || has("Key"))
            && (has("Values") || has("Value"))
            && normal(&member.name).contains("filter")
    })
}

fn filter_member(reaches: &[Reach<'_>], filter: &spec::Filter, noun: &str) -> Option<String> {
    let name = match filter.placeholder() {
        Some((fixed, _)) => fixed,
        None => &filter.name,
    };
    let is_scalar = |member: &Member| member.type_name.structure().is_none();
    let tags = || {
        let found = reaches
            .iter()
            .find(|reach| reach.depth == 0 && singular(&reach.last) == "tag");
        found.filter(|reach| is_list(&reach.member.type_name))
    };
    let of_tag = |ending: &str| {
        let list = tags()?;
        let mut inner = reaches
            .iter()
            .filter(|reach| reach.path.starts_with(&format!("{}.", list.path)));
        inner
            .find(|reach| reach.last.ends_with(ending))
            .map(|reach| reach.path.clone())
    };
    match (filter.placeholder().is_some(), normal(name).as_str()) {
        (true, "tag") => tags().map(|reach| reach.path.clone()),
        (_, "tagkey") => of_tag("key"),
        (_, "tagvalue") => of_tag("value"),
        _ => find(reaches, name, noun, &is_scalar).map(|reach| reach.path.clone()),
    }
}

/// Returns the member that a parameter is compared with.
fn compared(reaches: &[Reach<'_>], member: &Member, noun: &str) -> Option<String> {
    if member.type_name.structure().is_some()
        || member.type_name == TypeName::Scalar(Scalar::Object)
    {
        return None;
    }
    let is_scalar = |other: &Member| other.type_name.structure().is_none();
    let name = normal(&member.name);
    let is_order = ["order", "sort", "time", "date"]
        .iter()
        .any(|word| name.contains(word));
    if is_order {
        return None;
    }
    find(reaches, &member.name, noun, &is_scalar).map(|reach| reach.path.clone())
}

const OFFSETS: &[&str] = &["offset"];
const LIMITS: &[&str] = &["limit", "pagesize", "maxresults", "size", "maxresult"];
const NUMBERS: &[&str] = &["pagenumber", "pagenum", "pageno", "page", "pageindex"];
const TOKENS: &[&str] = &[
    "nexttoken",
    "token",
    "pagetoken",
    "cursor",
    "context",
    "paginationtoken",
];
const TOTALS: &[&str] = &[
    "totalcount",
    "total",
    "totalnum",
    "totalsize",
    "count",
    "totalnumber",
];

/// The items in a page if nothing says how many.
const SIZE: usize = 20;

fn paging(spec: &ServiceSpec, action: &Action) -> Option<Paging> {
    if let Some(hint) = spec.hints.paging.get(&action.name) {
        return hinted(action, hint);
    }
    let input = |names: &[&str]| named(&action.input, names);
    let limit = input(LIMITS);
    if let (Some(offset), Some(limit)) = (input(OFFSETS), limit) {
        return Some(Paging::Offset {
            offset: offset.name.clone(),
            size: size(limit),
            limit: limit.name.clone(),
        });
    }
    if let (Some(token), Some(next)) = (input(TOKENS), named(&action.output, TOKENS)) {
        return Some(Paging::Token {
            token: token.name.clone(),
            next: next.name.clone(),
            size: limit.map_or(SIZE, size),
            limit: limit.map(|limit| limit.name.clone()),
        });
    }
    let (number, limit) = (input(NUMBERS)?, limit?);
    Some(Paging::Page {
        number: number.name.clone(),
        size: size(limit),
        limit: limit.name.clone(),
    })
}

/// Returns the paging that an override states.
fn hinted(action: &Action, hint: &PagingHint) -> Option<Paging> {
    let of = |name: &String| {
        let limit = action.input.iter().find(|member| member.name == *name);
        limit.map_or(SIZE, size)
    };
    Some(match hint {
        PagingHint::None {} => return None,
        PagingHint::Offset { offset, limit, .. } => Paging::Offset {
            offset: offset.clone(),
            limit: limit.clone(),
            size: of(limit),
        },
        PagingHint::Page { number, size, .. } => Paging::Page {
            number: number.clone(),
            limit: size.clone(),
            size: of(size),
        },
        PagingHint::Token { token, next, .. } => Paging::Token {
            token: token.clone(),
            next: next.clone(),
            limit: None,
            size: SIZE,
        },
    })
}

fn named<'m>(members: &'m [Member], names: &[&str]) -> Option<&'m Member> {
    let is_single =
        |member: &&Member| member.type_name.structure().is_none() && !is_list(&member.type_name);
    names.iter().find_map(|name| {
        members
            .iter()
            .filter(is_single)
            .find(|member| normal(&member.name) == **name)
    })
}

fn size(limit: &Member) -> usize {
    let default = limit
        .default
        .as_deref()
        .and_then(|text| text.trim().parse().ok());
    default.filter(|size| *size > 0).unwrap_or(SIZE)
}

fn inputs(paging: &Paging) -> Vec<&str> {
    match paging {
        Paging::Offset { offset, limit, .. } => vec![offset, limit],
        Paging::Page { number, limit, .. } => vec![number, limit],
        Paging::Token { token, limit, .. } => {
            let mut names = vec![token.as_str()];
            names.extend(limit.as_deref());
            names
        }
    }
}

/// Returns the response's member with the number of all descriptions.
fn total(action: &Action) -> Option<String> {
    let is_number = |member: &&Member| member.type_name == TypeName::Scalar(Scalar::Integer);
    let found = TOTALS.iter().find_map(|name| {
        action
            .output
            .iter()
            .filter(is_number)
            .find(|member| normal(&member.name) == **name)
    });
    found.map(|member| member.name.clone())
}
