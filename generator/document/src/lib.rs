//! Stage 1: reads page bytes of any format into one [`Document`].
//!
//! The readers know formats and the site's chrome. They know nothing about the API that a page
//! describes.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod blocks;
mod chrome;
mod detect;
mod html;
mod inline_text;
mod markdown;
mod pdf;
mod read_error;
mod text;

use std::borrow::Cow;

pub use blocks::{Block, BlockKind, Cell, Document, Format, Line, Row, Table, Title};
pub use chrome::is_group_title;
pub use detect::format_of;
pub use html::reduce;
pub use read_error::ReadError;

/// Reads a file in the given format, or in the format that its text suggests.
///
/// # Errors
///
/// Fails if the file is empty, too large, not UTF-8 text, too deeply nested, or without
/// documentation.
pub fn read(file: &str, bytes: &[u8], format: Option<Format>) -> Result<Document, ReadError> {
    let text = &without_separators(decode(file, bytes)?);
    let format = format.unwrap_or_else(|| format_of(text));
    let document = match format {
        Format::Html => html::read(file, text)?,
        Format::Markdown => markdown::read(file, text)?,
        Format::Text => text::read(file, text),
        Format::PdfText => pdf::read(file, text),
    };
    if document.blocks.is_empty() {
        return Err(ReadError::NoContent {
            file: file.to_owned(),
            format,
        });
    }
    Ok(document)
}

/// The largest file that is read, in bytes: about forty times the largest known manual.
const MAX_BYTES: usize = 64 << 20;

/// Returns the bytes as text, without a byte order mark.
fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge {
            file: file.to_owned(),
            size: bytes.len(),
            limit: MAX_BYTES,
        });
    }
    if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
        return Err(ReadError::Binary {
            file: file.to_owned(),
            line: line_of(bytes, offset),
            offset,
        });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        ReadError::NotUtf8 {
            file: file.to_owned(),
            line: line_of(bytes, offset),
            offset,
            byte: bytes.get(offset).copied().unwrap_or_default(),
        }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(ReadError::Empty {
            file: file.to_owned(),
        });
    }
    Ok(text)
}

/// Replaces separators of lines and paragraphs beyond ASCII by blanks.
///
/// No reader here ends a line at them, but YAML 1.1 does, and YAML 1.2 doesn't.
fn without_separators(text: &str) -> Cow<'_, str> {
    const SEPARATORS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];
    if text.contains(SEPARATORS) {
        Cow::Owned(text.replace(SEPARATORS, " "))
    } else {
        Cow::Borrowed(text)
    }
}

fn line_of(bytes: &[u8], offset: usize) -> usize {
    1 + bytes
        .iter()
        .take(offset)
        .filter(|byte| **byte == b'\n')
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decode_errors_name_line_and_offset() {
        let binary = decode("a.bin", b"one\ntwo\0").unwrap_err().to_string();
        assert!(
            binary.starts_with("a.bin:2: ") && binary.contains("offset 7"),
            "{binary}"
        );
        let gbk = decode("zh.html", b"<p>\n<p>\xbd\xd3\xbf\xda")
            .unwrap_err()
            .to_string();
        assert!(
            gbk.starts_with("zh.html:2: byte 0xbd") && gbk.contains("GB18030"),
            "{gbk}"
        );
        assert!(matches!(
            decode("e", b"\xef\xbb\xbf \n"),
            Err(ReadError::Empty { .. })
        ));
        assert!(matches!(
            decode("b", &vec![b'a'; MAX_BYTES + 1]),
            Err(ReadError::TooLarge { .. })
        ));
    }

    #[test]
    fn separators_become_blanks() {
        let text = "1. a\u{2028}b\u{85}c\u{2029}d\n";
        for format in [Format::Markdown, Format::Text, Format::PdfText] {
            let document = read("f", text.as_bytes(), Some(format)).unwrap();
            let outline = document.to_string();
            assert!(outline.contains("a b c d"), "{outline}");
        }
    }

    #[test]
    fn byte_order_mark_is_dropped() {
        assert_eq!(decode("f", b"\xef\xbb\xbfone"), Ok("one"));
    }
}
