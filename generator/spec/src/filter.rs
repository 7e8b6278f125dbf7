//! Filters: the names that a member with a list of filters accepts.

use serde::{Deserialize, Serialize};

use crate::{Localized, TypeName, Value};

/// A documented filter, such as `zone`. Only prose describes filters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Name to send: `zone`, `tag:tag-key`.
    pub name: String,
    /// Documented type of its values, which are sent as text.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub type_name: Option<TypeName>,
    /// True if requests must have the filter.
    #[serde(default, skip_serializing_if = "crate::member::is_false")]
    pub required: bool,
    /// Description.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// Values that the text enumerates; the list may be incomplete.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
}

impl Filter {
    /// Splits a name such as `tag:tag-key` into the part to send as it is and the placeholder.
    ///
    /// The placeholder is the part after the colon if it names a key: `tag-key`, `tagKey`.
    pub fn placeholder(&self) -> Option<(&str, &str)> {
        let (fixed, placeholder) = self.name.split_once(':')?;
        let placeholder = placeholder.trim_matches(['{', '}', '<', '>']);
        let folded = placeholder.to_ascii_lowercase().replace(['-', '_'], "");
        let names_key = folded.ends_with("key");
        (names_key && !fixed.is_empty()).then_some((fixed, placeholder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_after_colon_is_placeholder() {
        let placeholder = |name: &str| {
            let filter: Filter = serde_yaml::from_str(&format!("name: '{name}'")).unwrap();
            let split = filter.placeholder();
            split.map(|(fixed, key)| (fixed.to_owned(), key.to_owned()))
        };
        let tag = |key: &str| Some(("tag".to_owned(), key.to_owned()));
        assert_eq!(placeholder("tag:tag-key"), tag("tag-key"));
        assert_eq!(placeholder("tag:tagKey"), tag("tagKey"));
        assert_eq!(placeholder("tag:{tag_key}"), tag("tag_key"));
        assert_eq!(placeholder("tag-key"), None);
        assert_eq!(placeholder("a:b"), None);
        assert_eq!(placeholder(":key"), None);
    }
}
