//! The parameter rows of an action page, and the common parameters among them.

use document::Block;
use spec::{RegionRule, Required, Scalar, TypeName};

use super::sections::Sections;
use crate::table::faults::CutRow;
use crate::table::header::columns_of_table;
use crate::table::known_types::KnownTypes;
use crate::table::section_tables::{SectionTables, TableRest};
use crate::table::{ParameterRow, row_of_cells};
use crate::words::is_identifier;
use crate::words::vocabulary::{
    Section, describes_common, only_regions_label, region_rule, stated_version, states_region_rule,
};

/// The rows of the input and output sections.
#[derive(Debug, Default)]
pub(crate) struct ParameterRows<'a> {
    /// The common parameters at the start of the input table.
    pub(crate) common: Vec<ParameterRow<'a>>,
    /// The request parameters of the action itself.
    pub(crate) input: Vec<ParameterRow<'a>>,
    /// The response parameters.
    pub(crate) output: Vec<ParameterRow<'a>>,
    /// The further content of both sections' tables.
    pub(crate) rest: TableRest<'a>,
    /// The row within which the page ends.
    pub(crate) truncated: Option<CutRow>,
}

impl<'a> ParameterRows<'a> {
    /// Reads the rows of both sections.
    pub(crate) fn read(sections: &Sections<'a>, known: &KnownTypes) -> Self {
        let input = tables_of(sections, Section::Input, known);
        let output = tables_of(sections, Section::Output, known);
        let mut rows = Self {
            input: input.rows,
            output: output.rows,
            ..Self::default()
        };
        rows.rest = input.rest;
        rows.rest.extend(output.rest);
        rows.truncated = rows.remove_truncated(sections);
        rows.common = take_common(&mut rows.input);
        rows
    }

    /// Removes the last row of a page that ends in a table.
    ///
    /// Such a page usually ends within that row. If a mere fragment follows the row, the row is
    /// whole.
    fn remove_truncated(&mut self, sections: &Sections<'a>) -> Option<CutRow> {
        let later = [Section::Examples, Section::Resources, Section::Errors];
        if later.into_iter().any(|section| sections.has(section)) {
            return None;
        }
        let (section, rows) = if sections.has(Section::Output) {
            (Section::Output, &mut self.output)
        } else {
            (Section::Input, &mut self.input)
        };
        if let Some(table) = sections.tables(section).last()
            && let Some(cut) = &table.cut
        {
            let columns = columns_of_table(table)?;
            match row_of_cells(cut.line, &cut.cells, columns).filter(is_request_id) {
                // Only the pipe after the last row is lost.
                Some(whole) => rows.push(whole),
                None => return Some(CutRow::of_cells(cut)),
            }
            return None;
        }
        let last = rows.last_mut()?;
        if is_request_id(last) {
            return None;
        }
        last.take_fragment()
            .or_else(|| rows.pop().map(|row| CutRow::new(row.line, &row.name)))
    }
}

/// Returns whether the row ends every output table.
fn is_request_id(row: &ParameterRow<'_>) -> bool {
    row.name == "RequestId" && row.type_words == "String"
}

/// Reads the section's tables with cells, or else its printed tables.
fn tables_of<'a>(
    sections: &Sections<'a>,
    section: Section,
    known: &KnownTypes,
) -> SectionTables<'a> {
    let blocks: Vec<&Block> = sections.blocks(section).collect();
    SectionTables::read(&blocks, known)
}

/// Removes the common parameters from the start of the input rows and returns them.
///
/// Later rows of these names, or rows that describe something else, are the action's own.
fn take_common<'a>(rows: &mut Vec<ParameterRow<'a>>) -> Vec<ParameterRow<'a>> {
    let mut leading = 0;
    while let Some(row) = rows.get(leading)
        && is_common_name(&row.name)
        && rows
            .iter()
            .take(leading)
            .all(|above| above.name != row.name)
    {
        leading += 1;
    }
    let is_common = |row: &ParameterRow<'a>| {
        let text = row.words();
        let is_text = matches!(row.type_name, None | Some(TypeName::Scalar(Scalar::String)));
        // A page lists its action and version together, whatever it says about them.
        is_text && (says_common(&row.name, &text) || (leading > 1 && row.name != "Region"))
    };
    let mut common = Vec::new();
    for at in (0..leading).rev() {
        if rows.get(at).is_some_and(is_common) {
            common.push(rows.remove(at));
        }
    }
    common.reverse();
    common
}

fn is_common_name(name: &str) -> bool {
    matches!(name, "Action" | "Version" | "Region")
}

/// Returns whether the text is that of the common parameter, and not of one with its name.
fn says_common(name: &str, text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || describes_common(text)
        || match name {
            "Version" => stated_version(text).is_some(),
            "Region" => states_region_rule(text),
            _ => false,
        }
}

/// The facts in the rows Action, Version and Region, which aren't members of the request.
#[derive(Debug, Default)]
pub(crate) struct CommonParameters {
    /// The action's name.
    pub(crate) action: Option<String>,
    /// The API version.
    pub(crate) version: Option<String>,
    /// The rule for the region, or `None` if the page has no Region row.
    pub(crate) region: Option<RegionRule>,
    /// The only regions that the action supports, or empty if the page doesn't list them.
    pub(crate) regions: Vec<String>,
}

impl CommonParameters {
    /// Reads the common rows at the start of the input table.
    pub(crate) fn read(rows: &[ParameterRow<'_>]) -> Self {
        let mut common = Self::default();
        for row in rows {
            let text = row.words();
            match row.name.as_str() {
                "Action" => {
                    common.action = stated_value(&text).filter(|value| is_identifier(value));
                }
                "Version" => {
                    common.version = stated_version(&text);
                }
                _ => {
                    let required = match row.required {
                        Some(Required::Known(required)) => Some(required),
                        _ => None,
                    };
                    common.region = Some(region_rule(required, &text));
                    common.regions = only_regions(&text);
                }
            }
        }
        common
    }
}

/// Returns the value after the colon, without blanks and code marks.
///
/// `公共参数，本接口取值：DescribeZones。`, `Common Params. The value used for this API: 2019- 07-19.`
fn stated_value(text: &str) -> Option<String> {
    let (_, value) = text.rsplit_once([':', '：'])?;
    let value: String = value
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '`')
        .collect();
    let value = value.trim_end_matches(['.', '。']);
    (!value.is_empty()).then(|| value.to_owned())
}

/// Returns the listed regions: `This API only supports: ap-guangzhou, ap-shanghai`.
fn only_regions(text: &str) -> Vec<String> {
    let Some(list) = only_regions_label(text) else {
        return Vec::new();
    };
    list.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .filter(|word| word.contains('-') && word.len() > 4)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stated_value_follows_the_colon() {
        for (text, value) in [
            (
                "公共参数，本接口取值：DescribeZones。",
                Some("DescribeZones"),
            ),
            (
                "The value used for this API: 2019- 07-19.",
                Some("2019-07-19"),
            ),
            ("公共参数", None),
            ("Common Params:.", None),
        ] {
            assert_eq!(stated_value(text).as_deref(), value, "{text}");
        }
    }

    #[test]
    fn listed_regions_are_the_only_ones() {
        assert_eq!(
            only_regions("This API only supports: ap-guangzhou, ap-shanghai"),
            ["ap-guangzhou", "ap-shanghai"]
        );
        assert_eq!(only_regions("详见产品支持的地域列表 ap-x"), [""; 0]);
    }
}
