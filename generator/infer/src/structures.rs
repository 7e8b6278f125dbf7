//! Structures from samples: their members, and the structures inside.

use std::collections::{BTreeMap, BTreeSet};

use conform::walk::kind;
use extract::sensitive;
use indexmap::IndexMap;
use serde_json::{Map, Value};
use spec::{Inferred, MAX_ARRAYS, Member, Scalar, Source, Structure, TypeName};

use crate::Inference;
use crate::examples::{Body, Collected, Sample, Samples, count_examples};
use crate::known::Known;
use crate::names::{is_member_name, last_word};
use crate::parts::{Decision, Parts};
use crate::scalars;

/// A member whose examples show different kinds of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MixedMember {
    /// Name of the member.
    pub name: String,
    /// The kinds in words: `text`, `a whole number`.
    pub kinds: Vec<&'static str>,
}

/// A structure, with what its samples leave open.
pub(crate) struct Draft {
    pub(crate) inference: Inference,
    /// The members without evidence of their type.
    pub(crate) bare: BTreeMap<String, Bare>,
}

/// The only values of a member without evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bare {
    /// Null.
    Null,
    /// Empty lists.
    List,
    /// Empty objects.
    Object,
}

/// The maximum number of rounds. Each round finds the parts one level deeper.
const MAX_ROUNDS: usize = 128;

/// Infers the structures of the samples and their parts.
///
/// A part may show more of a structure that another table names. So every round starts with the
/// samples that the round before found, until none finds more.
pub(crate) fn infer(known: &Known<'_>, bodies: &[Body<'_>], base: &Samples<'_>) -> Vec<Draft> {
    let mut samples = base.clone();
    let mut drafts = Vec::new();
    let mut parts = Parts::new(known, base);
    for _ in 0..MAX_ROUNDS {
        let mut round = Round {
            known,
            next: Collected {
                samples: base.clone(),
                texts: Vec::new(),
            },
            parts: &mut parts,
        };
        drafts.clear();
        for (name, values) in &samples {
            drafts.extend(round.structure(name, values, bodies));
        }
        let next = round.next.samples;
        let is_settled = sizes(&next).eq(sizes(&samples));
        samples = next;
        if is_settled {
            break;
        }
    }
    drafts
}

fn sizes<'s>(samples: &'s Samples<'_>) -> impl Iterator<Item = (&'s String, usize)> {
    samples.iter().map(|(name, values)| (name, values.len()))
}

/// One pass over all structures.
struct Round<'r, 's, 'a> {
    known: &'r Known<'s>,
    /// The samples for the next round: those of the tables, and those of parts.
    next: Collected<'r, 'a>,
    parts: &'r mut Parts,
}

/// A structure and the samples of its members.
struct Owner<'o, 'a> {
    name: &'o str,
    members: &'o IndexMap<&'a str, Vec<Sample<'a>>>,
    /// The last words of the names of members with fractions.
    fractions: BTreeSet<String>,
}

impl<'o, 'a> Owner<'o, 'a> {
    fn new(name: &'o str, members: &'o IndexMap<&'a str, Vec<Sample<'a>>>) -> Self {
        let has_fraction = |values: &[Sample<'_>]| values.iter().any(|one| one.value.is_f64());
        let fractions = members
            .iter()
            .filter(|(_, values)| has_fraction(values))
            .map(|(name, _)| last_word(name));
        Self {
            name,
            members,
            fractions: fractions.collect(),
        }
    }
}

impl<'a> Round<'_, '_, 'a> {
    /// Returns a structure with all members of the samples, or `None` if they don't look like
    /// members. Tables that name it then mean any JSON.
    fn structure(
        &mut self,
        name: &str,
        samples: &[Sample<'a>],
        bodies: &[Body<'_>],
    ) -> Option<Draft> {
        let mut members: IndexMap<&'a str, Vec<Sample<'a>>> = IndexMap::new();
        for sample in samples {
            for (key, value) in sample.value.as_object()? {
                members.entry(key).or_default().push(sample.with(value));
            }
        }
        if members.is_empty() || !members.keys().all(|key| is_member_name(key)) {
            return None;
        }
        let owner = Owner::new(name, &members);
        let typed: Vec<Member> = members
            .iter()
            .map(|(name, values)| self.member(&owner, name, values))
            .collect();
        let of_values = || typed.iter().zip(members.values());
        let first = bodies.get(samples.first()?.body)?;
        Some(Draft {
            bare: of_values()
                .filter_map(|(member, values)| Some((member.name.clone(), bare(values)?)))
                .collect(),
            inference: Inference {
                action: first.action.name.clone(),
                examples: count_examples(samples, bodies),
                mixed: of_values()
                    .filter_map(|(member, values)| mixed_member(member, values))
                    .collect(),
                structure: Structure {
                    name: name.to_owned(),
                    members: typed,
                    inferred: Some(Inferred::Example),
                    sources: sources(samples, bodies),
                    ..Structure::default()
                },
            },
        })
    }

    fn member(&mut self, owner: &Owner<'_, 'a>, name: &str, values: &[Sample<'a>]) -> Member {
        let present = present(values);
        let type_name = match self.documented(owner, name, &present) {
            Some(type_name) => {
                for value in &present {
                    self.next.add(self.known.context, &type_name, *value);
                }
                type_name
            }
            None => self.shape(owner, name, &present, 0),
        };
        Member {
            nullable: present.len() < values.len(),
            sensitive: sensitive(name, &type_name),
            inferred: Some(Inferred::Example),
            ..Member::new(name, type_name)
        }
    }

    /// Returns the documented type of members with this name, if it holds all values.
    fn documented(
        &mut self,
        owner: &Owner<'_, 'a>,
        name: &str,
        values: &[Sample<'a>],
    ) -> Option<TypeName> {
        if self.parts.is_set(Decision::Undocumented, owner.name, name) {
            return None;
        }
        let type_name = self.known.type_of(name, values);
        if type_name.is_none() {
            self.parts.set(Decision::Undocumented, owner.name, name);
        }
        type_name
    }

    /// Returns the narrowest type that holds all values, none of which is null, inside this number
    /// of arrays.
    fn shape(
        &mut self,
        owner: &Owner<'_, 'a>,
        name: &str,
        values: &[Sample<'a>],
        arrays: usize,
    ) -> TypeName {
        let any = TypeName::Scalar(Scalar::Object);
        if arrays < MAX_ARRAYS
            && let Some(items) = items(values)
        {
            let has_null = items.iter().any(|item| item.value.is_null());
            let element = if has_null || items.is_empty() {
                any
            } else {
                self.shape(owner, name, &items, arrays + 1)
            };
            return TypeName::Array(Box::new(element));
        }
        let is_object = |sample: &&Sample<'_>| sample.value.is_object();
        match values.iter().filter(is_object).count() {
            _ if values.is_empty() => any,
            0 if values.iter().any(|sample| sample.value.is_array()) => any,
            0 => TypeName::Scalar(self.scalar(owner, name, values)),
            count if count == values.len() => self.part(owner, name, values).unwrap_or(any),
            _ => {
                self.parts.set(Decision::Open, owner.name, name);
                any
            }
        }
    }

    fn scalar(&self, owner: &Owner<'_, 'a>, name: &str, values: &[Sample<'a>]) -> Scalar {
        let found = scalars::type_of(name, values, self.known);
        // `MinLoad: 1` may have a fraction if `MaxLoad` has one.
        if found == Scalar::Integer && owner.fractions.contains(&last_word(name)) {
            return Scalar::Float;
        }
        found
    }

    /// Returns the structure of objects, or `None` if they don't look like one.
    fn part(
        &mut self,
        owner: &Owner<'_, 'a>,
        member: &str,
        objects: &[Sample<'a>],
    ) -> Option<TypeName> {
        let fields = || objects.iter().filter_map(|sample| sample.value.as_object());
        fields().flat_map(Map::keys).next()?;
        if !fields().flat_map(Map::keys).all(|key| is_member_name(key)) {
            self.parts.set(Decision::Open, owner.name, member);
        }
        if self.parts.is_set(Decision::Open, owner.name, member) {
            return None;
        }
        if is_recursive(owner, member, fields()) {
            self.parts.set(Decision::Recursive, owner.name, member);
        }
        let name = if self.parts.is_set(Decision::Recursive, owner.name, member) {
            owner.name.to_owned()
        } else {
            self.parts.name(owner.name, member)?
        };
        for object in objects {
            self.next.add_sample(&name, *object);
        }
        Some(TypeName::Structure(name))
    }
}

/// Returns the items of all lists, or `None` if a value isn't a list.
fn items<'a>(values: &[Sample<'a>]) -> Option<Vec<Sample<'a>>> {
    let mut items = Vec::new();
    for sample in values {
        let list = sample.value.as_array()?;
        items.extend(list.iter().map(|item| sample.with(item)));
    }
    (!values.is_empty()).then_some(items)
}

/// Returns whether the objects in a member are of the owner's own kind, as in a tree: they have the
/// same member again, with objects or nothing in it, and mostly members of the owner.
fn is_recursive<'v>(
    owner: &Owner<'_, '_>,
    member: &str,
    mut objects: impl Iterator<Item = &'v Map<String, Value>> + Clone,
) -> bool {
    let is_shared = |key: &&String| owner.members.contains_key(key.as_str());
    let mut inner = objects
        .clone()
        .filter_map(|object| object.get(member))
        .peekable();
    inner.peek().is_some()
        && inner.all(holds_objects)
        && objects.all(|object| object.keys().filter(is_shared).count() * 2 > object.len())
}

/// Returns whether the value is an object, null, or a list of such values.
fn holds_objects(value: &Value) -> bool {
    match value {
        Value::Null | Value::Object(_) => true,
        Value::Array(items) => items.iter().all(holds_objects),
        _ => false,
    }
}

/// Returns the sources of all actions whose examples show the samples, each once.
fn sources(samples: &[Sample<'_>], bodies: &[Body<'_>]) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    let mut previous = None;
    for sample in samples {
        if previous.replace(sample.body) == Some(sample.body) {
            continue;
        }
        let action = bodies.get(sample.body).map(|body| body.action);
        for source in action.iter().flat_map(|action| &action.sources) {
            if !sources.contains(source) {
                sources.push(source.clone());
            }
        }
    }
    sources
}

/// Returns the kinds of values of a member that takes any JSON because they differ.
fn mixed_member(member: &Member, values: &[Sample<'_>]) -> Option<MixedMember> {
    let mut type_name = &member.type_name;
    let mut values = present(values);
    while let TypeName::Array(element) = type_name {
        type_name = element;
        values = items(&values)?;
    }
    if *type_name != TypeName::Scalar(Scalar::Object) {
        return None;
    }
    let kinds: BTreeSet<&'static str> = values.iter().map(|sample| kind(sample.value)).collect();
    (kinds.len() > 1).then(|| MixedMember {
        name: member.name.clone(),
        kinds: kinds.into_iter().collect(),
    })
}

fn present<'a>(values: &[Sample<'a>]) -> Vec<Sample<'a>> {
    let is_present = |sample: &&Sample<'_>| !sample.value.is_null();
    values.iter().filter(is_present).copied().collect()
}

/// Returns the kind of empty values, or `None` if some value is evidence of the type.
fn bare(values: &[Sample<'_>]) -> Option<Bare> {
    let mut found = Bare::Null;
    for sample in present(values) {
        let kind = match sample.value {
            Value::Array(items) if items.is_empty() => Bare::List,
            Value::Object(fields) if fields.is_empty() => Bare::Object,
            _ => return None,
        };
        if found != Bare::Null && found != kind {
            return None;
        }
        found = kind;
    }
    Some(found)
}
