//! Walks over a site that is broken, busy or hostile.

use std::io::Write as _;

use crate::server::Answer;
use crate::site::{Site, action, address, path, with_catalogue};
use crate::walk::assert_consistent;
use crate::{Folder, RunOutput};

/// Requests a page that the site serves with these answers.
fn run_with(name: &str, answers: impl Into<Vec<Answer>>) -> (Site, Folder, RunOutput) {
    let (site, folder) = (Site::start(), Folder::new(name));
    site.answer(9001, 70004, answers);
    let output = site.run(&folder, &[&address(70004), "--json"]);
    (site, folder, output)
}

fn assert_failed(name: &str, answers: impl Into<Vec<Answer>>, reason: &str) -> Site {
    let (site, folder, output) = run_with(name, answers);
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    let failed = &output.pages("failed")[0];
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
fn busy_servers_are_retried_after_delay() {
    let busy = Answer::status(429).header("Retry-After", "0");
    let answers = [busy, Answer::status(567), Answer::status(503), good()];
    let (site, _, output) = run_with("hostile-busy", answers);
    assert_eq!(output.code, Some(0), "{}", output.stdout);
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
fn redirects_stay_inside_documentation() {
    let own = path(9001, 70004);
    assert_failed("hostile-circle", [Answer::redirect(&own)], "in a circle");
    let (site, _, _) = run_with("hostile-chain-site", [Answer::status(404)]);
    for page in 70020..70030 {
        site.answer(9001, page, [Answer::redirect(&path(9001, page + 1))]);
    }
    let folder = Folder::new("hostile-chain");
    let output = site.run(&folder, &[&address(70020), "--json"]);
    assert!(
        output.stdout.contains("redirects more than 5 times"),
        "{}",
        output.stdout
    );
    for (name, target, reason) in [
        (
            "hostile-off",
            "https://example.com/document/api/1/2",
            "isn't a page of this documentation",
        ),
        (
            "hostile-centre",
            "/document/product",
            "isn't a page of this documentation",
        ),
        (
            "hostile-login",
            "https://cloud.tencent.com/login?s_url=x",
            "behind a login",
        ),
        (
            "hostile-edition",
            "https://www.tencentcloud.com/document/product/9001/70004",
            "isn't a page of this",
        ),
        (
            "hostile-scheme",
            "file:///etc/passwd",
            "isn't a page of this documentation",
        ),
    ] {
        assert_failed(name, [Answer::redirect(target)], reason);
    }
}

#[test]
fn error_pages_are_recognized_by_content() {
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
fn vanished_pages_stay_stored() {
    let (site, folder) = (Site::start(), Folder::new("hostile-vanished"));
    site.run(&folder, &["bridge"]);
    let manifest = folder.manifest();
    let missing = "<html><body><h1>页面不存在</h1></body></html>";
    site.put(9001, 70004, missing.to_owned());
    site.answer(9001, 70005, [Answer::status(410)]);
    let output = site.run(&folder, &["--known", "--max-age", "0", "--json"]);
    assert_eq!(output.code, Some(1));
    assert_eq!(output.pages("vanished").len(), 2, "{}", output.stdout);
    assert_eq!(folder.manifest(), manifest);
    assert_consistent(&folder);
}

#[test]
fn oversized_pages_are_rejected() {
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
fn compressed_pages_are_decompressed() {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer
        .write_all(action("DescribeBridges", "bridge").as_bytes())
        .unwrap();
    let packed = Answer::page(writer.finish().unwrap()).header("Content-Encoding", "gzip");
    let (site, _, output) = run_with("hostile-packed", [packed]);
    assert_eq!(output.code, Some(0), "{}", output.stdout);
    let request = &site.server.requests()[1];
    assert!(request.headers["accept-encoding"].contains("gzip"));
}

#[test]
fn truncated_responses_are_retried() {
    let broken = Answer {
        breaks_after: Some(3000),
        ..good()
    };
    let broken_unnoticed = Answer {
        has_length: false,
        ..broken.clone()
    };
    let (_, folder, output) = run_with("hostile-cut", [broken.clone(), broken_unnoticed, good()]);
    assert_eq!(output.code, Some(0), "{}", output.stdout);
    assert_consistent(&folder);
    assert_failed("hostile-cut-always", [broken], "is truncated");
}

#[test]
fn robots_rules_are_required_and_obeyed() {
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
        let output = site.run(&folder, &[&address(70004), "--json"]);
        assert_eq!(output.code, Some(1));
        assert!(
            output.pages("failed")[0]["reason"]
                .to_string()
                .contains(reason),
            "{}",
            output.stdout
        );
        assert_eq!(site.server.times(&path(9001, 70004)), 0, "{name}");
    }
}

#[test]
fn redirected_robots_rules_are_followed() {
    let (site, folder) = (Site::start(), Folder::new("hostile-robots-moved"));
    // Both spellings of a target within the site.
    site.server
        .answer("/robots.txt", [Answer::redirect("/rules/1.txt")]);
    let second = Answer::redirect(&format!("{}/rules/2.txt?v=1", site.server.url));
    site.server.answer("/rules/1.txt", [second]);
    let rules = Answer::page("User-agent: *\nDisallow: /document/api/9001/70005\n");
    site.server.answer("/rules/2.txt?v=1", [rules]);
    let output = site.run(&folder, &[&address(70004), &address(70005), "--json"]);
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    let failed = output.pages("failed");
    assert_eq!(failed.len(), 1, "{failed:?}");
    let reason = failed[0]["reason"].to_string();
    assert!(
        reason.contains("forbidden by the site's robots.txt"),
        "{reason}"
    );
    assert_eq!(site.server.times(&path(9001, 70004)), 1);
    assert_eq!(site.server.times(&path(9001, 70005)), 0);
}

#[test]
fn robots_rules_that_cannot_be_found_forbid_requests() {
    let html = Answer::page("<html><body>Please log in</body></html>");
    for (name, answer, reason) in [
        (
            "elsewhere",
            Answer::redirect("https://attacker.example/robots.txt"),
            "another site",
        ),
        (
            "circle",
            Answer::redirect("/robots.txt"),
            "more than 5 times",
        ),
        ("lost", Answer::status(302), "without a location"),
        ("login", Answer::redirect("/login"), "redirects to a page"),
        ("empty", Answer::status(204), "answers 204"),
        ("slow-down", Answer::status(429), "answers 429"),
        ("fault", Answer::status(567), "answers 567"),
    ] {
        let (site, folder) = (
            Site::start(),
            Folder::new(&format!("hostile-robots-{name}")),
        );
        site.server.answer("/robots.txt", [answer]);
        site.server.answer("/login", [html.clone()]);
        let output = site.run(&folder, &[&address(70004), "--retries", "1", "--json"]);
        assert_eq!(output.code, Some(1), "{name}");
        let failed = output.pages("failed")[0]["reason"].to_string();
        assert!(failed.contains(reason), "{name}: {failed}");
        assert_eq!(site.server.times(&path(9001, 70004)), 0, "{name}");
        // It was asked again.
        assert!(site.server.times("/robots.txt") >= 2, "{name}");
    }
    // Rules that come back later count.
    let (site, folder) = (Site::start(), Folder::new("hostile-robots-later"));
    let later = [
        Answer::status(503),
        Answer::page("User-agent: *\nAllow: /\n"),
    ];
    site.server.answer("/robots.txt", later);
    let output = site.run(&folder, &[&address(70004), "--retries", "1"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
}

#[test]
fn endless_crawl_delay_is_capped_with_a_message() {
    let (site, folder) = (Site::start(), Folder::new("hostile-robots-delay"));
    let rules = Answer::page("User-agent: *\nCrawl-delay: 99999\n");
    site.server.answer("/robots.txt", [rules]);
    let target = address(70004);
    let arguments = site.arguments(&[&target]);
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut command = folder.command(&words);
    let mut child = command
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // The message comes before the first long pause.
    let mut stderr = std::io::BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    std::io::BufRead::read_line(&mut stderr, &mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(
        line.contains("asks for a pause of 99999 s") && line.contains("the pauses are 60 s"),
        "{line}"
    );
}

#[test]
fn page_with_new_layout_is_refused() {
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
    let output = site.run(&folder, &["--known", "--max-age", "0", "--json"]);
    assert_eq!(output.code, Some(1));
    assert_eq!(output.pages("layout-changed").len(), 2, "{}", output.stdout);
    assert_eq!(folder.manifest(), manifest);
    let output = site.run(
        &folder,
        &["--known", "--max-age", "0", "--json", "--accept-layout"],
    );
    assert_eq!(output.pages("changed").len(), 1, "{}", output.stdout);
}

#[test]
fn hostile_catalogue_links_are_ignored() {
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
    let output = site.run(&folder, &["bridge"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert_eq!(folder.recorded().len(), 8);
    assert_consistent(&folder);
    let requests = site.server.requests();
    assert!(
        requests
            .iter()
            .all(|request| !request.path.contains("etc") && !request.path.contains("9999"))
    );
}

#[test]
fn unknown_product_is_reported() {
    let (site, folder) = (Site::start(), Folder::new("hostile-unknown"));
    let output = site.run(&folder, &["ferry"]);
    assert_eq!(output.code, Some(1));
    assert!(
        output
            .stderr
            .contains("the catalogue has 2 products, but not one for `ferry`"),
        "{}",
        output.stderr
    );
    assert_eq!(site.run(&folder, &["bridge"]).code, Some(0));
    let before = site.server.requests().len();
    let output = site.run(&folder, &["--known", "--only", "brigde"]);
    assert_eq!(output.code, Some(1));
    let question = "no page is recorded for this product; did you mean `bridge`?";
    assert!(output.stderr.contains(question), "{}", output.stderr);
    assert_eq!(site.server.requests().len(), before);
}

#[test]
fn product_is_found_without_first_page() {
    let (site, folder) = (Site::start(), Folder::new("hostile-first"));
    site.answer(9001, 70004, [Answer::status(404)]);
    let output = site.run(&folder, &["bridge", "--json"]);
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    assert_eq!(output.pages("failed").len(), 1, "{}", output.stdout);
    assert_eq!(output.pages("new").len(), 7, "{}", output.stdout);
}
