//! Checks that reading and extracting any file never panics.

use document::Format;
use extract::extract;
use proptest::prelude::*;

/// Words and lines that the readers understand, so that random texts reach deep into them.
const FRAGMENTS: [&str; 55] = [
    "1. API Description",
    "1. 接口描述",
    "2. Input Parameters",
    "3. 输出参数",
    "4. Example",
    "4. 示例",
    "6. 错误码",
    "Parameter Name Required Type Description",
    "参数名称 必选 类型 描述",
    "参数名称 类型 描述",
    "名称 类型 必选 描述",
    "Name Type Description",
    "Error Code Description",
    "错误码 描述",
    "Action Yes String Common Params. The value used for this API: A1b.",
    "Version 是 String 公共参数，本接口取值：2017-03-12。",
    "Filters.N No Array of",
    "Filter",
    "Array",
    "of",
    "Tags.N 否",
    "Limit No Integer",
    "Timestamp",
    "ISO8601",
    "Used by actions: DescribeX, DescribeY.",
    "被如下接口引用：",
    "Example1 x",
    "示例1",
    "Input Example",
    "输出示例",
    "POST / HTTP/1.1",
    "X-TC-Action: Foo",
    "{",
    "\"Response\": {",
    "\"A\": \"b",
    "}",
    "]",
    "https://h/?Action=A&B.0.C=1",
    "&D..=",
    "https://cloud.tencent.com/document/api/213/15753#Filter",
    "第 3 次发布",
    "新增接口：",
    "新增入参：A, B,",
    "Last updated：2023-08-18 14:28:14",
    "版权所有：x 第9 共7页",
    "公共错误码",
    "Filters.N No Array of Filter zone - String - Required: no - (Filter) By zone.",
    "Limit No Integer 取值范围：[1，100]",
    "类型：String 必选：否",
    "每次请求的Filters的上限为10，Filter.Values的上限为5。",
    "length 2-64 个字符",
    "不支持同时指定A和B",
    "当 A 为 x 时，该参数必填",
    "maximum value: 99999999999999999999",
    "must be a multiple of 0",
];

/// Generates texts from fragments, random characters and line ends.
fn texts() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        4 => proptest::sample::select(&FRAGMENTS[..]).prop_map(str::to_owned),
        1 => "[ \u{A0}a-zA-Z0-9.:|`<>{}\\[\\]\"'\\\\&=#*_\\-，。：（）是否]{0,40}",
        1 => any::<String>(),
    ];
    let ending = prop_oneof![
        Just("\n"),
        Just("\n\n"),
        Just("\n "),
        Just(" "),
        Just("\r\n")
    ];
    proptest::collection::vec((fragment, ending), 0..60).prop_map(|parts| {
        parts
            .into_iter()
            .map(|(text, ending)| text + ending)
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn random_text_in_any_format_extracts(text in texts()) {
        for format in [Format::Text, Format::Markdown, Format::Html, Format::PdfText] {
            if let Ok(document) = document::read("page", text.as_bytes(), Some(format)) {
                let _ = extract(&document);
            }
        }
    }

    #[test]
    fn random_bytes_extract(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(document) = document::read("page", &bytes, None) {
            let _ = extract(&document);
        }
    }
}

#[test]
fn all_prefixes_of_pages_extract() {
    let page = include_str!("../../../specs/sources/cvm-DescribeInstancesStatus.en.txt");
    for (end, _) in page.char_indices().step_by(7) {
        if let Ok(document) = document::read("page", &page.as_bytes()[..end], None) {
            let _ = extract(&document);
        }
    }
    let manual = include_str!("../../../specs/sources/ecm-manual.en.txt");
    for end in (0..60_000)
        .step_by(1_501)
        .filter(|&end| manual.is_char_boundary(end))
    {
        let bytes = &manual.as_bytes()[..end];
        if let Ok(document) = document::read("manual", bytes, Some(Format::PdfText)) {
            let _ = extract(&document);
        }
    }
}
