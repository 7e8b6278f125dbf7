//! Versions: the chapters of a service with several API versions go to the right one.

use std::collections::BTreeMap;

use merge::{Merged, SourceFacts, merge};
use sources::SourceEntry;
use spec::Language;
use spec::finding::Severity;

use crate::entry;

const OLD: &str = "2018-01-01";
const NEW: &str = "2020-01-01";

/// Reads a page of the service `tunnel`, recorded under this path.
fn page(file: &str, text: &str) -> SourceFacts {
    let format = Some(document::Format::Markdown);
    let document = document::read(file, text.as_bytes(), format).unwrap();
    SourceFacts {
        entry: SourceEntry {
            service: "tunnel".to_owned(),
            ..entry(file, Language::En)
        },
        facts: extract::extract(&document),
    }
}

/// Returns the page of an action whose output names a type.
fn action(version: &str, name: &str, type_name: &str) -> String {
    format!(
        "# {name}\n\n## 1. API Description\n\nDomain name for API request: \
         tunnel.tencentcloudapi.com.\n\nThis API is used to work.\n\n## 2. Input Parameters\n\n\
         | Parameter Name | Required | Type | Description |\n|---|---|---|---|\n\
         | Action | Yes | String | Common parameter. The value used for this API: {name} |\n\
         | Version | Yes | String | Common parameter. The value used for this API: {version} |\n\n\
         ## 3. Output Parameters\n\n| Parameter Name | Type | Description |\n|---|---|---|\n\
         | Result | {type_name} | Result. |\n| RequestId | String | The request ID. |\n"
    )
}

/// Returns a chapter on structures: the name, users and only member of each.
fn types(structures: &[(&str, &str, &str)]) -> String {
    let mut text = "# Data Types\n\n".to_owned();
    for (name, users, member) in structures {
        text += &format!(
            "## {name}\n\nText.\n\nUsed by actions: {users}.\n\n\
             | Name | Type | Required | Description |\n|---|---|---|---|\n\
             | {member} | String | No | Text. |\n\n"
        );
    }
    text
}

/// Returns the only member of each documented structure, by version.
fn members(merged: &Merged) -> BTreeMap<String, Vec<String>> {
    let of_spec = |spec: &spec::ServiceSpec| {
        let documented = spec.structures.iter().filter(|one| one.inferred.is_none());
        documented
            .map(|one| {
                let names: Vec<&str> = one.members.iter().map(|m| m.name.as_str()).collect();
                format!("{}.{}", one.name, names.join("+"))
            })
            .collect()
    };
    let specs = merged.specs.iter();
    specs
        .map(|spec| (spec.service.version.clone(), of_spec(spec)))
        .collect()
}

fn expected(old: &[&str], new: &[&str]) -> BTreeMap<String, Vec<String>> {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    BTreeMap::from([(OLD.to_owned(), owned(old)), (NEW.to_owned(), owned(new))])
}

/// Returns the messages of the errors, each with its place and help.
fn errors(merged: &Merged) -> Vec<String> {
    let errors = merged.findings.iter();
    errors
        .filter(|finding| finding.severity == Severity::Error)
        .map(ToString::to_string)
        .collect()
}

/// Two versions that both have `Get`, and one other action each.
fn actions() -> Vec<SourceFacts> {
    vec![
        page("tunnel/1.en.md", &action(OLD, "Get", "Item")),
        page("tunnel/2.en.md", &action(OLD, "Stop", "Item")),
        page("tunnel/3.en.md", &action(NEW, "Get", "Item")),
        page("tunnel/4.en.md", &action(NEW, "Close", "Item")),
    ]
}

/// Two versions whose only action is `Get`, in these folders.
fn twins(old: &str, new: &str) -> Vec<SourceFacts> {
    vec![
        page(&format!("{old}/get-1.en.md"), &action(OLD, "Get", "Item")),
        page(&format!("{new}/get-2.en.md"), &action(NEW, "Get", "Item")),
    ]
}

#[test]
fn structures_follow_actions_that_use_them() {
    let mut sources = actions();
    sources.push(page(
        "tunnel/5.en.md",
        &types(&[("Item", "Close, Get", "New")]),
    ));
    sources.push(page(
        "tunnel/6.en.md",
        &types(&[("Item", "Get, Stop", "Old")]),
    ));
    let merged = merge(sources);
    assert_eq!(members(&merged), expected(&["Item.Old"], &["Item.New"]));
    assert_eq!(errors(&merged), [""; 0]);
    // Pages of one action in two versions stay apart, too.
    for spec in &merged.specs {
        assert_eq!(spec.action("Get").unwrap().sources.len(), 1);
    }
}

#[test]
fn chapter_of_two_versions_is_split() {
    let mut sources = actions();
    let chapter = types(&[
        ("Old", "Stop", "A"),
        ("New", "Close", "B"),
        ("Item", "Get", "C"),
        ("Both", "Close, Stop", "D"),
    ]);
    sources.push(page("tunnel/5.en.md", &chapter));
    for source in &mut sources {
        for page in &mut source.facts.actions {
            // The list of `Item` names `Get` alone.
            if page.action.name != "Get" {
                page.action.output.clear();
            }
        }
    }
    let merged = merge(sources);
    let old = ["Both.D", "Item.C", "Old.A"];
    let new = ["Both.D", "Item.C", "New.B"];
    assert_eq!(members(&merged), expected(&old, &new));
    assert_eq!(errors(&merged), [""; 0]);
}

#[test]
fn structure_of_split_chapter_may_stay_unclear() {
    let mut sources = actions();
    let chapter = types(&[
        ("Old", "Stop", "A"),
        ("New", "Close", "B"),
        ("Lost", "Get", "C"),
    ]);
    sources.push(page("tunnel/5.en.md", &chapter));
    let merged = merge(sources);
    assert_eq!(members(&merged), expected(&["Old.A"], &["New.B"]));
    insta::assert_snapshot!(errors(&merged).join("\n"));
}

#[test]
fn links_decide_between_equal_names() {
    let linked =
        |number: u32| format!("[Item](https://www.tencentcloud.com/document/api/9/{number}#Item)");
    let chapter = |number: u32, member: &str| {
        let row = format!("| Next | {} | No | Text. |\n", linked(number));
        types(&[("Item", "Get", member)]).trim_end().to_owned() + "\n" + &row
    };
    let merged = merge(vec![
        page("tunnel/1.en.md", &action(OLD, "Get", &linked(11))),
        page("tunnel/2.en.md", &action(NEW, "Get", &linked(12))),
        page("tunnel/3.en.md", &chapter(12, "New")),
        page("tunnel/4.en.md", &chapter(11, "Old")),
    ]);
    let (old, new) = (["Item.Old+Next"], ["Item.New+Next"]);
    assert_eq!(members(&merged), expected(&old, &new));
    assert_eq!(errors(&merged), [""; 0]);
}

#[test]
fn folder_decides_between_equal_names() {
    let chapter = |member| types(&[("Item", "Get", member)]);
    for (old, new) in [
        ("tunnel/a", "tunnel/b"),
        ("tunnel/api", "tunnel/api/next"),
        ("tunnel/2018-01-01", "tunnel/v20200101"),
    ] {
        let mut sources = twins(old, new);
        sources.push(page(&format!("{new}/types.en.md"), &chapter("New")));
        if old != "tunnel/api" {
            sources.push(page(&format!("{old}/x/types.en.md"), &chapter("Old")));
        }
        let merged = merge(sources);
        let found = members(&merged);
        assert_eq!(found[NEW], ["Item.New"], "{new}");
        let of_old: &[&str] = if old == "tunnel/api" {
            &[]
        } else {
            &["Item.Old"]
        };
        assert_eq!(found[OLD], of_old, "{old}");
        assert_eq!(errors(&merged), [""; 0]);
    }
}

#[test]
fn address_decides_where_folders_do_not() {
    let mut sources = twins("tunnel", "tunnel");
    sources.push(page("tunnel/a.en.md", &types(&[("Item", "Get", "New")])));
    let addresses = ["api/8/21", "api/9/22", "product/9/23"];
    for (source, address) in sources.iter_mut().zip(addresses) {
        source.entry.url = Some(format!("https://www.tencentcloud.com/document/{address}"));
    }
    let merged = merge(sources);
    assert_eq!(members(&merged), expected(&[], &["Item.New"]));
}

#[test]
fn chapter_follows_its_language_twin() {
    let mut sources = actions();
    let chapter = types(&[("Item", "Close, Get", "New")]);
    sources.push(page("tunnel/types.en.md", &chapter));
    let other = chapter.replace("Used by actions: Close, Get.", "被如下接口引用：Get。");
    sources.push(page("tunnel/types.zh.md", &other));
    let merged = merge(sources);
    assert_eq!(members(&merged), expected(&[], &["Item.New"]));
    let item = merged.specs[1].structure("Item").unwrap();
    assert_eq!(item.sources.len(), 2);
}

#[test]
fn incomplete_list_of_users_excludes_version() {
    let mut sources = twins("tunnel", "tunnel");
    sources.push(page("tunnel/4.en.md", &action(NEW, "Close", "Item")));
    sources.push(page("tunnel/a.en.md", &types(&[("Item", "Get", "Old")])));
    let merged = merge(sources);
    // `Close` uses the new structure, and this list lacks it.
    assert_eq!(members(&merged), expected(&["Item.Old"], &[]));
}

#[test]
fn equal_chapters_go_to_a_version_each() {
    let chapter = types(&[("Item", "Get", "Same")]);
    let mut sources = twins("tunnel", "tunnel");
    sources.push(page("tunnel/a.en.md", &chapter));
    sources.push(page("tunnel/b.en.md", &chapter));
    let merged = merge(sources);
    assert_eq!(members(&merged), expected(&["Item.Same"], &["Item.Same"]));
    assert_eq!(errors(&merged), [""; 0]);
}

#[test]
fn doubt_is_error_until_manifest_settles_it() {
    let mut sources = twins("tunnel", "tunnel");
    sources.push(page("tunnel/a.en.md", &types(&[("Item", "Get", "Old")])));
    sources.push(page("tunnel/b.en.md", &types(&[("Item", "Get", "New")])));
    let doubtful = merge(sources.clone());
    assert_eq!(members(&doubtful), expected(&[], &[]));
    insta::assert_snapshot!(errors(&doubtful).join("\n"));

    sources[2].entry.version = Some(OLD.to_owned());
    sources[3].entry.version = Some(NEW.to_owned());
    let settled = merge(sources);
    assert_eq!(members(&settled), expected(&["Item.Old"], &["Item.New"]));
    assert_eq!(errors(&settled), [""; 0]);
}

#[test]
fn names_and_folder_that_disagree_are_error() {
    let mut sources = twins("tunnel/old", "tunnel/new");
    sources.push(page("tunnel/old/2.en.md", &action(OLD, "Stop", "Item")));
    sources.push(page(
        "tunnel/new/a.en.md",
        &types(&[("Item", "Get, Stop", "A")]),
    ));
    let merged = merge(sources.clone());
    assert_eq!(members(&merged), expected(&[], &[]));
    insta::assert_snapshot!(errors(&merged).join("\n"));

    // The new version has a chapter, so the other one is only in the wrong folder.
    sources.push(page("tunnel/new/4.en.md", &action(NEW, "Close", "Item")));
    sources.push(page(
        "tunnel/new/b.en.md",
        &types(&[("Item", "Close, Get", "B")]),
    ));
    let merged = merge(sources);
    assert_eq!(members(&merged), expected(&["Item.A"], &["Item.B"]));
    assert_eq!(errors(&merged), [""; 0]);
}

#[test]
fn chapter_in_folder_of_unknown_version_is_error() {
    let merged = merge(vec![
        page("tunnel/2018-01-01/1.en.md", &action(OLD, "Get", "Item")),
        page(
            "tunnel/2020-01-01/a.en.md",
            &types(&[("Item", "Get", "New")]),
        ),
    ]);
    assert_eq!(members(&merged)[OLD], [""; 0]);
    insta::assert_snapshot!(errors(&merged).join("\n"));
}

#[test]
fn chapter_with_actions_of_other_service_is_error() {
    let other = action("2019-01-01", "Carry", "Load").replace("tunnel.", "bridge.");
    let mut sources = actions();
    sources.push(page("tunnel/5.en.md", &other));
    sources.push(page(
        "tunnel/a.en.md",
        &types(&[("Load", "Carry", "Weight")]),
    ));
    let merged = merge(sources);
    assert!(merged.specs.iter().all(|spec| {
        spec.structure("Load")
            .is_none_or(|one| one.inferred.is_some())
    }));
    insta::assert_snapshot!(errors(&merged).join("\n"));
}

#[test]
fn overview_and_history_follow_their_actions() {
    let overview = |rows: &[&str]| {
        let rows: String = rows
            .iter()
            .map(|name| format!("| {name} | Works. |\n"))
            .collect();
        format!("# API Category\n\n## Tunnels\n\n| API | Feature |\n|---|---|\n{rows}")
    };
    let listed = |merged: &Merged| -> Vec<Vec<String>> {
        let services = merged.specs.iter().map(|spec| &spec.service);
        services
            .map(|service| {
                let rows = service.catalogue.iter().flat_map(|group| &group.actions);
                rows.map(|row| row.name.clone()).collect()
            })
            .collect()
    };
    let mut sources = actions();
    sources.push(page("tunnel/a.en.md", &overview(&["Get", "Close"])));
    sources.push(page("tunnel/b.en.md", &overview(&["Get", "Stop"])));
    let merged = merge(sources);
    assert_eq!(listed(&merged), [["Get", "Stop"], ["Get", "Close"]]);

    let mut sources = actions();
    sources.push(page("tunnel/a.en.md", &overview(&["Close", "Get", "Stop"])));
    let merged = merge(sources);
    assert_eq!(listed(&merged), [["Get", "Stop"], ["Close", "Get"]]);
    assert_eq!(errors(&merged), [""; 0]);
}

#[test]
fn errors_linked_by_both_versions_are_shared() {
    let codes = "# Error Codes\n\n## Common Error Codes\n\n| Error Code | Description |\n\
                 |---|---|\n| AuthFailure | No. |\n";
    let link = "\nSee [Error Codes](https://www.tencentcloud.com/document/api/9/31).\n";
    let with_link = |version| action(version, "Get", "String") + link;
    let mut sources = vec![
        page("tunnel/1.en.md", &with_link(OLD)),
        page("tunnel/2.en.md", &with_link(NEW)),
        page("tunnel/a.en.md", codes),
    ];
    let unlinked = merge(sources.clone());
    assert_eq!(errors(&unlinked).len(), 1);
    sources[2].entry.url = Some("https://www.tencentcloud.com/document/api/9/31".to_owned());
    let merged = merge(sources);
    for spec in &merged.specs {
        assert_eq!(spec.errors.len(), 1, "{}", spec.service.version);
    }
    assert_eq!(errors(&merged), [""; 0]);
}
