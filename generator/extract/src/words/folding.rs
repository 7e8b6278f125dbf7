//! Text folded for comparison: printing habits that don't change the meaning of a phrase.

use std::iter::Peekable;
use std::str::CharIndices;

/// The characters of a text, folded, each with the byte index at which it starts.
///
/// Folding ignores letter case, white space, marks of emphasis and code, and the final `s` of a
/// word. It replaces full-width forms by their ASCII forms. So `**Error  codes：**` equals
/// `ERROR CODE:`.
#[derive(Debug, Clone)]
pub(crate) struct Folded<'t> {
    chars: Peekable<CharIndices<'t>>,
    /// The character before the next one, as printed.
    previous: char,
}

impl<'t> Folded<'t> {
    /// Folds the text.
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            chars: text.char_indices().peekable(),
            previous: ' ',
        }
    }

    /// Skips the rest of `(s)`, the plural that some labels offer.
    fn skip_optional_plural(&mut self) -> bool {
        let mut ahead = self.chars.clone();
        let is_plural = ahead.next().is_some_and(|(_, c)| half_width(c) == 's')
            && ahead.next().is_some_and(|(_, c)| half_width(c) == ')');
        if is_plural {
            self.chars = ahead;
            self.previous = ')';
        }
        is_plural
    }

    /// Returns whether this `s` ends a word, and so only marks its plural.
    fn is_plural(&mut self, c: char) -> bool {
        let next = self.chars.peek().map_or(' ', |&(_, next)| half_width(next));
        let ends_word = match c {
            's' => !next.is_ascii_lowercase(),
            'S' => !next.is_ascii_alphabetic(),
            _ => return false,
        };
        ends_word && self.previous.is_ascii_alphabetic() && !matches!(self.previous, 's' | 'S')
    }
}

impl Iterator for Folded<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (at, c) = self.chars.next()?;
            let c = half_width(c);
            let is_plural = self.is_plural(c);
            self.previous = c;
            if is_ignored(c) || is_plural {
                continue;
            }
            if c == '(' && self.skip_optional_plural() {
                continue;
            }
            return Some((at, fold_char(c)));
        }
    }
}

/// Returns the character in lower case and in its ASCII form.
pub(crate) fn fold_char(c: char) -> char {
    let c = half_width(c);
    if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        c.to_lowercase().next().unwrap_or(c)
    }
}

/// Returns the ASCII form of a full-width character.
fn half_width(c: char) -> char {
    match c {
        // The full-width forms are a copy of ASCII, 0xFEE0 higher.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Returns whether the character never changes the meaning of a phrase.
pub(crate) fn is_ignored(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '*' | '`' | '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{FEFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        Folded::new(text).map(|(_, c)| c).collect()
    }

    #[test]
    fn printing_habits_fold_away() {
        for (text, expected) in [
            ("**Error  Codes：**", "errorcode:"),
            ("Ｅｒｒｏｒ code", "errorcode"),
            ("Used by action(s)", "usedbyaction"),
            ("Used by actions（s）", "usedbyaction"),
            ("ParametersType", "parametertype"),
            ("RESPONSE APIS", "responseapi"),
            ("Response access", "responseaccess"),
            ("Имя Параметра", "имяпараметра"),
            ("s (sum)", "s(sum)"),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn folded_characters_keep_their_indices() {
        let indices: Vec<usize> = Folded::new("参 As b").map(|(at, _)| at).collect();
        assert_eq!(indices, [0, 4, 7]);
    }
}
