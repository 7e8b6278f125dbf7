//! Faults in the YAML files of `specs/`, printed like a compiler's diagnostics.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use visible::printable;

/// A fault in one file, at one place if it is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SpecFault {
    /// Path of the file.
    pub file: String,
    /// Place in the file; absent if the fault concerns the whole file.
    pub place: Option<Place>,
    /// The fault, with the offending value.
    pub message: String,
    /// The remedy.
    pub help: String,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// 1-based line.
    pub line: usize,
    /// 1-based column.
    pub column: usize,
    /// Text of the line; empty if only its number is known.
    pub excerpt: String,
}

/// The faults of one or more files; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecFaults(pub Vec<SpecFault>);

impl SpecFault {
    /// Creates a fault that concerns a whole file.
    pub fn in_file(
        file: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            place: None,
            message: message.into(),
            help: help.into(),
        }
    }

    /// Moves the fault to a line and column of the file's text.
    #[must_use]
    pub fn at(mut self, text: &str, line: usize, column: usize) -> Self {
        let excerpt = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        self.place = Some(Place {
            line,
            column,
            excerpt: excerpt.to_owned(),
        });
        self
    }

    /// Shows the text of the fault's line, if `text` returns the content of its file.
    #[must_use]
    pub fn showing<'t>(self, text: impl Fn(&str) -> Option<&'t str>) -> Self {
        match (&self.place, text(&self.file)) {
            (Some(place), Some(text)) if place.excerpt.is_empty() => {
                let (line, column) = (place.line, place.column);
                self.at(text, line, column)
            }
            _ => self,
        }
    }

    /// Moves the fault to the line that says `key: value`, after skipping `skip` such lines.
    /// Without such a line, the fault still concerns the whole file.
    #[must_use]
    pub fn at_key(self, text: &str, key: &str, value: &str, skip: usize) -> Self {
        let is_wanted = |line: &str| {
            let stated = line.trim_start_matches([' ', '-']).strip_prefix(key);
            let stated = stated.and_then(|rest| rest.strip_prefix(": "));
            stated
                .is_some_and(|stated| stated == value || stated.trim_matches(['\'', '"']) == value)
        };
        let found = text
            .lines()
            .enumerate()
            .filter(|(_, line)| is_wanted(line))
            .nth(skip);
        let Some((index, line)) = found else {
            return self;
        };
        let column = line.len() - line.trim_start_matches([' ', '-']).len() + 1;
        self.at(text, index + 1, column)
    }
}

/// Returns the candidate that a misspelled name most likely means: the same name in another letter
/// case, or else the nearest one if at most a third of its letters differ.
pub fn nearest<'c>(wanted: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let lower = wanted.to_lowercase();
    let distance = |candidate: &str| {
        let most = wanted.len().max(candidate.len()).max(3) / 3;
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        if distance > most {
            return None;
        }
        Some(distance)
    };
    candidates
        .into_iter()
        .filter(|candidate| *candidate != wanted)
        .filter_map(|candidate| Some((distance(candidate)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Returns the question that ends a message about an unknown name: `; did you mean …?`. It is empty
/// if no candidate is similar.
pub fn did_you_mean<'c>(wanted: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    match nearest(wanted, candidates) {
        None => String::new(),
        Some(name) => format!("; did you mean `{name}`?"),
    }
}

impl SpecFaults {
    /// Succeeds if there are no faults.
    ///
    /// # Errors
    ///
    /// Returns the faults, sorted, if there are any.
    pub fn check(mut faults: Vec<SpecFault>) -> Result<(), Self> {
        if faults.is_empty() {
            return Ok(());
        }
        faults.sort();
        Err(Self(faults))
    }
}

impl fmt::Display for SpecFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("error: ")?;
        for line in self.message.lines() {
            writeln!(f, "{}", printable(line))?;
        }
        write!(f, "  --> {}", printable(&self.file))?;
        if let Some(place) = &self.place {
            place.fmt(f)?;
        }
        write!(f, "\n  = help: {}", visible::printable_lines(&self.help))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ":{}:{}", self.line, self.column)?;
        if self.excerpt.is_empty() {
            return Ok(());
        }
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let indent = " ".repeat(self.column.saturating_sub(1));
        write!(f, "\n{margin} |\n{number} | {}", shorten(&self.excerpt))?;
        if self.column <= WIDTH {
            write!(f, "\n{margin} | {indent}^")?;
        }
        Ok(())
    }
}

/// Maximum characters of a line that a diagnostic shows: some lines hold a whole JSON document.
const WIDTH: usize = 120;

fn shorten(line: &str) -> String {
    let start: String = line.chars().take(WIDTH).collect();
    printable(&start)
}

impl fmt::Display for SpecFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for SpecFault {}
impl std::error::Error for SpecFaults {}

/// A fault as programs read it: the place is a line and a column next to the file.
impl Serialize for SpecFault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let place = self.place.as_ref();
        let mut fields = serializer.serialize_struct("SpecFault", 5)?;
        fields.serialize_field("file", &self.file)?;
        fields.serialize_field("line", &place.map(|place| place.line))?;
        fields.serialize_field("column", &place.map(|place| place.column))?;
        fields.serialize_field("message", &self.message)?;
        fields.serialize_field("help", &self.help)?;
        fields.end()
    }
}

impl From<SpecFault> for SpecFaults {
    fn from(fault: SpecFault) -> Self {
        Self(vec![fault])
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn nearest_name_is_suggested() {
        let types = ["Integer", "Object", "String", "StringFilter"];
        for (wrong, right) in [
            ("Strng", Some("String")),
            ("string", Some("String")),
            ("Int", None),
            ("Intger", Some("Integer")),
            ("STRINGFILTER", Some("StringFilter")),
            ("Placement", None),
            ("", None),
        ] {
            assert_eq!(nearest(wrong, types), right, "{wrong}");
        }
        assert_eq!(nearest("DescribeEverything", ["DescribeZones"]), None);
        assert_eq!(nearest("a", []), None);
    }
}
