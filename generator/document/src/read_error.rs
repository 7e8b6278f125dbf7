//! Why a file can't be read as documentation, and what to do about it.

use thiserror::Error;

/// Why a file can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file has no characters but white space.
    #[error("{file}: the file is empty; scrape the page again")]
    Empty {
        /// The file as the user named it.
        file: String,
    },
    /// The file is larger than any manual.
    #[error(
        "{file}: the file has {size} bytes and at most {limit} are read; split it or remove what is not documentation"
    )]
    TooLarge {
        /// The file as the user named it.
        file: String,
        /// Its size in bytes.
        size: usize,
        /// The largest size that is read, in bytes.
        limit: usize,
    },
    /// The file holds a NUL byte: an image, an archive, a PDF itself, or text in UTF-16.
    #[error(
        "{file}:{line}: the file is not text (a NUL byte at offset {offset}); save the page as HTML, Markdown or UTF-8 text, and convert a PDF to text first"
    )]
    Binary {
        /// The file as the user named it.
        file: String,
        /// 1-based line of the first NUL byte.
        line: usize,
        /// Its distance from the file's start in bytes.
        offset: usize,
    },
    /// The file is text in another encoding.
    #[error(
        "{file}:{line}: byte 0x{byte:02x} at offset {offset} is not UTF-8; convert the file, for a page in a Chinese encoding with `iconv -f GB18030 -t UTF-8`"
    )]
    NotUtf8 {
        /// The file as the user named it.
        file: String,
        /// 1-based line of the first wrong byte.
        line: usize,
        /// Its distance from the file's start in bytes.
        offset: usize,
        /// The wrong byte.
        byte: u8,
    },
    /// The markup is nested deeper than any page's.
    #[error(
        "{file}:{line}: elements are nested more than {limit} deep; the page is damaged, save it again or keep its article only"
    )]
    TooDeep {
        /// The file as the user named it.
        file: String,
        /// 1-based line where the limit was passed.
        line: usize,
        /// The deepest nesting that is read.
        limit: usize,
    },
    /// The page has more elements than any page.
    #[error(
        "{file}:{line}: the page has more than {limit} elements; split it or keep its article only"
    )]
    TooManyElements {
        /// The file as the user named it.
        file: String,
        /// 1-based line where the limit was passed.
        line: usize,
        /// The most elements that are read.
        limit: usize,
    },
    /// Nothing is left when the site's menus and scripts are taken away.
    #[error(
        "{file}: no documentation found (read as {format}); if the page is rendered by a script, save it from the browser, and if the format is wrong, name the right one"
    )]
    NoContent {
        /// The file as the user named it.
        file: String,
        /// The format that it was read as.
        format: super::Format,
    },
}
