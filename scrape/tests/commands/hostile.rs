//! A site that is broken, busy or hostile.

use std::io::Write as _;

use crate::server::Answer;
use crate::site::{Site, action, address, path, with_catalogue};
use crate::support::{Folder, Said};
use crate::walk::assert_whole;

/// What came of a page that is answered for in this way.
fn asked_with(name: &str, answers: impl Into<Vec<Answer>>) -> (Site, Folder, Said) {
    let (site, folder) = (Site::start(), Folder::new(name));
    site.answer(9001, 70004, answers);
    let said = site.run(&folder, &[&address(70004), "--json"]);
    (site, folder, said)
}

fn assert_failed(name: &str, answers: impl Into<Vec<Answer>>, reason: &str) -> Site {
    let (site, folder, said) = asked_with(name, answers);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    let failed = &said.pages("failed")[0];
    assert!(
        failed["reason"].as_str().unwrap().contains(reason),
        "{failed}"
    );
    assert!(!folder.path("specs/sources.yaml").exists());
    site
}

fn good() -> Answer {
    Answer::page(action("DescribeBridges", "bridge"))
}

fn of_kind(kind: &str) -> Answer {
    good().header("Content-Type", kind)
}

#[test]
fn busy_servers_are_asked_again_after_the_time_they_want() {
    let busy = Answer::status(429).header("Retry-After", "0");
    let answers = [busy, Answer::status(567), Answer::status(503), good()];
    let (site, _, said) = asked_with("hostile-busy", answers);
    assert_eq!(said.code, Some(0), "{}", said.stdout);
    assert_eq!(site.server.times(&path(9001, 70004)), 4);

    let site = assert_failed(
        "hostile-busy-long",
        [Answer::status(502)],
        "answers 502, 5 times",
    );
    assert_eq!(site.server.times(&path(9001, 70004)), 5);
    let patient = Answer::status(429).header("Retry-After", "86400");
    let site = assert_failed("hostile-day", [patient], "asks to wait 86400 s");
    assert_eq!(site.server.times(&path(9001, 70004)), 1);
}

#[test]
fn redirects_end_and_stay_in_the_documentation() {
    let own = path(9001, 70004);
    assert_failed("hostile-circle", [Answer::redirect(&own)], "in a circle");
    let (site, _, _) = asked_with("hostile-chain-site", [Answer::status(404)]);
    for page in 70020..70030 {
        site.answer(9001, page, [Answer::redirect(&path(9001, page + 1))]);
    }
    let folder = Folder::new("hostile-chain");
    let said = site.run(&folder, &[&address(70020), "--json"]);
    assert!(
        said.stdout.contains("redirects more than 5 times"),
        "{}",
        said.stdout
    );
    for (name, target, reason) in [
        (
            "hostile-off",
            "https://example.com/document/api/1/2",
            "no page of this documentation",
        ),
        (
            "hostile-centre",
            "/document/product",
            "no page of this documentation",
        ),
        (
            "hostile-login",
            "https://cloud.tencent.com/login?s_url=x",
            "behind a login",
        ),
        (
            "hostile-edition",
            "https://www.tencentcloud.com/document/product/9001/70004",
            "no page of this",
        ),
        (
            "hostile-scheme",
            "file:///etc/passwd",
            "no page of this documentation",
        ),
    ] {
        assert_failed(name, [Answer::redirect(target)], reason);
    }
}

#[test]
fn pages_that_are_none_are_told_by_what_they_say() {
    let missing = "<html><head><title>腾讯云</title></head><body><h1>抱歉，您访问的页面不存在</h1></body></html>";
    assert_failed("hostile-missing", [Answer::page(missing)], "页面不存在");
    let wall = "<html><body><h1>Sign in</h1><form><input type=\"password\"></form></body></html>";
    assert_failed("hostile-wall", [Answer::page(wall)], "behind a login");
    assert_failed(
        "hostile-image",
        [of_kind("image/png")],
        "content type is `image/png`",
    );
    assert_failed("hostile-forbidden", [Answer::status(403)], "behind a login");
}

#[test]
fn what_is_stored_outlives_its_page() {
    let (site, folder) = (Site::start(), Folder::new("hostile-vanished"));
    site.run(&folder, &["bridge"]);
    let manifest = folder.manifest();
    let missing = "<html><body><h1>页面不存在</h1></body></html>";
    site.put(9001, 70004, missing.to_owned());
    site.answer(9001, 70005, [Answer::status(410)]);
    let said = site.run(&folder, &["--known", "--max-age", "0", "--json"]);
    assert_eq!(said.code, Some(1));
    assert_eq!(said.pages("vanished").len(), 2, "{}", said.stdout);
    assert_eq!(folder.manifest(), manifest);
    assert_whole(&folder);
}

#[test]
fn no_page_is_larger_than_pages_are() {
    let mut large = b"<html>".to_vec();
    large.resize(50 << 20, b' ');
    let packed = {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(&large).unwrap();
        writer.finish().unwrap()
    };
    assert!(packed.len() < 1 << 20);
    assert_failed(
        "hostile-large",
        [Answer::page(large.clone())],
        "larger than any page",
    );
    let without_length = Answer {
        has_length: false,
        ..Answer::page(large)
    };
    assert_failed("hostile-endless", [without_length], "larger than any page");
    let bomb = Answer::page(packed).header("Content-Encoding", "gzip");
    assert_failed("hostile-bomb", [bomb], "larger than any page");
}

#[test]
fn packed_pages_are_unpacked() {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer
        .write_all(action("DescribeBridges", "bridge").as_bytes())
        .unwrap();
    let packed = Answer::page(writer.finish().unwrap()).header("Content-Encoding", "gzip");
    let (site, _, said) = asked_with("hostile-packed", [packed]);
    assert_eq!(said.code, Some(0), "{}", said.stdout);
    let asked = &site.server.asked()[1];
    assert!(asked.headers["accept-encoding"].contains("gzip"));
}

#[test]
fn pages_that_break_off_are_asked_for_again() {
    let cut = Answer {
        cut: Some(3000),
        ..good()
    };
    let cut_unnoticed = Answer {
        has_length: false,
        ..cut.clone()
    };
    let (_, folder, said) = asked_with("hostile-cut", [cut.clone(), cut_unnoticed, good()]);
    assert_eq!(said.code, Some(0), "{}", said.stdout);
    assert_whole(&folder);
    assert_failed("hostile-cut-always", [cut], "breaks off");
}

#[test]
fn robots_rules_are_obeyed_and_must_be_had() {
    for (name, answer, reason) in [
        (
            "hostile-robots",
            Answer::page("User-agent: *\nDisallow: /document/api/9001/\n"),
            "robots.txt",
        ),
        (
            "hostile-robots-name",
            Answer::page(
                "User-agent: tencentcloud-api-scrape\nDisallow: /\n\nUser-agent: *\nAllow: /\n",
            ),
            "robots.txt",
        ),
        ("hostile-robots-busy", Answer::status(503), "answers 503"),
    ] {
        let (site, folder) = (Site::start(), Folder::new(name));
        site.server.answer("/robots.txt", [answer]);
        let said = site.run(&folder, &[&address(70004), "--json"]);
        assert_eq!(said.code, Some(1));
        assert!(
            said.pages("failed")[0]["reason"]
                .to_string()
                .contains(reason),
            "{}",
            said.stdout
        );
        assert_eq!(site.server.times(&path(9001, 70004)), 0, "{name}");
    }
}

#[test]
fn a_page_with_a_new_layout_does_not_replace_the_old_one() {
    let (site, folder) = (Site::start(), Folder::new("hostile-layout"));
    site.run(&folder, &["bridge"]);
    let manifest = folder.manifest();
    let page = action("DescribeBridges", "bridge");
    site.put(
        9001,
        70004,
        page.replace("<td>", "<div>").replace("</td>", "</div>"),
    );
    site.put(
        9001,
        70009,
        "<html><body><div id=\"app\"></div></body></html>".to_owned(),
    );
    let said = site.run(&folder, &["--known", "--max-age", "0", "--json"]);
    assert_eq!(said.code, Some(1));
    assert_eq!(said.pages("layout-changed").len(), 2, "{}", said.stdout);
    assert_eq!(folder.manifest(), manifest);
    let said = site.run(
        &folder,
        &["--known", "--max-age", "0", "--json", "--accept-layout"],
    );
    assert_eq!(said.pages("changed").len(), 1, "{}", said.stdout);
}

#[test]
fn a_hostile_catalogue_leads_nowhere() {
    let (site, folder) = (Site::start(), Folder::new("hostile-catalogue"));
    let outside = [
        "https://example.com/document/api/9001/70006",
        "/document/api/9001/../../../etc/passwd",
        "/document/api/9001/70006/..%2f..%2fetc",
        "javascript:alert(1)",
        "/document/api/9001/99999999999999999999999",
        "//evil.example/document/api/1/2",
    ];
    let mut page = with_catalogue(&action("DescribeBridges", "bridge"));
    for (index, link) in outside.iter().enumerate() {
        let leaf = format!(
            "{{\"id\":1,\"title\":\"../../../../tmp/{index}</textarea><script>\\u0000\",\"type\":\"page\",\"link\":\"{link}\"}},"
        );
        let leaf = leaf.replace("</textarea>", "&lt;/textarea&gt;");
        page = page.replacen("{\"id\":70000,", &format!("{leaf}{{\"id\":70000,"), 1);
    }
    site.put(213, 15689, page.clone());
    site.put(9001, 70004, page);
    let said = site.run(&folder, &["bridge"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(folder.recorded().len(), 8);
    assert_whole(&folder);
    let asked = site.server.asked();
    assert!(
        asked
            .iter()
            .all(|asked| !asked.path.contains("etc") && !asked.path.contains("9999"))
    );
}

#[test]
fn a_product_that_nobody_knows_is_said_to_be_unknown() {
    let (site, folder) = (Site::start(), Folder::new("hostile-unknown"));
    let said = site.run(&folder, &["ferry"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.stderr.contains("none of the 2 products"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_product_is_found_though_its_first_page_is_gone() {
    let (site, folder) = (Site::start(), Folder::new("hostile-first"));
    site.answer(9001, 70004, [Answer::status(404)]);
    let said = site.run(&folder, &["bridge", "--json"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert_eq!(said.pages("failed").len(), 1, "{}", said.stdout);
    assert_eq!(said.pages("new").len(), 7, "{}", said.stdout);
}
