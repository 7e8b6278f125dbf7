//! Patches for `overrides.yaml` that would fix findings. People judge and paste them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use serde_yaml::{Mapping, Value as Yaml};

use merge::apply_overrides;
use spec::finding::{Finding, Patch};
use spec::{Files, Scalar, Service, ServiceSpec, Thing, TypeName};

/// Returns the patches of the findings, by file: each once, and only those that fit the existing
/// overrides. `documented` are the specs without overrides; `files` are those below `specs/`.
pub fn patches<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
    documented: &[ServiceSpec],
    files: &Files,
) -> BTreeMap<String, String> {
    let mut by_file: BTreeMap<&str, Vec<&Patch>> = BTreeMap::new();
    for finding in findings {
        if let Some(patch) = &finding.patch {
            by_file.entry(&patch.file).or_default().push(patch);
        }
    }
    let mut texts = BTreeMap::new();
    for spec in documented {
        let service = &spec.service;
        let path = format!("{}/{}/overrides.yaml", service.name, service.version);
        let file = format!("specs/{path}");
        let patches = by_file.remove(file.as_str()).unwrap_or_default();
        let existing = files.get(&path).map_or("", String::as_str);
        let text = fitting_patches(spec, &file, existing, &patches);
        if !text.is_empty() {
            texts.insert(file, text);
        }
    }
    texts
}

/// Returns the text of the patches that can be applied after the existing ones.
fn fitting_patches(spec: &ServiceSpec, file: &str, existing: &str, patches: &[&Patch]) -> String {
    // An unreadable file is reported by the stage that applies it.
    let overrides: Vec<Mapping> = serde_yaml::from_str(existing).unwrap_or_default();
    let mut seen: BTreeSet<String> = overrides.iter().cloned().map(identity).collect();
    let before = match overrides.as_slice() {
        [] => String::new(),
        overrides => spec::yaml::print(overrides).unwrap_or_default(),
    };
    let mut text = String::new();
    for patch in patches {
        let all = format!("{before}{text}{}", patch.text);
        let items: Vec<Mapping> = serde_yaml::from_str(&patch.text).unwrap_or_default();
        let is_new = seen.insert(identity(items.into_iter().next().unwrap_or_default()));
        if is_new && apply_overrides(&mut spec.clone(), file, &all).is_ok() {
            text.push_str(&patch.text);
        }
    }
    text
}

/// Returns the thing and the keys that a patch sets, but not the facts: of two patches that differ
/// only in facts, the second would undo the first.
fn identity(mut item: Mapping) -> String {
    item.remove("why");
    if let Some(Yaml::Mapping(set)) = item.get("set") {
        let mut keys: Vec<Yaml> = set.keys().cloned().collect();
        keys.sort_by_key(|key| key.as_str().map(str::to_owned));
        item.insert("set".into(), keys.into());
    }
    let mut parts: Vec<(Yaml, Yaml)> = item.into_iter().collect();
    parts.sort_by_key(|(key, _)| key.as_str().map(str::to_owned));
    let item: Mapping = parts.into_iter().collect();
    spec::yaml::print(&item).unwrap_or_default()
}

/// A patch under construction; its reason is the finding's message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Proposal {
    thing: Thing,
    /// `add` or `skip`, if the patch does either.
    operation: Option<&'static str>,
    set: Mapping,
}

impl Proposal {
    /// Creates an empty patch of a thing.
    pub(crate) fn on(thing: &Thing) -> Self {
        Self {
            thing: thing.clone(),
            operation: None,
            set: Mapping::new(),
        }
    }

    /// Creates an empty patch of an example, whose index counts from 0 as in the spec.
    pub(crate) fn on_example(action: &str, index: usize) -> Self {
        Self::on(&Thing::Example {
            action: action.to_owned(),
            number: index + 1,
        })
    }

    /// Sets a fact. Every fact of a spec has a YAML form; others would be skipped.
    pub(crate) fn set(mut self, key: &str, fact: impl Serialize) -> Self {
        if let Ok(fact) = serde_yaml::to_value(fact) {
            self.set.insert(key.into(), fact);
        }
        self
    }

    /// Adds the thing to the spec.
    pub(crate) fn add(mut self) -> Self {
        self.operation = Some("add");
        self
    }

    /// Removes the thing from the spec.
    pub(crate) fn skip(mut self) -> Self {
        self.operation = Some("skip");
        self
    }

    /// Returns the finished patch with its reason.
    pub(crate) fn finish(self, service: &Service, message: &str) -> Option<Patch> {
        let mut item = Mapping::new();
        item.insert("why".into(), sentence(message).into());
        if let Yaml::Mapping(keys) = serde_yaml::to_value(&self.thing).ok()? {
            item.extend(keys);
        }
        if let Some(operation) = self.operation {
            item.insert(operation.into(), true.into());
        }
        if !self.set.is_empty() {
            item.insert("set".into(), self.set.into());
        }
        Some(Patch {
            file: format!("specs/{}/{}/overrides.yaml", service.name, service.version),
            text: spec::yaml::print(&[item]).ok()?,
        })
    }
}

/// Returns the message with a capital and a full stop.
fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", chars.as_str())
}

/// Returns the type that a value shows; `None` for null. `is_query` means that every value is text.
pub(crate) fn shown_type(value: &Value, is_query: bool) -> Option<TypeName> {
    let scalar = match value {
        Value::Null => return None,
        Value::Bool(_) => Scalar::Boolean,
        Value::Number(number) if number.is_f64() => Scalar::Float,
        Value::Number(_) => Scalar::Integer,
        Value::String(text) if is_query => scalar_in_query(text),
        Value::String(_) => Scalar::String,
        Value::Array(items) => {
            let mut types = items.iter().map(|item| shown_type(item, is_query));
            let element = match types.next().flatten() {
                Some(first) if types.all(|other| other.as_ref() == Some(&first)) => first,
                // An empty or a mixed list leaves the type of its elements open.
                _ => TypeName::Scalar(Scalar::Object),
            };
            return Some(TypeName::Array(Box::new(element)));
        }
        Value::Object(_) => Scalar::Object,
    };
    Some(TypeName::Scalar(scalar))
}

fn scalar_in_query(text: &str) -> Scalar {
    if ["true", "false"].contains(&text.to_ascii_lowercase().as_str()) {
        return Scalar::Boolean;
    }
    if text.parse::<i64>().is_ok() {
        return Scalar::Integer;
    }
    Scalar::String
}

/// Returns the type that fits a value of another type than declared. It keeps a declared structure,
/// and only adds or removes a list around it.
pub(crate) fn fitting_type(declared: &TypeName, value: &Value, is_query: bool) -> Option<TypeName> {
    match (declared, value) {
        (TypeName::Array(element), Value::Object(_)) if element.structure().is_some() => {
            Some((**element).clone())
        }
        (TypeName::Structure(_), Value::Array(items)) if items.iter().all(Value::is_object) => {
            Some(TypeName::Array(Box::new(declared.clone())))
        }
        _ => shown_type(value, is_query),
    }
}

/// Wraps a type in `depth` lists.
pub(crate) fn in_lists(element: TypeName, depth: usize) -> TypeName {
    (0..depth).fold(element, |element, _| TypeName::Array(Box::new(element)))
}
