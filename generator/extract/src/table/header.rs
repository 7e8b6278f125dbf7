//! Header rows of the documentation's tables, as cells or as printed lines.
//!
//! A header is any sequence of known column titles that has the columns of a kind of table, so
//! order, wording and language don't matter.

use document::Cell;

use super::anchor_rows::columns_above_action;
pub(crate) use super::anchor_rows::{column_of_table, columns_of_table, has_known_titles};
use super::column_titles::{Title, Titles, read_titles};
use crate::words::folding::is_ignored;
use crate::words::is_identifier;
use crate::words::text::TextLine;
use crate::words::vocabulary::{COLUMNS, Column};

/// The kind of a table and the order of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Columns {
    /// Name, required, type, description.
    NameRequiredType,
    /// Name, type, required, description.
    NameTypeRequired,
    /// Name, type, description.
    NameType,
    /// Parameters with columns in another order, or with more or fewer columns.
    Parameters(ParameterCells),
    /// Error code, description.
    ErrorCode,
    /// Action, feature, and on newer pages the rate limit.
    Catalogue,
    /// Region, value.
    Region,
}

/// The indices of a parameter table's columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ParameterCells {
    name: usize,
    required: Option<usize>,
    type_name: Option<usize>,
    description: Option<usize>,
}

/// The cells of a row in a parameter table, by column.
#[derive(Debug)]
pub(crate) struct RowCells<'a> {
    /// The name.
    pub(crate) name: &'a Cell,
    /// The cell of the column "required", if the table has that column.
    pub(crate) required: Option<&'a Cell>,
    /// The type, if the table has that column.
    pub(crate) type_name: Option<&'a Cell>,
    /// The description, then the cells of further columns.
    pub(crate) text: Vec<&'a Cell>,
}

impl Columns {
    /// Returns whether the rows are parameters or members.
    pub(crate) fn is_parameters(self) -> bool {
        self.parameter_cells().is_some()
    }

    /// Returns whether the table tells which parameters requests must have.
    pub(crate) fn has_required(self) -> bool {
        self.parameter_cells()
            .is_some_and(|cells| cells.required.is_some())
    }

    fn parameter_cells(self) -> Option<ParameterCells> {
        let cells = |required, type_name, description| ParameterCells {
            name: 0,
            required,
            type_name: Some(type_name),
            description: Some(description),
        };
        match self {
            Self::NameRequiredType => Some(cells(Some(1), 2, 3)),
            Self::NameTypeRequired => Some(cells(Some(2), 1, 3)),
            Self::NameType => Some(cells(None, 1, 2)),
            Self::Parameters(cells) => Some(cells),
            Self::ErrorCode | Self::Catalogue | Self::Region => None,
        }
    }

    /// Returns the cells of a parameter by column.
    ///
    /// Returns `None` if the row lacks its name or type, or if the table has no parameters.
    pub(crate) fn row_cells(self, cells: &[Cell]) -> Option<RowCells<'_>> {
        let at = self.parameter_cells()?;
        let known = [Some(at.name), at.required, at.type_name, at.description];
        let others = (0..cells.len()).filter(|index| !known.contains(&Some(*index)));
        let text = at.description.into_iter().chain(others);
        Some(RowCells {
            name: cells.get(at.name)?,
            required: match at.required {
                Some(index) => Some(cells.get(index)?),
                None => None,
            },
            type_name: match at.type_name {
                Some(index) => Some(cells.get(index)?),
                None => None,
            },
            text: text.filter_map(|index| cells.get(index)).collect(),
        })
    }

    /// Returns the columns of a table with these titles, or `None` if it is of no known kind.
    ///
    /// A cell without a known title is `None`.
    pub(super) fn of_titles(titles: &[Option<Column>]) -> Option<Self> {
        let position = |column| titles.iter().position(|title| *title == Some(column));
        let has = |column| position(column).is_some();
        let has_text = has(Column::Description) || has(Column::Feature) || has(Column::Note);
        if has(Column::ErrorCode) && has_text {
            return Some(Self::ErrorCode);
        }
        if has(Column::Action) && has_text && !has(Column::Type) {
            return Some(Self::Catalogue);
        }
        if has(Column::Region) && has(Column::Value) && !has(Column::Type) {
            return Some(Self::Region);
        }
        let cells = ParameterCells {
            name: position(Column::Name)?,
            required: position(Column::Required),
            type_name: position(Column::Type),
            description: position(Column::Description)
                .or_else(|| position(Column::Feature))
                .or_else(|| position(Column::Note)),
        };
        // A table of names and texts is anything, for example a list of values.
        if cells.type_name.is_none() && (cells.required.is_none() || cells.description.is_none()) {
            return None;
        }
        let usual = [
            Self::NameRequiredType,
            Self::NameTypeRequired,
            Self::NameType,
        ];
        let same = usual
            .into_iter()
            .find(|columns| columns.parameter_cells() == Some(cells));
        Some(same.unwrap_or(Self::Parameters(cells)))
    }
}

/// The maximum number of lines of a printed header.
pub(crate) const MAX_HEADER_LINES: usize = 5;

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
    known_header_at(lines).or_else(|| Some((columns_above_action(lines)?, 1)))
}

/// Returns the header with known titles at the start of the lines.
fn known_header_at(lines: &[TextLine<'_>]) -> Option<(Columns, usize)> {
    let first = lines.first()?.text;
    if !may_begin_header(first) {
        return None;
    }
    let mut printed = String::new();
    let mut found: Option<(PrintedHeader, usize)> = None;
    for (index, line) in lines.iter().take(MAX_HEADER_LINES).enumerate() {
        printed.push('\n');
        printed.push_str(line.text);
        match read_titles(&printed, printed_header) {
            // `ApiDetail` is the name of a structure.
            Titles::Whole(header) if index == 0 && header.titles == 2 && is_identifier(first) => {
                break;
            }
            // A line that repeats the first titles is the name of a row.
            Titles::Whole(header) if found.is_some_and(|(found, _)| header.repeats(found)) => break,
            // The longest match wins, because one header is the beginning of another.
            Titles::Whole(header) => found = Some((header, index + 1)),
            Titles::Beginning => {}
            Titles::Other => break,
        }
    }
    found.map(|(header, taken)| (header.columns, taken))
}

/// Returns the number of titles of a header without separators.
pub(crate) fn glued_titles(line: &str) -> Option<usize> {
    if !may_begin_header(line) {
        return None;
    }
    match read_titles(line, |titles| {
        Some((printed_header(titles)?, is_glued(titles)))
    }) {
        Titles::Whole((header, true)) => Some(header.titles),
        _ => None,
    }
}

/// Returns whether a title is glued to another one. A header may be glued to its repetition.
fn is_glued(titles: &[Title]) -> bool {
    let once = without_repetition(titles);
    once.iter().skip(1).any(|title| title.is_glued)
}

/// Returns whether the text begins with a column's title, or ends within one.
///
/// This cheap test comes first, because nearly every line is tested several times.
fn may_begin_header(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || is_ignored(c)) && COLUMNS.begins(text)
}

/// A header in printed lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PrintedHeader {
    columns: Columns,
    /// The number of titles, without a repetition.
    titles: usize,
    /// The number of titles, with a repetition.
    printed: usize,
}

impl PrintedHeader {
    /// Returns whether the header only repeats titles of a shorter one.
    fn repeats(self, shorter: Self) -> bool {
        self.titles == shorter.titles && self.printed > shorter.printed
    }
}

/// Returns the header that the titles make. It may be printed twice in a row.
fn printed_header(titles: &[Title]) -> Option<PrintedHeader> {
    let printed = titles.len();
    let once = without_repetition(titles);
    let titles: Vec<Option<Column>> = once.iter().map(|title| Some(title.column)).collect();
    let has = |column| titles.contains(&Some(column));
    let is_repeated = |at: usize| {
        titles
            .iter()
            .take(at)
            .any(|other| Some(other) == titles.get(at))
    };
    if (0..titles.len()).any(is_repeated) {
        return None;
    }
    let columns = Columns::of_titles(&titles)?;
    // In running text, fewer titles or titles of other tables are too likely to be prose.
    let is_pure = match columns {
        Columns::ErrorCode => !has(Column::Type) && !has(Column::Required),
        Columns::Catalogue => !has(Column::Required) && !has(Column::Value),
        Columns::Region => titles.len() == 2,
        _ => {
            titles.first() == Some(&Some(Column::Name))
                && has(Column::Type)
                && (has(Column::Description) || has(Column::Note))
                && ![
                    Column::Region,
                    Column::Value,
                    Column::RateLimit,
                    Column::Action,
                ]
                .into_iter()
                .any(has)
        }
    };
    is_pure.then_some(PrintedHeader {
        columns,
        titles: titles.len(),
        printed,
    })
}

/// Returns the titles without a repetition of the first ones behind the last.
fn without_repetition(titles: &[Title]) -> &[Title] {
    let first = titles.first().map(|title| title.column);
    let again = titles
        .iter()
        .skip(1)
        .position(|title| Some(title.column) == first);
    let Some((once, again)) = again.and_then(|at| titles.split_at_checked(at + 1)) else {
        return titles;
    };
    let repeats = again.len() <= once.len()
        && again
            .iter()
            .zip(once)
            .all(|(one, other)| one.column == other.column);
    if repeats { once } else { titles }
}

#[cfg(test)]
mod tests {
    use document::Table;

    use super::*;

    fn lines<'a>(texts: &[&'a str]) -> Vec<TextLine<'a>> {
        texts.iter().map(|text| TextLine::new(1, text)).collect()
    }

    fn cells(texts: &[&str]) -> Table {
        let cell = |text: &&str| Cell {
            text: (*text).to_owned(),
            ..Cell::default()
        };
        Table {
            header: texts.iter().map(cell).collect(),
            ..Table::default()
        }
    }

    #[test]
    fn known_titles_are_headers_in_any_order() {
        let other = |name, required, type_name, description| {
            Columns::Parameters(ParameterCells {
                name,
                required,
                type_name,
                description,
            })
        };
        for (titles, columns) in [
            (
                &["Parameter name", "Required", "Type", "Description"][..],
                Columns::NameRequiredType,
            ),
            (
                &["参数", "是否必选", "类型", "描述"],
                Columns::NameRequiredType,
            ),
            (&["字段", "类型", "说明"], Columns::NameType),
            (&["参数名称", "类型", "描述参数名称"], Columns::NameType),
            (&["Error code", "Error description"], Columns::ErrorCode),
            (&["错误码", "HTTP 状态码", "说明"], Columns::ErrorCode),
            (&["API Name", "API Description"], Columns::Catalogue),
            (
                &["接口名称", "接口功能", "频率限制（次/秒）"],
                Columns::Catalogue,
            ),
            (
                &["パラメータ名", "必須項目", "タイプ", "説明"],
                Columns::NameRequiredType,
            ),
            (&["매개변수 이름", "유형", "설명"], Columns::NameType),
            (
                &["Имя параметра", "Обязательный", "Тип", "Описание"],
                Columns::NameRequiredType,
            ),
            (
                &["参数名称", "描述", "类型", "必选"],
                other(0, Some(3), Some(2), Some(1)),
            ),
            (&["Field", "Length", "Type"], other(0, None, Some(2), None)),
            (&["参数", "必选", "描述"], other(0, Some(1), None, Some(2))),
        ] {
            assert_eq!(
                columns_of_table(&cells(titles)),
                Some(columns),
                "{titles:?}"
            );
        }
        for titles in [&["Name", "Description"][..], &["Type"], &["x", "y"], &[]] {
            assert_eq!(columns_of_table(&cells(titles)), None, "{titles:?}");
        }
    }

    #[test]
    fn cells_of_a_row_follow_the_titles() {
        let columns = columns_of_table(&cells(&["参数", "描述", "类型", "必选", "备注"])).unwrap();
        let row = cells(&["Zone", "可用区", "String", "是", "x"]).header;
        let found = columns.row_cells(&row).unwrap();
        let text: Vec<&str> = found.text.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(found.name.text, "Zone");
        assert_eq!(found.type_name.unwrap().text, "String");
        assert_eq!(found.required.unwrap().text, "是");
        assert_eq!(text, ["可用区", "x"]);
        assert!(columns.row_cells(&row[..2]).is_none());
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
        let exploded = lines(&["Name", "Type", "Description", "Name", "String"]);
        assert_eq!(header_at(&exploded, 0), Some((Columns::NameType, 3)));
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
            "**Error CodeDescription**",
        ] {
            assert!(glued_titles(line).is_some(), "{line}");
        }
        for line in [
            "Parameter Name Required Type Description",
            "参数名称 必选 类型 描述",
            "错误码 描述",
            "NameType",
            "参数名称类型不合法",
        ] {
            assert!(glued_titles(line).is_none(), "{line}");
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
            "ApiDetail",
        ] {
            assert_eq!(header_at(&lines(&[text, "x"]), 0), None, "{text}");
        }
    }
}
