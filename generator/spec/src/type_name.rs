//! Types in the documentation's own words: `String`, `Array of Filter`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::names::is_structure_name;

/// The type of a parameter or member.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum TypeName {
    /// A basic type.
    Scalar(Scalar),
    /// A data structure, by name.
    Structure(String),
    /// `Array of …`.
    Array(Box<TypeName>),
}

/// A basic type of the chapter "Parameter types", or `Object` for undescribed values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scalar {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// A number with a fraction.
    Float,
    /// A number with a fraction, more precise.
    Double,
    /// A day, as text.
    Date,
    /// A date and time, as text like `2018-12-18 08:00:00`.
    Timestamp,
    /// A date and time, as text like `2018-12-18T08:00:00Z`.
    TimestampIso8601,
    /// Bytes, as base64 text.
    Binary,
    /// Any JSON: the documentation says `Object`, or no page describes the content.
    Object,
}

impl Scalar {
    /// All basic types.
    pub const ALL: [Self; 10] = [
        Self::String,
        Self::Integer,
        Self::Boolean,
        Self::Float,
        Self::Double,
        Self::Date,
        Self::Timestamp,
        Self::TimestampIso8601,
        Self::Binary,
        Self::Object,
    ];

    /// Returns the documentation's word for the type.
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Integer => "Integer",
            Self::Boolean => "Boolean",
            Self::Float => "Float",
            Self::Double => "Double",
            Self::Date => "Date",
            Self::Timestamp => "Timestamp",
            Self::TimestampIso8601 => "Timestamp ISO8601",
            Self::Binary => "Binary",
            Self::Object => "Object",
        }
    }
}

impl TypeName {
    /// Returns the structure that the type names, through any number of arrays.
    pub fn structure(&self) -> Option<&str> {
        match self {
            Self::Scalar(_) => None,
            Self::Structure(name) => Some(name),
            Self::Array(element) => element.structure(),
        }
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(scalar) => f.write_str(scalar.name()),
            Self::Structure(name) => f.write_str(name),
            Self::Array(element) => write!(f, "Array of {element}"),
        }
    }
}

/// The error for text that isn't a basic type, a structure's name or an array.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a type: expected a basic type such as `String`, a structure's name, or `Array of …`"
)]
pub struct NotAType(pub String);

impl FromStr for TypeName {
    type Err = NotAType;

    fn from_str(words: &str) -> Result<Self, NotAType> {
        let mut arrays = 0;
        let mut element = words.trim();
        while let Some(inner) = element.strip_prefix("Array of ") {
            element = inner.trim();
            arrays += 1;
        }
        let scalar = Scalar::ALL
            .into_iter()
            .find(|scalar| scalar.name() == element);
        let element = match scalar {
            _ if arrays > MAX_ARRAYS => None,
            Some(scalar) => Some(Self::Scalar(scalar)),
            None => is_structure_name(element).then(|| Self::Structure(element.to_owned())),
        };
        let array = |element, _| Self::Array(Box::new(element));
        match element {
            Some(element) => Ok((0..arrays).fold(element, array)),
            None => Err(NotAType(words.trim().chars().take(100).collect())),
        }
    }
}

/// The deepest nesting of arrays in a type. The documentation has at most two. A chain of thousands
/// would overflow the stack of each function that walks a type.
pub const MAX_ARRAYS: usize = 8;

impl TryFrom<String> for TypeName {
    type Error = NotAType;

    fn try_from(words: String) -> Result<Self, NotAType> {
        words.parse()
    }
}

impl From<TypeName> for String {
    fn from(type_name: TypeName) -> Self {
        type_name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_shallow_arrays_parse() {
        let nested = |arrays: usize| "Array of ".repeat(arrays) + "Filter";
        let parsed: TypeName = nested(MAX_ARRAYS).parse().unwrap();
        assert_eq!(parsed.to_string(), nested(MAX_ARRAYS));
        for arrays in [MAX_ARRAYS + 1, 100_000] {
            let error = nested(arrays).parse::<TypeName>().unwrap_err();
            assert!(error.to_string().len() < 300, "{error}");
        }
    }
}
