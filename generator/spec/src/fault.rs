//! Faults in the YAML files of `specs/`, printed like a compiler's diagnostics.

use std::fmt;

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
    /// Text of the line.
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
        writeln!(f, "error: {}", self.message)?;
        write!(f, "  --> {}", self.file)?;
        if let Some(place) = &self.place {
            place.fmt(f)?;
        }
        write!(f, "\n  = help: {}", self.help)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ":{}:{}", self.line, self.column)?;
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
    line.chars().take(WIDTH).collect()
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

impl From<SpecFault> for SpecFaults {
    fn from(fault: SpecFault) -> Self {
        Self(vec![fault])
    }
}
