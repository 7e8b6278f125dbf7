//! The header rows of the documentation's tables, as cells or as printed lines.

use super::reader::TextLine;

/// What a table is about, and the order of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Columns {
    /// Name, required, type, description.
    NameRequiredType,
    /// Name, type, required, description.
    NameTypeRequired,
    /// Name, type, description.
    NameType,
    /// Error code, description.
    ErrorCode,
    /// Action, feature, and in newer pages the rate limit.
    Catalogue,
    /// Region, value.
    Region,
}

/// The headers without their white space.
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

/// What the headers begin with.
const FIRST_CHARS: [char; 10] = ['参', '名', '错', '接', '地', 'P', 'N', 'E', 'A', 'R'];

/// A header wraps over this many lines at the most.
const MOST_LINES: usize = 5;

/// The table that a row of header cells opens.
pub(super) fn columns_of_cells<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Columns> {
    let mut squeezed = String::new();
    for cell in cells {
        push_squeezed(&mut squeezed, cell);
    }
    columns_of_squeezed(&squeezed)
}

/// The table that a header printed on one or more whole lines opens, and how many lines it takes.
pub(super) fn columns_of_lines(lines: &[TextLine<'_>]) -> Option<(Columns, usize)> {
    let first = lines.first()?.text;
    if !may_begin_header(first) || !begins_header(first.split_whitespace().next()?) {
        return None;
    }
    let mut squeezed = String::new();
    let mut found = None;
    for (index, line) in lines.iter().take(MOST_LINES).enumerate() {
        push_squeezed(&mut squeezed, line.text);
        // The longest match wins: a header without the rate column is the begin of one with it.
        if let Some(columns) = columns_of_squeezed(&squeezed) {
            found = Some((columns, index + 1));
        } else if !begins_header(&squeezed) {
            break;
        }
    }
    found
}

/// Whether the line is a header of which nothing separates the cells; its rows are then in no better state.
pub(super) fn is_glued_header(line: &str) -> bool {
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

/// Nearly every line of a document comes by here, several times, and nearly none is a header: one look tells most.
fn may_begin_header(text: &str) -> bool {
    let text = text.trim_start_matches(is_left_out);
    text.starts_with(FIRST_CHARS)
}

fn begins_header(text: &str) -> bool {
    HEADERS.iter().any(|(header, _)| header.starts_with(text))
}

/// A header may be printed twice in a row, without anything between.
fn columns_of_squeezed(squeezed: &str) -> Option<Columns> {
    let half = squeezed
        .get(..squeezed.len() / 2)
        .filter(|half| squeezed.ends_with(half) && squeezed.len() == 2 * half.len());
    HEADERS
        .iter()
        .find(|(header, _)| *header == squeezed || Some(*header) == half)
        .map(|&(_, columns)| columns)
}

fn push_squeezed(squeezed: &mut String, text: &str) {
    squeezed.extend(text.chars().filter(|c| !is_left_out(*c)));
}

fn is_left_out(c: char) -> bool {
    c.is_whitespace() || c == '*' || c == '`'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines<'a>(texts: &[&'a str]) -> Vec<TextLine<'a>> {
        texts.iter().map(|text| TextLine::new(1, text)).collect()
    }

    #[test]
    fn first_characters_of_all_headers_are_known() {
        for (header, _) in HEADERS {
            assert!(may_begin_header(header), "{header}");
        }
        assert!(is_glued_header("**Error CodeDescription**"));
    }

    #[test]
    fn wrapped_and_doubled_headers_are_recognised() {
        let wrapped = lines(&[
            "Parameter",
            "Name",
            "Required Type Description",
            "Action Yes String",
        ]);
        assert_eq!(
            columns_of_lines(&wrapped),
            Some((Columns::NameRequiredType, 3))
        );
        let doubled = lines(&["Name Type Required DescriptionName Type Required Description"]);
        assert_eq!(
            columns_of_lines(&doubled),
            Some((Columns::NameTypeRequired, 1))
        );
        let limit = lines(&[
            "API Name Feature",
            "Frequency Limit",
            "(maximum requests per",
            "second)",
            "CreateImage",
        ]);
        assert_eq!(columns_of_lines(&limit), Some((Columns::Catalogue, 4)));
    }

    #[test]
    fn headers_without_borders_are_told_from_whole_ones() {
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
    fn rows_and_prose_are_no_headers() {
        for text in [
            "Name Type",
            "Name String No",
            "错误码",
            "名称 类型 描述 其他",
            "Parameter Name of the thing",
        ] {
            assert_eq!(columns_of_lines(&lines(&[text, "x"])), None, "{text}");
        }
    }
}
