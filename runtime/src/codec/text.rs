//! The text of JSON strings and numbers.

use super::error::ReadError;

/// Returns the position of the nearest quote or backslash at or after `from`, and the byte itself.
#[inline]
pub(crate) fn quote_or_backslash(bytes: &[u8], from: usize) -> Option<(usize, u8)> {
    let rest = bytes.get(from..)?;
    let offset = memchr::memchr2(b'"', b'\\', rest)?;
    rest.get(offset).map(|byte| (from + offset, *byte))
}

/// A string whose escapes are resolved.
pub(crate) struct Unescaped {
    pub(crate) text: String,
    /// The position after the closing quote.
    pub(crate) end: usize,
    /// True if a lone surrogate became U+FFFD.
    pub(crate) replaced: bool,
}

/// Resolves the escapes of the string that starts at `start`, after its quote.
#[cold]
pub(crate) fn unescape(source: &str, start: usize) -> Result<Unescaped, ReadError> {
    let bytes = source.as_bytes();
    let (mut text, mut replaced) = (String::new(), false);
    let mut at = start;
    loop {
        let Some((found, byte)) = quote_or_backslash(bytes, at) else {
            return Err(ReadError::new("unterminated string", start));
        };
        text.push_str(source.get(at..found).unwrap_or(""));
        if byte == b'"' {
            let end = found + 1;
            return Ok(Unescaped {
                text,
                end,
                replaced,
            });
        }
        let (character, next) = escape(bytes, found)?;
        let escaped = source.get(found..next).unwrap_or("");
        replaced |= character == '\u{FFFD}' && !escaped.eq_ignore_ascii_case("\\ufffd");
        text.push(character);
        at = next;
    }
}

/// Returns the character for the escape at `at` (a backslash), and the position after it.
pub(crate) fn escape(bytes: &[u8], at: usize) -> Result<(char, usize), ReadError> {
    let character = match bytes.get(at + 1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode_escape(bytes, at),
        _ => return Err(ReadError::new("unknown escape in a string", at)),
    };
    Ok((character, at + 2))
}

/// Resolves `\uXXXX` or a surrogate pair; a lone surrogate becomes U+FFFD.
fn unicode_escape(bytes: &[u8], at: usize) -> Result<(char, usize), ReadError> {
    let Some(unit) = code_unit(bytes, at) else {
        return Err(ReadError::new("\\u escape without four hex digits", at));
    };
    let next = at + 6;
    if let Some(character) = char::from_u32(unit) {
        return Ok((character, next));
    }
    let low = code_unit(bytes, next).filter(|low| (0xDC00..0xE000).contains(low));
    if let (0xD800..0xDC00, Some(low)) = (unit, low) {
        let scalar = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        return Ok((char::from_u32(scalar).unwrap_or('\u{FFFD}'), next + 6));
    }
    Ok(('\u{FFFD}', next))
}

/// Returns the number in a `\uXXXX` at `at`, or `None` if it isn't one.
fn code_unit(bytes: &[u8], at: usize) -> Option<u32> {
    let [b'\\', b'u', digits @ ..] = bytes.get(at..at + 6)? else {
        return None;
    };
    digits.iter().try_fold(0, |unit, digit| {
        Some(unit * 16 + char::from(*digit).to_digit(16)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_quote_is_found_anywhere() {
        for distance in 0..40 {
            let text = format!("{}\"\\\"é", "x".repeat(distance));
            assert_eq!(
                quote_or_backslash(text.as_bytes(), 0),
                Some((distance, b'"'))
            );
        }
    }

    #[test]
    fn neighboring_bytes_are_not_found() {
        // 0x21, 0x23, 0x5b and 0x5d differ from the two bytes by one; 0xa2 and 0xdc only in the
        // high bit.
        assert_eq!(quote_or_backslash("!#[]!#[]¢Ü!#[]¢Ü".as_bytes(), 0), None);
    }

    #[test]
    fn escapes_are_resolved() {
        let read = unescape(r#"\"\\\/\b\f\n\r\té\u00e9\uD83D\ude00\ufffd" tail"#, 0).unwrap();
        assert_eq!(read.text, "\"\\/\u{8}\u{c}\n\r\téé😀\u{FFFD}");
        assert_eq!((read.end, read.replaced), (43, false));
    }

    #[test]
    fn lone_surrogate_becomes_replacement_character() {
        for lone in [
            r"\ud83d",
            r"\ude00",
            r"\ud83dx",
            r"\ud83d\u0041",
            r"\ud83d\n",
        ] {
            let read = unescape(&format!("{lone}\""), 0).unwrap();
            assert!(
                read.text.starts_with('\u{FFFD}'),
                "{lone} gave {:?}",
                read.text
            );
            assert!(read.replaced, "{lone}");
        }
        let read = unescape(r#"\ud83d\ud83d\ude00""#, 0).unwrap();
        assert_eq!(read.text, "\u{FFFD}😀");
    }

    #[test]
    fn broken_escape_is_an_error() {
        for broken in [r#"\x""#, r#"\u12g4""#, r#"\u12"#, r"\", r#"\u+123""#] {
            assert!(unescape(broken, 0).is_err(), "{broken}");
        }
    }
}
