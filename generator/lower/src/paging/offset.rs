//! The unit of `Offset`: most actions count items, some count pages, and only the text tells.

use serde_json::Value;

use super::offset_text::{Reading, is_an_offset, read, stated_first};
use spec::{Action, Member};

/// The unit that an action's `Offset` counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OffsetUnit {
    /// Items: the offset of the second page is the page size.
    Items,
    /// Pages: the offset of the second page is one more than that of the first.
    Pages {
        /// The number of the first page: 0 or 1.
        first: u32,
    },
    /// The documentation leaves it open. Walking the pages could skip or repeat items.
    Unclear(OffsetDoubt),
}

/// The reason why the unit of an `Offset` is unclear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OffsetDoubt {
    /// The text speaks of pages and of items.
    Both,
    /// The text counts pages, but not from which number.
    FirstPage,
    /// The text counts pages, but an example sends a multiple of the page size.
    Example,
    /// The texts of `Offset` and `Limit` seem to be swapped.
    Swapped,
}

/// Returns the unit that the texts and examples of an action's offset tell.
pub(super) fn offset_unit(action: &Action, offset: &str, limit: &str) -> OffsetUnit {
    let member = |name: &str| action.input.iter().find(|member| member.name == name);
    let (Some(offset), Some(limit)) = (member(offset), member(limit)) else {
        return OffsetUnit::Items;
    };
    let readings: Vec<Reading> = texts(offset).map(read).collect();
    let says = |wanted: Reading| readings.contains(&wanted);
    let counts_pages = says(Reading::Pages);
    if says(Reading::Formula) && !counts_pages && !says(Reading::Both) {
        return OffsetUnit::Items;
    }
    if !says(Reading::Items) && texts(limit).any(is_an_offset) {
        return OffsetUnit::Unclear(OffsetDoubt::Swapped);
    }
    let says_items = says(Reading::Items) || says(Reading::Formula);
    if says(Reading::Both) || counts_pages && says_items {
        return OffsetUnit::Unclear(OffsetDoubt::Both);
    }
    if !counts_pages {
        return OffsetUnit::Items;
    }
    let sent = sent_pairs(action, &offset.name, &limit.name);
    if sent
        .iter()
        .any(|(offset, limit)| *limit > 1 && offset >= limit)
    {
        return OffsetUnit::Unclear(OffsetDoubt::Example);
    }
    let is_sent = |first: &i64| sent.iter().any(|(offset, _)| offset == first);
    match first_page(offset).or(is_sent(&0).then_some(0)) {
        Some(first) => OffsetUnit::Pages { first },
        None => OffsetUnit::Unclear(OffsetDoubt::FirstPage),
    }
}

/// Returns the number of the first page, as the texts of a page number or its default state it.
pub(super) fn first_page(member: &Member) -> Option<u32> {
    texts(member).find_map(stated_first).or_else(|| {
        let default = member.default.as_deref()?.trim().parse().ok()?;
        (default <= 1).then_some(default)
    })
}

fn texts(member: &Member) -> impl Iterator<Item = &str> {
    member.doc.texts().map(|(_, text)| text)
}

/// Returns the offsets with their limits that the examples send.
fn sent_pairs(action: &Action, offset: &str, limit: &str) -> Vec<(i64, i64)> {
    let number = |request: &Value, name: &str| match request.get(name)? {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_i64(),
    };
    let requests = action
        .examples
        .iter()
        .filter_map(|example| example.request.as_ref());
    requests
        .filter_map(|request| {
            Some((
                number(request, offset)?,
                number(request, limit).unwrap_or(0),
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::offset_text::is_chinese;
    use super::*;
    use spec::{Example, Language, Localized, Scalar, TypeName};

    fn action(offset: &str, limit: &str, sent: &[(i64, i64)]) -> Action {
        let member = |name: &str, text: &str| {
            let language = if is_chinese(text) {
                Language::Zh
            } else {
                Language::En
            };
            Member {
                doc: Localized::new(language, text),
                ..Member::new(name, TypeName::Scalar(Scalar::Integer))
            }
        };
        let example = |(offset, limit): &(i64, i64)| Example {
            request: Some(serde_json::json!({"Offset": offset, "Limit": limit.to_string()})),
            ..Example::default()
        };
        Action {
            input: vec![member("Offset", offset), member("Limit", limit)],
            examples: sent.iter().map(example).collect(),
            ..Action::default()
        }
    }

    fn unit(offset: &str, limit: &str, sent: &[(i64, i64)]) -> OffsetUnit {
        offset_unit(&action(offset, limit, sent), "Offset", "Limit")
    }

    #[test]
    fn offsets_of_items_are_told() {
        for text in [
            "",
            "偏移量，默认为0。",
            "分页偏移量",
            "分页参数，第一页为0，第二页为10",
            "页起始偏移，取值为(页码-1)*一页条数",
            "分页偏移量，取Limit整数倍。计算公式：offset=limit*(页码-1)。",
            "分页偏移量，Offset=0表示第一页，如果Limit=100，则Offset=100表示第二页",
            "分页查询起始位置，如：Limit为100，第一页Offset为0，第二页Offset为100...",
            "指明从符合条件的第几条数据开始返回。",
            "分页时本页获取队列列表的起始位置。",
            "Page offset. Default value: 0",
            "Starting offset of the page. Value: (number of pages – 1) * items per page.",
            "Offset = Limit x (Page number – 1). The default value is 0.",
            "Starting position of queue list to be returned on the current page.",
            "每页数量",
        ] {
            assert_eq!(unit(text, "每页数量", &[]), OffsetUnit::Items, "{text}");
        }
    }

    #[test]
    fn offsets_of_pages_are_told() {
        for (text, first) in [
            ("第几页，页码从 0 开始，即首页为 0。", 0),
            ("分页返回，页编号，默认值为第0页", 0),
            ("页编号，默认值为0，表示第一页。", 0),
            ("Offset 分页码，默认为0", 0),
            ("第多少页，默认是1", 1),
            ("<p>Page number, starts from 1 by default</p>", 1),
            ("Page number. Default value: `0`.", 0),
            ("Page number. Valid values: 0 (page 1) and 1 (page 2).", 0),
            (
                "分页偏移量，Offset=0表示第一页；如果limit=100，Offset=1，则表示第二页",
                0,
            ),
            ("页数，默认值为1\n举例：limit 20 offset 2 指的是21-40", 1),
        ] {
            let expected = OffsetUnit::Pages { first };
            assert_eq!(
                unit(text, "每页数量，默认 10", &[(1, 20)]),
                expected,
                "{text}"
            );
        }
        assert_eq!(
            unit("页码", "每页大小", &[(0, 10)]),
            OffsetUnit::Pages { first: 0 }
        );
    }

    #[test]
    fn unclear_offsets_are_told() {
        for (text, limit, sent, doubt) in [
            ("页码", "每页大小", &[][..], OffsetDoubt::FirstPage),
            ("页码，默认10", "每页大小", &[], OffsetDoubt::FirstPage),
            (
                "Page number",
                "Page length",
                &[(2, 10)],
                OffsetDoubt::FirstPage,
            ),
            (
                "页码，从0开始",
                "每页大小",
                &[(20, 10)],
                OffsetDoubt::Example,
            ),
            ("页偏移量，从0开始计数", "每页数量", &[], OffsetDoubt::Both),
            ("分页索引", "每页数量", &[], OffsetDoubt::Both),
            (
                "Offset and page number",
                "Number of rows",
                &[],
                OffsetDoubt::Both,
            ),
            ("当前页", "偏移量", &[], OffsetDoubt::Swapped),
            (
                "Number of entries per page.",
                "Page number.",
                &[],
                OffsetDoubt::Swapped,
            ),
        ] {
            assert_eq!(
                unit(text, limit, sent),
                OffsetUnit::Unclear(doubt),
                "{text}"
            );
        }
        let mut both = action("Page number, from 0", "Limit", &[]);
        both.input[0].doc.zh = Some("偏移量".to_owned());
        assert_eq!(
            offset_unit(&both, "Offset", "Limit"),
            OffsetUnit::Unclear(OffsetDoubt::Both),
            "the languages disagree"
        );
    }
}
