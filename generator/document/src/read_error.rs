//! The reasons why a file cannot be read as documentation.

use thiserror::Error;

/// A file that cannot be read. The message names the file, the fault and its fix.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file has only white space.
    #[error("{file}: the file is empty; scrape the page again")]
    Empty {
        /// The file as the user named it.
        file: String,
    },
    /// The file is larger than any manual.
    #[error(
        "{file}: the file has {size} bytes, more than the limit of {limit}; \
         split it or remove all but documentation"
    )]
    TooLarge {
        /// The file as the user named it.
        file: String,
        /// The file's size in bytes.
        size: usize,
        /// The largest size that is read, in bytes.
        limit: usize,
    },
    /// The file has a NUL byte: it is an image, an archive, a PDF, or text in UTF-16.
    #[error(
        "{file}:{line}: the file is not text, because it has a NUL byte at offset {offset}; \
         save the page as HTML, Markdown or UTF-8 text, and convert a PDF to text first"
    )]
    Binary {
        /// The file as the user named it.
        file: String,
        /// The 1-based line of the first NUL byte.
        line: usize,
        /// The offset of the NUL byte from the file's start, in bytes.
        offset: usize,
    },
    /// The file is text in another encoding.
    #[error(
        "{file}:{line}: byte 0x{byte:02x} at offset {offset} is not UTF-8; \
         convert the file to UTF-8, for example with `iconv -f GB18030 -t UTF-8`"
    )]
    NotUtf8 {
        /// The file as the user named it.
        file: String,
        /// The 1-based line of the first invalid byte.
        line: usize,
        /// The offset of the invalid byte from the file's start, in bytes.
        offset: usize,
        /// The invalid byte.
        byte: u8,
    },
    /// The elements are nested deeper than on any known page.
    #[error(
        "{file}:{line}: elements are nested more than {limit} deep; \
         save the damaged page again or keep only its article"
    )]
    TooDeep {
        /// The file as the user named it.
        file: String,
        /// The 1-based line on which the limit was exceeded.
        line: usize,
        /// The deepest nesting that is read.
        limit: usize,
    },
    /// The page has more elements than any known page.
    #[error(
        "{file}:{line}: the page has more than {limit} elements; split it or keep only its article"
    )]
    TooManyElements {
        /// The file as the user named it.
        file: String,
        /// The 1-based line on which the limit was exceeded.
        line: usize,
        /// The maximum number of elements that are read.
        limit: usize,
    },
    /// A tag has more attributes than any tag of a known page.
    #[error("{file}:{line}: a tag has more than {limit} attributes; keep only the page's article")]
    TooManyAttributes {
        /// The file as the user named it.
        file: String,
        /// The 1-based line on which the limit was exceeded.
        line: usize,
        /// The maximum number of attributes of a tag.
        limit: usize,
    },
    /// The file has only menus and scripts of the site.
    #[error(
        "{file}: no documentation found when read as {format}; \
         save a page that scripts render from the browser, or name the right format"
    )]
    NoContent {
        /// The file as the user named it.
        file: String,
        /// The format that the file was read as.
        format: crate::Format,
    },
}
