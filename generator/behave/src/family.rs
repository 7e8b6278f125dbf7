//! Kinds of resources, discovered in what actions describe and create.

use std::collections::BTreeMap;

use spec::{Action, Member, Scalar, ServiceSpec, Structure, TypeName, resource_of_ids};

use crate::ids::{Names, fitness, is_abbreviation};
use crate::paths::{is_list, joined};
use crate::words::{ActionName, Verb, normal, singular, split};

/// A kind of resource.
#[derive(Debug, Clone)]
pub(crate) struct Family<'s> {
    /// Name as written: `KeyPair`.
    pub(crate) name: String,
    /// Resource that its ids name, in normal form: `key`. Empty for rows of a catalogue.
    pub(crate) named: String,
    /// Abbreviations that other ids of it use: `img`.
    pub(crate) aliases: Vec<String>,
    /// Normal singular of what its main action describes: `keypair`.
    pub(crate) noun: String,
    /// Path of the id in the structure.
    pub(crate) id: Option<(String, &'s Member)>,
    pub(crate) structure: Option<&'s Structure>,
    /// Main describing action.
    pub(crate) described_by: Option<String>,
    /// True if the id is a number within a parent.
    pub(crate) is_numbered: bool,
}

/// Descriptions in the response of an action.
#[derive(Debug, Clone)]
pub(crate) struct Items<'s> {
    pub(crate) action: &'s Action,
    pub(crate) name: ActionName,
    /// Path in the response; empty for the response itself.
    pub(crate) path: String,
    pub(crate) structure: Option<&'s Structure>,
    pub(crate) is_list: bool,
    pub(crate) id: Option<Id<'s>>,
}

/// The id in a description.
#[derive(Debug, Clone)]
pub(crate) struct Id<'s> {
    pub(crate) path: String,
    pub(crate) member: &'s Member,
    pub(crate) named: String,
    pub(crate) score: u32,
    pub(crate) is_numbered: bool,
}

/// The kinds of resources of a service, and the descriptions that actions answer.
pub(crate) struct Families<'s> {
    pub(crate) all: Vec<Family<'s>>,
    /// Best descriptions of each action.
    pub(crate) items: BTreeMap<&'s str, Items<'s>>,
    pub(crate) names: Names,
}

impl<'s> Families<'s> {
    pub(crate) fn of(spec: &'s ServiceSpec) -> Self {
        let names = Names::of(spec);
        let mut items = BTreeMap::new();
        let mut groups: BTreeMap<String, Vec<Items<'s>>> = BTreeMap::new();
        for action in &spec.actions {
            let Some(name) = split(&action.name) else {
                continue;
            };
            let is_source = matches!(name.verb, Verb::Describe | Verb::Create);
            let Some(best) = best_items(spec, &names, action, &name).filter(|_| is_source) else {
                continue;
            };
            match &best.id {
                Some(id) => groups
                    .entry(id.named.clone())
                    .or_default()
                    .push(best.clone()),
                None if name.verb == Verb::Describe && best.is_list => {
                    let structure = best
                        .structure
                        .map_or("", |structure| structure.name.as_str());
                    groups
                        .entry(format!(" {structure}"))
                        .or_default()
                        .push(best.clone());
                }
                None => continue,
            }
            items.insert(action.name.as_str(), best);
        }
        join_abbreviated(&mut groups);
        let all = groups
            .into_values()
            .filter_map(|group| family(&group))
            .collect();
        Self { all, items, names }
    }

    /// Returns the kind that ids of this name belong to.
    pub(crate) fn named(&self, named: &str) -> Option<&Family<'s>> {
        let mut all = self.all.iter().filter(|family| !family.named.is_empty());
        all.clone()
            .find(|family| family.is_named(named))
            .or_else(|| {
                all.find(|family| {
                    named.len() > family.named.len()
                        && family.named.len() >= 3
                        && named.ends_with(&family.named)
                })
            })
    }

    /// Returns the kind that a member identifies in an action about `noun`.
    pub(crate) fn of_member_about(&self, member: &Member, noun: &str) -> Option<&Family<'s>> {
        let mut all = self.all.iter();
        let own = all.find(|family| family.named == noun && self.names.is_key(member, noun));
        own.or_else(|| self.of_member(member))
    }

    /// Returns the kind that a member's values identify: by an id, or by a number.
    pub(crate) fn of_member(&self, member: &Member) -> Option<&Family<'s>> {
        if let Some(family) = self
            .names
            .named_by(member)
            .and_then(|named| self.named(&named))
        {
            return Some(family);
        }
        if member.type_name.structure().is_some() {
            return None;
        }
        let one = singular(&normal(&member.name));
        self.all
            .iter()
            .find(|family| family.is_numbered && family.named == one)
    }
}

impl Family<'_> {
    fn is_named(&self, named: &str) -> bool {
        self.named == named || self.noun == named || self.aliases.iter().any(|alias| alias == named)
    }
}

/// Joins the groups of `img` and of `image`.
fn join_abbreviated(groups: &mut BTreeMap<String, Vec<Items<'_>>>) {
    let names: Vec<String> = groups.keys().cloned().collect();
    for short in &names {
        let long = names.iter().find(|long| {
            long.len() > short.len()
                && long.len() <= 8
                && short.len() >= 3
                && is_abbreviation(short, long)
        });
        if let Some(long) = long
            && let Some(group) = groups.remove(short)
        {
            groups.entry(long.clone()).or_default().extend(group);
        }
    }
}

/// Returns the best descriptions in an action's response.
fn best_items<'s>(
    spec: &'s ServiceSpec,
    names: &Names,
    action: &'s Action,
    name: &ActionName,
) -> Option<Items<'s>> {
    let found = all_items(spec, names, action, name);
    let own = id_of(names, &action.output, action, name, "");
    if found.iter().all(|items| items.id.is_none()) && own.as_ref().is_some_and(|id| id.score >= 3)
    {
        return Some(Items {
            action,
            name: name.clone(),
            path: String::new(),
            structure: None,
            is_list: false,
            id: own,
        });
    }
    // The first of several equally good ones counts.
    let score = |items: &Items<'_>| (items.id.as_ref().map_or(0, |id| id.score), items.is_list);
    found.into_iter().rev().max_by_key(score)
}

/// Returns all descriptions in an action's response.
fn all_items<'s>(
    spec: &'s ServiceSpec,
    names: &Names,
    action: &'s Action,
    name: &ActionName,
) -> Vec<Items<'s>> {
    let structure_of = |member: &Member| spec.structure(member.type_name.structure()?);
    let mut found = Vec::new();
    for member in &action.output {
        let Some(structure) = structure_of(member) else {
            continue;
        };
        let is_list_of = is_list(&member.type_name);
        let path = member.name.clone();
        let mut described = items(names, action, name, path, structure, is_list_of);
        if described.id.is_none() {
            described.id = nested_id(spec, names, structure, action, name);
        }
        let wrapper = described.id.as_ref().map(|id| id.named.clone());
        found.push(described);
        // `data.eipSet`: a structure that only wraps a list.
        let lists = structure
            .members
            .iter()
            .filter(|inner| is_list(&inner.type_name));
        for inner in lists.filter(|_| !is_list_of) {
            if let Some(wrapped) = structure_of(inner) {
                let path = joined(&member.name, &inner.name);
                let inside = items(names, action, name, path, wrapped, true);
                // Parts of one resource repeat its id.
                let is_part = inside
                    .id
                    .as_ref()
                    .is_some_and(|id| wrapper.as_ref() == Some(&id.named));
                if !is_part {
                    found.push(inside);
                }
            }
        }
    }
    found
}

fn items<'s>(
    names: &Names,
    action: &'s Action,
    name: &ActionName,
    path: String,
    structure: &'s Structure,
    is_list: bool,
) -> Items<'s> {
    Items {
        action,
        name: name.clone(),
        path,
        structure: Some(structure),
        is_list,
        id: id_of(
            names,
            &structure.members,
            action,
            name,
            &normal(&structure.name),
        )
        .filter(|id| is_list || !id.is_numbered),
    }
}

/// Returns the id in a structure that wraps the description: `Module.ModuleId`.
fn nested_id<'s>(
    spec: &'s ServiceSpec,
    names: &Names,
    structure: &'s Structure,
    action: &Action,
    name: &ActionName,
) -> Option<Id<'s>> {
    structure.members.iter().find_map(|outer| {
        let inner = match &outer.type_name {
            TypeName::Structure(inner) => spec.structure(inner)?,
            _ => return None,
        };
        let id = id_of(names, &inner.members, action, name, &normal(&inner.name))?;
        (id.score >= 8 && !id.is_numbered).then(|| Id {
            path: joined(&outer.name, &id.path),
            ..id
        })
    })
}

/// Returns the member with the id of what an action describes.
fn id_of<'s>(
    names: &Names,
    members: &'s [Member],
    action: &Action,
    name: &ActionName,
    structure: &str,
) -> Option<Id<'s>> {
    let number = members.iter().find(|member| {
        normal(&member.name) == name.noun && member.type_name == TypeName::Scalar(Scalar::Integer)
    });
    if let Some(member) = number.filter(|_| name.verb == Verb::Describe) {
        return Some(Id {
            path: member.name.clone(),
            member,
            named: name.noun.clone(),
            score: 9,
            is_numbered: true,
        });
    }
    let scored = members
        .iter()
        .filter(|member| !is_list(&member.type_name))
        .filter_map(|member| {
            let named = names.named_in(member, &name.noun)?;
            let asked = action
                .input
                .iter()
                .any(|input| names.named_by(input).as_ref() == Some(&named));
            let score = fitness(&named, &name.noun) * 2
                + fitness(&named, structure)
                + if asked { 3 } else { 0 };
            (score > 0).then(|| Id {
                path: member.name.clone(),
                member,
                named,
                score,
                is_numbered: false,
            })
        });
    scored.rev().max_by_key(|id| id.score)
}

/// Returns the kind of resource that a group of descriptions shows.
fn family<'s>(group: &[Items<'s>]) -> Option<Family<'s>> {
    let fit = |items: &Items<'_>| {
        let ids = group.iter().filter_map(|items| items.id.as_ref());
        let members = items
            .structure
            .map_or(0, |structure| structure.members.len());
        let is_described = items.name.verb == Verb::Describe;
        let is_nested = items.id.as_ref().is_some_and(|id| id.path.contains('.'));
        let fits = ids.map(|id| fitness(&id.named, &items.name.noun)).max();
        let short = std::cmp::Reverse(items.name.noun.len());
        (
            is_described,
            !is_nested,
            items.is_list,
            fits,
            short,
            members,
        )
    };
    let main = group.iter().rev().max_by_key(|items| fit(items))?;
    let named = main
        .id
        .as_ref()
        .map(|id| id.named.clone())
        .unwrap_or_default();
    Some(Family {
        name: family_name(main),
        noun: main.name.noun.clone(),
        aliases: group
            .iter()
            .filter_map(|items| items.id.as_ref())
            .map(|id| id.named.clone())
            .collect(),
        id: main.id.as_ref().map(|id| (id.path.clone(), id.member)),
        structure: main.structure,
        described_by: (main.name.verb == Verb::Describe).then(|| main.action.name.clone()),
        is_numbered: main.id.as_ref().is_some_and(|id| id.is_numbered),
        named,
    })
}

fn family_name(main: &Items<'_>) -> String {
    let structure = main.structure.map(|structure| structure.name.as_str());
    let Some(id) = &main.id else {
        return structure.unwrap_or(&main.name.rest).to_owned();
    };
    if let Some(structure) = structure.filter(|name| normal(name) == main.name.noun) {
        return structure.to_owned();
    }
    if id.is_numbered {
        return id.member.name.clone();
    }
    let by_name = || id.member.name.strip_suffix("Name");
    let by_noun = || main.name.rest.get(..id.named.len());
    let by_noun = by_noun().filter(|rest| normal(rest) == id.named && id.named == main.name.noun);
    let written = resource_of_ids(&id.member.name);
    let written = written.or(by_noun).or_else(by_name);
    let written = written.filter(|written| !written.is_empty());
    let written = written.unwrap_or(&main.name.rest);
    let is_unified = normal(written) != id.named;
    let written = written
        .strip_prefix("un")
        .filter(|_| is_unified)
        .unwrap_or(written);
    let mut letters = written.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}", letters.as_str())
}
