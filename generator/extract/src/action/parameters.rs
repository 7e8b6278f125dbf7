//! The parameter rows of an action page, and the common parameters among them.

use spec::{RegionRule, Required};

use super::sections::Sections;
use crate::table::header::{columns_of_table, headers};
use crate::table::known_types::KnownTypes;
use crate::table::printed_rows::rows_of_lines;
use crate::table::{DamagedRow, ParameterRow, rows_of_table};
use crate::words::is_identifier;
use crate::words::vocabulary::{Section, only_regions_label, region_rule, stated_version};

/// The rows of the input and output sections.
#[derive(Debug, Default)]
pub(crate) struct ParameterRows<'a> {
    /// The request parameters, including the common ones.
    pub(crate) input: Vec<ParameterRow<'a>>,
    /// The response parameters.
    pub(crate) output: Vec<ParameterRow<'a>>,
    /// Unreadable rows of both sections.
    pub(crate) damaged: Vec<DamagedRow>,
    /// The last row of a page that ends within a table.
    pub(crate) truncated: Option<ParameterRow<'a>>,
}

impl<'a> ParameterRows<'a> {
    /// Reads the rows of both sections.
    pub(crate) fn read(sections: &Sections<'a>, known: &KnownTypes) -> Self {
        let (input, mut damaged) = parameter_rows(sections, Section::Input, known);
        let (output, damaged_output) = parameter_rows(sections, Section::Output, known);
        damaged.extend(damaged_output);
        let mut rows = Self {
            input,
            output,
            damaged,
            truncated: None,
        };
        rows.truncated = rows.remove_truncated(sections);
        rows
    }

    /// Removes the last row of a page that ends in a table.
    ///
    /// Such a page usually ends within that row.
    fn remove_truncated(&mut self, sections: &Sections<'a>) -> Option<ParameterRow<'a>> {
        let later = [Section::Examples, Section::Resources, Section::Errors];
        if later.into_iter().any(|section| sections.has(section)) {
            return None;
        }
        let rows = if sections.has(Section::Output) {
            &mut self.output
        } else {
            &mut self.input
        };
        // Every output table ends with this row.
        let is_whole = rows
            .last()
            .is_some_and(|row| row.name == "RequestId" && row.type_words == "String");
        if is_whole { None } else { rows.pop() }
    }
}

/// Reads the section's tables with cells, or else its printed table.
fn parameter_rows<'a>(
    sections: &Sections<'a>,
    section: Section,
    known: &KnownTypes,
) -> (Vec<ParameterRow<'a>>, Vec<DamagedRow>) {
    let mut rows = Vec::new();
    let mut damaged = Vec::new();
    for table in sections.tables(section) {
        let Some(columns) = columns_of_table(table) else {
            continue;
        };
        if columns.is_parameters() {
            let (read, unreadable) = rows_of_table(table, columns);
            rows.extend(read);
            damaged.extend(unreadable);
        }
    }
    if rows.is_empty() && damaged.is_empty() {
        rows = printed_rows(sections, section, known);
    }
    (rows, damaged)
}

fn printed_rows<'a>(
    sections: &Sections<'a>,
    section: Section,
    known: &KnownTypes,
) -> Vec<ParameterRow<'a>> {
    let lines = sections.lines(section);
    match headers(&lines).next() {
        Some((columns, below)) if columns.is_parameters() => rows_of_lines(below, columns, known),
        _ => Vec::new(),
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
    /// Reads the rows at the start of the input table.
    pub(crate) fn read(rows: &[ParameterRow<'_>]) -> Self {
        let mut common = Self::default();
        for row in rows.iter().take_while(|row| is_common(&row.name)) {
            let parts: Vec<&str> = row.text.iter().map(|part| part.text()).collect();
            let text = parts.join(" ");
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

/// Returns whether the site documents the parameter in every input table.
pub(crate) fn is_common(name: &str) -> bool {
    matches!(name, "Action" | "Version" | "Region")
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
