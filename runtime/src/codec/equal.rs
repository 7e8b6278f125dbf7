//! Equality of structures, compiled once for all of them.

use super::field::{Field, List, View};
use super::mapping::{Mapping, entries};
use super::structure::Structure;

/// Returns whether two structures hold equal values. A NaN equals nothing, as for `f64`.
#[inline]
pub fn equal<T: Structure>(one: &T, other: &T) -> bool {
    equal_members(one, other)
}

/// Compares structures of the same type.
fn equal_members(one: &dyn Structure, other: &dyn Structure) -> bool {
    let members = one.schema().members;
    (0..members.len()).all(|index| {
        let one = one.member(index).and_then(Field::view);
        let other = other.member(index).and_then(Field::view);
        match (one, other) {
            (Some(one), Some(other)) => equal_views(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    })
}

fn equal_views(one: View<'_>, other: View<'_>) -> bool {
    match (one, other) {
        (View::Text(one), View::Text(other)) => one == other,
        (View::Integer(one), View::Integer(other)) => one == other,
        (View::Float(one), View::Float(other)) => one == other,
        (View::Boolean(one), View::Boolean(other)) => one == other,
        (View::Any(one), View::Any(other)) => one == other,
        (View::Structure(one), View::Structure(other)) => equal_members(one, other),
        (View::List(one), View::List(other)) => equal_lists(one, other),
        (View::Mapping(one), View::Mapping(other)) => equal_mappings(one, other),
        _ => false,
    }
}

fn equal_lists(one: &dyn List, other: &dyn List) -> bool {
    let mut index = 0;
    loop {
        match (one.at(index), other.at(index)) {
            (Some(one), Some(other)) if equal_views(one, other) => index += 1,
            (None, None) => return true,
            _ => return false,
        }
    }
}

fn equal_mappings(one: &dyn Mapping, other: &dyn Mapping) -> bool {
    let (mut one, mut other) = (entries(one), entries(other));
    loop {
        match (one.next(), other.next()) {
            (Some(one), Some(other)) if one.0 == other.0 && equal_members(one.1, other.1) => {}
            (None, None) => return true,
            _ => return false,
        }
    }
}
