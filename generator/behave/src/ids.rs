//! Ids: the members that hold them, and their forms in the documented examples.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use spec::{Member, Scalar, ServiceSpec, TypeName, resource_of_ids};

use crate::words::{Verb, normal, singular, split};

/// The kinds of resources without ids, which their names identify: `function` for `FunctionName`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    kinds: BTreeSet<String>,
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
        Self { kinds }
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
        by_name.or_else(|| self.named_by(member))
    }
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
