//! Rows of parameter tables, with names as printed.

use spec::{Language, Member, Required, TypeName};

use crate::table::ParameterRow;
use crate::words::text::TextPart;

/// A row of a table. Its name may be a path: `data.eipSet.eipId`, `instanceIds.n`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row<'a> {
    /// The 1-based line of the file.
    pub(super) line: usize,
    /// The name as printed, without the line breaks within it.
    pub(super) name: String,
    pub(super) required: Option<Required>,
    /// The type as printed.
    pub(super) type_words: String,
    /// The type, or `None` if it is unreadable.
    pub(super) type_name: Option<TypeName>,
    /// The description.
    pub(super) text: Vec<TextPart<'a>>,
    /// The text of other tables about the parameter, or an empty text.
    pub(super) addition: String,
}

impl Row<'_> {
    /// Returns the words of the description in one line.
    pub(super) fn words(&self) -> String {
        let parts: Vec<&str> = self.text.iter().map(|part| part.text()).collect();
        parts.join(" ")
    }

    /// Returns the member that the row describes, with another name and type.
    pub(super) fn to_member(&self, name: &str, type_name: TypeName, language: Language) -> Member {
        let row = ParameterRow {
            line: self.line,
            name: name.to_owned(),
            required: self.required,
            type_name: Some(type_name),
            type_words: self.type_words.clone(),
            text: self.text.clone(),
            addition: self.addition.clone(),
        };
        row.to_member(language)
    }
}
