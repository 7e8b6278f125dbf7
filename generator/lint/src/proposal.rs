//! Patches for `overrides.yaml` that would mend what a rule found, to be judged and pasted by people.

use serde::Serialize;
use serde_json::Value;
use serde_yaml::{Mapping, Value as Yaml};

use spec::finding::Patch;
use spec::{Item, Scalar, Service, TypeName};

/// A patch under construction; its reason is the finding's message.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Proposal {
    target: Mapping,
    act: Option<&'static str>,
    set: Mapping,
}

impl Proposal {
    /// A patch of something that has a name.
    pub(super) fn on(item: &Item) -> Self {
        let keys: Vec<(&str, &String)> = match item {
            Item::Action(action) => vec![("action", action)],
            Item::Input { action, member } => vec![("action", action), ("input", member)],
            Item::Output { action, member } => vec![("action", action), ("output", member)],
            Item::Structure(structure) => vec![("structure", structure)],
            Item::Member { structure, member } => {
                vec![("structure", structure), ("member", member)]
            }
        };
        let keys = keys.into_iter();
        let keys = keys.map(|(key, name)| (Yaml::from(key), Yaml::from(name.as_str())));
        Self {
            target: keys.collect(),
            act: None,
            set: Mapping::new(),
        }
    }

    /// A patch of an example, counted from 0 as in the spec.
    pub(super) fn on_example(action: &str, index: usize) -> Self {
        let mut patch = Self::on(&Item::Action(action.to_owned()));
        let number = u64::try_from(index + 1).unwrap_or_default();
        patch.target.insert("example".into(), number.into());
        patch
    }

    /// States a fact. What can't be written as YAML, which no fact of a spec is, is left out.
    pub(super) fn set(mut self, key: &str, fact: impl Serialize) -> Self {
        if let Ok(fact) = serde_yaml::to_value(fact) {
            self.set.insert(key.into(), fact);
        }
        self
    }

    /// Brings the thing into being.
    pub(super) fn add(mut self) -> Self {
        self.act = Some("add");
        self
    }

    /// Leaves the thing out.
    pub(super) fn skip(mut self) -> Self {
        self.act = Some("skip");
        self
    }

    /// The patch's text with its reason.
    pub(super) fn finish(self, service: &Service, message: &str) -> Option<Patch> {
        let mut item = Mapping::new();
        item.insert("why".into(), sentence(message).into());
        item.extend(self.target);
        if let Some(act) = self.act {
            item.insert(act.into(), true.into());
        }
        if !self.set.is_empty() {
            item.insert("set".into(), self.set.into());
        }
        Some(Patch {
            file: format!("specs/{}/{}/overrides.yaml", service.name, service.version),
            text: serde_yaml::to_string(&[item]).ok()?,
        })
    }
}

fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", chars.as_str())
}

/// The type that a value shows; none where it shows nothing. In a query every value is text.
pub(super) fn shown_type(value: &Value, text_only: bool) -> Option<TypeName> {
    let scalar = match value {
        Value::Null => return None,
        Value::Bool(_) => Scalar::Boolean,
        Value::Number(number) if number.is_f64() => Scalar::Float,
        Value::Number(_) => Scalar::Integer,
        Value::String(text) if text_only => of_text(text),
        Value::String(_) => Scalar::String,
        Value::Array(items) => {
            let mut types = items.iter().map(|item| shown_type(item, text_only));
            let first = types.next().flatten();
            let same = first.filter(|first| types.all(|other| other.as_ref() == Some(first)));
            // Nothing or several things in a list leave its elements open.
            let element = same.unwrap_or(TypeName::Scalar(Scalar::Object));
            return Some(TypeName::Array(Box::new(element)));
        }
        Value::Object(_) => Scalar::Object,
    };
    Some(TypeName::Scalar(scalar))
}

fn of_text(text: &str) -> Scalar {
    if ["true", "false"].contains(&text.to_ascii_lowercase().as_str()) {
        return Scalar::Boolean;
    }
    if text.parse::<i64>().is_ok() {
        return Scalar::Integer;
    }
    Scalar::String
}

/// The type that fits a value where another is declared. Structures stay known: only whether there is
/// one or a list of them changes.
pub(super) fn fitting_type(
    declared: &TypeName,
    value: &Value,
    text_only: bool,
) -> Option<TypeName> {
    match (declared, value) {
        (TypeName::Array(element), Value::Object(_)) if element.structure().is_some() => {
            Some((**element).clone())
        }
        (TypeName::Structure(_), Value::Array(items)) if items.iter().all(Value::is_object) => {
            Some(TypeName::Array(Box::new(declared.clone())))
        }
        _ => shown_type(value, text_only),
    }
}

/// The declared type with another at the bottom of so many lists.
pub(super) fn in_lists(bottom: TypeName, depth: usize) -> TypeName {
    (0..depth).fold(bottom, |element, _| TypeName::Array(Box::new(element)))
}
