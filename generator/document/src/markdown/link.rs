//! Reads the addresses of links.

use crate::inline_text::address;

/// The longest address or tag that is looked for, in bytes: a bound for broken ones.
pub(super) const LONGEST: usize = 2048;

/// The target of a link up to its closing parenthesis, and the length of both. A title is passed over.
pub(super) fn link_target(text: &str) -> Option<(String, usize)> {
    let mut target = String::new();
    let mut depth = 0_usize;
    let mut in_title = false;
    let mut escaped = false;
    for (index, c) in text
        .char_indices()
        .take_while(|(index, _)| *index < LONGEST)
    {
        match c {
            _ if escaped => escaped = false,
            '\\' => {
                escaped = true;
                continue;
            }
            ')' if depth == 0 => {
                let target = target.trim_matches(['<', '>']).to_owned();
                return Some((target, index + 1));
            }
            ')' => depth -= 1,
            '(' => depth += 1,
            '[' | ']' if !in_title => return None,
            c if c.is_whitespace() && !target.is_empty() => in_title = true,
            _ => {}
        }
        if !in_title {
            target.push(c);
        }
    }
    None
}

/// The address in `a href="…"`.
pub(super) fn href(tag: &str) -> Option<String> {
    let (_, value) = tag.split_once("href")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value.get(1..)?.split(quote).next()?,
        None => value.split_whitespace().next()?,
    };
    address(&html_escape::decode_html_entities(value))
}
