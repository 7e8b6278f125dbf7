//! Values that were left out of a page: they must neither shift the next page nor end the walk.

use super::{EndFlag, MemberPath, Paging};
use crate::codec::{Mismatch, Structure, View};
use crate::error::{DecodeError, Error};
use crate::reply::ENVELOPE;

/// Returns the number of items that the server sent: those that were kept, and those that were left
/// out of a list of the same length.
pub(super) fn item_count(response: &dyn Structure, kept: usize, mismatches: &[Mismatch]) -> usize {
    let is_item = |mismatch: &&Mismatch| {
        let list = list_of_element(&mismatch.path);
        list.is_some_and(|list| length_at(response, list) == Some(kept))
    };
    kept + mismatches.iter().filter(is_item).count()
}

/// Returns the error for a page that lacks its list, its token or its end flag because they do not
/// fit their types. Such a page would lose items or end the walk.
pub(super) fn error(
    paging: &Paging,
    response: &dyn Structure,
    mismatches: &[Mismatch],
) -> Option<Error> {
    if mismatches.is_empty() {
        return None;
    }
    let decisive = |mismatch: &&Mismatch| {
        let is_list = mismatch.expected == "a list" && !mismatch.path.contains('[');
        is_list || leads_on(paging, response, &mismatch.path)
    };
    let mismatch = mismatches.iter().find(decisive)?;
    Some(DecodeError::strict(mismatch, ENVELOPE).into())
}

/// Returns whether a path leads to the next token or the end flag, or to a structure around them.
fn leads_on(paging: &Paging, response: &dyn Structure, path: &str) -> bool {
    let Paging::Token { next, end, .. } = *paging else {
        return false;
    };
    let end = end.map(|end| match end {
        EndFlag::More(flag) | EndFlag::Finished(flag) => flag,
    });
    is_on(response, next, path) || end.is_some_and(|end| is_on(response, end, path))
}

/// Returns whether a path is that of a member, or of a structure around it.
fn is_on(response: &dyn Structure, member: MemberPath, path: &str) -> bool {
    let (mut structure, mut rest) = (response, path);
    for index in member {
        let Some(named) = structure.schema().members.get(*index) else {
            return false;
        };
        let Some(below) = rest.strip_prefix(named.name) else {
            return false;
        };
        match (below.strip_prefix('.'), structure.member(*index)) {
            (None, _) => return below.is_empty(),
            (Some(below), Some(field)) => match field.view() {
                Some(View::Structure(inner)) => (structure, rest) = (inner, below),
                _ => return false,
            },
            (Some(_), None) => return false,
        }
    }
    false
}

/// Returns the path of the list if a path is that of an element: `Set[3]`, or `Set.3` of an object
/// that was read as a list.
fn list_of_element(path: &str) -> Option<&str> {
    let (list, index) = match path.strip_suffix(']') {
        Some(path) => path.rsplit_once('[')?,
        None => path.rsplit_once('.')?,
    };
    let is_index = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
    if is_index { Some(list) } else { None }
}

/// Returns the length of the list at a path through structures; `None` if it isn't a list.
fn length_at(response: &dyn Structure, path: &str) -> Option<usize> {
    let (mut structure, mut names) = (response, path.split('.').peekable());
    while let Some(name) = names.next() {
        let mut members = structure.schema().members.iter();
        let index = members.position(|member| member.name == name)?;
        match (structure.member(index)?.view(), names.peek()) {
            (Some(View::Structure(inner)), Some(_)) => structure = inner,
            (Some(View::List(list)), None) => {
                return Some((0..).take_while(|index| list.at(*index).is_some()).count());
            }
            // A list whose elements were all left out.
            (None, None) => return Some(0),
            _ => return None,
        }
    }
    None
}
