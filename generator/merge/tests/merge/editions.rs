//! Editions: several pages that describe one action.

use crate::{member, of_pages, page, printed};
use merge::{Merged, SourceFacts, merge};
use spec::{Example, Language, Localized, Lost, Required};

fn zh() -> SourceFacts {
    let page = page("manual.zh.txt", Language::Zh, "2025-07-01", |action| {
        action.doc = Localized::new(Language::Zh, "创建实例");
        action.rate_limit = Some(10);
        action.input = vec![
            member("Count", "Integer", Language::Zh, "数量"),
            member("Metadata", "Metadata", Language::Zh, "元数据"),
        ];
        action.input[0].required = Some(Required::Known(true));
        action.errors = vec!["InvalidZone".to_owned(), "NewError".to_owned()];
        action.examples = vec![Example {
            title: Localized::new(Language::Zh, "示例"),
            request: Some(serde_json::json!({"Count": 1})),
            ..Example::default()
        }];
    });
    of_pages("manual.zh.txt", Language::Zh, vec![page])
}

fn en() -> SourceFacts {
    let page = page("page.en.txt", Language::En, "2024-01-04", |action| {
        action.doc = Localized::new(Language::En, "Creates instances");
        action.domain = Some("cvm.intl.tencentcloudapi.com".to_owned());
        action.rate_limit = Some(20);
        action.input = vec![
            member("Count", "String", Language::En, "How many"),
            member("Old", "String", Language::En, "Gone in Chinese"),
        ];
        action.input[0].required = Some(Required::Known(false));
        action.input[0].nullable = true;
        action.errors = vec!["InvalidZone".to_owned(), "OldError".to_owned()];
        action.examples = vec![
            Example {
                title: Localized::new(Language::En, "Example"),
                request: Some(serde_json::json!({"Count": 1})),
                ..Example::default()
            },
            Example::default(),
        ];
    });
    of_pages("page.en.txt", Language::En, vec![page])
}

#[test]
fn two_editions_become_one_action() {
    let merged = merge(vec![en(), zh()]);
    let action = merged.specs[0].action("RunInstances").unwrap();
    assert_eq!(action.doc.en.as_deref(), Some("Creates instances"));
    assert_eq!(action.doc.zh.as_deref(), Some("创建实例"));
    let names: Vec<&str> = action
        .input
        .iter()
        .map(|member| member.name.as_str())
        .collect();
    assert_eq!(names, ["Count", "Metadata", "Old"]);
    assert_eq!(action.input[0].doc.en.as_deref(), Some("How many"));
    assert_eq!(action.errors, ["InvalidZone", "NewError", "OldError"]);
    assert_eq!(action.sources.len(), 2);
}

#[test]
fn contradictions_favour_newer_page() {
    let merged = merge(vec![en(), zh()]);
    let action = merged.specs[0].action("RunInstances").unwrap();
    assert_eq!(action.rate_limit, Some(10));
    assert_eq!(action.domain.as_deref(), Some("cvm.tencentcloudapi.com"));
    assert_eq!(action.input[0].type_name.to_string(), "Integer");
    assert_eq!(action.input[0].required, Some(Required::Known(true)));
    assert!(action.input[0].nullable);
    insta::assert_snapshot!(printed(&merged));
}

#[test]
fn equal_examples_share_titles_and_file() {
    let merged = merge(vec![en(), zh()]);
    let examples = &merged.specs[0].actions[0].examples;
    assert_eq!(examples.len(), 2);
    assert_eq!(examples[0].title.en.as_deref(), Some("Example"));
    assert_eq!(examples[0].title.zh.as_deref(), Some("示例"));
    assert_eq!(examples[0].file.as_deref(), Some("manual.zh.txt"));
    assert_eq!(examples[1].file.as_deref(), Some("page.en.txt"));
}

#[test]
fn source_order_has_no_influence() {
    assert_eq!(merge(vec![en(), zh()]), merge(vec![zh(), en()]));
}

#[test]
fn newer_page_drops_unlisted_members() {
    let capture = |file: &str, updated: &str, names: &[&str]| {
        let page = page(file, Language::En, updated, |action| {
            action.input = names
                .iter()
                .map(|name| member(name, "String", Language::En, ""))
                .collect();
        });
        of_pages(file, Language::En, vec![page])
    };
    let merged = merge(vec![
        capture("a.txt", "2024-01-01", &["Kept", "Removed"]),
        capture("b.txt", "2025-01-01", &["Kept"]),
    ]);
    assert_eq!(merged.specs[0].actions[0].input.len(), 1);
    insta::assert_snapshot!(printed(&merged));
}

#[test]
fn lost_cells_contradict_nothing() {
    let lost = page("a.txt", Language::Zh, "2025-01-01", |action| {
        action.input = vec![member("Zone", "String", Language::Zh, "")];
        action.input[0].required = Some(Required::Lost(Lost::Unknown));
    });
    let known = page("b.txt", Language::En, "2024-01-01", |action| {
        action.input = vec![member("Zone", "String", Language::En, "")];
        action.input[0].required = Some(Required::Known(true));
        action.rate_limit = Some(20);
    });
    let merged = merge(vec![
        of_pages("a.txt", Language::Zh, vec![lost]),
        of_pages("b.txt", Language::En, vec![known]),
    ]);
    let action = &merged.specs[0].actions[0];
    assert_eq!(action.input[0].required, Some(Required::Known(true)));
    assert_eq!(action.rate_limit, Some(20));
    assert_eq!(merged.findings, []);
}

#[test]
fn truncated_page_drops_nothing() {
    let capture = |file: &str, updated: &str, truncated: bool, names: &[&str]| {
        let page = page(file, Language::En, updated, |action| {
            action.sources[0].truncated = truncated;
            action.output = names
                .iter()
                .map(|name| member(name, "String", Language::En, ""))
                .collect();
        });
        of_pages(file, Language::En, vec![page])
    };
    let merged = merge(vec![
        capture("a.txt", "2024-01-01", false, &["Zone", "RequestId"]),
        capture("b.txt", "2025-01-01", true, &["Zone"]),
    ]);
    assert_eq!(merged.specs[0].actions[0].output.len(), 2);
    assert_eq!(merged.findings, []);
}

#[test]
fn first_of_repeated_rows_counts() {
    let page = page("a.txt", Language::En, "2025-01-01", |action| {
        action.input = vec![
            member("Zone", "String", Language::En, "First"),
            member("Zone", "Integer", Language::En, "Second"),
        ];
    });
    let merged = merge(vec![of_pages("a.txt", Language::En, vec![page])]);
    let input = &merged.specs[0].actions[0].input;
    assert_eq!(input.len(), 1);
    assert_eq!(input[0].doc.en.as_deref(), Some("First"));
    insta::assert_snapshot!(printed(&merged));
}

/// Returns a page of one edition whose inputs, errors and examples have these names.
fn capture(file: &str, language: Language, updated: &str, names: &[&str]) -> SourceFacts {
    let page = page(file, language, updated, |action| {
        action.input = names
            .iter()
            .map(|name| member(name, "String", language, &format!("{name} of {file}")))
            .collect();
        action.errors = names.iter().map(|name| format!("Error.{name}")).collect();
        action.examples = names
            .iter()
            .map(|name| Example {
                request: Some(serde_json::json!({*name: ""})),
                ..Example::default()
            })
            .collect();
    });
    of_pages(file, language, vec![page])
}

fn input_names(merged: &Merged) -> Vec<&str> {
    merged.specs[0].actions[0]
        .input
        .iter()
        .map(|member| member.name.as_str())
        .collect()
}

#[test]
fn pages_merge_within_edition_first() {
    let merged = merge(vec![
        capture(
            "old.en.txt",
            Language::En,
            "2020-01-01",
            &["Kept", "Dropped"],
        ),
        capture(
            "new.en.txt",
            Language::En,
            "2024-01-01",
            &["Kept", "Abroad"],
        ),
        capture(
            "new.zh.txt",
            Language::Zh,
            "2025-01-01",
            &["Kept", "Inland"],
        ),
    ]);
    assert_eq!(input_names(&merged), ["Kept", "Inland", "Abroad"]);
    let action = &merged.specs[0].actions[0];
    assert_eq!(
        action.errors,
        ["Error.Kept", "Error.Inland", "Error.Abroad"]
    );
    assert_eq!(action.examples.len(), 3);
    // Each language's text comes from the newest page of its own edition.
    let doc = &action.input[0].doc;
    assert_eq!(doc.en.as_deref(), Some("Kept of new.en.txt"));
    assert_eq!(doc.zh.as_deref(), Some("Kept of new.zh.txt"));
    insta::assert_snapshot!(printed(&merged));
}

#[test]
fn manifest_url_distinguishes_editions() {
    let with_url = |url: &str, mut source: SourceFacts| {
        source.entry.url = Some(url.to_owned());
        source
    };
    let pages = |abroad: &str| {
        merge(vec![
            with_url(
                "https://cloud.tencent.com/document/api/213/1",
                capture("a.zh.txt", Language::Zh, "2025-01-01", &["Zone"]),
            ),
            with_url(
                abroad,
                capture("b.zh.txt", Language::Zh, "2024-01-01", &["Zone", "Abroad"]),
            ),
        ])
    };
    let two_sites = pages("https://www.tencentcloud.com/zh/document/product/213/2");
    assert_eq!(input_names(&two_sites), ["Zone", "Abroad"]);
    let one_site = pages("https://cloud.tencent.com/document/product/213/2");
    assert_eq!(input_names(&one_site), ["Zone"]);
}

#[test]
fn changed_domain_keeps_edition() {
    let host = |file: &str, updated: &str, host: &str, names: &[&str]| {
        let mut source = capture(file, Language::Zh, updated, names);
        source.facts.actions[0].action.domain = Some(host.to_owned());
        source
    };
    let merged = merge(vec![
        host(
            "a.zh.txt",
            "2024-01-01",
            "old.tencentcloudapi.com",
            &["Zone", "Gone"],
        ),
        host(
            "b.zh.txt",
            "2025-01-01",
            "cvm.tencentcloudapi.com",
            &["Zone"],
        ),
    ]);
    assert_eq!(input_names(&merged), ["Zone"]);
    let action = &merged.specs[0].actions[0];
    assert_eq!(action.domain.as_deref(), Some("cvm.tencentcloudapi.com"));
    let differs = |finding: &&spec::finding::Finding| finding.rule.name == "editions-differ";
    assert_eq!(merged.findings.iter().filter(differs).count(), 1);
}

#[test]
fn values_of_older_page_are_dropped() {
    let values = |mut source: SourceFacts, values: &[&str]| {
        let member = &mut source.facts.actions[0].action.input[0];
        member.values = values
            .iter()
            .map(|value| serde_json::from_value(serde_json::json!({"value": value})).unwrap())
            .collect();
        source
    };
    let merged = merge(vec![
        values(
            capture("old.en.txt", Language::En, "2020-01-01", &["Mode"]),
            &["A", "OLD"],
        ),
        values(
            capture("new.en.txt", Language::En, "2024-01-01", &["Mode"]),
            &["A", "B"],
        ),
        values(
            capture("new.zh.txt", Language::Zh, "2025-01-01", &["Mode"]),
            &["A", "C"],
        ),
    ]);
    let member = &merged.specs[0].actions[0].input[0];
    let values: Vec<&str> = member
        .values
        .iter()
        .map(|value| value.value.as_str())
        .collect();
    assert_eq!(values, ["A", "C", "B"]);
}

#[test]
fn limits_of_editions_become_one_list() {
    let facts = |mut source: SourceFacts, constraints: &str, filters: &str| {
        let member = &mut source.facts.actions[0].action.input[0];
        member.constraints = serde_yaml::from_str(constraints).unwrap();
        member.filters = serde_yaml::from_str(filters).unwrap();
        source
    };
    let merged = merge(vec![
        facts(
            capture("a.en.txt", Language::En, "2024-01-01", &["Filters"]),
            "[{items: {maximum: 10}, sentence: {en: Up to 10.}}, {items: {maximum: 3, of: Values}}, \
             {excludes: Ids}]",
            "[{name: zone, type: String, doc: {en: By zone.}}, {name: old}]",
        ),
        facts(
            capture("b.zh.txt", Language::Zh, "2025-01-01", &["Filters"]),
            "[{items: {maximum: 10}, sentence: {zh: 上限为10}}, {items: {maximum: 5, of: Values}}]",
            "[{name: zone, doc: {zh: 按可用区过滤。}}, {name: new}]",
        ),
    ]);
    let member = &merged.specs[0].actions[0].input[0];
    let limits = member.constraints.iter();
    let limits: Vec<String> = limits.map(|limit| limit.limit.to_string()).collect();
    assert_eq!(
        limits,
        [
            "Number of items: at most 10",
            "Number of `Values` of each item: at most 5",
            "Not together with `Ids`",
        ]
    );
    let sentence = &member.constraints[0].sentence;
    let texts = (sentence.en.as_deref(), sentence.zh.as_deref());
    assert_eq!(texts, (Some("Up to 10."), Some("上限为10")));
    let names: Vec<&str> = member.filters.iter().map(|filter| &*filter.name).collect();
    assert_eq!(names, ["zone", "new", "old"]);
    let zone = &member.filters[0];
    assert_eq!(zone.doc.en.as_deref(), Some("By zone."));
    assert!(zone.type_name.is_some());
    let told = printed(&merged);
    assert!(told.contains("limit of"), "{told}");
    assert!(told.contains("at most 3"), "{told}");
}
