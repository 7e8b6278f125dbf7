//! The INI format of credentials files: `[profile]` headers and `key = value` lines.
//!
//! A reader of our own, because the crates for INI files neither keep the line of a value, which
//! errors should name, nor leave backslashes alone, nor wipe the copies they make of secrets. This
//! one copies nothing.

use std::collections::BTreeMap;

/// Profiles by name.
pub(super) type Profiles<'a> = BTreeMap<&'a str, Profile<'a>>;

/// A profile, with the line of its header.
#[derive(Debug)]
pub(super) struct Profile<'a> {
    pub(super) line: usize,
    /// By key in lower case.
    settings: BTreeMap<String, Setting<'a>>,
}

/// A value and the line it is on.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) value: &'a str,
    pub(super) line: usize,
}

// The value may be a secret.
impl std::fmt::Debug for Setting<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Setting(line {})", self.line)
    }
}

/// A line that cannot be understood. The problem never quotes it, for it may hold a secret.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) problem: String,
}

impl<'a> Profile<'a> {
    /// The setting by the first of these names that has one and is not empty.
    pub(super) fn setting(&self, names: &[&str]) -> Option<Setting<'a>> {
        let found = names.iter().filter_map(|name| self.settings.get(*name));
        found.copied().find(|setting| !setting.value.is_empty())
    }
}

/// Reads a whole file.
///
/// Blank lines and those that begin with `#` or `;` are skipped. Keys are case-insensitive, and set off
/// by `=` or `:`. Quotes around a value are no part of it; anything else is taken as it stands.
pub(super) fn parse(text: &str) -> Result<Profiles<'_>, Fault> {
    let mut profiles = Profiles::new();
    let mut current = None;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (line, content) in (1..).zip(text.lines()) {
        let content = content.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            continue;
        }
        if content.starts_with('[') {
            let name = header(content).map_err(|problem| Fault::new(line, problem))?;
            open(&mut profiles, name, line)?;
            current = Some(name);
            continue;
        }
        let profile = current.and_then(|name| profiles.get_mut(name));
        let profile = profile.ok_or_else(|| Fault::new(line, "this comes before any [profile]"))?;
        add(profile, content, line)?;
    }
    Ok(profiles)
}

fn header(content: &str) -> Result<&str, &'static str> {
    let name = content
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .ok_or("a [profile] header without its closing bracket at the end of the line")?;
    match name.trim() {
        "" => Err("the name of the profile is missing"),
        name => Ok(name),
    }
}

fn open<'a>(profiles: &mut Profiles<'a>, name: &'a str, line: usize) -> Result<(), Fault> {
    let settings = BTreeMap::new();
    match profiles.insert(name, Profile { line, settings }) {
        Some(first) => {
            let problem = format!("this profile has begun at line {} already", first.line);
            Err(Fault::new(line, problem))
        }
        None => Ok(()),
    }
}

fn add<'a>(profile: &mut Profile<'a>, content: &'a str, line: usize) -> Result<(), Fault> {
    let Some((key, value)) = content.split_once(['=', ':']) else {
        let problem = "neither a [profile] header nor `key = value`";
        return Err(Fault::new(line, problem));
    };
    let value = unquoted(value.trim());
    let key = key.trim().to_ascii_lowercase();
    match profile.settings.insert(key, Setting { value, line }) {
        Some(first) => {
            let problem = format!("this has been set at line {} already", first.line);
            Err(Fault::new(line, problem))
        }
        None => Ok(()),
    }
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
    fn reads_what_other_readers_accept_too() {
        let text = "\u{feff}# comment\r\n; comment\r\n[default]\r\nsecret_id = a=b:c\r\n  Secret_Key: \"k\\n\"\n\n[ prod ]\ntoken='t'\nempty=\n";
        let profiles = parse(text).unwrap();
        assert_eq!(
            profiles.keys().copied().collect::<Vec<_>>(),
            ["default", "prod"]
        );
        let default = &profiles["default"];
        assert_eq!(default.line, 3);
        for (key, value, line) in [("secret_id", "a=b:c", 4), ("secret_key", "k\\n", 5)] {
            let setting = default.setting(&["nothing", key]).unwrap();
            assert_eq!((setting.value, setting.line), (value, line));
        }
        assert_eq!(profiles["prod"].setting(&["token"]).unwrap().value, "t");
        assert!(profiles["prod"].setting(&["empty"]).is_none());
    }

    #[test]
    fn names_the_line_and_never_its_content() {
        for (text, line, words) in [
            ("\nsecret_id = hush", 2, "before any"),
            ("[a]\nhush", 2, "neither"),
            ("[hush", 1, "closing"),
            ("[a] # hush", 1, "closing"),
            ("[ ]", 1, "missing"),
            ("[a]\nk = 1\n[b]\n[a]", 4, "line 1 already"),
            ("[a]\nhush = 1\nHUSH = 2", 3, "line 2 already"),
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!(fault.line, line, "{text}");
            assert!(fault.problem.contains(words), "{}", fault.problem);
            assert!(!fault.problem.to_lowercase().contains("hush"));
        }
    }
}
