//! Walking a site that behaves.

use sources::{check, parse_sources, read_pages};

use crate::server::{Answer, Server};
use crate::site::{PAGES, Site, action, address, directory, path, with_catalogue};
use crate::support::Folder;

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

/// Fails unless every page is as recorded, and every record has its page.
pub(crate) fn assert_whole(folder: &Folder) {
    let text = folder.manifest();
    let entries = parse_sources("sources.yaml", &text).unwrap();
    let pages = read_pages(&folder.path("specs/sources")).unwrap();
    if let Err(faults) = check("sources.yaml", &text, &entries, &pages) {
        panic!("{faults}");
    }
}

#[test]
fn a_product_is_found_by_its_service_and_stored_whole() {
    let (site, folder) = (Site::start(), Folder::new("walk-product"));
    let said = site.run(&folder, &["bridge"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(folder.recorded(), STORED);
    assert_whole(&folder);
    let manifest = folder.manifest();
    assert_eq!(manifest.matches("service: bridge\n").count(), 8);
    assert!(manifest.contains("url: https://cloud.tencent.com/document/api/9001/70004\n"));
    assert!(
        manifest.contains("etag: ")
            && manifest.contains("fetched: ")
            && manifest.contains("original_sha256: ")
    );
    // The catalogue tells all pages, so no group's page is asked for; each page is, once.
    assert_eq!(site.server.times("/robots.txt"), 1);
    assert_eq!(site.server.times(&path(9001, 70003)), 0);
    for page in PAGES {
        // One action page was looked at to find the product.
        assert!(site.server.times(&path(9001, page)) <= 2, "{page}");
    }
    let agent = &site.server.asked()[0].headers["user-agent"];
    assert!(agent.starts_with("tencentcloud-api-scrape/"), "{agent}");
}

#[test]
fn what_has_not_changed_is_neither_sent_nor_written_again() {
    let (site, folder) = (Site::start(), Folder::new("walk-again"));
    site.run(&folder, &["bridge"]);
    let manifest = folder.manifest();
    site.server.forget();
    let said = site.run(&folder, &["bridge"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stderr.contains("8 fresh"), "{}", said.stderr);
    let asked: Vec<String> = site
        .server
        .asked()
        .into_iter()
        .map(|asked| asked.path)
        .collect();
    assert_eq!(asked, ["/robots.txt".to_owned(), path(213, 15689)]);

    let said = site.run(&folder, &["--known", "--max-age", "0", "--json"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(said.pages("unchanged").len(), 8, "{}", said.stdout);
    assert_eq!(folder.manifest(), manifest);

    site.put(
        9001,
        70004,
        with_catalogue(&action("DescribeBridges", "bridge")).replace("列表", "清单"),
    );
    let said = site.run(&folder, &["--known", "--max-age", "0", "--json"]);
    assert_eq!(said.pages("changed").len(), 1, "{}", said.stdout);
    assert_whole(&folder);
}

#[test]
fn an_address_brings_in_the_page_and_what_it_needs() {
    let (site, folder) = (Site::start(), Folder::new("walk-address"));
    let said = site.run(&folder, &[&address(70004)]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    // Its structures, the common parameters and error codes; nothing that its description links to.
    assert_eq!(
        folder.recorded(),
        [STORED[2], STORED[3], STORED[6], STORED[7]]
    );
    assert!(
        site.server
            .asked()
            .iter()
            .all(|asked| !asked.path.contains("440/6176"))
    );
}

#[test]
fn without_a_catalogue_directories_and_overviews_lead_on() {
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
    let said = site.run(
        &folder,
        &["https://cloud.tencent.com/document/product/9001"],
    );
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(folder.recorded(), STORED);
}

#[test]
fn a_page_under_several_numbers_and_addresses_is_one_page() {
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
    let said = site.run(&folder, &[other, &address(70004)]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(site.server.times(&path(9001, 70004)), 0);
    let of_page = folder.manifest().matches("/70004\n").count();
    assert_eq!(of_page, 1, "{}", folder.manifest());
}

#[test]
fn all_products_are_brought_in_within_the_budget() {
    let (site, folder) = (Site::start(), Folder::new("walk-all"));
    let said = site.run(&folder, &["--all", "--budget", "4"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.stderr.contains("run the command again"),
        "{}",
        said.stderr
    );
    assert_whole(&folder);
    let stored = folder.recorded().len();
    assert!((1..=4).contains(&stored), "{stored}");
    let said = site.run(&folder, &["--all"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let mut all = STORED.map(str::to_owned).to_vec();
    all.push("tunnel/60004-DescribeTunnels.zh.html".to_owned());
    assert_eq!(folder.recorded(), all);
}

#[test]
fn a_dry_run_tells_what_would_be_asked_for() {
    let (site, folder) = (Site::start(), Folder::new("walk-dry"));
    let said = site.run(&folder, &["bridge", "--dry-run", "--json"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(said.pages("planned").len(), 8, "{}", said.stdout);
    assert!(!folder.path("specs/sources.yaml").exists());
    // The catalogue, and one page of each product until the service is found.
    assert!(site.server.asked().len() <= 4);
}

#[test]
fn a_staging_folder_takes_the_changes_and_leaves_the_store_alone() {
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
    let said = site.run(&folder, &arguments);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert_eq!(said.pages("changed").len(), 1, "{}", said.stdout);
    let vanished = &said.pages("vanished")[0];
    assert_eq!(vanished["file"], STORED[5], "{vanished}");
    assert_eq!(said.pages("unchanged").len(), 6);
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
fn both_editions_lie_side_by_side() {
    let (site, folder) = (Site::start(), Folder::new("walk-both"));
    let international = Server::start();
    let page = crate::support::document("en/international.html");
    international.answer(&path(9001, 34125), [Answer::page(page)]);
    let base = format!("intl={}", international.url);
    let english = "https://www.tencentcloud.com/jp/document/product/9001/34125?has_map=1";
    let said = site.run(&folder, &[&address(70004), english, "--base", &base]);
    assert!(
        folder
            .recorded()
            .contains(&"bridge/34125-DescribeBridges.en.html".to_owned()),
        "{}",
        said.stderr
    );
    let manifest = folder.manifest();
    assert!(
        manifest.contains("url: https://www.tencentcloud.com/document/product/9001/34125\n"),
        "{manifest}"
    );
}
