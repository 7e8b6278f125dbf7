//! Imports of files and folders.

use pipeline::facts_of;

use crate::{Folder, document};

const ACTION: &str = "en/l-source.md";
const TYPES: &str = "chapters/types.md";

fn tree(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("tree/API 3.0/桥/查询桥_intl.md", document(ACTION));
    folder.write("tree/API 3.0/数据结构_intl.md", document(TYPES));
    folder.write("tree/API 3.0/.hidden.md", "x");
    folder
}

#[test]
fn repeated_tree_import_changes_nothing() {
    let folder = tree("tree");
    let output = folder.run(&["tree"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    let stored = format!("\n  stored in {}\n", folder.path("specs/sources").display());
    assert!(output.stderr.contains(&stored), "{}", output.stderr);
    let files = [
        "bridge/API-3-0/数据结构.en.md",
        "bridge/API-3-0/桥/查询桥.en.md",
    ];
    assert_eq!(folder.recorded(), files);
    assert_eq!(
        folder.read(&format!("specs/sources/{}", files[1])),
        document(ACTION)
    );
    let manifest = folder.manifest();
    // The chapter takes the service of its neighbour.
    assert_eq!(manifest.matches("service: bridge").count(), 2, "{manifest}");

    let again = folder.run(&["tree"]);
    assert!(again.stderr.contains("2 unchanged"), "{}", again.stderr);
    assert_eq!(folder.manifest(), manifest);
}

#[test]
fn empty_folder_is_a_failure() {
    let folder = Folder::new("empty-folder");
    folder.write("empty/.hidden.md", document(ACTION));
    let output = folder.run(&["empty"]);
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    let reason = "empty: the folder contains no files";
    assert!(output.stderr.contains(reason), "{}", output.stderr);
}

#[test]
fn saved_page_is_reduced_without_loss() {
    let folder = Folder::new("saved");
    let noted = "<!-- saved from url=(0055)https://cloud.tencent.com/document/product/9001/70005?from=x -->\n";
    let whole = format!("{noted}{}", document("zh/site.html"));
    folder.write("page.html", &whole);
    let output = folder.run(&["page.html"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    let file = "bridge/70005-DescribeBridges.zh.html";
    assert_eq!(folder.recorded(), [file]);
    let manifest = folder.manifest();
    assert!(manifest.contains("url: https://cloud.tencent.com/document/api/9001/70005\n"));
    assert!(manifest.contains("updated: '2024-01-04 16:11:11'\n"));
    assert!(manifest.contains("original_sha256: "));

    let stored = folder.read(&format!("specs/sources/{file}"));
    assert!(!stored.contains("J-qcSideNavListData"), "{stored}");
    assert_eq!(without_lines(&stored), without_lines(&whole));
}

/// Returns the facts of a page as text, without line numbers.
fn without_lines(page: &str) -> String {
    let facts = format!("{:#?}", facts_of("page", page.as_bytes(), None));
    assert!(facts.contains("BridgeSet"));
    let lines = facts
        .lines()
        .filter(|line| !line.trim_start().starts_with("line: "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn single_chapter_needs_service_option() {
    let folder = Folder::new("alone");
    folder.write("types.md", document(TYPES));
    let output = folder.run(&["types.md"]);
    assert_eq!(output.code, Some(1));
    assert!(output.stderr.contains("failed types.md: ") && output.stderr.contains("--service"));
    let output = folder.run(&["--service", "bridge", "types.md"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert_eq!(folder.recorded(), ["bridge/types.en.md"]);
}

#[test]
fn disagreeing_neighbours_leave_service_unknown() {
    let folder = tree("disagree");
    let other = document(ACTION).replace("bridge.tencentcloudapi", "tunnel.tencentcloudapi");
    folder.write("tree/other.md", other);
    folder.write("tree/types.md", document(TYPES));
    let output = folder.run(&["tree", "--json"]);
    assert_eq!(output.code, Some(1));
    let failed = output.pages("failed");
    assert_eq!(failed.len(), 1, "{failed:?}");
    // All actions in the folder below have one service.
    assert_eq!(failed[0]["input"], "tree/types.md");
    assert_eq!(folder.recorded().len(), 3);
}

#[test]
fn chapter_of_other_product_joins_no_neighbour() {
    let folder = Folder::new("products");
    folder.write("tree/network/bridge/DescribeBridges.md", document(ACTION));
    let types = "## Variable\n\nText.\n\nUsed by actions: CreateFunction, GetFunction.\n\n\
                 | Name | Type | Required | Description |\n|---|---|---|---|\n\
                 | Key | String | No | Name. |\n";
    folder.write("tree/network/functions/types.md", types);
    let output = folder.run(&["tree", "--json"]);
    assert_eq!(output.code, Some(1));
    let failed = output.pages("failed");
    assert_eq!(failed.len(), 1, "{failed:?}");
    let reason = failed[0]["reason"].to_string();
    assert!(
        reason.contains("CreateFunction") && reason.contains("--service"),
        "{reason}"
    );

    // Wherever it is, a chapter belongs to the service whose actions it names.
    let action = document(ACTION).replace("DescribeBridges", "GetFunction");
    let action = action.replace("bridge.tencentcloudapi", "scf.tencentcloudapi");
    folder.write("tree/network/bridge/GetFunction.md", &action);
    folder.write(
        "tree/other/CreateFunction.md",
        action.replace("GetFunction", "CreateFunction"),
    );
    let output = folder.run(&["tree", "--json"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert!(
        folder
            .recorded()
            .iter()
            .any(|file| file.starts_with("scf/") && file.contains("types"))
    );
}

#[test]
fn settled_service_and_version_survive_imports() {
    let folder = tree("settled");
    folder.run(&["tree"]);
    let manifest = folder.manifest();
    let settled = "service: tunnel\n  version: '2019-01-01'\n";
    // The chapter is the first page.
    let edited = manifest.replacen("service: bridge\n", settled, 1);
    folder.write("specs/sources.yaml", &edited);
    let output = folder.run(&["tree"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    let manifest = folder.manifest();
    assert!(manifest.contains("service: tunnel\n"), "{manifest}");
    assert!(manifest.contains("2019-01-01"), "{manifest}");
}

#[test]
fn unusable_files_are_reported_and_skipped() {
    let folder = tree("mixed");
    folder.write("tree/empty.md", " \n");
    folder.write("tree/image.png", b"\x89PNG\0\0");
    folder.write("tree/readme.md", "# Bread\n\nMix and bake.\n");
    let output = folder.run(&["tree", "--json"]);
    assert_eq!(output.code, Some(1));
    let reasons: Vec<String> = output
        .pages("failed")
        .iter()
        .map(|event| event["reason"].to_string())
        .collect();
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    assert!(
        reasons[0].contains("empty") && reasons[1].contains("NUL"),
        "{reasons:?}"
    );
    assert!(
        output.pages("skipped")[0]["input"]
            .to_string()
            .contains("readme")
    );
    let events = output.events();
    let last = events.last().unwrap();
    assert_eq!(last["event"], "finished");
    assert_eq!(last["pages"]["new"], 2);
}

#[test]
fn page_that_lost_facts_is_refused() {
    let folder = tree("layout");
    folder.run(&["tree"]);
    let before = folder.manifest();
    let shortened: String = document(ACTION)
        .lines()
        .filter(|line| !line.starts_with('|'))
        .map(|line| format!("{line}\n"))
        .collect();
    folder.write("tree/API 3.0/桥/查询桥_intl.md", &shortened);
    let output = folder.run(&["tree", "--json"]);
    assert_eq!(output.code, Some(1));
    let event = &output.pages("layout-changed")[0];
    assert!(
        event["facts"].as_u64() < event["facts_before"].as_u64(),
        "{event}"
    );
    assert_eq!(folder.manifest(), before);

    let output = folder.run(&["tree", "--accept-layout"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert_eq!(
        folder.read("specs/sources/bridge/API-3-0/桥/查询桥.en.md"),
        shortened
    );
}

#[test]
fn invalid_arguments_exit_with_two() {
    let folder = Folder::new("usage");
    for arguments in [&["nowhere.html"][..], &["--service", "../x", "."], &[]] {
        let output = folder.run(arguments);
        assert_eq!(output.code, Some(2), "{arguments:?}: {}", output.stderr);
    }
}

/// Returns an action page that states this host, and without a link that names the service.
fn page_of_host(host: &str) -> String {
    let page = document(ACTION);
    let named = "bridge.tencentcloudapi.com";
    assert!(page.contains(named), "{page}");
    page.replace(named, host).replace("Product=", "Other=")
}

#[test]
fn pages_of_other_hosts_are_refused() {
    let host = "evil.tencentcloudapi.com.attacker.example";
    let folder = Folder::new("foreign");
    folder.write("page.md", page_of_host(host));
    // A given service must not hide that the page's own host is unusable.
    let output = folder.run(&["page.md", "--service", "bridge", "--json"]);
    let skipped = output.pages("skipped");
    assert_eq!(skipped.len(), 1, "{} {}", output.stdout, output.stderr);
    let found = skipped[0]["reason"].as_str().unwrap();
    assert!(found.contains(&format!("requests to `{host}`")), "{found}");
    assert!(!folder.path("specs/sources/bridge").exists());
}

#[test]
fn pages_of_retired_apis_are_stored_apart() {
    let folder = Folder::new("retired");
    folder.write("page.md", page_of_host("bridge.api.qcloud.com"));
    let output = folder.run(&["page.md", "--json"]);
    let stored = output.pages("new");
    assert_eq!(stored.len(), 1, "{} {}", output.stdout, output.stderr);
    assert_eq!(stored[0]["service"], "bridge-v2");
    assert!(folder.path("specs/sources/bridge-v2/page.en.md").exists());
}

#[test]
fn names_of_other_systems_are_stored_apart() {
    let folder = Folder::new("portable");
    let texts = [
        "Aux",
        "aux",
        "API/Bridges",
        "api/bridges",
        "api/BRIDGES",
        "Other. ",
    ];
    for name in texts {
        folder.write(&format!("tree/{name}.md"), document(ACTION));
    }
    folder.write(&format!("tree/{}.md", "n".repeat(150)), document(ACTION));
    let output = folder.run(&["tree"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    let recorded = folder.recorded();
    assert_eq!(recorded.len(), texts.len() + 1, "{recorded:?}");
    let mut folded = std::collections::BTreeSet::new();
    let mut folders = std::collections::BTreeMap::new();
    for file in &recorded {
        assert!(folded.insert(file.to_lowercase()), "{recorded:?}");
        assert!(file.split('/').all(spec::is_portable_file_name), "{file}");
        let (parent, _) = file.rsplit_once('/').unwrap();
        let spelling = folders.entry(parent.to_lowercase()).or_insert(parent);
        assert_eq!(*spelling, parent, "{recorded:?}");
    }
    // Importing again, all or one, gives each file its place again.
    let manifest = folder.manifest();
    let again = folder.run(&["tree"]);
    assert!(again.stderr.contains("7 unchanged"), "{}", again.stderr);
    assert_eq!(folder.manifest(), manifest);
}
