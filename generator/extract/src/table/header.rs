//! Header rows of the documentation's tables, as cells or as printed lines.

use document::Table;

use crate::words::text::TextLine;

/// The kind of a table and the order of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Columns {
    /// Name, required, type, description.
    NameRequiredType,
    /// Name, type, required, description.
    NameTypeRequired,
    /// Name, type, description.
    NameType,
    /// Error code, description.
    ErrorCode,
    /// Action, feature, and on newer pages the rate limit.
    Catalogue,
    /// Region, value.
    Region,
}

impl Columns {
    /// Returns whether the rows are parameters or members.
    pub(crate) fn is_parameters(self) -> bool {
        matches!(
            self,
            Self::NameRequiredType | Self::NameTypeRequired | Self::NameType
        )
    }
}

/// All headers, without white space.
const HEADERS: [(&str, Columns); 34] = [
    ("参数名称必选类型描述", Columns::NameRequiredType),
    ("参数名称是否必选类型描述", Columns::NameRequiredType),
    (
        "ParameterNameRequiredTypeDescription",
        Columns::NameRequiredType,
    ),
    (
        "ParameterRequiredTypeDescription",
        Columns::NameRequiredType,
    ),
    ("NameRequiredTypeDescription", Columns::NameRequiredType),
    ("参数名称类型必选描述", Columns::NameTypeRequired),
    ("参数名称类型是否必选描述", Columns::NameTypeRequired),
    ("名称类型必选描述", Columns::NameTypeRequired),
    ("名称类型是否必选描述", Columns::NameTypeRequired),
    ("NameTypeRequiredDescription", Columns::NameTypeRequired),
    (
        "ParameterNameTypeRequiredDescription",
        Columns::NameTypeRequired,
    ),
    ("参数名称类型描述", Columns::NameType),
    ("名称类型描述", Columns::NameType),
    ("ParameterNameTypeDescription", Columns::NameType),
    ("ParameterTypeDescription", Columns::NameType),
    ("NameTypeDescription", Columns::NameType),
    ("错误码描述", Columns::ErrorCode),
    ("错误码说明", Columns::ErrorCode),
    ("错误码错误描述", Columns::ErrorCode),
    ("ErrorCodeDescription", Columns::ErrorCode),
    ("ErrorCodeErrorDescription", Columns::ErrorCode),
    ("接口名称接口功能频率限制（次/秒）", Columns::Catalogue),
    ("接口名称接口功能频率限制(次/秒)", Columns::Catalogue),
    ("接口名称接口功能", Columns::Catalogue),
    (
        "APINameFeatureFrequencyLimit(maximumrequestspersecond)",
        Columns::Catalogue,
    ),
    (
        "APINameFeatureFrequencyLimit(requests/sec)",
        Columns::Catalogue,
    ),
    ("APINameFeatureFrequencyLimit", Columns::Catalogue),
    ("APINameFeatureRateLimit(requests/sec)", Columns::Catalogue),
    ("APIFeature", Columns::Catalogue),
    ("APINameFeature", Columns::Catalogue),
    ("APINameDescription", Columns::Catalogue),
    ("地域取值", Columns::Region),
    ("RegionValue", Columns::Region),
    ("RegionParameterValue", Columns::Region),
];

/// The first characters of all headers.
const FIRST_CHARS: [char; 10] = ['参', '名', '错', '接', '地', 'P', 'N', 'E', 'A', 'R'];

/// The maximum number of lines of a printed header.
pub(crate) const MAX_HEADER_LINES: usize = 5;

/// Returns the columns of a table with cells, or `None` if its header is unknown.
pub(crate) fn columns_of_table(table: &Table) -> Option<Columns> {
    columns_of_cells(table.header.iter().map(|cell| cell.text.as_str()))
}

/// Returns all headers printed among the lines, each with the lines below it.
pub(crate) fn headers<'l, 'a>(
    lines: &'l [TextLine<'a>],
) -> impl Iterator<Item = (Columns, &'l [TextLine<'a>])> {
    (0..lines.len()).filter_map(|at| {
        let (columns, taken) = header_at(lines, at)?;
        Some((columns, lines.get(at + taken..)?))
    })
}

/// Returns the header printed at this index, and the number of lines that it takes.
pub(crate) fn header_at(lines: &[TextLine<'_>], at: usize) -> Option<(Columns, usize)> {
    let lines = lines.get(at..)?;
    let first = lines.first()?.text;
    if !may_begin_header(first) || !begins_header(first.split_whitespace().next()?) {
        return None;
    }
    let mut squeezed = String::new();
    let mut found = None;
    for (index, line) in lines.iter().take(MAX_HEADER_LINES).enumerate() {
        push_squeezed(&mut squeezed, line.text);
        // The longest match wins, because one header is the beginning of another.
        if let Some(columns) = columns_of_squeezed(&squeezed) {
            found = Some((columns, index + 1));
        } else if !begins_header(&squeezed) {
            break;
        }
    }
    found
}

/// Returns whether the line is a header without separators, so that the rows below are unreadable.
pub(crate) fn is_glued_header(line: &str) -> bool {
    const BORDERS: [&str; 7] = [
        "NameRequired",
        "NameType",
        "名称必选",
        "名称是否必选",
        "名称类型",
        "CodeDescription",
        "错误码描述",
    ];
    may_begin_header(line)
        && columns_of_cells(std::iter::once(line)).is_some()
        && BORDERS.iter().any(|border| line.contains(border))
}

/// Returns whether the first character may begin a header.
///
/// This cheap test comes first, because nearly every line is tested several times.
fn may_begin_header(text: &str) -> bool {
    text.trim_start_matches(is_ignored).starts_with(FIRST_CHARS)
}

fn begins_header(text: &str) -> bool {
    HEADERS.iter().any(|(header, _)| header.starts_with(text))
}

fn columns_of_cells<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Columns> {
    let mut squeezed = String::new();
    for cell in cells {
        push_squeezed(&mut squeezed, cell);
    }
    columns_of_squeezed(&squeezed)
}

/// Returns the columns of a header without white space, which may be printed twice in a row.
fn columns_of_squeezed(squeezed: &str) -> Option<Columns> {
    let half = squeezed
        .get(..squeezed.len() / 2)
        .filter(|half| squeezed.ends_with(half) && squeezed.len() == 2 * half.len());
    HEADERS
        .iter()
        .find(|(header, _)| *header == squeezed || Some(*header) == half)
        .map(|&(_, columns)| columns)
}

/// Appends the text without white space and marks of emphasis and code.
fn push_squeezed(squeezed: &mut String, text: &str) {
    squeezed.extend(text.chars().filter(|c| !is_ignored(*c)));
}

fn is_ignored(c: char) -> bool {
    c.is_whitespace() || c == '*' || c == '`'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines<'a>(texts: &[&'a str]) -> Vec<TextLine<'a>> {
        texts.iter().map(|text| TextLine::new(1, text)).collect()
    }

    #[test]
    fn headers_begin_with_known_characters() {
        for (header, _) in HEADERS {
            assert!(may_begin_header(header), "{header}");
        }
        assert!(is_glued_header("**Error CodeDescription**"));
    }

    #[test]
    fn wrapped_and_doubled_headers_are_found() {
        let wrapped = lines(&[
            "Parameter",
            "Name",
            "Required Type Description",
            "Action Yes String",
        ]);
        assert_eq!(header_at(&wrapped, 0), Some((Columns::NameRequiredType, 3)));
        let doubled = lines(&["Name Type Required DescriptionName Type Required Description"]);
        assert_eq!(header_at(&doubled, 0), Some((Columns::NameTypeRequired, 1)));
        let limit = lines(&[
            "API Name Feature",
            "Frequency Limit",
            "(maximum requests per",
            "second)",
            "CreateImage",
        ]);
        assert_eq!(header_at(&limit, 0), Some((Columns::Catalogue, 4)));
    }

    #[test]
    fn only_headers_without_borders_are_glued() {
        for line in [
            "Parameter NameRequiredTypeDescription",
            "参数名称必选类型描述",
            "Error CodeDescription",
        ] {
            assert!(is_glued_header(line), "{line}");
        }
        for line in [
            "Parameter Name Required Type Description",
            "参数名称 必选 类型 描述",
            "错误码 描述",
            "NameType",
            "参数名称类型不合法",
        ] {
            assert!(!is_glued_header(line), "{line}");
        }
    }

    #[test]
    fn rows_and_prose_are_not_headers() {
        for text in [
            "Name Type",
            "Name String No",
            "错误码",
            "名称 类型 描述 其他",
            "Parameter Name of the thing",
        ] {
            assert_eq!(header_at(&lines(&[text, "x"]), 0), None, "{text}");
        }
    }
}
