//! Checks that reading any file takes linear time and never panics.

use document::{BlockKind, Document, Format};
use proptest::prelude::*;

const FORMATS: [Format; 4] = [
    Format::Html,
    Format::Markdown,
    Format::Text,
    Format::PdfText,
];

/// Pieces with a meaning in one of the formats, or in the site's pages.
const MARKS: &[&str] = &[
    "|",
    " | ",
    "|---|---|",
    "---|---|",
    "\n",
    "\n\n",
    "\t",
    "    ",
    "```",
    "~~~",
    "## ",
    "- ",
    "• ",
    "1. ",
    "**",
    "`",
    "[",
    "](",
    ")",
    "\\",
    "\\|",
    "&nbsp;",
    "&#124;",
    "&",
    ";",
    "<",
    ">",
    "<br>",
    "<li>",
    "</li>",
    "<ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<a href=\"",
    "\">",
    "</a>",
    "<script>",
    "<!--",
    "-->",
    "<p>",
    "</p>",
    "<div class=\"rno-api-explorer\">",
    "</div>",
    "<h1>",
    "</h1>",
    "| Name |\n",
    "Type |\n",
    "Last updated: 2024-01-04 16:11:11",
    "Contact Us",
    "Feedback",
    "1. API Description",
    "Page 1 of 2",
    "https://example.com/a",
    "{",
    "}",
    "\"a\": 1,",
    "\r\n",
    "===",
    "-----",
    "\u{feff}",
    "\u{a0}",
    "参数名称",
    "是",
    "接口描述",
];

/// Generates pieces of intact and of damaged pages.
fn piece() -> impl Strategy<Value = String> {
    let mark = prop::sample::select(MARKS).prop_map(str::to_owned);
    prop_oneof![8 => mark, 1 => "\\PC{0,12}", 1 => "[a-zA-Z .]{0,12}"]
}

fn page() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..60).prop_map(|pieces| pieces.concat())
}

fn check_lines(document: &Document, text: &str) -> Result<(), TestCaseError> {
    let count = text.lines().count();
    let mut last = 1;
    for block in &document.blocks {
        let rows = match &block.kind {
            BlockKind::Table(table) => table.rows.iter().map(|row| row.line).collect(),
            _ => Vec::new(),
        };
        for line in std::iter::once(block.line).chain(rows) {
            prop_assert!(
                (last..=count).contains(&line),
                "line {line} after {last} of {count}\n{document}"
            );
            last = line;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_of_any_pieces_are_read(text in page()) {
        for format in FORMATS {
            if let Ok(document) = document::read("page", text.as_bytes(), Some(format)) {
                // In a manual, titles and links are moved away from their lines.
                if format != Format::PdfText {
                    check_lines(&document, &text)?;
                }
            }
        }
        let _ = document::read("page", text.as_bytes(), None);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for format in FORMATS {
            let _ = document::read("page", &bytes, Some(format));
        }
    }

    // The digit keeps the words apart from the labels of the site's buttons, such as `QQ`.
    #[test]
    fn plain_words_are_read_unchanged(words in prop::collection::vec("[a-z]{1,7}[0-9]", 1..20)) {
        let text = words.join("\n");
        let document = document::read("page", text.as_bytes(), Some(Format::Text)).unwrap();
        let lines: Vec<&str> = document.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Line(line) => Some(line.text.as_str()),
            _ => None,
        }).collect();
        prop_assert_eq!(lines, words.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn cells_of_intact_tables_are_kept(rows in prop::collection::vec(prop::collection::vec("[a-zA-Z0-9.]{1,9}", 3), 1..9)) {
        let mut text = String::from("| one one | two two | three |\n|---|---|---|\n");
        for row in &rows {
            text.push_str(&format!("| {} |\n", row.join(" | ")));
        }
        for format in [Format::Text, Format::Markdown] {
            let document = document::read("page", text.as_bytes(), Some(format)).unwrap();
            let BlockKind::Table(table) = &document.blocks[0].kind else {
                return Err(TestCaseError::fail(document.to_string()));
            };
            let cells: Vec<Vec<String>> = table.rows.iter()
                .map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect())
                .collect();
            prop_assert_eq!(&cells, &rows);
        }
    }
}

/// Lines and marks that make a reader with nested searches take hours.
const HOSTILE: [&str; 30] = [
    "| a | open\n",
    "a|b\n",
    "| a |\n",
    "a |\n",
    "|\n",
    "[",
    "`",
    "`` ` ",
    "**a ",
    "](x",
    "<br",
    "<pre>\n",
    "<table>\n",
    "&",
    "\\",
    "a\tb\n",
    "a\tb\nc\n",
    "\n",
    "    code\n\n",
    "- a\n  ",
    "> ",
    "#",
    "```\n",
    "Last updated: 2024-01-04\n",
    "https://a\n",
    "x\n|---|\n",
    "1. a\n",
    "•\n",
    "Feedback\n",
    "| a\n\n",
];

#[test]
fn hostile_lines_take_linear_time() {
    for pattern in HOSTILE {
        let text = pattern.repeat(300_000 / pattern.len());
        for format in [Format::Text, Format::Markdown] {
            let _ = document::read("page", text.as_bytes(), Some(format));
        }
    }
}

/// Reads 5 MB, as large as a manual, and expects every block once.
#[test]
fn large_file_is_read_completely() {
    let page =
        "| Name | Type |\n|---|---|\n| A | torn\ncell |\n\nwords\n\n```\ncode | code\n```\n\n";
    let count = 5_000_000 / page.len();
    let text = page.repeat(count);
    let document = document::read("page", text.as_bytes(), Some(Format::Markdown)).unwrap();
    let tables = document.blocks.iter().filter(|block| match &block.kind {
        BlockKind::Table(table) => {
            table.rows.len() == 1 && table.rows[0].cells[1].text == "torn\ncell"
        }
        _ => false,
    });
    assert_eq!(tables.count(), count);
    assert_eq!(document.blocks.len(), 3 * count);
}
