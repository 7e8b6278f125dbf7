//! The lines of a file as a reader of the page sees them, without markup.

use document::Format;

/// A printed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Printed {
    /// The 1-based line of the file.
    pub(crate) number: usize,
    /// The letters and digits of the line, in lower case.
    pub(crate) squeezed: String,
    /// The line without markup.
    pub(crate) text: String,
}

/// Elements whose content isn't printed, or belongs to the site's frame.
const UNPRINTED: [&str; 7] = [
    "script", "style", "textarea", "nav", "head", "button", "footer",
];

/// Returns the lines that have letters or digits.
pub(crate) fn printed_lines(text: &str, format: Format) -> Vec<Printed> {
    let visible = if format == Format::Html {
        without_unprinted(text)
    } else {
        text.to_owned()
    };
    let lines = visible.lines().enumerate();
    lines
        .map(|(index, line)| {
            let text = plain(line, format);
            Printed {
                number: index + 1,
                squeezed: squeeze(&text),
                text: text.trim().to_owned(),
            }
        })
        .filter(|line| !line.squeezed.is_empty())
        .collect()
}

/// Returns only the letters and digits, in lower case.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Blanks out the elements that aren't printed. Line ends stay.
fn without_unprinted(text: &str) -> String {
    let mut visible = text.to_owned();
    for name in UNPRINTED {
        let (open, close) = (format!("<{name}"), format!("</{name}>"));
        while let Some(start) = visible.find(&open) {
            let end = visible[start..]
                .find(&close)
                .map_or(visible.len(), |end| start + end + close.len());
            let breaks = "\n".repeat(visible[start..end].matches('\n').count());
            visible.replace_range(start..end, &breaks);
        }
    }
    visible
}

/// Removes tags, addresses of links, entities and escapes.
fn plain(line: &str, format: Format) -> String {
    let mut line = line.to_owned();
    if matches!(format, Format::Html | Format::Markdown) {
        line = without_tags(&line);
        while let Some(start) = line.find("](") {
            let end = line[start..]
                .find(')')
                .map_or(line.len(), |end| start + end);
            line.replace_range(start..end, " ");
        }
        for (entity, character) in [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#124;", "|"),
            ("&nbsp;", " "),
            ("&#39;", "'"),
            ("&amp;", "&"),
        ] {
            line = line.replace(entity, character);
        }
    }
    // A line end in JSON is a character of the value.
    line.replace("\\n", " ").replace("\\t", " ")
}

/// Removes `<name …>` and `</name>`. A name in capitals or with blanks isn't a tag.
fn without_tags(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('<') {
        kept.push_str(before);
        let name = after.strip_prefix('/').unwrap_or(after);
        let is_tag = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '!');
        match after.split_once('>') {
            Some((_, after)) if is_tag => rest = after,
            _ => {
                kept.push('<');
                rest = after;
            }
        }
    }
    kept + rest
}
