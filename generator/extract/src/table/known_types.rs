//! Types that the "type" column of a table can name.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use spec::{MAX_ARRAYS, Scalar, TypeName};

use crate::words::{is_identifier, is_member_name, looks_like_structure, unlink};

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

/// Parses a basic type in a cell, where spellings are accepted that may be words of a sentence
/// elsewhere.
///
/// Spellings of structures that exist, such as `File`, `Time`, `Dict`, `Objects` and `JsonObject`,
/// don't belong here.
fn scalar_in_cell(word: &str) -> Option<Scalar> {
    scalar(word).or_else(|| {
        Some(match word.to_ascii_lowercase().as_str() {
            "string" | "strings" | "str" | "varchar" | "enum" | "字符串" | "字符型" => {
                Scalar::String
            }
            "integer" | "integers" | "int" | "uint" | "ints" | "int8" | "uint8" | "int16"
            | "uint16" | "int32" | "uint32" | "int64" | "uint64" | "long" | "bigint" | "short"
            | "整数" | "整型" | "整形" => Scalar::Integer,
            "boolean" | "booleans" | "bool" | "布尔" | "布尔值" | "布尔型" => {
                Scalar::Boolean
            }
            "float" | "floats" | "float32" | "float64" | "number" | "decimal" | "浮点"
            | "浮点数" | "浮点型" | "数字" => Scalar::Float,
            "double" | "doubles" => Scalar::Double,
            "date" => Scalar::Date,
            "timestamp" | "datetime" => Scalar::Timestamp,
            "iso8601" => Scalar::TimestampIso8601,
            "binary" => Scalar::Binary,
            "object" | "json" | "map" | "any" | "对象" => Scalar::Object,
            _ => return None,
        })
    })
}

/// Parses the type in a cell: `Array of Filter`, `String[]`, `array of Filter objects`.
pub(crate) fn type_of_cell(cell: &str) -> Option<TypeName> {
    let plain = unlink(cell).replace('\u{a0}', " ");
    let words: Vec<&str> = plain
        .split_whitespace()
        .map(|word| word.trim_end_matches([',', '，', '。', ';', '；', '.']))
        .collect();
    type_of_words(&words, 0)
}

fn type_of_words(words: &[&str], depth: usize) -> Option<TypeName> {
    if depth > MAX_ARRAYS {
        return None;
    }
    let array = |element| Some(TypeName::Array(Box::new(element)));
    match words {
        [word, "of", element @ ..] if is_array_word(word) => {
            array(type_of_words(element, depth + 1)?)
        }
        // An array whose elements are not named.
        [word] if is_array_word(word) => array(TypeName::Scalar(Scalar::Object)),
        [word, element] if is_array_word(word) => array(type_of_word(element, depth)?),
        [element, word] if is_array_word(word) => array(type_of_word(element, depth)?),
        [word, rest @ ..] if !rest.is_empty() && is_range(word) => type_of_words(rest, depth + 1),
        [rest @ .., word] if !rest.is_empty() && is_range(word) => type_of_words(rest, depth + 1),
        [word, "ISO8601"] if matches!(scalar_in_cell(word), Some(Scalar::Timestamp)) => {
            Some(TypeName::Scalar(Scalar::TimestampIso8601))
        }
        [rest @ .., "object" | "objects" | "Object" | "Objects"] if !rest.is_empty() => {
            type_of_words(rest, depth + 1)
        }
        [word] => type_of_word(word, depth),
        // `String (JSON)`, `Integer (64 bits)`
        [word, note, ..] if note.starts_with(['(', '（']) => {
            Some(TypeName::Scalar(scalar_in_cell(word)?))
        }
        _ => None,
    }
}

fn is_array_word(word: &str) -> bool {
    matches!(
        word,
        "Array" | "array" | "Arrays" | "arrays" | "ARRAY" | "List" | "list" | "数组" | "列表"
    )
}

/// Returns whether the word restricts the values of a type without changing the type.
fn is_range(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "unsigned" | "signed" | "non-negative" | "nonnegative" | "positive" | "nullable"
    )
}

fn type_of_word(word: &str, depth: usize) -> Option<TypeName> {
    if depth > MAX_ARRAYS {
        return None;
    }
    if let Some(element) = element_of(word) {
        let element = type_of_words(&[element], depth + 1)?;
        return Some(TypeName::Array(Box::new(element)));
    }
    if let Some(scalar) = scalar_in_cell(word) {
        return Some(TypeName::Scalar(scalar));
    }
    // No structure begins with a small letter: such a word is a basic type that doesn't exist.
    let is_small = word.starts_with(|first: char| first.is_ascii_lowercase());
    if !is_small && (is_identifier(word) || is_member_name(word)) {
        return Some(TypeName::Structure(word.to_owned()));
    }
    // `String(64)`, `Map<String,String>`
    let (name, _) = word.split_once(['(', '（', '<'])?;
    Some(TypeName::Scalar(scalar_in_cell(name)?))
}

/// Returns the element's type in `String[]`, `[]String`, `Array[String]`, `List<String>`.
fn element_of(word: &str) -> Option<&str> {
    if let Some(element) = word.strip_suffix("[]").or_else(|| word.strip_prefix("[]")) {
        return Some(element);
    }
    let (array, rest) = word.split_once(['[', '<', '('])?;
    let element = rest.strip_suffix([']', '>', ')'])?;
    is_array_word(array).then_some(element)
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
            ("Array of int non-negative", "Array of Integer"),
            ("Non-negative Integer", "Integer"),
            ("unsigned int64", "Integer"),
            ("binary", "Binary"),
            ("DateTime", "Timestamp"),
            ("timestamp ISO8601", "Timestamp ISO8601"),
            ("List<String>", "Array of String"),
            ("Array(Filter)", "Array of Filter"),
            ("[]Array<Integer>", "Array of Array of Integer"),
            ("String Array", "Array of String"),
            ("Array", "Array of Object"),
            ("Map<String,String>", "Object"),
            ("String(64)", "String"),
            ("String (JSON)", "String"),
            ("字符串", "String"),
            ("Array of 整型", "Array of Integer"),
            ("String。", "String"),
            ("Dict", "Dict"),
            ("Array of File", "Array of File"),
            ("Array of JsonObject", "Array of JsonObject"),
            ("Objects", "Objects"),
        ] {
            assert_eq!(
                type_of_cell(cell).map(|found| found.to_string()).as_deref(),
                Some(expected),
                "{cell}"
            );
        }
        for cell in [
            "",
            "Array of",
            "../../etc",
            "a b c",
            "String; Integer",
            "[x](y",
            "3D(x)",
            "strng",
            "Array of texts",
        ] {
            assert_eq!(type_of_cell(cell), None, "{cell}");
        }
    }
}
