//! A small site with two products, in the forms of the documentation.

use crate::server::{Answer, Server};
use crate::{Folder, RunOutput, document};

/// The whole site: `bridge` under 9001, `tunnel` under 8001.
pub(crate) struct Site {
    pub(crate) server: Server,
}

/// The numbers of the pages of the product `bridge`.
pub(crate) const PAGES: [u64; 8] = [70000, 70001, 70002, 70004, 70005, 70006, 70009, 70010];

impl Site {
    pub(crate) fn start() -> Self {
        let site = Self {
            server: Server::start(),
        };
        site.server.answer("/robots.txt", [Answer::status(404)]);
        // The page that is requested for its catalogue.
        site.put(213, 15689, with_catalogue(&action("Other", "tunnel")));
        site.put(
            8001,
            60004,
            with_catalogue(&action("DescribeTunnels", "tunnel")),
        );
        site.put(9001, 70000, chapter("history"));
        site.put(9001, 70001, chapter("overview"));
        site.put(9001, 70002, chapter("regions"));
        site.put(9001, 70003, directory(&[70004, 70005, 70006]));
        for (number, name) in [
            (70004, "DescribeBridges"),
            (70005, "CreateBridge"),
            (70006, "DescribeTasks"),
        ] {
            site.put(9001, number, with_catalogue(&action(name, "bridge")));
        }
        site.put(9001, 70009, chapter("types"));
        site.put(9001, 70010, chapter("errors"));
        site
    }

    pub(crate) fn put(&self, category: u64, page: u64, text: String) {
        self.answer(category, page, [Answer::page(text)]);
    }

    pub(crate) fn answer(&self, category: u64, page: u64, answers: impl Into<Vec<Answer>>) {
        self.server.answer(&path(category, page), answers);
    }

    /// Runs the program on the site, without pauses.
    pub(crate) fn run(&self, folder: &Folder, arguments: &[&str]) -> RunOutput {
        folder.run(
            &self
                .arguments(arguments)
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>(),
        )
    }

    pub(crate) fn arguments(&self, arguments: &[&str]) -> Vec<String> {
        let base = format!("zh={}", self.server.url);
        let quick = [
            "--pause",
            "0",
            "--retry-wait",
            "10",
            "--timeout",
            "10",
            "--base",
            &base,
        ];
        arguments
            .iter()
            .chain(&quick)
            .map(|&word| word.to_owned())
            .collect()
    }
}

pub(crate) fn path(category: u64, page: u64) -> String {
    format!("/document/api/{category}/{page}")
}

/// Returns the address of a page as a user would paste it.
pub(crate) fn address(page: u64) -> String {
    format!("https://cloud.tencent.com/document/product/9001/{page}?from=x#y")
}

/// Returns the page of a service's action.
pub(crate) fn action(name: &str, service: &str) -> String {
    document("zh/site.html")
        .replace("DescribeBridges", name)
        .replace(
            "bridge.tencentcloudapi",
            &format!("{service}.tencentcloudapi"),
        )
        .replace("Product=bridge", &format!("Product={service}"))
}

pub(crate) fn chapter(name: &str) -> String {
    document(&format!("chapters/{name}.html"))
}

/// Returns the page of a group, which has a list instead of an article.
pub(crate) fn directory(pages: &[u64]) -> String {
    let items: String = pages
        .iter()
        .map(|page| format!("<li><a href=\"/document/api/9001/{page}\" title=\"t\">t</a></li>\n"))
        .collect();
    format!(
        "<!DOCTYPE html><html><body><p class=\"rno-title-module-title\">桥相关接口</p>\
         <ul class=\"doc-menu-list\">{items}</ul></body></html>"
    )
}

/// Adds the side catalogue to a page, as the site does.
pub(crate) fn with_catalogue(page: &str) -> String {
    let leaf = |category: u64, id: u64, title: &str| {
        format!(
            "{{\"id\":{id},\"title\":\"{title}\",\"type\":\"page\",\"pdfUrl\":\"\",\"categoryId\":{category},\"link\":\"/document/api/{category}/{id}\"}}"
        )
    };
    let group = |category: u64, id: u64, title: &str, children: &[String]| {
        format!(
            "{{\"id\":{id},\"title\":\"{title}\",\"type\":\"directory\",\"pdfUrl\":\"\",\"children\":[{}],\"categoryId\":{category},\"link\":\"/document/api/{category}/{id}\"}}",
            children.join(",")
        )
    };
    let root = |id: u64, title: &str, children: &[String]| {
        format!(
            "{{\"docType\":\"api\",\"lang\":\"zh\",\"tag\":\"3.0\",\"title\":\"{title}\",\"weight\":300,\"id\":{id},\"children\":[{}],\"type\":\"directory\",\"link\":\"/document/api/{id}\"}}",
            children.join(",")
        )
    };
    let tunnel = root(
        8001,
        "隧道",
        &[group(
            8001,
            60003,
            "隧道相关接口",
            &[leaf(8001, 60004, "查询隧道列表")],
        )],
    );
    let actions = [70004, 70005, 70006].map(|page| leaf(9001, page, "桥"));
    let bridge = root(
        9001,
        "桥",
        &[
            leaf(9001, 70000, "更新历史"),
            leaf(9001, 70001, "API 概览"),
            group(9001, 70090, "调用方式", &[leaf(9001, 70002, "公共参数")]),
            group(9001, 70003, "桥相关接口", &actions),
            leaf(9001, 70009, "数据结构"),
            leaf(9001, 70010, "错误码"),
        ],
    );
    let catalogue = format!("{{\"docType\":\"api\",\"lang\":\"zh\",\"list\":[{tunnel},{bridge}]}}");
    let place = "{\"list\":[{\"title\":\"never\"}]}";
    assert!(page.contains(place));
    page.replace(place, &catalogue)
}
