//! Ids: the members that hold them, and their forms in the documented examples.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use spec::{Action, Member, Scalar, ServiceSpec, TypeName, resource_of_ids};

use crate::words::{Verb, normal, singular, split};

/// The kinds of resources without ids of their own name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    /// Those that their names identify: `function` for `FunctionName`.
    kinds: BTreeSet<String>,
    /// Those that a member of a general name identifies, with that member: `definition` for
    /// `transcodetemplate`. It means another kind in the actions of another noun.
    keys: BTreeMap<String, String>,
}

impl Names {
    /// Finds the kinds that one action creates by a name and another one deletes by it, if no
    /// parameter has ids of that kind.
    pub(crate) fn of(spec: &ServiceSpec) -> Self {
        let (mut created, mut deleted) = (BTreeSet::new(), BTreeSet::new());
        for action in &spec.actions {
            let Some(name) = split(&action.name) else {
                continue;
            };
            let wanted = format!("{}name", name.noun);
            let is_named = action.input.iter().any(|member| {
                normal(&member.name) == wanted
                    && member.type_name == TypeName::Scalar(Scalar::String)
            });
            match name.verb {
                Verb::Create if is_named => created.insert(name.noun),
                Verb::Delete if is_named => deleted.insert(name.noun),
                _ => continue,
            };
        }
        let mut kinds: BTreeSet<String> = created.intersection(&deleted).cloned().collect();
        let parameters = spec.actions.iter().flat_map(|action| &action.input);
        for named in parameters.filter_map(|member| named_by_name(&member.name)) {
            kinds.remove(&named);
        }
        let keys = keys(spec, &kinds);
        Self { kinds, keys }
    }

    /// Returns the resource that a member in an action about `noun` identifies.
    pub(crate) fn named_about(&self, member: &Member, noun: &str) -> Option<String> {
        if self.is_key(member, noun) {
            return Some(noun.to_owned());
        }
        self.named_by(member)
    }

    /// Returns whether a member of a general name identifies the resources of this noun.
    pub(crate) fn is_key(&self, member: &Member, noun: &str) -> bool {
        let key = self.keys.get(noun);
        member.type_name.structure().is_none()
            && key.is_some_and(|key| *key == singular(&normal(&member.name)))
    }

    /// Returns the resource that a member's ids name, in normal form: `instance` for
    /// `InstanceIds`, `instanceIdSet` and `unInstanceId`.
    pub(crate) fn named_by(&self, member: &Member) -> Option<String> {
        if member.type_name.structure().is_some() {
            return None;
        }
        self.named_by_name(&member.name)
    }

    /// Returns the resource that ids or names of this name belong to.
    pub(crate) fn named_by_name(&self, name: &str) -> Option<String> {
        if let Some(named) = named_by_name(name) {
            // Such an id is only shown. No action takes it.
            return Some(named).filter(|named| !self.kinds.contains(named));
        }
        let name = singular(&normal(name));
        let kind = name.strip_suffix("name")?;
        self.kinds.get(kind).cloned()
    }

    /// Returns the resource that a member of its description identifies: `Name` is its name.
    pub(crate) fn named_in(&self, member: &Member, noun: &str) -> Option<String> {
        let is_name = member.name.eq_ignore_ascii_case("name");
        let by_name = self.kinds.get(noun).filter(|_| is_name).cloned();
        by_name.or_else(|| self.named_about(member, noun))
    }
}

/// Finds the members of general names by which one action deletes what another one creates, by
/// noun. Nouns with ids or names of their own need none.
fn keys(spec: &ServiceSpec, kinds: &BTreeSet<String>) -> BTreeMap<String, String> {
    let parameters = spec.actions.iter().flat_map(|action| &action.input);
    let with_ids: BTreeSet<String> = parameters
        .filter_map(|member| named_by_name(&member.name))
        .collect();
    let (mut created, mut deleted) = (BTreeMap::new(), BTreeMap::new());
    for action in &spec.actions {
        match split(&action.name) {
            Some(name) if name.verb == Verb::Create => created.entry(name.noun).or_insert(action),
            Some(name) if name.verb == Verb::Delete => deleted.entry(name.noun).or_insert(action),
            _ => continue,
        };
    }
    let general = created
        .into_iter()
        .filter(|(noun, _)| !kinds.contains(noun) && !with_ids.contains(noun));
    let found = general.filter_map(|(noun, create)| {
        let key = key_of(&noun, create, deleted.get(&noun)?)?;
        Some((noun, key))
    });
    found.collect()
}

/// Returns the member that identifies a resource for its creation and for its deletion: the only
/// one that the creation answers, or else a name in both requests.
fn key_of(noun: &str, create: &Action, delete: &Action) -> Option<String> {
    let ids: Vec<String> = delete
        .input
        .iter()
        .filter_map(|member| named_by_name(&member.name))
        .collect();
    if ids.iter().any(|named| fitness(named, noun) > 0) {
        return None;
    }
    let wanted = delete.input.iter().filter(|member| is_general(member));
    let wanted: Vec<String> = wanted.map(|member| key(&member.name)).collect();
    let has = |members: &[Member], wanted: &String| {
        let mut scalars = members
            .iter()
            .filter(|member| matches!(member.type_name, TypeName::Scalar(_)));
        scalars.any(|member| key(&member.name) == *wanted)
    };
    let answered = wanted
        .iter()
        .filter(|name| has(&create.output, name) && !has(&create.input, name));
    if let [one] = answered.collect::<Vec<_>>()[..] {
        return Some(one.clone());
    }
    let chosen = wanted.iter().filter(|name| has(&create.input, name));
    match chosen.collect::<Vec<_>>()[..] {
        // Within a parent, others may have the same name.
        [one] if ids.is_empty() && is_name_of(one, noun) => Some(one.clone()),
        _ => None,
    }
}

/// Returns whether a parameter may identify a resource though its name doesn't say which.
fn is_general(member: &Member) -> bool {
    let element = match &member.type_name {
        TypeName::Array(element) => element.as_ref(),
        type_name => type_name,
    };
    let name = key(&member.name);
    matches!(element, TypeName::Scalar(Scalar::String | Scalar::Integer))
        && (name == "id" || !name.ends_with("id"))
        && !name.ends_with("region")
        && !name.ends_with("token")
        && !name.ends_with("type")
}

/// Returns whether a name is that of a noun: `name`, `namespace` for `namespace`, and `queuename`
/// for `cmqqueue`.
fn is_name_of(name: &str, noun: &str) -> bool {
    let stem = name.strip_suffix("name").unwrap_or(name);
    stem.is_empty() || noun == name || noun.ends_with(stem) && stem != name
}

/// Returns the resource that ids of this name belong to.
fn named_by_name(name: &str) -> Option<String> {
    let of_others = resource_of_ids(name).map(normal);
    // Retired APIs write `unInstanceId` for the unified id.
    let of_others = of_others.map(|word| match word.strip_prefix("un") {
        Some(rest)
            if name.starts_with("un") && name.chars().nth(2).is_some_and(char::is_uppercase) =>
        {
            rest.to_owned()
        }
        _ => word,
    });
    of_others.filter(|word| word != "request" && word != "project")
}

/// Returns how well a name for ids fits what an action is about.
pub(crate) fn fitness(named: &str, noun: &str) -> u32 {
    let noun = singular(noun);
    if named == noun {
        5
    } else if named.len() >= 2 && noun.ends_with(named) {
        3
    } else if named.len() >= 2 && noun.starts_with(named) {
        2
    } else {
        u32::from(is_abbreviation(named, &noun))
    }
}

/// Returns whether a name has some letters of a noun, in order: `sg` of `securitygroup`.
pub(crate) fn is_abbreviation(named: &str, noun: &str) -> bool {
    let mut rest = noun.chars();
    let has_all = named
        .chars()
        .all(|letter| rest.by_ref().any(|other| other == letter));
    has_all && (2..=4).contains(&named.len()) && named.chars().next() == noun.chars().next()
}

/// The documented values of ids, by the member's name in normal singular form.
#[derive(Debug, Default)]
pub(crate) struct Samples {
    /// The number of documented values of each form.
    forms: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Samples {
    /// Collects the values of these members in all examples.
    pub(crate) fn of<'m>(spec: &ServiceSpec, members: impl Iterator<Item = &'m Member>) -> Self {
        let mut samples = Self::default();
        for member in members {
            samples.forms.entry(key(&member.name)).or_default();
        }
        for action in &spec.actions {
            for example in &action.examples {
                for body in example.request.iter().chain(&example.response) {
                    samples.collect(body);
                }
            }
        }
        for member in spec.structures.iter().flat_map(|one| &one.members) {
            let forms = samples.forms.get_mut(&normal(&member.name));
            if let (Some(forms), Some(sample)) = (forms, &member.example) {
                note(sample.trim_matches('"'), forms);
            }
        }
        samples
    }

    fn collect(&mut self, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    if let Some(forms) = self.forms.get_mut(&key(name)) {
                        texts(value, forms);
                    }
                    self.collect(value);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item)),
            _ => {}
        }
    }

    /// Returns the form of the ids in a member: the most frequent one. Names have none.
    pub(crate) fn form(&self, member: &Member) -> Option<String> {
        if matches!(member.type_name, TypeName::Scalar(Scalar::Integer)) {
            return Some("#".to_owned());
        }
        let wanted = key(&member.name);
        if wanted.ends_with("name") {
            return None;
        }
        // Of equally frequent forms, the first in the alphabet counts.
        let forms = self.forms.get(&wanted).into_iter().flatten().rev();
        let best = forms.max_by_key(|(_, count)| **count);
        let best = best.map(|(form, _)| form.clone());
        best.or_else(|| {
            let word = wanted.strip_suffix("id").unwrap_or(&wanted);
            Some(format!("{word}-********"))
        })
    }
}

fn key(name: &str) -> String {
    singular(&normal(name))
}

fn texts(value: &Value, forms: &mut BTreeMap<String, usize>) {
    match value {
        Value::String(text) => note(text, forms),
        Value::Array(items) => items.iter().for_each(|item| texts(item, forms)),
        _ => {}
    }
}

fn note(sample: &str, forms: &mut BTreeMap<String, usize>) {
    if let Some(form) = form_of(sample) {
        *forms.entry(form).or_default() += 1;
    }
}

/// Returns the form of one id: `ins-********` for `ins-r8hr2upy`.
fn form_of(id: &str) -> Option<String> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if !(2..=64).contains(&id.len()) || !id.chars().all(is_plain) {
        return None;
    }
    let parts: Vec<&str> = id.split('-').collect();
    let is_hex = |part: &&str| part.chars().all(|letter| letter.is_ascii_hexdigit());
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    if lengths == [8, 4, 4, 4, 12] && parts.iter().all(is_hex) {
        let parts = lengths.iter().map(|length| "%".repeat(*length));
        return Some(parts.collect::<Vec<_>>().join("-"));
    }
    if id.chars().all(|letter| letter.is_ascii_digit()) {
        return Some("#".repeat(id.len().max(2)));
    }
    let (prefix, rest) = id.rsplit_once('-')?;
    let is_prefix = !prefix.is_empty()
        && prefix
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter == '-');
    (is_prefix && rest.len() >= 4).then(|| format!("{prefix}-{}", "*".repeat(rest.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_keeps_prefix_and_length() {
        for (id, form) in [
            ("ins-r8hr2upy", Some("ins-********")),
            (
                "57a0f8ef-8112-460f-8203-f00000000001",
                Some("%%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%%"),
            ),
            ("1200", Some("####")),
            ("not an id", None),
            ("RUNNING", None),
        ] {
            assert_eq!(form_of(id).as_deref(), form, "{id}");
        }
    }

    #[test]
    fn names_of_ids_tell_the_resource() {
        for (name, resource) in [
            ("InstanceIds", Some("instance")),
            ("instanceIdSet", Some("instance")),
            ("unInstanceId", Some("instance")),
            ("ImageIDSet", Some("image")),
            ("ProjectId", None),
            ("Zone", None),
        ] {
            assert_eq!(named_by_name(name).as_deref(), resource, "{name}");
        }
    }
}
