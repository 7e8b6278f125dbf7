//! List items that the documentation prints as plain lines: a filter or a value, and its meaning.

use super::values::Line;
use spec::Scalar;

/// An item of a list: a name, and the text that describes it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Item<'t> {
    pub(crate) name: &'t str,
    pub(crate) text: String,
    pub(crate) kind: Kind,
    /// The number of lines that the item has.
    pub(crate) lines: usize,
}

/// The kinds of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A filter, such as `zone - String - Required: no - Filters by zone.`
    Filter,
    /// A value, such as `SOFT: soft shutdown`.
    Value,
}

impl<'t> Item<'t> {
    /// Returns the item that the lines start with. After items of this kind, it needs less
    /// evidence: a filter needs no facts, and a lowercase value no second value.
    pub(crate) fn at_start(lines: &'t [Line], list: Option<Kind>) -> Option<Self> {
        let line = lines.first()?.text.as_str();
        if let Some(filter) = filter_of_lines(lines, list == Some(Kind::Filter)) {
            return Some(filter);
        }
        let (name, rest) = split_name(line)?;
        let item = |text: &str, kind| {
            Some(Self {
                name,
                text: text.to_owned(),
                kind,
                lines: 1,
            })
        };
        if let Some(text) = after_dash(rest) {
            let kind = if is_lowercase(name) {
                Kind::Filter
            } else {
                Kind::Value
            };
            return item(text, kind);
        }
        if let Some(text) = after_type(name, rest) {
            return item(text, Kind::Filter);
        }
        let text = after_colon(rest)?;
        let listed = || {
            lines
                .get(1)
                .is_some_and(|next| has_colon_after_name(&next.text))
        };
        if is_technical(name) || is_lowercase(name) && (list.is_some() || listed()) {
            return item(text, Kind::Value);
        }
        None
    }
}

/// Returns whether the line is `name: text`, whatever the name.
fn has_colon_after_name(line: &str) -> bool {
    split_name(line).is_some_and(|(_, rest)| after_colon(rest).is_some())
}

/// Splits a name such as `zone`, `tag:tag-key` or `SOFT_FIRST` from the text after it. The name may
/// be in backticks.
fn split_name(line: &str) -> Option<(&str, &str)> {
    if let Some(inside) = line.strip_prefix('`') {
        let (name, rest) = inside.split_once('`')?;
        return is_name(name).then_some((name, rest));
    }
    let end = line.find(|c| !is_name_char(c)).unwrap_or(line.len());
    let name = line.get(..end)?.trim_end_matches(['-', ':', '.']);
    Some((name, line.get(name.len()..)?)).filter(|(name, _)| is_name(name))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.ends_with(|last: char| last.is_ascii_alphanumeric())
        && text.chars().all(is_name_char)
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_:.".contains(c)
}

/// Returns whether no English word is spelt like the name: `vpc-id`, `BYOL`, `EnoughStock`, `1`.
fn is_technical(name: &str) -> bool {
    let has = |what: fn(char) -> bool| name.chars().any(what);
    let inner_capital = name.chars().skip(1).any(|c| c.is_ascii_uppercase());
    inner_capital || has(|c| !c.is_ascii_alphabetic())
}

fn is_lowercase(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
}

/// Returns the text after ` - `. A space may be missing, and both before a Chinese text.
fn after_dash(rest: &str) -> Option<&str> {
    let text = rest.trim_start().strip_prefix('-')?;
    let spaced =
        rest.starts_with(' ') || text.starts_with(|next: char| next == ' ' || !next.is_ascii());
    let text = text.trim_start();
    (spaced && !text.is_empty() && !text.starts_with('-')).then_some(text)
}

/// Returns the text from the type on, in `zone String Required: no (Filter) Filter by zone.`
fn after_type<'t>(name: &str, rest: &'t str) -> Option<&'t str> {
    let text = rest.strip_prefix(' ')?;
    let (word, _) = text.split_once(' ')?;
    let is_type = Scalar::ALL
        .iter()
        .any(|scalar| scalar.name().eq_ignore_ascii_case(word));
    let states_need = ["Required: ", "(Filter)", "必选：", "是否必填："];
    let states_need = states_need.iter().any(|fact| text.contains(fact));
    (is_lowercase(name) && is_type && states_need).then_some(text)
}

/// Returns the text after a colon that isn't part of an address or a time.
fn after_colon(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    if let Some(text) = rest.strip_prefix('：') {
        return Some(text.trim_start());
    }
    let text = rest.strip_prefix(':')?;
    let separates = text.starts_with(|next: char| next == ' ' || !next.is_ascii());
    separates.then(|| text.trim_start())
}

/// The maximum number of lines of a filter's description.
const LONGEST: usize = 4;

/// Returns the filter whose name, description and facts are on a line each: the facts show that a
/// lone word is a name.
///
/// ```text
/// vpc-id
/// 按照【VPC ID】进行过滤。VPC ID例如：vpc-xxxxxxxx。
/// 类型：String
/// 必选：否
/// ```
fn filter_of_lines(lines: &[Line], in_filters: bool) -> Option<Item<'_>> {
    let [name, rest @ ..] = lines else {
        return None;
    };
    let name = name.text.as_str();
    if !is_lone_name(name) {
        return None;
    }
    let texts = || rest.iter().map(|line| line.text.as_str());
    let described = texts()
        .take(LONGEST + 1)
        .take_while(|line| !(is_fact(line) || is_lone_name(line) && is_lowercase(line)))
        .count();
    let facts = texts()
        .skip(described)
        .take_while(|line| is_fact(line))
        .count();
    let taken = match facts {
        0 if in_filters => described.min(1),
        0 => return None,
        _ => described + facts,
    };
    let text: Vec<&str> = texts().take(taken).collect();
    Some(Item {
        name,
        text: text.join(" "),
        kind: Kind::Filter,
        lines: 1 + taken,
    })
}

fn is_lone_name(line: &str) -> bool {
    line.starts_with(|first: char| first.is_ascii_alphabetic()) && is_name(line)
}

fn is_fact(line: &str) -> bool {
    [
        "类型：",
        "必选：",
        "可选项：",
        "Type: ",
        "Required: ",
        "Valid values: ",
    ]
    .iter()
    .any(|label| line.starts_with(label))
}

/// Returns the number of lines at the start that are one name each, such as zones; at least three.
/// A remark in parentheses may follow a name.
pub(crate) fn lone_names(lines: &[Line]) -> Option<usize> {
    let count = lines
        .iter()
        .take_while(|line| lone_name(&line.text).is_some())
        .count();
    (count >= 3).then_some(count)
}

/// Splits a line that is one name into the name and the remark after it.
pub(crate) fn lone_name(line: &str) -> Option<(&str, &str)> {
    let (name, remark) = split_name(line)?;
    let is_remark =
        remark.is_empty() || remark.starts_with(['(', '（']) && remark.ends_with([')', '）']);
    is_remark.then_some((name, remark))
}

#[cfg(test)]
mod tests {
    use super::super::values::lines;
    use super::*;

    fn item(text: &str) -> Option<(String, String, Kind)> {
        let lines = lines(text);
        let item = Item::at_start(&lines, None)?;
        Some((item.name.to_owned(), item.text, item.kind))
    }

    #[test]
    fn filter_of_one_line_is_item() {
        for (line, name, text) in [
            ("zone - String - By zone.", "zone", "String - By zone."),
            (
                "snapshot-type- Array of String - x",
                "snapshot-type",
                "Array of String - x",
            ),
            ("instance-type -String - x", "instance-type", "String - x"),
            (
                "tag:tag-key - String - 是否必填：否 -（过滤条件）按照标签过滤。",
                "tag:tag-key",
                "String - 是否必填：否 -（过滤条件）按照标签过滤。",
            ),
            (
                "zone string Required: no (Filter) Filter by AZ.",
                "zone",
                "string Required: no (Filter) Filter by AZ.",
            ),
        ] {
            let expected = (name.to_owned(), text.to_owned(), Kind::Filter);
            assert_eq!(item(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn value_with_meaning_is_item() {
        for (line, name, text) in [
            ("SOFT: soft shutdown", "SOFT", "soft shutdown"),
            ("NOT_FOR_SALE:不可售卖", "NOT_FOR_SALE", "不可售卖"),
            ("`0` : by day", "0", "by day"),
            ("EnoughStock：库存充足", "EnoughStock", "库存充足"),
            ("image: x\nmodule: y", "image", "x"),
        ] {
            let expected = (name.to_owned(), text.to_owned(), Kind::Value);
            assert_eq!(item(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn prose_is_not_item() {
        for line in [
            "Note: this field may be null.",
            "Default value: FALSE.",
            "instances: the name should be short.",
            "10:30 is noon",
            "https://x.com - a page",
            "Self-made images",
            "注意：x",
            "a--b",
            "String type is required",
            "-",
            "",
        ] {
            assert_eq!(item(line), None, "{line}");
        }
    }
}
