//! The words that can stand in a type column.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use spec::{Scalar, TypeName};

/// What is known of a document's types before its tables are read.
#[derive(Debug, Default)]
pub(super) struct KnownTypes {
    structures: BTreeSet<String>,
    /// Where structures are described, as far as anything links there.
    addresses: IndexMap<String, String>,
    /// Whether any name may be a structure: a single page names structures that other pages describe.
    open: bool,
    /// Words that the page's examples use as member names.
    example_names: BTreeSet<String>,
}

impl KnownTypes {
    /// The types of a manual, which describes all its structures.
    pub(super) fn closed(described: BTreeSet<String>, linked: IndexMap<String, String>) -> Self {
        Self {
            structures: described,
            addresses: linked,
            ..Self::default()
        }
    }

    /// The types of a page whose structures stand elsewhere.
    pub(super) fn open(
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

    /// The address of the page that describes the structure.
    pub(super) fn address(&self, name: &str) -> Option<String> {
        self.addresses.get(name).cloned()
    }

    /// Whether a structure of this name is described or linked to.
    pub(super) fn is_structure(&self, word: &str) -> bool {
        self.structures.contains(word) || self.addresses.contains_key(word)
    }

    /// Whether the page's examples have a member of this name.
    pub(super) fn is_example_name(&self, word: &str) -> bool {
        self.example_names.contains(word)
    }

    /// Whether names that nothing describes may be structures.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// The type that a single word certainly names.
    pub(super) fn certain(&self, word: &str) -> Option<TypeName> {
        if let Some(scalar) = scalar(word) {
            return Some(TypeName::Scalar(scalar));
        }
        self.is_structure(word)
            .then(|| TypeName::Structure(word.to_owned()))
    }

    /// The type that a single word may name: on a single page also a structure that nothing describes.
    pub(super) fn possible(&self, word: &str) -> Option<TypeName> {
        self.certain(word).or_else(|| {
            (self.open && looks_like_structure(word)).then(|| TypeName::Structure(word.to_owned()))
        })
    }
}

/// The basic type that a word names, in today's or older spelling.
pub(super) fn scalar(word: &str) -> Option<Scalar> {
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

/// The type that a whole cell names: `Array of Filter`, `String[]`, `array of Filter objects`.
pub(super) fn type_of_cell(cell: &str) -> Option<TypeName> {
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

/// A cell without the addresses of its links and without code marks.
pub(super) fn unlink(cell: &str) -> String {
    let mut plain = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(open) = rest.find('[') {
        let Some((label, after)) = link_at(&rest[open..]) else {
            plain.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        };
        plain.push_str(&rest[..open]);
        plain.push_str(label);
        rest = after;
    }
    plain.push_str(rest);
    plain.replace(['`', '*'], "").replace("\\_", "_")
}

/// `[label](address)` at the start of the text: the label and what follows.
fn link_at(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (_, after) = rest.split_once(')')?;
    (!label.contains(['[', '\n'])).then_some((label, after))
}

/// Letters, digits and underscores, beginning with a letter.
pub(super) fn is_identifier(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// An identifier with an upper-case first letter, as all structures have.
pub(super) fn looks_like_structure(word: &str) -> bool {
    word.len() > 1
        && is_identifier(word)
        && word.starts_with(|first: char| first.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_in_every_spelling_are_types() {
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
