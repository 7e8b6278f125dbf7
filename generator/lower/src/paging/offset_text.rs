//! The words by which the text of an `Offset` tells that it counts items or pages.

/// The unit that one text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Neither.
    Silent,
    /// Items, by a word such as "offset".
    Items,
    /// Items, by a formula such as `(page number - 1) * limit`, or by an example.
    Formula,
    /// Pages.
    Pages,
    /// Both, or a word with both meanings.
    Both,
}

/// Formulas, without blanks, that make an offset a number of items.
const FORMULAS: &[&str] = &[
    "-1)*",
    "-1)x",
    "-1)×",
    "limit*(",
    "limitx(",
    "limit×(",
    "*limit",
    "*pagesize",
    "offset+limit",
    "limit整数倍",
    "limit的整数倍",
    "multipleoflimit",
    "multiplesoflimit",
    "multipleofthelimit",
];

/// Words, without blanks, for the number of a page.
const PAGES: &[&str] = &[
    "页码",
    "页号",
    "页编号",
    "页序号",
    "页的编号",
    "页面编号",
    "页数",
    "几页",
    "多少页",
    "哪一页",
    "哪页",
    "第n页",
    "pagenumber",
    "numberofpage",
    "pageno.",
    "whichpage",
    "pagenum",
    "pagetoreturn",
];

/// Words that contain one for the number of a page, but mean the size of a page.
const SIZES: &[&str] = &[
    "每页数",
    "单页数",
    "一页数",
    "页数量",
    "页数据",
    "页数目",
    "numberofpageitems",
];

/// Whole texts, without blanks and punctuation, that mean the number of a page.
const WHOLE_PAGES: &[&str] = &[
    "当前页",
    "分页当前页",
    "页",
    "page",
    "currentpage",
    "thecurrentpage",
    "pages",
];

/// Words for a number of items to skip.
const ITEMS: &[&str] = &[
    "偏移",
    "起始位",
    "起始值",
    "起始点",
    "起始条",
    "起始记录",
    "开始位置",
    "起始地址",
    "几条",
    "几个",
    "跳过",
    "startingposition",
    "startposition",
    "whichrecord",
    "whichentry",
    "startingpoint",
    "skip",
];

/// Words that may mean either.
const EITHER: &[&str] = &[
    "分页下标",
    "分页索引",
    "页下标",
    "页索引",
    "pageindex",
    "total/limit",
];

/// Returns the unit that a text of an offset names.
pub(super) fn read(text: &str) -> Reading {
    let text = compact(text);
    let text = strip_name(&text);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(EITHER) {
        return Reading::Both;
    }
    if has(FORMULAS) {
        return Reading::Formula;
    }
    match offset_of_second_page(text) {
        Some(1) => return Reading::Pages,
        Some(_) => return Reading::Formula,
        None => {}
    }
    let sizeless = SIZES
        .iter()
        .fold(text.to_owned(), |text, size| text.replace(size, ""));
    let pages = PAGES.iter().any(|word| sizeless.contains(word))
        || WHOLE_PAGES.contains(&text.trim_end_matches(['.', '。']));
    // In a Chinese text, the English word is the parameter's name.
    let items = has(ITEMS) || !is_chinese(text) && text.contains("offset");
    match (pages, items) {
        (true, true) => Reading::Both,
        (true, false) => Reading::Pages,
        (false, true) if tells_page_offset(text) => Reading::Both,
        (false, true) => Reading::Items,
        (false, false) => Reading::Silent,
    }
}

/// Returns whether the text belongs to an offset rather than to a limit.
pub(super) fn is_an_offset(text: &str) -> bool {
    let text = compact(text);
    let text = text.trim_end_matches(['.', '。']);
    matches!(read(text), Reading::Pages) || ["偏移量", "offset", "分页偏移量"].contains(&text)
}

/// Returns the text in lower case without markup and blanks, and with ASCII punctuation.
fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_markup = false;
    for current in text.chars() {
        match current {
            '<' => is_markup = true,
            '>' if is_markup => is_markup = false,
            _ if is_markup || current.is_whitespace() || current == '`' => {}
            '（' => out.push('('),
            '）' => out.push(')'),
            '：' => out.push(':'),
            '，' => out.push(','),
            '–' | '—' | '－' => out.push('-'),
            _ => out.extend(current.to_lowercase()),
        }
    }
    out
}

/// Drops the parameter's own name at the start: `Offset 分页码`.
fn strip_name(text: &str) -> &str {
    match text.strip_prefix("offset") {
        Some(rest) if is_chinese(rest) || rest.starts_with([',', ':']) => {
            rest.trim_start_matches([',', ':'])
        }
        _ => text,
    }
}

/// Returns whether the text has Chinese words.
pub(super) fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Returns the offset that the text gives the second page: `第一页为0，第二页为10`, `Offset=100表示第二页`.
fn offset_of_second_page(text: &str) -> Option<u64> {
    let mut words = ["第二页", "secondpage"].iter();
    let (before, after) = words.find_map(|word| text.split_once(word))?;
    let is_digit = |c: &char| c.is_ascii_digit();
    let after = after.strip_prefix("offset").unwrap_or(after);
    let stated = ["为", "是", "is", "="]
        .iter()
        .find_map(|verb| after.strip_prefix(verb));
    let stated = stated.filter(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    let number: String = match stated {
        Some(number) => number.chars().take_while(is_digit).collect(),
        None => {
            let number = before.trim_end_matches(|c: char| !c.is_ascii_digit());
            let reversed: String = number.chars().rev().take_while(is_digit).collect();
            reversed.chars().rev().collect()
        }
    };
    number.parse().ok().filter(|number| *number > 0)
}

/// Returns whether the text has the word `页偏移量` by itself, which is an offset in pages or in
/// items. `分页偏移量` is an offset for paging.
fn tells_page_offset(text: &str) -> bool {
    let mut parts = text.split("页偏移").peekable();
    while let Some(before) = parts.next() {
        if parts.peek().is_some() && !before.ends_with(['分', '翻']) {
            return true;
        }
    }
    false
}

/// Statements about the first page, without blanks; `#` is its number.
const FIRST_PAGE: &[&str] = &[
    "从#开始",
    "从#计",
    "从第#页",
    "从#起",
    "#开始",
    "#起始",
    "默认值为#",
    "默认值:#",
    "默认值#",
    "默认值是#",
    "默认为#",
    "默认#",
    "默认:#",
    "默认是#",
    "首页为#",
    "首页是#",
    "第一页为#",
    "第一页是#",
    "默认为第#页",
    "默认值为第#页",
    "#表示第一页",
    "#为第一页",
    "#代表第一页",
    "最小值为#",
    "最小为#",
    "startingfrom#",
    "startsfrom#",
    "startfrom#",
    "startingat#",
    "startsat#",
    "beginsfrom#",
    "beginningwith#",
    "startswith#",
    "default:#",
    "defaultvalue:#",
    "defaultvalueis#",
    "defaultsto#",
    "defaultis#",
    "defaultvalue#",
    "#bydefault",
    "#indicatesthefirstpage",
    "#indicatingthefirstpage",
    "firstpageis#",
    "frompage#",
    "#(page1)",
    "countingfrom#",
];

/// Returns the number of the first page that the text states.
pub(super) fn stated_first(text: &str) -> Option<u32> {
    let text = compact(text);
    [0, 1].into_iter().find(|number| {
        let number = number.to_string();
        FIRST_PAGE
            .iter()
            .any(|pattern| contains_number(&text, &pattern.replace('#', &number)))
    })
}

/// Returns whether the text contains the words, and their number is not a part of a longer one.
fn contains_number(text: &str, words: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    text.match_indices(words).any(|(start, found)| {
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(start + found.len()..).unwrap_or_default();
        !(found.starts_with(is_digit) && before.ends_with(is_digit)
            || found.ends_with(is_digit) && after.starts_with(is_digit))
    })
}
