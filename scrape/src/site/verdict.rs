//! What a page without facts is: a directory, a page that is not there, a wall.

use scraper::{Html, Selector};

use super::address::Address;
use super::edition::Edition;
use super::links;

/// What a page without facts is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The page of a group, which lists others.
    Directory(Vec<Address>),
    /// It says that there is no such page.
    NotFound(String),
    /// It wants a login.
    LoginWall,
    /// An article without facts, or something unknown.
    Other,
}

/// Words of pages that say that there is no page, although the server says that there is.
const NOT_FOUND: &[&str] = &[
    "页面不存在",
    "页面找不到",
    "页面未找到",
    "文档不存在",
    "文档已下线",
    "已被删除",
    "404",
    "not found",
    "does not exist",
    "doesn't exist",
    "no longer available",
    "has been removed",
];

/// Judges a page that holds no facts.
pub(crate) fn judge(page: &str, edition: Edition) -> Verdict {
    let listed = links::directory(page, edition);
    if !listed.is_empty() {
        return Verdict::Directory(listed);
    }
    let html = Html::parse_document(page);
    let has = |selector: &str| {
        Selector::parse(selector).is_ok_and(|selector| html.select(&selector).next().is_some())
    };
    // An article may well speak of passwords and of status 404.
    if has("#docArticleContent") {
        return Verdict::Other;
    }
    if has("input[type=password]") || has("form[action*=login], form[action*=passport]") {
        return Verdict::LoginWall;
    }
    let heads = words(&html, "title, h1, h2, .rno-title-module-title");
    let lower = heads.to_lowercase();
    match NOT_FOUND.iter().any(|sign| lower.contains(sign)) {
        true => Verdict::NotFound(format!("the page says `{}`", excerpt(&heads))),
        false => Verdict::Other,
    }
}

fn words(html: &Html, selector: &str) -> String {
    let Ok(selector) = Selector::parse(selector) else {
        return String::new();
    };
    let texts: Vec<&str> = html.select(&selector).flat_map(|of| of.text()).collect();
    let joined = texts.join(" ");
    joined.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn excerpt(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_without_facts_are_told_apart() {
        let directory =
            "<ul class=\"doc-menu-list\"><li><a href=\"/document/api/1/2\">a</a></li></ul>";
        let Verdict::Directory(pages) = judge(directory, Edition::Zh) else {
            panic!("no directory");
        };
        assert_eq!(pages.len(), 1);
        let form = "<form><input type=\"password\"></form>";
        assert_eq!(judge(form, Edition::Zh), Verdict::LoginWall);
        let missing = "<title>腾讯云</title><h2>抱歉，您访问的页面不存在</h2>";
        assert!(matches!(judge(missing, Edition::Zh), Verdict::NotFound(_)));
        let article = format!("<h1>404</h1><div id=\"docArticleContent\">{form}</div>");
        assert_eq!(judge(&article, Edition::Zh), Verdict::Other);
        let elsewhere = "<ul class=\"doc-menu-list\"><li><a href=\"https://example.com/document/api/1/2\">a</a></li></ul>";
        assert_eq!(judge(elsewhere, Edition::Zh), Verdict::Other);
    }
}
