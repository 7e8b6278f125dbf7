//! The facts of one filter: its type, its need, and its description.

use spec::{Scalar, TypeName};

/// The facts of one filter, collected part by part.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) type_name: Option<TypeName>,
    pub(super) required: bool,
    doc: Vec<String>,
}

/// Labels before a type.
const TYPES: [&str; 4] = ["类型：", "类型:", "Type:", "type:"];

/// Labels before the need, which yes or no follows.
const NEEDS: [&str; 15] = [
    "是否必填：",
    "是否必填:",
    "是否必填",
    "是否必选：",
    "是否必选:",
    "必选：",
    "必选:",
    "必填：",
    "必填:",
    "Required:",
    "required:",
    "Required：",
    "whether required:",
    "Optional:",
    "Optional",
];

/// Labels before a description.
const DESCRIPTIONS: [&str; 4] = ["描述：", "描述:", "Description:", "description:"];

/// Marks of filters, which say nothing.
const MARKS: [&str; 6] = [
    "（过滤条件）",
    "(过滤条件)",
    "（过滤条件)",
    "(filter condition)",
    "(filter criteria)",
    "(filter)",
];

/// Beginnings of sentences about the whole list, which end its last filter.
const ENDS: [&str; 18] = [
    "每次请求",
    "参数不支持",
    "该参数不支持",
    "不支持同时",
    "注意：每次",
    "模糊查询时",
    "Each request",
    "Up to",
    "up to",
    "Each filter",
    "You cannot",
    "You can't",
    "This parameter",
    "The maximum",
    "the maximum",
    "The upper limit",
    "Only the field",
    "`InstanceIds`",
];

/// The maximum number of lines of one filter.
const LONGEST: usize = 40;

/// Returns the documented type in a part: `String`, `int`, `Array of String`.
pub(super) fn type_of(part: &str) -> Option<TypeName> {
    let word = part
        .trim()
        .trim_matches(['`', '*', ' ', '(', ')', '[', ']']);
    let scalar = |word: &str| {
        let word = word.trim().to_ascii_lowercase();
        Some(match word.as_str() {
            "string" | "str" | "text" | "strings" => Scalar::String,
            "integer" | "int" | "uint" | "int64" | "uint64" | "int32" | "uint32" | "long"
            | "number" => Scalar::Integer,
            "bool" | "boolean" => Scalar::Boolean,
            "float" | "float64" => Scalar::Float,
            "double" => Scalar::Double,
            "timestamp" | "datetime" => Scalar::Timestamp,
            "date" => Scalar::Date,
            _ => return None,
        })
    };
    let lower = word.to_ascii_lowercase();
    if let Some(element) = lower
        .strip_prefix("array of ")
        .or(lower.strip_prefix("list of "))
    {
        return scalar(element).map(|element| TypeName::Array(Box::new(TypeName::Scalar(element))));
    }
    scalar(word).map(TypeName::Scalar)
}

/// Returns whether the part says that the filter is required, or `None` if it says nothing of that.
pub(super) fn need(part: &str) -> Option<bool> {
    let part = part.trim();
    let (label, rest) = NEEDS
        .iter()
        .find_map(|label| Some((label, part.strip_prefix(label)?)))?;
    let rest = rest.trim_start();
    let yes = rest.starts_with('是') || rest.to_ascii_lowercase().starts_with("yes");
    Some(yes && !label.starts_with("Optional"))
}

/// Returns whether a line states a type, a need, a description or the act of filtering.
pub(super) fn is_fact(line: &str) -> bool {
    let line = bare(line);
    let labels = TYPES.iter().chain(&NEEDS).chain(&DESCRIPTIONS);
    let starts_with_label = labels.clone().any(|label| line.starts_with(label));
    let filters = ["按照", "按", "Filter by", "filter by"];
    starts_with_label || filters.iter().any(|words| line.starts_with(words))
}

fn bare(line: &str) -> &str {
    line.trim_start_matches(['-', '*', '•', '·', ' ', '\u{A0}'])
}

impl Facts {
    /// Adds the parts of a line after the name: `String - Required: No - Filter by zone.`
    pub(super) fn add_parts(&mut self, text: &str) {
        let mut rest = text.trim();
        loop {
            rest = rest.trim_start_matches([' ', '\u{A0}', '-', '–', '—']);
            let end = part_end(rest);
            let part = rest.get(..end).unwrap_or_default().trim();
            if self.type_name.is_none()
                && self.doc.is_empty()
                && let Some(type_name) = type_of(part)
            {
                self.type_name = Some(type_name);
            } else if let Some(required) = need(part) {
                self.required = required;
            } else {
                break;
            }
            rest = rest.get(end..).unwrap_or_default();
            if rest.is_empty() {
                return;
            }
        }
        self.describe(rest);
    }

    /// Adds a line below the name. False if the line isn't about the filter.
    pub(super) fn add_line(&mut self, line: &str) -> bool {
        let text = bare(line);
        if text.is_empty() {
            return true;
        }
        if self.doc.len() >= LONGEST || ENDS.iter().any(|words| text.starts_with(words)) {
            return false;
        }
        if let Some(words) = strip(text, &TYPES) {
            let word = words.split(['必', '，', ',']).next().unwrap_or_default();
            self.type_name = type_of(word).or(self.type_name.take());
        } else if let Some(required) = need(text) {
            self.required = required;
        } else if let Some(words) = strip(text, &DESCRIPTIONS) {
            self.describe(words);
        } else {
            self.describe(line);
        }
        true
    }

    fn describe(&mut self, words: &str) {
        let mut words = words.trim();
        for mark in MARKS {
            let start = words.get(..mark.len());
            if start.is_some_and(|start| start.eq_ignore_ascii_case(mark)) {
                let rest = words.get(mark.len()..).unwrap_or_default();
                words = rest.trim_start_matches([' ', ':', '：']);
            }
        }
        let words = self.without_facts(words);
        if !words.is_empty() {
            self.doc.push(words.to_owned());
        }
    }

    /// Takes the facts at the end of a line: `按照标签过滤。 类型：String 必选：否`.
    fn without_facts<'t>(&mut self, words: &'t str) -> &'t str {
        let at = TYPES.iter().filter_map(|label| words.find(label)).min();
        let Some((before, facts)) = at.and_then(|at| words.split_at_checked(at)) else {
            return words;
        };
        let mut parts = facts.split_whitespace();
        let first = parts.next().and_then(|part| strip(part, &TYPES));
        let Some(type_name) = first.and_then(type_of) else {
            return words;
        };
        self.type_name = Some(type_name);
        self.required |= parts.next().and_then(need) == Some(true);
        before.trim_end()
    }

    /// Returns the description.
    pub(super) fn doc(&self) -> String {
        self.doc.join("\n")
    }
}

/// Returns the end of the first part: a dash between blanks, or before a bracket or Chinese text.
///
/// The need ends with its answer, even if no dash follows: `Required: No (Filter) By zone`.
fn part_end(text: &str) -> usize {
    let dash = text.char_indices().find(|(at, c)| {
        let next = text.get(at + c.len_utf8()..).unwrap_or_default();
        let before = text.get(..*at).unwrap_or_default();
        let is_separate = before.ends_with([' ', '\u{A0}'])
            || next.starts_with(|c: char| c == ' ' || !c.is_ascii() || c == '(');
        matches!(c, '-' | '–' | '—') && is_separate
    });
    let dash = dash.map_or(text.len(), |(at, _)| at);
    let first = text.get(..dash).unwrap_or_default();
    let Some(label) = NEEDS.iter().find(|label| first.starts_with(**label)) else {
        // `string Required: no (Filter) …`, without dashes.
        let word = first.find([' ', '\u{A0}']).unwrap_or(first.len());
        let is_type = type_of(first).is_none() && first.get(..word).and_then(type_of).is_some();
        return if is_type { word } else { dash };
    };
    let after = first.get(label.len()..).unwrap_or_default();
    let blanks = after.len() - after.trim_start().len();
    let answer = after.trim_start();
    let answer = ["是", "否", "yes", "no", "Yes", "No", "YES", "NO"]
        .iter()
        .find(|word| answer.starts_with(**word));
    answer.map_or(dash, |answer| label.len() + blanks + answer.len())
}

fn strip<'t>(text: &'t str, labels: &[&str]) -> Option<&'t str> {
    labels.iter().find_map(|label| text.strip_prefix(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_become_facts() {
        for (text, type_name, required, doc) in [
            (
                "String - 是否必填：否 - （过滤条件）按照可用区过滤。",
                Some("String"),
                false,
                "按照可用区过滤。",
            ),
            (
                "String - 是否必填：是 -（过滤条件）按照状态过滤，如 vpc-f49l6u0z。",
                Some("String"),
                true,
                "按照状态过滤，如 vpc-f49l6u0z。",
            ),
            (
                "string Required: no (Filter) Filter by AZ.",
                Some("String"),
                false,
                "Filter by AZ.",
            ),
            (
                "int - required: no - 0 - off",
                Some("Integer"),
                false,
                "0 - off",
            ),
            ("Array of String - x", Some("Array of String"), false, "x"),
            ("模糊匹配，按名称", None, false, "模糊匹配，按名称"),
            (
                "String -（过滤条件）CCN实例ID。",
                Some("String"),
                false,
                "CCN实例ID。",
            ),
        ] {
            let mut facts = Facts::default();
            facts.add_parts(text);
            let found = facts.type_name.as_ref().map(ToString::to_string);
            assert_eq!(found.as_deref(), type_name, "{text}");
            assert_eq!(
                (facts.required, facts.doc()),
                (required, doc.to_owned()),
                "{text}"
            );
        }
    }
}
