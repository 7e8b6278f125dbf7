//! The parts of messages: text on one line, addresses without passwords, errors with their causes.
//!
//! Errors, spans and `Debug` print text from servers and callers only through this module.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};

/// The mark in place of hidden text.
const HIDDEN: &str = "[redacted]";
/// The longest address that messages print, in characters.
const ADDRESS_CHARS: usize = 200;
/// The longest name or id of a server that messages print, in characters.
const BRIEF_CHARS: usize = 128;
/// The number of causes to print. A longer chain is probably a cycle.
const CAUSES: usize = 16;

/// Prints text on one line: each run of white space, control and invisible characters becomes one
/// blank.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_line(f, self.0, usize::MAX)
    }
}

/// Prints a name or id that a server chose, on one line and at most 128 characters of it.
pub(crate) struct Brief<'a>(pub(crate) &'a str);

impl fmt::Display for Brief<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_line(f, self.0, BRIEF_CHARS)
    }
}

fn write_line(f: &mut impl fmt::Write, text: &str, mut limit: usize) -> fmt::Result {
    let words = text.split(is_blank).filter(|word| !word.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            f.write_char(' ')?;
        }
        let end = word.char_indices().nth(limit).map(|(end, _)| end);
        if let Some(end) = end {
            f.write_str(word.get(..end).unwrap_or_default())?;
            return f.write_char('…');
        }
        f.write_str(word)?;
        limit = limit.saturating_sub(word.chars().count() + 1);
    }
    Ok(())
}

/// Returns whether a terminal would not show the character, or would rearrange the text around it.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Prints an error with all its causes on one line. A cause that the text already contains is
/// omitted.
pub(crate) struct Causes<'a>(pub(crate) &'a (dyn StdError + 'static));

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = OneLine(&self.0.to_string()).to_string();
        let mut next = self.0.source();
        for _ in 0..CAUSES {
            let Some(cause) = next else {
                break;
            };
            let reason = OneLine(&cause.to_string()).to_string();
            if !text.contains(&reason) {
                write!(text, ": {reason}")?;
            }
            next = cause.source();
        }
        f.write_str(&text)
    }
}

/// Returns an address fit to print, whether or not it is well-formed: on one line, limited, and
/// without user info, query and fragment.
///
/// Everything up to the last `@` counts as user info, because a password may contain any character.
/// A port that is not a number is masked with all that follows: it may be the password of an
/// address whose host is missing.
pub(crate) fn masked_address(address: &str) -> String {
    let (scheme, rest) = address.split_at(scheme_length(address));
    let place = match user_info_length(rest) {
        0 => masked_port(rest),
        length => format!("{HIDDEN}@{}", rest.get(length..).unwrap_or_default()),
    };
    let public = place.split(['?', '#']).next().unwrap_or_default();
    let mark = if public.len() < place.len() {
        "?…"
    } else {
        ""
    };
    let mut shown = String::new();
    // Writing to a string never fails.
    let _ = write_line(
        &mut shown,
        &format!("{scheme}{public}{mark}"),
        ADDRESS_CHARS,
    );
    shown
}

fn masked_port(rest: &str) -> String {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match authority.rsplit_once(':') {
        Some((host, port)) if !is_port(port) => format!("{host}:{HIDDEN}"),
        _ => rest.to_owned(),
    }
}

/// Returns whether this may follow the last colon of an authority: a number, or the end of an IPv6
/// address.
fn is_port(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(']') || text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the length of the scheme with its `://`, or 0 without one.
fn scheme_length(address: &str) -> usize {
    let Some((scheme, _)) = address.split_once("://") else {
        return 0;
    };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    if scheme.bytes().all(allowed) {
        scheme.len() + "://".len()
    } else {
        0
    }
}

/// Returns the length of the user info with its `@`, which may be percent-encoded, or 0 without it.
fn user_info_length(rest: &str) -> usize {
    let ends = ["@", "%40"].map(|mark| Some(rest.rfind(mark)? + mark.len()));
    ends.into_iter().flatten().max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn address_keeps_only_public_parts() {
        for (address, shown) in [
            (
                "https://cvm.tencentcloudapi.com/a",
                "https://cvm.tencentcloudapi.com/a",
            ),
            ("http://user:hush@host:1/", "http://[redacted]@host:1/"),
            ("user:hush@host", "[redacted]@host"),
            ("HTTP://:hush@host", "HTTP://[redacted]@host"),
            ("http://user:hush@", "http://[redacted]@"),
            (
                "http://user:hu/sh?hu@sh#@host/a",
                "http://[redacted]@host/a",
            ),
            ("user:hush://@host", "[redacted]@host"),
            ("http:user:hush@host", "[redacted]@host"),
            ("http://user:hush%40host", "http://[redacted]@host"),
            ("https://host/a?token=hush", "https://host/a?…"),
            ("http://user:hush", "http://user:[redacted]"),
            ("user:hush/hush", "user:[redacted]"),
            ("https://[::1]/a:b", "https://[::1]/a:b"),
            ("https://host:99999/", "https://host:99999/"),
            ("https://host#hush", "https://host?…"),
            ("https://a\r\nX \u{202e}y", "https://a X y"),
        ] {
            assert_eq!(masked_address(address), shown, "{address:?}");
        }
        assert_eq!(
            masked_address(&"x".repeat(300)),
            format!("{}…", "x".repeat(200))
        );
    }

    #[test]
    fn one_line_escapes_and_brief_limits() {
        let text = " a\n\n b\u{1b}[31m\u{200b}c ";
        assert_eq!(OneLine(text).to_string(), "a b [31m c");
        assert_eq!(Brief(&"é".repeat(128)).to_string(), "é".repeat(128));
        assert_eq!(
            Brief(&"é".repeat(129)).to_string(),
            format!("{}…", "é".repeat(128))
        );
        let words = ["word"; 100].join(" ");
        assert_eq!(Brief(&words).to_string().chars().count(), 129);
    }

    #[derive(Debug, thiserror::Error)]
    #[error("{text}")]
    struct Layer {
        text: &'static str,
        source: Option<Box<dyn StdError + Send + Sync>>,
    }

    #[test]
    fn every_cause_is_printed_once() {
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        let middle = Layer {
            text: "tcp connect error",
            source: Some(Box::new(refused)),
        };
        let outer = Layer {
            text: "client error: tcp connect\nerror",
            source: Some(Box::new(middle)),
        };
        assert_eq!(
            Causes(&outer).to_string(),
            "client error: tcp connect error: connection refused"
        );
        let repeated = Layer {
            text: "dns error: no such host",
            source: Some(Box::new(Layer {
                text: "no such host",
                source: None,
            })),
        };
        assert_eq!(Causes(&repeated).to_string(), "dns error: no such host");
    }
}
