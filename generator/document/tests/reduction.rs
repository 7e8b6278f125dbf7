//! Checks that reduced pages yield the same facts as whole pages.

use std::fs;
use std::path::Path;

use document::{Format, reduce};
use pipeline::facts_of;
use proptest::prelude::*;

fn document(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    fs::read_to_string(folder.join(file)).unwrap()
}

/// Returns all facts of a page, without their lines.
fn facts(page: &str) -> String {
    let facts = facts_of("page", page.as_bytes(), Some(Format::Html));
    let printed = format!("{facts:#?}");
    let lines = printed
        .lines()
        .filter(|line| !line.trim_start().starts_with("line: "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn reduced_page_keeps_all_facts() {
    for file in [
        "zh/site.html",
        "en/international.html",
        "chapters/types.html",
        "chapters/errors.html",
        "chapters/overview.html",
        "chapters/history.html",
        "chapters/regions.html",
    ] {
        let whole = document(file);
        let reduced = reduce(&whole, Some("https://cloud.tencent.com/document/api/1/2"))
            .unwrap_or_else(|| panic!("{file} is kept whole"));
        // The fixtures write `never` into the frame, but not into articles.
        assert!(!reduced.contains("never"), "{file}");
        assert_eq!(facts(&reduced), facts(&whole), "{file}");
        // Each line of markup in the reduced article must be a line of the whole page.
        let article = reduced
            .split_once("docArticleContent")
            .or(reduced.split_once("<main>"));
        let (_, article) = article.unwrap_or_else(|| panic!("{file} has no article"));
        let lines: Vec<&str> = article.lines().skip(1).collect();
        let markup = lines.iter().take_while(|line| **line != "</body>");
        let kept: Vec<&&str> = markup
            .filter(|line| !line.ends_with("</div>") && !line.ends_with("</main>"))
            .collect();
        assert!(kept.len() > 5, "{file}");
        assert!(kept.iter().all(|line| whole.contains(**line)), "{file}");
    }
}

#[test]
fn bare_article_is_not_reduced() {
    assert_eq!(reduce(&document("en/fragment.html"), None), None);
}

/// Generates pages whose tags do not match.
fn broken_page() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<div id=\"docArticleContent\" class=\"a\">",
        "<div>",
        "</div>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<li>",
        "</li>",
        "<p>",
        "<pre><code>",
        "</code></pre>",
        "<h1 class=\"rno-title-module-title\">",
        "</h1>",
        "<h2>1. 接口描述</h2>",
        "text",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<textarea>",
        "</textarea>",
        "<main>",
        "</main>",
        "<ul class=\"doc-menu-list\">",
        "</ul>",
        "<b>",
        "<a href='x'>",
        "</a>",
        "&lt;",
        "<",
        ">",
        "\n",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn reduced_broken_page_keeps_facts(page in broken_page()) {
        if let Some(reduced) = reduce(&page, None) {
            prop_assert_eq!(facts(&reduced), facts(&page));
        }
    }
}
