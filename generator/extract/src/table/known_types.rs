//! Types that the "type" column of a table can name.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use spec::{Scalar, TypeName};

use crate::words::{is_identifier, looks_like_structure, unlink};

/// The types of a document, collected before its tables are read.
#[derive(Debug, Default)]
pub(crate) struct KnownTypes {
    /// Structures that the document describes or uses as the element of an array.
    structures: BTreeSet<String>,
    /// Addresses of the structures' descriptions, from hyperlinks.
    addresses: IndexMap<String, String>,
    /// True if any name may be a structure, because other pages may describe it.
    open: bool,
    /// Member names in the page's examples.
    example_names: BTreeSet<String>,
}

impl KnownTypes {
    /// Returns the types of a manual, which describes all its structures.
    pub(crate) fn closed(described: BTreeSet<String>, linked: IndexMap<String, String>) -> Self {
        Self {
            structures: described,
            addresses: linked,
            ..Self::default()
        }
    }

    /// Returns the types of a page whose structures other pages describe.
    pub(crate) fn open(
        listed: BTreeSet<String>,
        linked: IndexMap<String, String>,
        example_names: BTreeSet<String>,
    ) -> Self {
        Self {
            structures: listed,
            addresses: linked,
            open: true,
            example_names,
        }
    }

    /// Returns the address of the page that describes the structure.
    pub(crate) fn address(&self, name: &str) -> Option<String> {
        self.addresses.get(name).cloned()
    }

    /// Returns whether the document describes or links to a structure of this name.
    pub(crate) fn is_structure(&self, word: &str) -> bool {
        self.structures.contains(word) || self.addresses.contains_key(word)
    }

    /// Returns whether an example of the page has a member of this name.
    pub(crate) fn is_example_name(&self, word: &str) -> bool {
        self.example_names.contains(word)
    }

    /// Returns whether names that the document doesn't describe may be structures.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// Returns the type that a word certainly names.
    pub(crate) fn certain(&self, word: &str) -> Option<TypeName> {
        if let Some(scalar) = scalar(word) {
            return Some(TypeName::Scalar(scalar));
        }
        self.is_structure(word)
            .then(|| TypeName::Structure(word.to_owned()))
    }

    /// Returns the type that a word may name. On a single page, it may be an undescribed structure.
    pub(crate) fn possible(&self, word: &str) -> Option<TypeName> {
        let certain = self.certain(word);
        if certain.is_none() && self.open && looks_like_structure(word) {
            return Some(TypeName::Structure(word.to_owned()));
        }
        certain
    }
}

/// Parses a basic type in its current or an older spelling.
pub(crate) fn scalar(word: &str) -> Option<Scalar> {
    Some(match word {
        "String" | "Strings" | "string" => Scalar::String,
        "Integer" | "Integers" | "Int" | "UInt" | "Int64" | "Uint64" | "integer" | "int"
        | "Long" => Scalar::Integer,
        "Boolean" | "Bool" | "boolean" | "bool" => Scalar::Boolean,
        "Float" | "float" => Scalar::Float,
        "Double" | "double" => Scalar::Double,
        "Date" => Scalar::Date,
        "Timestamp" | "Datetime" => Scalar::Timestamp,
        "Binary" => Scalar::Binary,
        "Object" | "object" => Scalar::Object,
        _ => return None,
    })
}

/// Parses the type in a cell: `Array of Filter`, `String[]`, `array of Filter objects`.
pub(crate) fn type_of_cell(cell: &str) -> Option<TypeName> {
    let plain = unlink(cell);
    let words: Vec<&str> = plain.split_whitespace().collect();
    type_of_words(&words)
}

fn type_of_words(words: &[&str]) -> Option<TypeName> {
    match words {
        ["Array" | "array" | "List" | "list", "of", element @ ..] => {
            Some(TypeName::Array(Box::new(type_of_words(element)?)))
        }
        ["Timestamp", "ISO8601"] => Some(TypeName::Scalar(Scalar::TimestampIso8601)),
        [word, "object" | "objects" | "Object" | "Objects"] => type_of_words(&[word]),
        [word] => type_of_word(word),
        _ => None,
    }
}

fn type_of_word(word: &str) -> Option<TypeName> {
    if let Some(element) = word
        .strip_suffix("[]")
        .or_else(|| word.strip_prefix("Array[")?.strip_suffix(']'))
    {
        return Some(TypeName::Array(Box::new(type_of_word(element)?)));
    }
    if let Some(scalar) = scalar(word) {
        return Some(TypeName::Scalar(scalar));
    }
    is_identifier(word).then(|| TypeName::Structure(word.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_types_parse() {
        for (cell, expected) in [
            ("String", "String"),
            ("Timestamp ISO8601", "Timestamp ISO8601"),
            (
                "Array of [Filter](/document/api/213/15753#Filter)",
                "Array of Filter",
            ),
            (
                "[Placement](https://cloud.tencent.com/document/api/213/15753#Placement)",
                "Placement",
            ),
            ("Array of\nFilter", "Array of Filter"),
            ("array of Filter  objects", "Array of Filter"),
            ("String[]", "Array of String"),
            ("Array[String]", "Array of String"),
            ("Array of Array of Integer", "Array of Array of Integer"),
        ] {
            assert_eq!(
                type_of_cell(cell).map(|found| found.to_string()).as_deref(),
                Some(expected),
                "{cell}"
            );
        }
        for cell in ["", "Array of", "../../etc", "a b c", "String;", "[x](y"] {
            assert_eq!(type_of_cell(cell), None, "{cell}");
        }
    }
}
