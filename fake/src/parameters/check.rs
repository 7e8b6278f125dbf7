//! Checks of parameters against their documented names, types, and limits.

use conform::{breaks, breaks_condition};
use fake_model::{Action, Member, Product, Type};
use serde_json::{Map, Value};
use spec::{Constraint, Limit, Scalar};

use super::flat::scalar;
use super::shown::{shown, type_words};
use super::text::Documented;
use crate::problem::{Problem, Refusal, quoted};

/// Checks parameters. Removes those that are null, which count as absent.
pub(crate) fn check(
    product: &Product,
    action: &Action,
    parameters: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let documented = Documented::new(action);
    let check = Check {
        product,
        action,
        documented,
    };
    check.names_and_types("", &action.input, parameters)?;
    check.required("", &action.input, parameters)?;
    check.limits("", &action.input, parameters)
}

struct Check<'p> {
    product: &'p Product,
    action: &'p Action,
    documented: Documented<'p>,
}

impl Check<'_> {
    fn names_and_types(
        &self,
        path: &str,
        members: &[Member],
        object: &mut Map<String, Value>,
    ) -> Result<(), Refusal> {
        object.retain(|_, value| !value.is_null());
        for (name, value) in object {
            let member = members.iter().find(|member| member.name == *name);
            let member = member.ok_or_else(|| self.unknown(path, name, members))?;
            let place = Place {
                parent: path,
                name,
                index: None,
            };
            if let (true, Value::String(text)) = (member.may_be_text, &*value) {
                *value = scalar(text, Some(&member.kind));
            }
            self.value(&place, &member.kind, value, member.sensitive)?;
        }
        Ok(())
    }

    fn unknown(&self, path: &str, name: &str, members: &[Member]) -> Refusal {
        let nearest = members.iter().map(|member| {
            let (one, other) = (member.name.to_lowercase(), name.to_lowercase());
            (strsim::jaro_winkler(&one, &other), &member.name)
        });
        let nearest = nearest.filter(|(similarity, _)| *similarity > 0.85);
        let nearest = nearest.max_by(|one, other| one.0.total_cmp(&other.0));
        let hint = nearest.map_or_else(String::new, |(_, name)| format!(" Did you mean `{name}`?"));
        let full = joined(path, quoted(name).as_ref());
        Problem::UnknownParameter.because(format!(
            "The parameter `{full}` is not recognized by {}.{hint}",
            self.action.name
        ))
    }

    fn value(
        &self,
        place: &Place<'_>,
        kind: &Type,
        value: &mut Value,
        is_secret: bool,
    ) -> Result<(), Refusal> {
        match (kind, value) {
            (Type::Scalar(scalar), value) if is_of(*scalar, value) => Ok(()),
            (Type::Undescribed, Value::Object(_)) => Ok(()),
            (Type::Array(element), Value::Array(items)) => {
                let path = place.path();
                items.iter_mut().enumerate().try_for_each(|(index, item)| {
                    let place = Place {
                        parent: &path,
                        name: "",
                        index: Some(index),
                    };
                    self.value(&place, element, item, is_secret)
                })
            }
            (kind @ Type::Structure(_), Value::Object(object)) => {
                let members = self.product.members(kind).unwrap_or_default();
                self.names_and_types(&place.path(), members, object)
            }
            (kind, value) => {
                let (path, expected) = (place.path(), type_words(self.product, kind));
                if let Type::Scalar(scalar) = kind
                    && let Some(typed) = self.documented.typed(&path, *scalar, value)
                {
                    *value = typed;
                    return Ok(());
                }
                Err(Problem::InvalidParameter.because(format!(
                    "The value type of parameter `{path}` is not valid: it must be {expected}, \
                     not {}.",
                    shown(value, is_secret)
                )))
            }
        }
    }

    fn required(
        &self,
        path: &str,
        members: &[Member],
        object: &Map<String, Value>,
    ) -> Result<(), Refusal> {
        for member in members {
            match object.get(&member.name) {
                Some(value) => {
                    self.required_in(&joined(path, &member.name), &member.kind, value)?
                }
                None if member.required => {
                    return Err(Problem::MissingParameter.because(format!(
                        "The request is missing a required parameter `{}` of {}. Its type is {}.",
                        joined(path, &member.name),
                        self.action.name,
                        type_words(self.product, &member.kind)
                    )));
                }
                None => {}
            }
        }
        Ok(())
    }

    fn required_in(&self, path: &str, kind: &Type, value: &Value) -> Result<(), Refusal> {
        self.walk(path, kind, value, &|path, members, object| {
            self.required(path, members, object)
        })
    }

    fn limits(
        &self,
        path: &str,
        members: &[Member],
        object: &Map<String, Value>,
    ) -> Result<(), Refusal> {
        for member in members {
            let value = object.get(&member.name);
            for constraint in &member.constraints {
                let is_broken = value.is_some_and(|value| breaks(value, &constraint.limit))
                    || breaks_condition(object, value.is_some(), &constraint.limit);
                if is_broken {
                    return Err(broken(
                        &joined(path, &member.name),
                        member,
                        value,
                        constraint,
                    ));
                }
            }
            if let Some(value) = value {
                let path = joined(path, &member.name);
                self.walk(&path, &member.kind, value, &|path, members, object| {
                    self.limits(path, members, object)
                })?;
            }
        }
        Ok(())
    }

    /// Applies a check to each structure in a value.
    fn walk(
        &self,
        path: &str,
        kind: &Type,
        value: &Value,
        check: &ObjectCheck<'_>,
    ) -> Result<(), Refusal> {
        match (kind, value) {
            (Type::Array(element), Value::Array(items)) => {
                if matches!(**element, Type::Scalar(_)) {
                    return Ok(());
                }
                let mut numbered = items.iter().enumerate();
                numbered.try_for_each(|(index, item)| {
                    self.walk(&format!("{path}.{index}"), element, item, check)
                })
            }
            (kind @ Type::Structure(_), Value::Object(object)) => {
                check(path, self.product.members(kind).unwrap_or_default(), object)
            }
            _ => Ok(()),
        }
    }
}

/// A check of a structure at a path.
type ObjectCheck<'c> = dyn Fn(&str, &[Member], &Map<String, Value>) -> Result<(), Refusal> + 'c;

/// The place of a value, whose path is only written for messages and lists.
struct Place<'p> {
    parent: &'p str,
    name: &'p str,
    index: Option<usize>,
}

impl Place<'_> {
    fn path(&self) -> String {
        match self.index {
            Some(index) => format!("{}.{index}", self.parent),
            None => joined(self.parent, self.name),
        }
    }
}

fn joined(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

fn is_of(scalar: Scalar, value: &Value) -> bool {
    match scalar {
        Scalar::Object => true,
        Scalar::Integer => value.is_i64() || value.is_u64(),
        Scalar::Boolean => value.is_boolean(),
        Scalar::Float | Scalar::Double => value.is_number(),
        Scalar::String
        | Scalar::Date
        | Scalar::Timestamp
        | Scalar::TimestampIso8601
        | Scalar::Binary => value.is_string(),
    }
}

/// Returns the refusal of a value that breaks a limit, with the sentence that states it.
fn broken(path: &str, member: &Member, value: Option<&Value>, constraint: &Constraint) -> Refusal {
    let limit = &constraint.limit;
    let problem = match limit {
        Limit::AnyOf(_) | Limit::RequiredWhen(_) => Problem::MissingParameter,
        Limit::Excludes(_) => Problem::InvalidParameter,
        _ => Problem::InvalidParameterValue,
    };
    let sentence = constraint.sentence.preferred();
    let sentence = sentence.map_or_else(String::new, |text| format!(" (\"{}\")", quoted(text)));
    let state = match value {
        Some(value) => format!("is {}", shown(value, member.sensitive)),
        None => "is absent".to_owned(),
    };
    problem.because(format!(
        "The parameter `{path}` {state}, against the documented limit: {limit}{sentence}."
    ))
}
