//! Constraints of members: ranges, lengths, sizes of lists, and conditions between members.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Inferred, Localized, Number};

/// A rule that the documentation states about a member's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Constraint {
    /// The rule.
    pub limit: Limit,
    /// The sentence that states it.
    pub sentence: Localized,
    /// Origin; absent if an override states it.
    pub inferred: Option<Inferred>,
}

/// The rule of a constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// The number is in a range.
    Range(Range),
    /// The text has a length in a range.
    Length(Length),
    /// The list has a number of items in a range.
    Items(Items),
    /// The number is a multiple of this one.
    MultipleOf(Number),
    /// The other member must be absent if this one is present.
    Excludes(String),
    /// At least one of these members must be present.
    AnyOf(Vec<String>),
    /// The member must be present under a condition.
    RequiredWhen(Condition),
}

/// A range of numbers. At least one end is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The smallest allowed number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Number>,
    /// The number that all allowed ones exceed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusive_minimum: Option<Number>,
    /// The largest allowed number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Number>,
    /// The number that exceeds all allowed ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusive_maximum: Option<Number>,
}

/// A range of lengths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Length {
    /// The smallest allowed length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<u64>,
    /// The largest allowed length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<u64>,
    /// The unit of both.
    #[serde(default)]
    pub unit: LengthUnit,
}

/// The unit of a length.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LengthUnit {
    /// Characters. Texts that state no unit mean these.
    #[default]
    Characters,
    /// Bytes in UTF-8.
    Bytes,
}

/// A range of numbers of items.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Items {
    /// The smallest allowed number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<u64>,
    /// The largest allowed number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<u64>,
    /// The list of each item that is meant, such as `Values`; absent for the member itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// A condition that makes a member required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The other member.
    pub member: String,
    /// Its values that make this one required, as text; if empty, any value does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<String>,
}

impl Range {
    /// Returns whether the number is in the range.
    pub fn contains(&self, number: &Number) -> bool {
        let holds = |end: &Option<Number>, fits: fn(Ordering) -> bool| {
            end.as_ref().is_none_or(|end| fits(number.compare(end)))
        };
        holds(&self.minimum, Ordering::is_ge)
            && holds(&self.exclusive_minimum, Ordering::is_gt)
            && holds(&self.maximum, Ordering::is_le)
            && holds(&self.exclusive_maximum, Ordering::is_lt)
    }

    fn is_empty(&self) -> bool {
        let low = self.minimum.as_ref().or(self.exclusive_minimum.as_ref());
        let high = self.maximum.as_ref().or(self.exclusive_maximum.as_ref());
        match (low, high) {
            (None, None) => true,
            (Some(low), Some(high)) => low.compare(high).is_gt(),
            _ => false,
        }
    }
}

impl Length {
    /// Returns the length of a text in the unit.
    pub fn of(&self, text: &str) -> u64 {
        let length = match self.unit {
            LengthUnit::Characters => text.chars().count(),
            LengthUnit::Bytes => text.len(),
        };
        u64::try_from(length).unwrap_or(u64::MAX)
    }
}

/// Returns whether a count is between the ends that are known.
pub fn is_between(minimum: Option<u64>, maximum: Option<u64>, count: u64) -> bool {
    minimum.is_none_or(|minimum| count >= minimum) && maximum.is_none_or(|most| count <= most)
}

impl Limit {
    /// Returns the key in YAML, which tells the kinds apart.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Range(_) => "range",
            Self::Length(_) => "length",
            Self::Items(_) => "items",
            Self::MultipleOf(_) => "multiple_of",
            Self::Excludes(_) => "excludes",
            Self::AnyOf(_) => "any_of",
            Self::RequiredWhen(_) => "required_when",
        }
    }

    /// Returns whether both are about the same aspect, so that they can contradict each other.
    pub fn is_same_aspect(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Items(one), Self::Items(other)) => one.of == other.of,
            (Self::Excludes(one), Self::Excludes(other)) => one == other,
            (Self::AnyOf(one), Self::AnyOf(other)) => one == other,
            (Self::RequiredWhen(one), Self::RequiredWhen(other)) => one.member == other.member,
            _ => self.key() == other.key(),
        }
    }

    /// Returns the rule in words. `code` marks names and values as code.
    pub fn words(&self, code: impl Fn(&str) -> String) -> String {
        let join = |names: &[String]| {
            let names: Vec<String> = names.iter().map(|name| code(name)).collect();
            names.join(" or ")
        };
        match self {
            Self::Range(range) => range_words(range),
            Self::Length(length) => {
                let unit = match length.unit {
                    LengthUnit::Characters => "characters",
                    LengthUnit::Bytes => "bytes",
                };
                format!("Length: {} {unit}", count(length.minimum, length.maximum))
            }
            Self::Items(items) => {
                let count = count(items.minimum, items.maximum);
                match &items.of {
                    None => format!("Number of items: {count}"),
                    Some(of) => format!("Number of {} of each item: {count}", code(of)),
                }
            }
            Self::MultipleOf(number) => format!("Multiple of {number}"),
            Self::Excludes(other) => format!("Not together with {}", code(other)),
            Self::AnyOf(names) => format!("Required: at least one of {}", join(names)),
            Self::RequiredWhen(Condition { member, is }) if is.is_empty() => {
                format!("Required if {} is set", code(member))
            }
            Self::RequiredWhen(Condition { member, is }) => {
                format!("Required if {} is {}", code(member), join(is))
            }
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(|name| format!("`{name}`")))
    }
}

fn range_words(range: &Range) -> String {
    let Range {
        minimum,
        exclusive_minimum,
        maximum,
        exclusive_maximum,
    } = range;
    if let (Some(minimum), Some(maximum)) = (minimum, maximum) {
        return format!("Range: {minimum} to {maximum}");
    }
    let ends = [
        ("at least", minimum),
        ("more than", exclusive_minimum),
        ("at most", maximum),
        ("less than", exclusive_maximum),
    ];
    let ends = ends
        .into_iter()
        .filter_map(|(words, end)| Some(format!("{words} {}", end.as_ref()?)));
    format!("Range: {}", ends.collect::<Vec<_>>().join(", "))
}

fn count(minimum: Option<u64>, maximum: Option<u64>) -> String {
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) if minimum == maximum => format!("exactly {minimum}"),
        (Some(minimum), Some(maximum)) => format!("{minimum} to {maximum}"),
        (Some(minimum), None) => format!("at least {minimum}"),
        (None, Some(maximum)) => format!("at most {maximum}"),
        (None, None) => "any".to_owned(),
    }
}

/// A constraint in YAML: one of the first keys says its kind.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    length: Option<Length>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    items: Option<Items>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    multiple_of: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    excludes: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    any_of: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    required_when: Option<Condition>,
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    sentence: Localized,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inferred: Option<Inferred>,
}

const KINDS: &str = "give one of `range`, `length`, `items`, `multiple_of`, `excludes`, `any_of` \
                     and `required_when`";

impl TryFrom<Written> for Constraint {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let limits = [
            written.range.map(Limit::Range),
            written.length.map(Limit::Length),
            written.items.map(Limit::Items),
            written.multiple_of.map(Limit::MultipleOf),
            written.excludes.map(Limit::Excludes),
            written.any_of.map(Limit::AnyOf),
            written.required_when.map(Limit::RequiredWhen),
        ];
        let mut limits = limits.into_iter().flatten();
        let limit = match (limits.next(), limits.next()) {
            (Some(limit), None) => limit,
            (None, _) => return Err(format!("the constraint has no rule; {KINDS}")),
            (Some(one), Some(other)) => {
                let (one, other) = (one.key(), other.key());
                return Err(format!(
                    "the constraint has `{one}` and `{other}`; write one constraint for each"
                ));
            }
        };
        check(&limit)?;
        Ok(Self {
            limit,
            sentence: written.sentence,
            inferred: written.inferred,
        })
    }
}

/// Refuses rules that nothing or everything meets.
fn check(limit: &Limit) -> Result<(), String> {
    let counts = |minimum: Option<u64>, maximum: Option<u64>| {
        let is_reversed = matches!((minimum, maximum), (Some(low), Some(high)) if low > high);
        !is_reversed && (minimum.is_some() || maximum.is_some())
    };
    let is_sound = match limit {
        Limit::Range(range) => !range.is_empty(),
        Limit::Length(length) => counts(length.minimum, length.maximum),
        Limit::Items(items) => counts(items.minimum, items.maximum),
        Limit::MultipleOf(number) => number.as_float() > 0.0,
        Limit::Excludes(_) | Limit::RequiredWhen(_) => true,
        Limit::AnyOf(names) => names.len() > 1,
    };
    if is_sound {
        return Ok(());
    }
    Err(format!(
        "`{}` allows every value or none; give a minimum and a maximum in this order, a positive \
         step, or several names",
        limit.key()
    ))
}

impl From<Constraint> for Written {
    fn from(constraint: Constraint) -> Self {
        let mut written = Self {
            sentence: constraint.sentence,
            inferred: constraint.inferred,
            ..Self::default()
        };
        match constraint.limit {
            Limit::Range(range) => written.range = Some(range),
            Limit::Length(length) => written.length = Some(length),
            Limit::Items(items) => written.items = Some(items),
            Limit::MultipleOf(number) => written.multiple_of = Some(number),
            Limit::Excludes(other) => written.excludes = Some(other),
            Limit::AnyOf(names) => written.any_of = Some(names),
            Limit::RequiredWhen(condition) => written.required_when = Some(condition),
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(yaml: &str) -> Result<Constraint, serde_yaml::Error> {
        serde_yaml::from_str(yaml)
    }

    #[test]
    fn constraints_of_all_kinds_round_trip() {
        for (yaml, words) in [
            ("range:\n  minimum: 1\n  maximum: 100\n", "Range: 1 to 100"),
            (
                "range:\n  exclusive_minimum: 0.0\n  maximum: 0.5\n",
                "Range: more than 0.0, at most 0.5",
            ),
            (
                "length:\n  maximum: 60\n  unit: bytes\n",
                "Length: at most 60 bytes",
            ),
            (
                "items:\n  maximum: 5\n  of: Values\n",
                "Number of `Values` of each item: at most 5",
            ),
            ("multiple_of: 10\n", "Multiple of 10"),
            ("excludes: Filters\n", "Not together with `Filters`"),
            (
                "any_of:\n- A\n- B\n",
                "Required: at least one of `A` or `B`",
            ),
            (
                "required_when:\n  member: Type\n  is:\n  - '1'\n",
                "Required if `Type` is `1`",
            ),
        ] {
            let yaml = format!("{yaml}sentence:\n  en: A sentence\ninferred: prose\n");
            let constraint = parse(&yaml).unwrap();
            assert_eq!(constraint.limit.to_string(), words);
            assert_eq!(serde_yaml::to_string(&constraint).unwrap(), yaml);
        }
    }

    #[test]
    fn senseless_constraints_are_refused() {
        for (yaml, fault) in [
            ("{}", "has no rule"),
            ("{multiple_of: 2, excludes: A}", "write one constraint"),
            ("{range: {minimum: 2, maximum: 1}}", "allows every value"),
            ("{range: {}}", "allows every value"),
            ("{items: {of: A}}", "allows every value"),
            ("{multiple_of: 0}", "allows every value"),
            ("{maximum: 1}", "unknown field `maximum`"),
        ] {
            let error = parse(yaml).unwrap_err().to_string();
            assert!(error.contains(fault), "{yaml}: {error}");
        }
    }

    #[test]
    fn range_contains_its_inclusive_ends() {
        let range = Range {
            minimum: Number::parse("1"),
            exclusive_maximum: Number::parse("2.5"),
            ..Range::default()
        };
        let has = |text: &str| range.contains(&Number::parse(text).unwrap());
        assert!(has("1") && has("2.4"));
        assert!(!has("0.9") && !has("2.5"));
    }
}
