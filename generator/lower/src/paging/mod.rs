//! Detection of paging, from the names, types and texts of an action's members.

mod offset;
mod offset_text;

pub use offset::{OffsetDoubt, OffsetUnit};

use crate::error::{ErrorKind, LowerError};
use crate::model::{EndFlag, Member, PagingStyle, Structure, Type};
use crate::names::RustName;
use offset::{first_page, offset_unit};
use spec::{Hints, PagingHint, ServiceSpec, Thing, TypeName};

/// The members that select a page, and the field that lists the results with its elements' type.
type PagingFacts = (PagingStyle, (RustName, Type));

/// Returns the action's paging, as an override sets it or its members imply it.
pub(crate) fn paging(
    action: &spec::Action,
    hints: &Hints,
    request: &Structure,
    response: &Structure,
) -> Option<PagingFacts> {
    let sides = Sides {
        action,
        request,
        response,
    };
    match hints.paging.get(&action.name) {
        Some(hint) => overridden(hint, &sides),
        None => detected(&sides),
    }
}

/// Returns the override's paging. [`unfit_overrides`] has checked its members.
fn overridden(hint: &PagingHint, sides: &Sides<'_>) -> Option<PagingFacts> {
    let input = |name: &str| index_of(sides.request, name);
    let output = |name: &str| index_of(sides.response, name);
    let (style, items) = match hint {
        PagingHint::None {} => return None,
        PagingHint::Offset {
            offset,
            limit,
            total,
            items,
        } => {
            let total = total.as_deref().and_then(output);
            (
                sides.offset_limit(input(offset)?, input(limit)?, total),
                items,
            )
        }
        PagingHint::Page {
            number,
            size,
            total,
            items,
        } => {
            let total = total.as_deref().and_then(output);
            (
                sides.page_number(input(number)?, input(size)?, total),
                items,
            )
        }
        PagingHint::Token { token, next, items } => {
            (sides.token(input(token)?, output(next)?), items)
        }
    };
    let member = sides.response.members.get(output(items)?)?;
    Some((style, list(member)?))
}

fn index_of(structure: &Structure, wire: &str) -> Option<usize> {
    structure
        .members
        .iter()
        .position(|member| member.wire == wire)
}

/// Returns the paging that names and types imply; the response must have exactly one list.
fn detected(sides: &Sides<'_>) -> Option<PagingFacts> {
    let style = offset_limit(sides)
        .or_else(|| token(sides))
        .or_else(|| page_number(sides))?;
    Some((style, only_list(sides.response)?))
}

/// The action as documented and as lowered.
struct Sides<'a> {
    action: &'a spec::Action,
    request: &'a Structure,
    response: &'a Structure,
}

impl Sides<'_> {
    fn total(&self) -> Option<usize> {
        find(self.response, TOTALS, is_number)
    }

    /// Returns a request's member as documented.
    fn documented(&self, index: usize) -> Option<&spec::Member> {
        let wire = &self.request.members.get(index)?.wire;
        self.action.input.iter().find(|member| member.name == *wire)
    }

    fn page_size(&self, index: usize) -> Option<u32> {
        let default = self.documented(index)?.default.as_deref()?;
        default.trim().parse().ok().filter(|size| *size > 0)
    }

    fn offset_limit(&self, offset: usize, limit: usize, total: Option<usize>) -> PagingStyle {
        PagingStyle::OffsetLimit {
            offset,
            limit,
            total,
            page_size: self.page_size(limit),
        }
    }

    fn page_number(&self, number: usize, size: usize, total: Option<usize>) -> PagingStyle {
        PagingStyle::PageNumber {
            number,
            size,
            total,
            page_size: self.page_size(size),
            first: self.documented(number).and_then(first_page).unwrap_or(1),
        }
    }

    fn token(&self, token: usize, next: usize) -> PagingStyle {
        let is_flag = |ty: &Type| *ty == Type::Boolean;
        let more = find(self.response, MORE, is_flag).map(EndFlag::More);
        let finished = || find(self.response, FINISHED, is_flag).map(EndFlag::Finished);
        PagingStyle::Token {
            token,
            next,
            end: more.or_else(finished),
        }
    }
}

/// Lower-case names of the response's member that counts all items, by priority.
const TOTALS: &[&str] = &["totalcount", "total", "totalnum", "totalnumber", "count"];

/// Lower-case names of the request's member with the page number, by priority.
const NUMBERS: &[&str] = &[
    "pagenumber",
    "pageno",
    "pagenum",
    "pageindex",
    "page",
    "currentpage",
];

/// Lower-case names of the request's member with the page size, by priority.
const SIZES: &[&str] = &["pagesize", "perpage", "pagelimit", "limit"];

/// Lower-case names of the request's token, each with the names of the response's next token.
const TOKENS: &[(&str, &[&str])] = &[
    ("nexttoken", &["nexttoken"]),
    ("pagetoken", &["nextpagetoken", "pagetoken"]),
    ("paginationtoken", &["paginationtoken", "nexttoken"]),
    (
        "continuationtoken",
        &["nextcontinuationtoken", "continuationtoken"],
    ),
    ("context", &["context"]),
    ("cursor", &["nextcursor", "cursor"]),
    ("marker", &["nextmarker", "marker"]),
    ("searchafter", &["searchafter"]),
    ("token", &["nexttoken", "token"]),
];

/// Lower-case names of flags that are true before the last page.
const MORE: &[&str] = &["hasmore", "hasnext", "hasnextpage", "istruncated"];

/// Lower-case names of flags that are true on the last page.
const FINISHED: &[&str] = &["listover", "finished", "isfinished", "isend", "isover"];

/// Detects `Offset` and `Limit`. Without a total, nothing would mark the last page reliably. An
/// offset that counts pages is a page number, and one whose unit is unclear is not used.
fn offset_limit(sides: &Sides<'_>) -> Option<PagingStyle> {
    let offset = find(sides.request, &["offset"], is_number)?;
    let limit = find(sides.request, &["limit"], is_number)?;
    let total = Some(sides.total()?);
    let wire = |index: usize| sides.request.members.get(index).map(|member| &member.wire);
    match offset_unit(sides.action, wire(offset)?, wire(limit)?) {
        OffsetUnit::Items => Some(sides.offset_limit(offset, limit, total)),
        OffsetUnit::Pages { first } => Some(PagingStyle::PageNumber {
            number: offset,
            size: limit,
            total,
            page_size: sides.page_size(limit),
            first,
        }),
        OffsetUnit::Unclear(_) => None,
    }
}

/// Returns the documented unit of the action's `Offset`; `None` unless the action would be paged by
/// `Offset` and `Limit`.
pub fn documented_offset(action: &spec::Action) -> Option<OffsetUnit> {
    let is_scalar = |member: &&spec::Member| matches!(member.type_name, TypeName::Scalar(_));
    let named = |members: &'_ [spec::Member], names: &[&str]| {
        let is_named = |member: &&spec::Member| {
            names
                .iter()
                .any(|name| member.name.eq_ignore_ascii_case(name))
        };
        let member = members.iter().filter(is_scalar).find(is_named);
        member.map(|member| member.name.clone())
    };
    let is_list = |member: &&spec::Member| matches!(member.type_name, TypeName::Array(_));
    let (offset, limit) = (
        named(&action.input, &["offset"])?,
        named(&action.input, &["limit"])?,
    );
    named(&action.output, TOTALS)?;
    if action.output.iter().filter(is_list).count() != 1 {
        return None;
    }
    Some(offset_unit(action, &offset, &limit))
}

fn page_number(sides: &Sides<'_>) -> Option<PagingStyle> {
    let number = find(sides.request, NUMBERS, is_number)?;
    let size = find(sides.request, SIZES, is_number)?;
    Some(sides.page_number(number, size, Some(sides.total()?)))
}

fn token(sides: &Sides<'_>) -> Option<PagingStyle> {
    let pair = |(request, responses): &(&str, &[&str])| {
        let token = find(sides.request, &[request], is_text)?;
        let next = find(sides.response, responses, is_text)?;
        Some((token, next))
    };
    let (token, next) = TOKENS.iter().find_map(pair)?;
    Some(sides.token(token, next))
}

/// Returns the first member that has one of these names, in the names' order, and a fitting type.
fn find(structure: &Structure, names: &[&str], fits: impl Fn(&Type) -> bool) -> Option<usize> {
    names.iter().find_map(|name| {
        structure
            .members
            .iter()
            .position(|member| member.wire.eq_ignore_ascii_case(name) && fits(&member.ty))
    })
}

/// Returns whether the type can hold an integer; some products send integers as text.
fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Integer | Type::Text)
}

fn is_text(ty: &Type) -> bool {
    *ty == Type::Text
}

fn only_list(response: &Structure) -> Option<(RustName, Type)> {
    let mut lists = response.members.iter().filter_map(list);
    match (lists.next(), lists.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Returns the field and its elements' type if the member is a list.
fn list(member: &Member) -> Option<(RustName, Type)> {
    match &member.ty {
        Type::List(element) => Some((member.field.clone(), (**element).clone())),
        _ => None,
    }
}

/// Returns whether a parameter of the action selects a page: an offset, a page number or a token.
pub fn takes_page_input(action: &spec::Action) -> bool {
    let tokens = TOKENS.iter().map(|(request, _)| *request);
    let names: Vec<&str> = tokens.chain(NUMBERS.iter().copied()).collect();
    action.input.iter().any(|member| {
        let is_named = |name: &&str| member.name.eq_ignore_ascii_case(name);
        member.name.eq_ignore_ascii_case("offset") || names.iter().any(is_named)
    })
}

/// Returns an error for each override that names a missing member or one of the wrong type.
pub(crate) fn unfit_overrides(spec: &ServiceSpec) -> impl Iterator<Item = LowerError> {
    let service = &spec.service;
    spec.hints.paging.iter().filter_map(|(name, hint)| {
        let action = spec.action(name)?;
        let kind = ErrorKind::PagingHint {
            action: name.clone(),
            member: unfit_member(action, hint)?.to_owned(),
            line: spec.hints.lines.get(&Thing::action(name)).copied(),
        };
        Some(LowerError {
            service: service.name.clone(),
            version: service.version.clone(),
            kind,
        })
    })
}

/// Returns the first member that does not fit its role: `items` must be a list, the others numbers
/// or texts.
fn unfit_member<'a>(action: &spec::Action, hint: &'a PagingHint) -> Option<&'a str> {
    let items = match hint {
        PagingHint::None {} => return None,
        PagingHint::Offset { items, .. }
        | PagingHint::Page { items, .. }
        | PagingHint::Token { items, .. } => items.as_str(),
    };
    let fits = |members: &[spec::Member], name: &str| {
        let member = members.iter().find(|member| member.name == name);
        member.is_some_and(|member| match &member.type_name {
            TypeName::Array(_) => name == items,
            TypeName::Scalar(_) => name != items,
            TypeName::Structure(_) => false,
        })
    };
    let input = hint
        .inputs()
        .into_iter()
        .find(|name| !fits(&action.input, name));
    input.or_else(|| {
        hint.outputs()
            .into_iter()
            .find(|name| !fits(&action.output, name))
    })
}
