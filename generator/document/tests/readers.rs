//! Reads a page in every known state, and checks the errors for unreadable files.

use std::path::{Path, PathBuf};

use document::{BlockKind, Document, Format, ReadError};

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let mut files: Vec<PathBuf> = ["chapters", "en", "zh"]
        .iter()
        .flat_map(|language| std::fs::read_dir(root.join(language)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 20, "{files:?}");
    files
}

fn read_fixture(path: &Path) -> Document {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    document::read(name, &bytes, None).unwrap()
}

#[test]
fn documents_match_their_outlines() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::glob!("documents/*/*.*", |path| {
            insta::assert_snapshot!(read_fixture(path).to_string());
        });
    });
}

#[test]
fn site_frame_is_removed() {
    for path in fixtures() {
        let outline = read_fixture(&path).to_string();
        for word in [
            "never",
            "微信扫一扫",
            "我的收藏",
            "本页目录",
            "Contact sales",
            "Phone Support",
            "点击调试",
            "Try it",
            "Glossary",
            "피드백",
        ] {
            assert!(!outline.contains(word), "{word} in\n{outline}");
        }
    }
}

#[test]
fn fixture_formats_are_detected() {
    for path in fixtures() {
        let format = match path.extension().and_then(|extension| extension.to_str()) {
            Some("html") => Format::Html,
            Some("md") => Format::Markdown,
            _ => Format::Text,
        };
        assert_eq!(read_fixture(&path).format, format, "{path:?}");
    }
}

#[test]
fn scraped_pages_keep_their_tables() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/sources");
    for (file, tables, title) in [
        ("csip-DescribeCVMAssets.en.txt", &[5, 15][..], None),
        (
            "cvm-DescribeInstancesStatus.en.txt",
            &[],
            Some(("DescribeInstancesStatus", "2024-01-04 16:11:11")),
        ),
        ("cwp-DescribeMachineSnapshot.en.txt", &[7, 4, 8], None),
    ] {
        let document = read_fixture(&sources.join(file));
        let rows: Vec<usize> = document
            .blocks
            .iter()
            .filter_map(|block| match &block.kind {
                BlockKind::Table(table) => Some(table.rows.len()),
                _ => None,
            })
            .collect();
        assert_eq!(rows, tables, "{file}");
        let found = document.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Title(title) => Some((title.text.as_str(), title.updated.as_deref()?)),
            _ => None,
        });
        assert_eq!(found, title, "{file}");
        let last = document.blocks.last().unwrap().to_string();
        assert!(
            !last.contains("Feedback") && !last.contains("Phone"),
            "{last}"
        );
    }
}

#[test]
fn given_format_overrides_detection() {
    let text = "## Words\n";
    let as_text = document::read("f", text.as_bytes(), Some(Format::Text)).unwrap();
    assert!(matches!(as_text.blocks[0].kind, BlockKind::Line(_)));
    let as_markdown = document::read("f", text.as_bytes(), None).unwrap();
    assert!(matches!(
        as_markdown.blocks[0].kind,
        BlockKind::Heading { level: 2, .. }
    ));
}

fn read_error(bytes: &[u8]) -> ReadError {
    match document::read("page.html", bytes, None) {
        Err(error) => error,
        Ok(document) => panic!(
            "read as {} with {} blocks",
            document.format,
            document.blocks.len()
        ),
    }
}

#[test]
fn read_errors_suggest_a_fix() {
    let deep = "<div>\n".repeat(300);
    let errors = [
        read_error(b"\n \n"),
        read_error(b"line\n\x89PNG\0"),
        read_error(
            "<p>接口"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>()
                .as_slice(),
        ),
        read_error(b"<p>\n\xbd\xd3</p>"),
        read_error(format!("<html>{deep}text").as_bytes()),
        read_error(
            b"<!doctype html><html><body><script>render()</script><nav>menu</nav></body></html>",
        ),
        read_error(b"tencent cloud\n\nFeedback\n"),
    ];
    let messages: Vec<String> = errors.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn hostile_pages_are_rejected() {
    let many = "<b>".repeat(300_100);
    let closed = "<p>x</p>".repeat(300_100);
    assert!(matches!(
        read_error(format!("<html>{many}").as_bytes()),
        ReadError::TooDeep { .. }
    ));
    assert!(matches!(
        read_error(format!("<html>{closed}").as_bytes()),
        ReadError::TooManyElements { .. }
    ));
    // The parser reopens unclosed formatting elements in every paragraph.
    let formatting: String = (0..200).map(|id| format!("<font id={id}>")).collect();
    let paragraphs = "<p>x".repeat(5_000);
    assert!(matches!(
        read_error(format!("<html><p>{formatting}{paragraphs}").as_bytes()),
        ReadError::TooManyElements { .. }
    ));
}

#[test]
fn tag_with_many_attributes_is_rejected() {
    let attributes: String = (0..40_000).map(|number| format!(" a{number}")).collect();
    let page = |tag: &str| format!("<html>\n<body>\n{tag}{attributes}>text</p>");
    for tag in ["<p", "</p", "<p\nclass='>'", "<script>if (a<b)</script><p"] {
        let error = read_error(page(tag).as_bytes());
        assert!(
            matches!(error, ReadError::TooManyAttributes { limit: 256, .. }),
            "{tag}: {error}"
        );
    }
    let message = read_error(page("<p").as_bytes()).to_string();
    assert!(
        message.contains(":3: a tag has more than 256 attributes"),
        "{message}"
    );
    // A script may compare variables, and a quoted value isn't a list of attributes.
    let words = "a ".repeat(40_000);
    for harmless in [
        format!("<script>for (i = 0; i <n; {words})</script>"),
        format!("<p title=\"{words}\">"),
    ] {
        let text = format!("<html><body>{harmless}<p>text</p>");
        let document = document::read("p.html", text.as_bytes(), Some(Format::Html)).unwrap();
        assert_eq!(document.blocks.len(), 1, "{document}");
    }
}

#[test]
fn promotion_above_a_floating_date_keeps_the_title() {
    // Title and date float to the end of a printed page, and the promotion may precede the date.
    for (text, title, notes, lines) in [
        (
            "a\nb\nc\nDescribeZones\n推荐使用 API Explorer 点击调试\n最近更新时间：2024-01-01 00:00:00\n",
            "DescribeZones",
            &[][..],
            3,
        ),
        (
            "a\nb\nc\n推荐使用 API Explorer 点击调试\n最近更新时间：2024-01-01 00:00:00\n",
            "c",
            &[],
            2,
        ),
        (
            "推荐使用 API Explorer 点击调试\n最近更新时间：2024-01-01 00:00:00\na\n",
            "",
            &[],
            1,
        ),
        (
            "a\nb\nDescribeZones\n最近更新时间：2024-01-01 00:00:00\n推荐使用 API Explorer 点击调试\n说明\nnote\n",
            "DescribeZones",
            &["说明", "note"],
            2,
        ),
    ] {
        let format = Some(Format::PdfText);
        let document = document::read("manual.txt", text.as_bytes(), format).unwrap();
        let BlockKind::Title(found) = &document.blocks[0].kind else {
            panic!("{document}");
        };
        assert_eq!(found.text, title, "{document}");
        assert_eq!(found.notes, notes, "{document}");
        assert_eq!(found.updated.as_deref(), Some("2024-01-01 00:00:00"));
        assert_eq!(document.blocks.len(), 1 + lines, "{document}");
    }
}
