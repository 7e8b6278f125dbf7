//! Ids: the members that hold them, and their forms in the documented examples.

use std::collections::BTreeMap;

use serde_json::Value;
use spec::{Member, Scalar, ServiceSpec, TypeName, resource_of_ids};

use crate::words::{normal, singular};

/// Returns the resource that a member's ids name, in normal form: `instance` for `InstanceIds`,
/// `instanceIdSet` and `unInstanceId`.
pub(crate) fn named_by(member: &Member) -> Option<String> {
    if member.type_name.structure().is_some() {
        return None;
    }
    named_by_name(&member.name)
}

/// Returns the resource that ids of this name belong to.
pub(crate) fn named_by_name(name: &str) -> Option<String> {
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

/// Returns the form of the ids in a member, from documented values: the most frequent one.
pub(crate) fn form(spec: &ServiceSpec, member: &Member) -> String {
    if matches!(member.type_name, TypeName::Scalar(Scalar::Integer)) {
        return "#".to_owned();
    }
    let wanted = singular(&normal(&member.name));
    let mut forms: BTreeMap<String, usize> = BTreeMap::new();
    for action in &spec.actions {
        let samples = action.examples.iter();
        let bodies = samples.flat_map(|example| example.request.iter().chain(&example.response));
        for body in bodies {
            collect(body, &wanted, &mut forms);
        }
    }
    for structure in &spec.structures {
        for other in structure
            .members
            .iter()
            .filter(|other| normal(&other.name) == wanted)
        {
            if let Some(sample) = &other.example {
                note(sample.trim_matches('"'), &mut forms);
            }
        }
    }
    // Of equally frequent forms, the first in the alphabet counts.
    let best = forms.iter().rev().max_by_key(|(_, count)| **count);
    let best = best.map(|(form, _)| form.clone());
    best.unwrap_or_else(|| format!("{}-********", wanted.strip_suffix("id").unwrap_or(&wanted)))
}

fn collect(value: &Value, wanted: &str, forms: &mut BTreeMap<String, usize>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if singular(&normal(name)) == wanted {
                    texts(value, forms);
                } else {
                    collect(value, wanted, forms);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, wanted, forms)),
        _ => {}
    }
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
