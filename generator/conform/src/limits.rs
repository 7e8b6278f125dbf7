//! Values and requests checked against documented limits.

use serde_json::{Map, Value};

use crate::Context;
use crate::mismatch::shortened;
use crate::typed::from_query;
use crate::walk::items;
use crate::without_common;
use spec::{
    Action, Constraint, Example, Limit, Member, MemberList, Number, RequestForm, Thing, TypeName,
    is_between,
};

/// A documented limit that a value breaks.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokenLimit {
    /// Path in the body: `Filters[].Values`.
    pub path: String,
    /// The member with the limit.
    pub thing: Thing,
    /// The limit in words: `Range: 1 to 100`.
    pub limit: String,
    /// The value; null for an absent one.
    pub value: Value,
    /// The member's other constraints.
    pub others: Vec<Constraint>,
}

impl std::fmt::Display for BrokenLimit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            path, limit, value, ..
        } = self;
        match value {
            Value::Null => write!(f, "`{path}` is absent, against the limit \"{limit}\""),
            value => {
                let value = shortened(value);
                write!(f, "`{path}` is {value}, against the limit \"{limit}\"")
            }
        }
    }
}

/// Returns the limits that an example's request breaks, each place once.
pub fn broken_limits(
    context: &Context<'_>,
    action: &Action,
    example: &Example,
) -> Vec<BrokenLimit> {
    let Some(body) = &example.request else {
        return Vec::new();
    };
    let typed = match example.request_form {
        Some(RequestForm::Query) => from_query(&without_common(body), &action.input, context.spec),
        _ => body.clone(),
    };
    let mut check = Check {
        context,
        broken: Vec::new(),
    };
    check.object("", &typed, &action.input, MemberList::Input(&action.name));
    check.broken
}

/// Returns whether a single value breaks the limit. Conditions between members need the whole
/// object, so a value alone breaks none.
pub fn breaks(value: &Value, limit: &Limit) -> bool {
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    match (limit, value) {
        (Limit::Range(range), Value::Number(number)) => {
            Number::parse(&number.to_string()).is_some_and(|number| !range.contains(&number))
        }
        (Limit::MultipleOf(step), Value::Number(number)) => match step.as_integer() {
            Some(step) if step > 0 => number.as_i64().is_some_and(|number| number % step != 0),
            _ => false,
        },
        (Limit::Length(length), Value::String(text)) => {
            !is_between(length.minimum, length.maximum, length.of(text))
        }
        (Limit::Items(limits), Value::Array(list)) => match &limits.of {
            None => !is_between(limits.minimum, limits.maximum, count(list.len())),
            Some(of) => list.iter().any(|item| {
                let inner = item.get(of).and_then(Value::as_array);
                inner.is_some_and(|inner| {
                    !is_between(limits.minimum, limits.maximum, count(inner.len()))
                })
            }),
        },
        _ => false,
    }
}

/// The limits broken so far.
struct Check<'c> {
    context: &'c Context<'c>,
    broken: Vec<BrokenLimit>,
}

impl Check<'_> {
    fn object(&mut self, path: &str, value: &Value, members: &[Member], list: MemberList<'_>) {
        let Some(object) = value.as_object() else {
            return;
        };
        for member in members {
            let path = match path {
                "" => member.name.clone(),
                path => format!("{path}.{}", member.name),
            };
            let found = object.get(&member.name).filter(|value| !value.is_null());
            for constraint in &member.constraints {
                let is_broken = found.is_some_and(|value| breaks(value, &constraint.limit))
                    || breaks_condition(object, found.is_some(), &constraint.limit);
                if is_broken {
                    self.push(BrokenLimit {
                        path: path.clone(),
                        thing: list.member(&member.name),
                        limit: constraint.limit.to_string(),
                        value: found.cloned().unwrap_or_default(),
                        others: others(member, constraint),
                    });
                }
            }
            if let Some(value) = found {
                self.value(&path, value, &member.type_name);
            }
        }
    }

    fn value(&mut self, path: &str, value: &Value, type_name: &TypeName) {
        match (type_name, value) {
            (TypeName::Structure(name), value) => {
                if let Some(structure) = self.context.structures.get(name.as_str()) {
                    let list = MemberList::Structure(name);
                    self.object(path, value, &structure.members, list);
                }
            }
            (TypeName::Array(element), Value::Array(list)) => {
                for (path, item) in items(path, list) {
                    self.value(&path, item, element);
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, broken: BrokenLimit) {
        let is_known = self
            .broken
            .iter()
            .any(|known| known.path == broken.path && known.limit == broken.limit);
        if !is_known {
            self.broken.push(broken);
        }
    }
}

fn others(member: &Member, constraint: &Constraint) -> Vec<Constraint> {
    let others = member.constraints.iter();
    others
        .filter(|other| *other != constraint)
        .cloned()
        .collect()
}

/// Returns whether an object breaks a condition of a member, which it has or lacks.
pub fn breaks_condition(object: &Map<String, Value>, has_member: bool, limit: &Limit) -> bool {
    let get = |name: &str| object.get(name).filter(|value| !value.is_null());
    match limit {
        Limit::Excludes(other) => has_member && get(other).is_some(),
        Limit::AnyOf(names) => names.iter().all(|name| get(name).is_none()),
        Limit::RequiredWhen(condition) => {
            let Some(value) = get(&condition.member) else {
                return false;
            };
            let text = match value {
                Value::String(text) => text.clone(),
                value => value.to_string(),
            };
            let is_meant = condition.is.is_empty()
                || condition
                    .is
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(&text));
            !has_member && is_meant
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use spec::ServiceSpec;

    /// Returns the limits that a request breaks.
    fn broken(request: Value) -> Vec<String> {
        let yaml = "
name: Run
service: cvm
version: 2017-03-12
input:
- {name: Count, type: Integer, constraints: [{range: {minimum: 1, maximum: 10}}, {multiple_of: 5}]}
- {name: Name, type: String, constraints: [{length: {maximum: 3, unit: bytes}}]}
- {name: Filters, type: Array of Filter, constraints: [{items: {maximum: 1}}, {items: {maximum: 1, of: Values}}, {excludes: Ids}]}
- {name: Ids, type: Array of String}
- {name: Key, type: String, constraints: [{required_when: {member: Count, is: ['5']}}]}
output: []
";
        let structure = "
name: Filter
members: [{name: Values, type: Array of String}, {name: Size, type: Integer, constraints: [{range: {maximum: 2}}]}]
";
        let spec = ServiceSpec {
            actions: vec![serde_yaml::from_str(yaml).unwrap()],
            structures: vec![serde_yaml::from_str(structure).unwrap()],
            ..ServiceSpec::default()
        };
        let example = Example {
            request: Some(request),
            ..Example::default()
        };
        let context = Context::new(&spec);
        let broken = broken_limits(&context, &spec.actions[0], &example);
        broken.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn requests_break_limits_at_their_paths() {
        assert_eq!(
            broken(json!({"Count": 10, "Name": "abc", "Filters": [{"Values": ["a"]}]})),
            [""; 0]
        );
        assert_eq!(
            broken(json!({
                "Count": 11,
                "Name": "名字",
                "Filters": [{"Size": 3}, {"Size": 4, "Values": ["a", "b"]}],
                "Ids": [],
            })),
            [
                "`Count` is 11, against the limit \"Range: 1 to 10\"",
                "`Count` is 11, against the limit \"Multiple of 5\"",
                "`Name` is \"名字\", against the limit \"Length: at most 3 bytes\"",
                "`Filters` is [{\"Size\":3},{\"Size\":4,\"Values\":[\"a\",\"b\"]}], against the \
                 limit \"Number of items: at most 1\"",
                "`Filters` is [{\"Size\":3},{\"Size\":4,\"Values\":[\"a\",\"b\"]}], against the \
                 limit \"Number of `Values` of each item: at most 1\"",
                "`Filters` is [{\"Size\":3},{\"Size\":4,\"Values\":[\"a\",\"b\"]}], against the \
                 limit \"Not together with `Ids`\"",
                "`Filters[].Size` is 3, against the limit \"Range: at most 2\"",
            ]
        );
        assert_eq!(
            broken(json!({"Count": 5})),
            ["`Key` is absent, against the limit \"Required if `Count` is `5`\""]
        );
    }
}
