//! Walks over a site without faults.

use sources::{check, parse_sources, read_pages};

use crate::Folder;
use crate::server::{Answer, Server};
use crate::site::{PAGES, Site, action, address, directory, path, with_catalogue};

const STORED: [&str; 8] = [
    "bridge/70000-history.zh.html",
    "bridge/70001-overview.zh.html",
    "bridge/70002-common-parameters.zh.html",
    "bridge/70004-DescribeBridges.zh.html",
    "bridge/70005-CreateBridge.zh.html",
    "bridge/70006-DescribeTasks.zh.html",
    "bridge/70009-data-types.zh.html",
    "bridge/70010-error-codes.zh.html",
];

/// Fails unless the pages match the manifest.
pub(crate) fn assert_consistent(folder: &Folder) {
    let text = folder.manifest();
    let entries = parse_sources("sources.yaml", &text).unwrap();
    let pages = read_pages(&folder.path("specs/sources")).unwrap();
    if let Err(faults) = check("sources.yaml", &text, &entries, &pages) {
        panic!("{faults}");
    }
}

#[test]
fn service_name_finds_whole_product() {
    let (site, folder) = (Site::start(), Folder::new("walk-product"));
    let output = site.run(&folder, &["bridge"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert_eq!(folder.recorded(), STORED);
    assert_consistent(&folder);
    let manifest = folder.manifest();
    assert_eq!(manifest.matches("service: bridge\n").count(), 8);
    assert!(manifest.contains("url: https://cloud.tencent.com/document/api/9001/70004\n"));
    assert!(
        manifest.contains("etag: ")
            && manifest.contains("fetched: ")
            && manifest.contains("original_sha256: ")
    );
    // The catalogue has all pages, so directories are not requested, and every page only once.
    assert_eq!(site.server.times("/robots.txt"), 1);
    assert_eq!(site.server.times(&path(9001, 70003)), 0);
    for page in PAGES {
        // One action page was read to find the product.
        assert!(site.server.times(&path(9001, page)) <= 2, "{page}");
    }
    let agent = &site.server.requests()[0].headers["user-agent"];
    assert!(agent.starts_with("tencentcloud-api-scrape/"), "{agent}");
}

#[test]
fn unchanged_pages_are_not_rewritten() {
    let (site, folder) = (Site::start(), Folder::new("walk-again"));
    site.run(&folder, &["bridge"]);
    let manifest = folder.manifest();
    site.server.forget();
    let output = site.run(&folder, &["bridge"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert!(output.stderr.contains("8 fresh"), "{}", output.stderr);
    let requested: Vec<String> = site
        .server
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(requested, ["/robots.txt".to_owned(), path(213, 15689)]);

    let output = site.run(&folder, &["--known", "--max-age", "0", "--json"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert_eq!(output.pages("unchanged").len(), 8, "{}", output.stdout);
    assert_eq!(folder.manifest(), manifest);

    site.put(
        9001,
        70004,
        with_catalogue(&action("DescribeBridges", "bridge")).replace("列表", "清单"),
    );
    let output = site.run(&folder, &["--known", "--max-age", "0", "--json"]);
    assert_eq!(output.pages("changed").len(), 1, "{}", output.stdout);
    assert_consistent(&folder);
}

#[test]
fn address_adds_page_and_shared_chapters() {
    let (site, folder) = (Site::start(), Folder::new("walk-address"));
    let output = site.run(&folder, &[&address(70004)]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    // Its structures, the common parameters and error codes, but no link of its description.
    assert_eq!(
        folder.recorded(),
        [STORED[2], STORED[3], STORED[6], STORED[7]]
    );
    assert!(
        site.server
            .requests()
            .iter()
            .all(|request| !request.path.contains("440/6176"))
    );
}

#[test]
fn directories_and_overviews_replace_missing_catalogue() {
    let (site, folder) = (Site::start(), Folder::new("walk-directories"));
    for (number, name) in [
        (70004, "DescribeBridges"),
        (70005, "CreateBridge"),
        (70006, "DescribeTasks"),
    ] {
        site.put(9001, number, action(name, "bridge"));
    }
    site.server.answer(
        "/document/api/9001",
        [Answer::page(directory(&[70000, 70001, 70003]))],
    );
    let output = site.run(
        &folder,
        &["https://cloud.tencent.com/document/product/9001"],
    );
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert_eq!(folder.recorded(), STORED);
}

#[test]
fn page_with_two_addresses_stored_once() {
    let (site, folder) = (Site::start(), Folder::new("walk-once"));
    site.answer(
        409,
        70004,
        [Answer::redirect("/document/product/9001/70004?x=1")],
    );
    site.server.answer(
        "/document/product/9001/70004?x=1",
        [Answer::page(action("DescribeBridges", "bridge"))],
    );
    let other = "https://cloud.tencent.cn/document/api/409/70004";
    let output = site.run(&folder, &[other, &address(70004)]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert_eq!(site.server.times(&path(9001, 70004)), 0);
    let of_page = folder.manifest().matches("/70004\n").count();
    assert_eq!(of_page, 1, "{}", folder.manifest());
}

#[test]
fn budget_limits_all_products() {
    let (site, folder) = (Site::start(), Folder::new("walk-all"));
    let output = site.run(&folder, &["--all", "--budget", "4"]);
    assert_eq!(output.code, Some(1));
    assert!(
        output.stderr.contains("run the command again"),
        "{}",
        output.stderr
    );
    assert_consistent(&folder);
    let stored = folder.recorded().len();
    assert!((1..=4).contains(&stored), "{stored}");
    let output = site.run(&folder, &["--all"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    let mut all = STORED.map(str::to_owned).to_vec();
    all.push("tunnel/60004-DescribeTunnels.zh.html".to_owned());
    assert_eq!(folder.recorded(), all);
}

#[test]
fn dry_run_lists_planned_pages() {
    let (site, folder) = (Site::start(), Folder::new("walk-dry"));
    let output = site.run(&folder, &["bridge", "--dry-run", "--json"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert_eq!(output.pages("planned").len(), 8, "{}", output.stdout);
    assert!(!folder.path("specs/sources.yaml").exists());
    // The catalogue, and a page of each product until one names the service.
    assert!(site.server.requests().len() <= 4);
}

#[test]
fn staging_folder_leaves_specs_unchanged() {
    let (site, folder) = (Site::start(), Folder::new("walk-staging"));
    site.run(&folder, &["bridge"]);
    let manifest = folder.manifest();
    site.put(
        9001,
        70004,
        action("DescribeBridges", "bridge").replace("列表", "清单"),
    );
    site.answer(9001, 70006, [Answer::status(404)]);
    let arguments = ["--known", "--only", "bridge", "--into", "staging", "--json"];
    let output = site.run(&folder, &arguments);
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    assert_eq!(output.pages("changed").len(), 1, "{}", output.stdout);
    let vanished = &output.pages("vanished")[0];
    assert_eq!(vanished["file"], STORED[5], "{vanished}");
    assert_eq!(output.pages("unchanged").len(), 6);
    assert_eq!(folder.manifest(), manifest);
    assert!(
        folder
            .read(&format!("staging/sources/{}", STORED[3]))
            .contains("清单")
    );
    assert!(
        folder
            .path(&format!("staging/sources/{}", STORED[5]))
            .exists()
    );
    assert!(
        !folder
            .read(&format!("specs/sources/{}", STORED[3]))
            .contains("清单")
    );
}

#[test]
fn both_editions_are_stored() {
    let (site, folder) = (Site::start(), Folder::new("walk-both"));
    let international = Server::start();
    let page = crate::document("en/international.html");
    international.answer(&path(9001, 34125), [Answer::page(page)]);
    let base = format!("intl={}", international.url);
    let english = "https://www.tencentcloud.com/jp/document/product/9001/34125?has_map=1";
    let output = site.run(&folder, &[&address(70004), english, "--base", &base]);
    assert!(
        folder
            .recorded()
            .contains(&"bridge/34125-DescribeBridges.en.html".to_owned()),
        "{}",
        output.stderr
    );
    let manifest = folder.manifest();
    assert!(
        manifest.contains("url: https://www.tencentcloud.com/document/product/9001/34125\n"),
        "{manifest}"
    );
}
