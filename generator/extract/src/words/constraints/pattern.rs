//! Regular expressions with named parts, over sentences in their plain form.

use regex_lite::{Captures, Regex};

/// A number.
const NUMBER: &str = r"(-?\d+(?:\.\d+)?)";

/// An interval in brackets, with four groups: bracket, number, number, bracket.
const INTERVAL: &str = r"([\[\(])\s*<n>\s*(?:,|~|-|至|到|to)\s*<n>\s*([\]\)])";

/// Two numbers with a mark of ranges between them.
const SPAN: &str = r"<n>\s*(?:~|-|至|到|to)\s*<n>";

/// A name of a parameter. Plain forms are in lower case.
const NAME: &str = r"([a-z]\w*)";

/// Words for the parameter itself.
const ITSELF: &str = "(?:此参数|该参数|本参数|此字段|该字段|本字段|this parameter|this field|it)";

/// A compiled pattern, in which `<n>`, `<interval>`, `<span>`, `<name>` and `<itself>` stand for
/// the parts above. One that doesn't compile matches nothing; a test finds it.
#[derive(Debug)]
pub(super) struct Pattern(Option<Regex>);

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        let text = text
            .replace("<interval>", INTERVAL)
            .replace("<span>", SPAN)
            .replace("<n>", NUMBER)
            .replace("<name>", NAME)
            .replace("<itself>", ITSELF);
        Self(Regex::new(&text).ok())
    }

    /// Returns the first match with its groups.
    pub(super) fn find<'t>(&self, text: &'t str) -> Option<Found<'t>> {
        let captures = self.0.as_ref()?.captures(text)?;
        Some(Found { text, captures })
    }

    /// Returns all matches that don't overlap.
    pub(super) fn find_all<'t>(&self, text: &'t str) -> Vec<Found<'t>> {
        let Some(regex) = &self.0 else {
            return Vec::new();
        };
        let matches = regex.captures_iter(text);
        matches.map(|captures| Found { text, captures }).collect()
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    #[cfg(test)]
    pub(super) fn compiles(&self) -> bool {
        self.0.is_some()
    }
}

/// A match.
#[derive(Debug)]
pub(super) struct Found<'t> {
    text: &'t str,
    captures: Captures<'t>,
}

impl<'t> Found<'t> {
    /// Returns the groups that took part in the match.
    pub(super) fn groups(&self) -> Vec<&'t str> {
        let groups = self.captures.iter().skip(1).flatten();
        groups.map(|group| group.as_str()).collect()
    }

    /// Returns the text after the match.
    pub(super) fn after(&self) -> &'t str {
        let end = self.captures.get(0).map_or(0, |whole| whole.end());
        self.text.get(end..).unwrap_or_default()
    }
}
