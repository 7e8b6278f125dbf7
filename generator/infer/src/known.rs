//! The facts about names that hold all over a service, from its tables and its examples.

use std::collections::{BTreeMap, BTreeSet};

use conform::{Context, fits};
use serde_json::Value;
use spec::{Member, Scalar, TypeName};

use crate::examples::{Body, Collected, Origin, Sample, Samples};
use crate::times::time_form;

/// The facts about names that hold all over a service.
pub(crate) struct Known<'s> {
    /// The spec, without inferred structures.
    pub(crate) context: &'s Context<'s>,
    in_structures: Votes<'s>,
    in_actions: Votes<'s>,
    /// True for a type of points in time if tables give it to most members with texts of its form.
    times: BTreeMap<Scalar, bool>,
    /// The keys that examples show for each undescribed structure where a table names it.
    shown: BTreeMap<&'s str, BTreeSet<&'s str>>,
    /// The names of members that hold a number with a fraction in some example.
    fractions: BTreeSet<String>,
}

/// The number of tables that give a type to a member of this name.
type Votes<'s> = BTreeMap<&'s str, BTreeMap<&'s TypeName, usize>>;

impl<'s> Known<'s> {
    /// Collects the facts from the tables, all bodies, and the values found along the tables.
    pub(crate) fn new(
        context: &'s Context<'s>,
        bodies: &[Body<'_>],
        found: &'s Collected<'s, 's>,
    ) -> Self {
        let spec = context.spec;
        let structures = spec.structures.iter().flat_map(|one| &one.members);
        let actions = spec.actions.iter();
        let own = actions.flat_map(|action| action.input.iter().chain(&action.output));
        let mut fractions = BTreeSet::new();
        for body in bodies {
            add_fractions(body.value(), "", &mut fractions);
        }
        Self {
            context,
            times: times(structures.clone().chain(own.clone()), &found.texts),
            shown: shown(&found.samples),
            in_structures: votes(structures),
            in_actions: votes(own),
            fractions,
        }
    }

    /// Returns whether the tables use this type for points in time of its form, rather than text.
    /// `None` if no table tells.
    pub(crate) fn types_time(&self, time: Scalar) -> Option<bool> {
        self.times.get(&time).copied()
    }

    /// Returns whether some example shows a fraction in a member of this name.
    pub(crate) fn has_fraction(&self, name: &str) -> bool {
        self.fractions.contains(name)
    }

    /// Returns the documented type of members with this name, if it holds all values.
    ///
    /// Members of structures decide; only a name that none of them has is looked up among the
    /// inputs and outputs.
    pub(crate) fn type_of(&self, name: &str, values: &[Sample<'_>]) -> Option<TypeName> {
        let votes = self
            .in_structures
            .get(name)
            .or_else(|| self.in_actions.get(name))?;
        let agreed = agreed(votes)?;
        let holds_all = values.iter().all(|value| self.holds(&agreed, *value));
        holds_all.then_some(agreed)
    }

    fn holds(&self, type_name: &TypeName, sample: Sample<'_>) -> bool {
        let may_be_text = sample.origin != Origin::Reply;
        let shown = type_name.structure().and_then(|name| self.shown.get(name));
        fits(self.context, sample.value, type_name, may_be_text)
            && shown.is_none_or(|shown| is_alike(sample.value, shown))
    }
}

fn shown<'s>(samples: &'s Samples<'s>) -> BTreeMap<&'s str, BTreeSet<&'s str>> {
    let keys_of = |samples: &'s [Sample<'s>]| {
        let objects = samples.iter().filter_map(|sample| sample.value.as_object());
        objects
            .flat_map(|object| object.keys().map(String::as_str))
            .collect()
    };
    let structures = samples.iter();
    structures
        .map(|(name, samples)| (name.as_str(), keys_of(samples)))
        .collect()
}

/// Adds the names of members whose numbers have a fraction. `name` is that of the value itself.
fn add_fractions(value: &Value, name: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Number(number) if number.is_f64() && !found.contains(name) => {
            found.insert(name.to_owned());
        }
        Value::Array(items) => {
            for item in items {
                add_fractions(item, name, found);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                add_fractions(value, name, found);
            }
        }
        _ => {}
    }
}

/// Returns for each type of points in time whether more tables use it than call texts of its form
/// text.
fn times<'s>(
    members: impl Iterator<Item = &'s Member>,
    texts: &[(&'s str, &str)],
) -> BTreeMap<Scalar, bool> {
    let mut names: BTreeMap<Scalar, [BTreeSet<&str>; 2]> = BTreeMap::new();
    for member in members {
        if let TypeName::Scalar(
            time @ (Scalar::Date | Scalar::Timestamp | Scalar::TimestampIso8601),
        ) = member.type_name
        {
            let [typed, _] = names.entry(time).or_default();
            typed.insert(&member.name);
        }
    }
    for (name, text) in texts {
        if let Some(time) = time_form(text) {
            let [_, untyped] = names.entry(time).or_default();
            untyped.insert(name);
        }
    }
    let is_used = |[typed, untyped]: [BTreeSet<&str>; 2]| typed.len() > untyped.len();
    let used = names
        .into_iter()
        .map(|(time, names)| (time, is_used(names)));
    used.collect()
}

fn votes<'s>(members: impl Iterator<Item = &'s Member>) -> Votes<'s> {
    let mut votes = Votes::new();
    for member in members {
        let of_name = votes.entry(&member.name).or_default();
        *of_name.entry(&member.type_name).or_default() += 1;
    }
    votes
}

/// Returns the type that at least three quarters of the tables give. Any JSON says nothing.
///
/// If tables differ only between `Integer` and `Float`, the result is `Float`, which holds both.
fn agreed(votes: &BTreeMap<&TypeName, usize>) -> Option<TypeName> {
    let total: usize = votes.values().sum();
    let (most, count) = votes.iter().max_by_key(|(_, count)| **count)?;
    if *count * 4 >= total * 3 {
        let is_open = **most == TypeName::Scalar(Scalar::Object);
        return (!is_open).then(|| (**most).clone());
    }
    let are_numbers = votes.keys().all(|voted| is_number(voted));
    let fraction = votes.keys().find(|voted| is_fraction(voted))?;
    are_numbers.then(|| (**fraction).clone())
}

fn is_fraction(type_name: &TypeName) -> bool {
    matches!(type_name, TypeName::Scalar(Scalar::Float | Scalar::Double))
}

fn is_number(type_name: &TypeName) -> bool {
    is_fraction(type_name) || *type_name == TypeName::Scalar(Scalar::Integer)
}

/// Returns whether at least half of each object's keys are known.
fn is_alike(value: &Value, known: &BTreeSet<&str>) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| is_alike(item, known)),
        Value::Object(fields) => {
            let is_known = |key: &&String| known.contains(key.as_str());
            fields.keys().filter(is_known).count() * 2 >= fields.len()
        }
        _ => true,
    }
}
