//! A retired request as a newer one: the parameters that both have, and those that differ.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Retired;
use crate::docs::Difference;
use crate::examples::{Shapes, sample_value};
use crate::model::{Action, Expr, Member, Type};

/// The structures of the retired and of the newer version.
pub(super) struct Transfer<'a> {
    pub(super) old: Shapes<'a>,
    pub(super) new: Shapes<'a>,
}

/// The maximum depth of structures to compare, because structures can contain themselves.
const DEEPEST: usize = 3;

impl<'a> Transfer<'a> {
    /// Returns the newer request with the parameters that both have, and those that it requires.
    /// Values are those of the documented example that sets most of them.
    pub(super) fn request(
        &self,
        retired: &Retired<'_>,
        newer: &Action,
        documented: &spec::Action,
    ) -> Expr {
        let (old, new) = (&retired.action.request.members, &newer.request.members);
        let examples = retired.documented.examples.iter();
        let bodies = examples.filter_map(|example| example.request.as_ref()?.as_object());
        let transferred = bodies.map(|body| self.members(body, old, new, 0));
        let most = transferred.rev().max_by_key(Map::len).unwrap_or_default();
        let (shown, _) = self.new.body(&Value::Object(most), &newer.request);
        let Expr::Structure(name, setters) = shown else {
            return shown;
        };
        let mut values: BTreeMap<_, _> = setters.into_iter().collect();
        let pairs = pairs(old, new);
        let setters = new.iter().filter_map(|member| {
            let shown = values.remove(&member.field);
            let paired = pairs.iter().find(|(_, new)| new.wire == member.wire);
            let sample = || {
                let mut inputs = documented.input.iter();
                let input = inputs.find(|input| input.name == member.wire);
                sample_value(input, &member.ty, &self.new)
            };
            let value = shown.or_else(|| match paired {
                Some((old, _)) => self.shared(&old.ty, &member.ty, 0).or_else(sample),
                None if member.required => sample(),
                None => None,
            })?;
            Some((member.field.clone(), value))
        });
        Expr::Structure(name, setters.collect())
    }

    /// Returns a sample of a newer structure, or of a list of them, with the members that both have
    /// and those that it requires; `None` for other types.
    fn shared(&self, old: &Type, new: &Type, depth: usize) -> Option<Expr> {
        if let Type::List(element) = new {
            let one = self.shared(old, element, depth)?;
            return Some(Expr::List((**element).clone(), vec![one]));
        }
        let Type::Structure(name) = new else {
            return None;
        };
        let (old, new) = self.old.get(old.structure()?).zip(self.new.get(name))?;
        let pairs = pairs(&old.members, &new.members);
        if depth == DEEPEST {
            return None;
        }
        let setters = new.members.iter().filter_map(|member| {
            let paired = pairs.iter().find(|(_, new)| new.wire == member.wire);
            let both = paired.and_then(|(old, _)| self.shared(&old.ty, &member.ty, depth + 1));
            let sample = || sample_value(None, &member.ty, &self.new);
            let is_shown = paired.is_some() || member.required;
            let value = both.or_else(|| is_shown.then(sample).flatten())?;
            Some((member.field.clone(), value))
        });
        Some(Expr::Structure(name.clone(), setters.collect()))
    }

    /// Returns the members of an object that both sides have, by their newer names.
    fn members(
        &self,
        values: &Map<String, Value>,
        old: &[Member],
        new: &[Member],
        depth: usize,
    ) -> Map<String, Value> {
        let mut found = Map::new();
        for (old, new) in pairs(old, new) {
            let is_old = |name: &&String| name.eq_ignore_ascii_case(&old.wire);
            let Some(name) = values.keys().find(is_old) else {
                continue;
            };
            if let Some(value) = values.get(name) {
                found.insert(new.wire.clone(), self.value(value, &old.ty, &new.ty, depth));
            }
        }
        found
    }

    fn value(&self, value: &Value, old: &Type, new: &Type, depth: usize) -> Value {
        let structures = old.structure().zip(new.structure());
        let structures = structures.and_then(|(old, new)| self.old.get(old).zip(self.new.get(new)));
        match (value, structures) {
            (Value::Array(items), Some(_)) => {
                let items = items.iter().map(|item| self.value(item, old, new, depth));
                Value::Array(items.collect())
            }
            (Value::Object(object), Some((old, new))) if depth < DEEPEST => {
                Value::Object(self.members(object, &old.members, &new.members, depth + 1))
            }
            _ => value.clone(),
        }
    }

    /// Collects how the newer members differ from the older ones, apart from letter case. `newest`
    /// are the parameters of the newer request.
    pub(super) fn differences(
        &self,
        path: &str,
        (old, new): (&'a [Member], &'a [Member]),
        (newest, depth): (&'a [Member], usize),
        found: &mut Vec<Difference>,
    ) {
        let pairs = pairs(old, new);
        for member in old {
            let path = below(path, &member.wire);
            let Some((_, newer)) = pairs.iter().find(|(old, _)| old.wire == member.wire) else {
                found.push(self.without_pair(path, member, newest));
                continue;
            };
            let both = member.ty.structure().zip(newer.ty.structure());
            let both = both.and_then(|(old, new)| self.old.get(old).zip(self.new.get(new)));
            let types = (kind(&member.ty), kind(&newer.ty));
            if !newer.wire.eq_ignore_ascii_case(&member.wire) || types.0 != types.1 {
                found.push(Difference::Changed {
                    name: path.clone(),
                    newer: newer.wire.clone(),
                    types,
                });
            }
            if let Some((old, new)) = both
                && depth < DEEPEST
            {
                let members = (old.members.as_slice(), new.members.as_slice());
                self.differences(&path, members, (newest, depth + 1), found);
            }
        }
        let is_old = |member: &Member| pairs.iter().any(|(_, new)| new.wire == member.wire);
        for member in new
            .iter()
            .filter(|member| member.required && !is_old(member))
        {
            found.push(Difference::Required(below(path, &member.wire)));
        }
    }

    /// Returns the difference of a member that has no newer one at its place: it moved into a
    /// structure, if exactly one has a member of its name.
    fn without_pair(&self, path: String, member: &Member, newest: &'a [Member]) -> Difference {
        let mut places = Vec::new();
        self.places("", newest, &member.wire, 0, &mut places);
        match places.pop() {
            Some(place) if places.is_empty() => Difference::Moved(path, place),
            _ => Difference::Dropped(path),
        }
    }

    /// Collects the paths of the members inside structures that have this name.
    fn places(
        &self,
        path: &str,
        members: &'a [Member],
        name: &str,
        depth: usize,
        found: &mut Vec<String>,
    ) {
        for member in members {
            let path = below(path, &member.wire);
            if depth > 0 && member.wire.eq_ignore_ascii_case(name) {
                found.push(path.clone());
            }
            let structure = member.ty.structure().and_then(|name| self.new.get(name));
            if let Some(structure) = structure
                && depth < DEEPEST
            {
                self.places(&path, &structure.members, name, depth + 1, found);
            }
        }
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() {
        return name.to_owned();
    }
    format!("{path}.{name}")
}

/// Returns the members that both sides have, in the newer order: of the same name in any letter
/// case, or else of its singular or plural.
fn pairs<'m>(old: &'m [Member], new: &'m [Member]) -> Vec<(&'m Member, &'m Member)> {
    let equal = |one: &Member, other: &Member| one.wire.eq_ignore_ascii_case(&other.wire);
    let singular = |member: &Member| {
        let name = member.wire.to_ascii_lowercase();
        name.strip_suffix('s').map(str::to_owned).unwrap_or(name)
    };
    let has_equal = |member: &Member, others: &[Member]| others.iter().any(|o| equal(o, member));
    let pair = |newer: &'m Member| {
        let found = old.iter().find(|old| equal(old, newer)).or_else(|| {
            old.iter()
                .find(|old| !has_equal(old, new) && singular(old) == singular(newer))
        });
        Some((found?, newer))
    };
    new.iter().filter_map(pair).collect()
}

/// Returns the type in words: `a list of texts`.
fn kind(ty: &Type) -> String {
    let plain = match ty {
        Type::List(element) => return format!("a list of {}", plural(element)),
        Type::Text => "text",
        Type::Integer => "an integer",
        Type::Float => "a number",
        Type::Boolean => "a boolean",
        Type::Value => "any JSON",
        Type::Structure(_) | Type::ResourceResults => "a structure",
    };
    plain.to_owned()
}

fn plural(ty: &Type) -> &'static str {
    match ty {
        Type::Text => "texts",
        Type::Integer => "integers",
        Type::Float => "numbers",
        Type::Boolean => "booleans",
        Type::Value => "JSON values",
        Type::List(_) => "lists",
        Type::Structure(_) | Type::ResourceResults => "structures",
    }
}
