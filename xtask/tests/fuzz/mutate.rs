//! Mutations of pages: lines and pieces deleted, repeated, exchanged and mixed with other pages.

use document::Format;
use fastrand::Rng;

/// The largest page in bytes.
pub(crate) const LARGEST: usize = 100_000;

/// A page and the format to read it as; `None` detects the format.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) format: Option<Format>,
}

/// Pieces with a meaning for one of the stages.
const PIECES: &[&str] = &[
    "|",
    "\n",
    "\n\n",
    " ",
    "\t",
    "## ",
    "### ",
    "# ",
    "- ",
    "• ",
    "```\n",
    "**",
    "`",
    "<br>",
    "<li>",
    "</li>",
    "<table>",
    "</table>",
    "<tr><td>",
    "</td></tr>",
    "<p ",
    "a=\"",
    "\">",
    "<pre>",
    "</pre>",
    "<!--",
    "-->",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    ":",
    "：",
    "。",
    ".",
    ",",
    "，",
    "、",
    "(",
    ")",
    "（",
    "）",
    "\u{a0}",
    "\u{202e}",
    "\u{e0041}",
    "\u{feff}",
    "\r\n",
    "| Name | Type |\n",
    "|---|---|---|---|\n",
    "| Action | Yes | String | Common parameter. Value: X |\n",
    "| Region | 是 | String | 公共参数 |\n",
    "| A | No | Array of A | A. |\n",
    "Array of ",
    "String",
    "Integer",
    "Object",
    "Yes",
    "否",
    "Default value: ",
    "默认值：",
    "取值范围：",
    "示例值：",
    "Valid values:\n",
    "0: off; 1: on",
    "Used by actions: A, B.\n",
    "被如下接口引用：A。\n",
    "推荐使用 API Explorer 点击调试\n",
    "最近更新时间：2024-01-01 00:00:00\n",
    "Last updated: 2024-01-01 00:00:00\n",
    "Page 1 of 2\n",
    "https://cvm.tencentcloudapi.com/?Action=A&B=",
    "Domain name for API request: cvm.tencentcloudapi.com.\n",
    "接口请求域名： cvm.tencentcloudapi.com 。\n",
    "1. API Description\n",
    "2. 输入参数\n",
    "3. Output Parameters\n",
    "4. 示例\n",
    "6. Error Codes\n",
    "Example 1 x\n",
    "输入示例\n",
    "Output Example\n",
    "{\"Response\": {\"A\": [",
    "]}}",
    "null",
    "1e999",
    "18446744073709551615",
    "-0",
    "\"\\ud800\"",
    "第 2 次发布\n",
    "Release 3\n",
    "type",
    "Self",
    "r#\"",
    "*/",
    "${x}",
    "%2e%2e/",
    "../",
    "CON",
];

/// Returns the page of a seed: an original page with some mutations.
pub(crate) fn mutated(originals: &[Page], seed: u64) -> Page {
    let mut rng = Rng::with_seed(seed);
    let original = &originals[rng.usize(..originals.len())];
    let mut text = original.text.clone();
    for _ in 0..rng.usize(1..8) {
        mutate(&mut text, originals, &mut rng);
    }
    let mut end = text.len().min(LARGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    let format = match rng.u8(..8) {
        0 => Some(Format::Html),
        1 => Some(Format::Markdown),
        2 => Some(Format::Text),
        3 => Some(Format::PdfText),
        _ => original.format,
    };
    Page { text, format }
}

fn mutate(text: &mut String, originals: &[Page], rng: &mut Rng) {
    match rng.u8(..8) {
        0 => insert(text, &PIECES[rng.usize(..PIECES.len())].to_owned(), rng),
        1 => {
            let pieces: String = (0..rng.usize(1..40))
                .map(|_| PIECES[rng.usize(..PIECES.len())])
                .collect();
            insert(text, &pieces, rng);
        }
        2 => {
            // A piece repeated until the page is large shows superlinear time.
            let unit: String = (0..rng.usize(1..4))
                .map(|_| PIECES[rng.usize(..PIECES.len())])
                .collect();
            let count = rng.usize(1..LARGEST) / unit.len();
            insert(text, &unit.repeat(count.max(1)), rng);
        }
        3 => {
            let (from, to) = range(text, rng);
            text.replace_range(from..to, "");
        }
        4 => {
            let (from, to) = range(text, rng);
            let copy = text[from..to].repeat(rng.usize(1..5));
            insert(text, &copy, rng);
        }
        5 => {
            let other = &originals[rng.usize(..originals.len())].text;
            let (from, to) = range(other, rng);
            insert(text, &other[from..to], rng);
        }
        6 => exchange_lines(text, rng),
        _ => remove_lines(text, rng),
    }
}

fn insert(text: &mut String, piece: &str, rng: &mut Rng) {
    let at = boundary(text, rng);
    text.insert_str(at, piece);
}

/// Returns a random position between two characters.
fn boundary(text: &str, rng: &mut Rng) -> usize {
    let mut at = rng.usize(..=text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Returns a random range. Most are short.
fn range(text: &str, rng: &mut Rng) -> (usize, usize) {
    let from = boundary(text, rng);
    let longest = if rng.bool() { 40 } else { 4_000 };
    let mut to = (from + rng.usize(..=longest)).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    (from, to)
}

fn exchange_lines(text: &mut String, rng: &mut Rng) {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.len() > 1 {
        let (one, other) = (rng.usize(..lines.len()), rng.usize(..lines.len()));
        lines.swap(one, other);
        *text = lines.concat();
    }
}

/// Removes about one line in ten.
fn remove_lines(text: &mut String, rng: &mut Rng) {
    let lines: Vec<&str> = text
        .split_inclusive('\n')
        .filter(|_| rng.u8(..10) > 0)
        .collect();
    *text = lines.concat();
}
