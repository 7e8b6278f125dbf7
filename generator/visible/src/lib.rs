//! Characters that leave no mark on a page.
//!
//! Editors leave them behind, so that equal names differ. Attackers use them to hide text or to
//! reverse its order in a reader's editor.

/// Returns whether the character has no glyph and no width.
///
/// These are the code points with Unicode's property `Default_Ignorable_Code_Point`, among them
/// joiners, marks of the text's direction, fillers, variation selectors and tags. White space and
/// control characters aren't among them.
///
/// The list is from `DerivedCoreProperties.txt` of Unicode 16.
pub fn is_invisible(c: char) -> bool {
    // Nearly all text is ASCII or Chinese.
    if matches!(c, '\0'..='\u{ac}' | '\u{4e00}'..='\u{9fff}') {
        return false;
    }
    matches!(
        c,
        '\u{ad}' // soft hyphen
            | '\u{34f}' // combining grapheme joiner
            | '\u{61c}' // Arabic letter mark
            | '\u{115f}'..='\u{1160}' // Hangul fillers
            | '\u{17b4}'..='\u{17b5}' // Khmer inherent vowels
            | '\u{180b}'..='\u{180f}' // Mongolian selectors and vowel separator
            | '\u{200b}'..='\u{200f}' // zero-width characters, direction marks
            | '\u{202a}'..='\u{202e}' // embeddings and overrides of the direction
            | '\u{2060}'..='\u{206f}' // word joiner, invisible operators, isolates
            | '\u{3164}' // Hangul filler
            | '\u{fe00}'..='\u{fe0f}' // variation selectors
            | '\u{feff}' // byte order mark
            | '\u{ffa0}' // half-width Hangul filler
            | '\u{fff0}'..='\u{fff8}' // unassigned specials
            | '\u{1bca0}'..='\u{1bca3}' // shorthand format controls
            | '\u{1d173}'..='\u{1d17a}' // musical format controls
            | '\u{e0000}'..='\u{e0fff}' // tags, variation selectors supplement
    )
}

/// Returns the text with escapes in place of characters that a terminal obeys or doesn't show.
///
/// Messages contain names of files, and names and values from pages. None of them may break a
/// line, colour the text, or reverse it.
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}') {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Returns a text of several lines as [`printable`] does, and keeps its line breaks.
pub fn printable_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(printable).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{is_invisible, printable, printable_lines};

    #[test]
    fn printable_escapes_what_terminals_obey() {
        assert_eq!(printable("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb\\nc");
        assert_eq!(printable("x\u{202e}gpj.exe"), "x\\u{202e}gpj.exe");
        assert_eq!(printable("\u{9b}\u{2028}区 é😀"), "\\u{9b}\\u{2028}区 é😀");
        assert_eq!(printable_lines("a\r\n\u{7f}b\n"), "a\\r\n\\u{7f}b\n");
    }

    #[test]
    fn only_ignorable_characters_are_invisible() {
        for c in [
            '\u{ad}',
            '\u{61c}',
            '\u{115f}',
            '\u{180e}',
            '\u{200b}',
            '\u{200d}',
            '\u{202e}',
            '\u{2066}',
            '\u{3164}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{e0041}',
            '\u{e01ef}',
        ] {
            assert!(is_invisible(c), "U+{:04X}", u32::from(c));
        }
        for c in [
            ' ', '\t', '\n', '\u{7}', '\u{a0}', '\u{2028}', '\u{3000}', 'a', 'é', '区', '、', 'ア',
            '한', 'Я', '²', '\u{fffd}', '😀',
        ] {
            assert!(!is_invisible(c), "U+{:04X}", u32::from(c));
        }
    }
}
