//! The INI format of credentials files: `[profile]` headers and `key = value` lines.
//!
//! This parser is hand-written because crates for INI files lose the line of a value, interpret
//! backslashes, or leave copies of secrets in memory. It copies no values.

use std::collections::BTreeMap;

/// The profiles of a file.
#[derive(Debug, Default)]
pub(crate) struct Profiles<'a> {
    by_name: BTreeMap<&'a str, Profile<'a>>,
    /// The line of the first setting that precedes all headers. The Go SDK ignores such settings,
    /// and the samples of its documentation have them.
    pub(crate) headless: Option<usize>,
}

/// A profile's settings, with the line of its header, counted from 1.
#[derive(Debug)]
pub(crate) struct Profile<'a> {
    pub(crate) line: usize,
    /// Settings by lower-case key.
    settings: BTreeMap<String, Setting<'a>>,
}

/// A value with its line.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    pub(crate) value: &'a str,
    pub(crate) line: usize,
}

// The value may be a secret, so this omits it.
impl std::fmt::Debug for Setting<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Setting(line {})", self.line)
    }
}

/// A malformed line. The problem never quotes it, because it may hold a secret.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) line: usize,
    pub(crate) problem: String,
}

impl<'a> Profiles<'a> {
    pub(crate) fn get(&self, name: &str) -> Option<&Profile<'a>> {
        self.by_name.get(name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.by_name.keys().copied()
    }
}

impl<'a> Profile<'a> {
    /// Returns the first non-empty setting among these names.
    pub(crate) fn setting(&self, names: &[&str]) -> Option<Setting<'a>> {
        let found = names.iter().filter_map(|name| self.settings.get(*name));
        found.copied().find(|setting| !setting.value.is_empty())
    }
}

/// Parses a whole file.
///
/// Skips blank lines and lines that start with `#` or `;`. Keys are case-insensitive and followed
/// by `=` or `:`. Quotes around a value are removed; everything else is taken literally.
pub(crate) fn parse(text: &str) -> Result<Profiles<'_>, Fault> {
    let mut profiles = Profiles::default();
    let mut current = None;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (line, content) in (1..).zip(text.lines()) {
        let content = content.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            continue;
        }
        if content.starts_with('[') {
            let name = header(content).map_err(|problem| Fault::new(line, problem))?;
            open(&mut profiles.by_name, name, line)?;
            current = Some(name);
            continue;
        }
        match current.and_then(|name| profiles.by_name.get_mut(name)) {
            Some(profile) => add(profile, content, line)?,
            None => {
                setting(content, line)?;
                profiles.headless.get_or_insert(line);
            }
        }
    }
    Ok(profiles)
}

/// Returns the name in a line `[name]`.
fn header(content: &str) -> Result<&str, &'static str> {
    let name = content
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .ok_or("a [profile] header must end with a closing bracket")?;
    match name.trim() {
        "" => Err("the profile name is missing"),
        name => Ok(name),
    }
}

/// Adds an empty profile.
fn open<'a>(
    profiles: &mut BTreeMap<&'a str, Profile<'a>>,
    name: &'a str,
    line: usize,
) -> Result<(), Fault> {
    let settings = BTreeMap::new();
    match profiles.insert(name, Profile { line, settings }) {
        Some(first) => {
            let problem = format!("this profile is already defined in line {}", first.line);
            Err(Fault::new(line, problem))
        }
        None => Ok(()),
    }
}

/// Adds a line `key = value` to a profile.
fn add<'a>(profile: &mut Profile<'a>, content: &'a str, line: usize) -> Result<(), Fault> {
    let (key, value) = setting(content, line)?;
    let value = unquoted(value.trim());
    let key = key.trim().to_ascii_lowercase();
    match profile.settings.insert(key, Setting { value, line }) {
        Some(first) => {
            let problem = format!("this key is already set in line {}", first.line);
            Err(Fault::new(line, problem))
        }
        None => Ok(()),
    }
}

/// Splits a line `key = value`.
fn setting(content: &str, line: usize) -> Result<(&str, &str), Fault> {
    let problem = "expected a [profile] header or `key = value`";
    let parts = content.split_once(['=', ':']);
    parts.ok_or_else(|| Fault::new(line, problem))
}

fn unquoted(value: &str) -> &str {
    for quote in ['"', '\''] {
        let inner = value.strip_prefix(quote);
        if let Some(inner) = inner.and_then(|rest| rest.strip_suffix(quote)) {
            return inner;
        }
    }
    value
}

impl Fault {
    fn new(line: usize, problem: impl Into<String>) -> Self {
        let problem = problem.into();
        Self { line, problem }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_accepts_common_variants() {
        let text = "\u{feff}# comment\r\n; comment\r\n[default]\r\nsecret_id = a=b:c\r\n  Secret_Key: \"k\\n\"\n\n[ prod ]\ntoken='t'\nempty=\n";
        let profiles = parse(text).unwrap();
        assert_eq!(profiles.names().collect::<Vec<_>>(), ["default", "prod"]);
        assert_eq!(profiles.headless, None);
        let default = profiles.get("default").unwrap();
        assert_eq!(default.line, 3);
        for (key, value, line) in [("secret_id", "a=b:c", 4), ("secret_key", "k\\n", 5)] {
            let setting = default.setting(&["nothing", key]).unwrap();
            assert_eq!((setting.value, setting.line), (value, line));
        }
        let prod = profiles.get("prod").unwrap();
        assert_eq!(prod.setting(&["token"]).unwrap().value, "t");
        assert!(prod.setting(&["empty"]).is_none());
    }

    #[test]
    fn settings_before_first_header_are_ignored() {
        let profiles = parse("# Go's sample\nkey1 = value\nkey2=\n[default]\nkey1 = x\n").unwrap();
        assert_eq!(profiles.headless, Some(2));
        let default = profiles.get("default").unwrap();
        assert_eq!(default.setting(&["key1"]).unwrap().value, "x");
        assert!(default.setting(&["key2"]).is_none());
        assert_eq!(profiles.names().count(), 1);
    }

    #[test]
    fn fault_names_line_without_content() {
        for (text, line, words) in [
            ("\nhush", 2, "expected"),
            ("[a]\nhush", 2, "expected"),
            ("[hush", 1, "closing"),
            ("[a] # hush", 1, "closing"),
            ("[ ]", 1, "missing"),
            ("[a]\nk = 1\n[b]\n[a]", 4, "already defined in line 1"),
            ("[a]\nhush = 1\nHUSH = 2", 3, "already set in line 2"),
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!(fault.line, line, "{text}");
            assert!(fault.problem.contains(words), "{}", fault.problem);
            assert!(!fault.problem.to_lowercase().contains("hush"));
        }
    }
}
