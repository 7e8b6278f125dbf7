//! Numbers as the documentation prints them.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A finite number as printed: an integer, or a decimal fraction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(serde_json::Number);

impl Number {
    /// Parses a number: `-1`, `0.5`. `None` if it isn't one, or not a finite one.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(integer) = text.parse::<i64>() {
            return Some(Self(integer.into()));
        }
        let float = text.parse::<f64>().ok()?;
        serde_json::Number::from_f64(float).map(Self)
    }

    /// Returns the number if it is an integer.
    pub fn as_integer(&self) -> Option<i64> {
        self.0.as_i64()
    }

    /// Returns the nearest floating-point number.
    pub fn as_float(&self) -> f64 {
        self.0.as_f64().unwrap_or_default()
    }

    /// Returns the number as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        self.0.clone().into()
    }

    /// Compares two numbers.
    pub fn compare(&self, other: &Self) -> Ordering {
        match (self.as_integer(), other.as_integer()) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => self.as_float().total_cmp(&other.as_float()),
        }
    }
}

impl From<i64> for Number {
    fn from(integer: i64) -> Self {
        Self(integer.into())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_compare_exactly() {
        let big = Number::parse("9007199254740993").unwrap();
        assert!(big.compare(&9_007_199_254_740_992.into()).is_gt());
        let half = Number::parse("0.5").unwrap();
        assert!(half.compare(&0.into()).is_gt() && half.compare(&1.into()).is_lt());
        assert_eq!(
            (half.as_integer(), half.to_string()),
            (None, "0.5".to_owned())
        );
    }

    #[test]
    fn other_texts_are_not_numbers() {
        for text in ["1e999", "NaN", "inf", "", "a", "1,000", "10MB"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }
}
