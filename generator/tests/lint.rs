//! Each rule finds its fault and leaves its neighbours alone: `lint/<rule>.yaml` holds both.

use std::path::Path;

use serde::Deserialize;
use tencentcloud_api_generator::extract::{ActionPage, ExplorerLink, Facts};
use tencentcloud_api_generator::finding::Finding;
use tencentcloud_api_generator::lint::{Baseline, RULES, lint_pages, lint_specs};
use tencentcloud_api_generator::spec::merge::SourceFacts;
use tencentcloud_api_generator::spec::sources::SourceEntry;
use tencentcloud_api_generator::spec::{Action, Service, ServiceSpec, Source, Structure};

/// A case: the parts of a spec that matter to its rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default)]
    service: serde_yaml::Mapping,
    actions: Vec<Action>,
    #[serde(default)]
    types: Vec<Structure>,
}

fn spec(path: &Path) -> ServiceSpec {
    let text = std::fs::read_to_string(path).unwrap();
    let mut case: Case = serde_yaml::from_str(&text).unwrap();
    for (key, value) in [
        ("name", "cvm"),
        ("version", "2017-03-12"),
        ("protocol", "tc3"),
    ] {
        case.service.insert(key.into(), value.into());
    }
    let service: Service = serde_yaml::from_value(case.service.into()).unwrap();
    ServiceSpec {
        service,
        actions: case.actions,
        structures: case.types,
        ..ServiceSpec::default()
    }
}

fn printed(findings: &[Finding]) -> String {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn spec_rules() {
    insta::glob!("lint/*.yaml", |path| {
        let rule = path.file_stem().unwrap().to_str().unwrap();
        assert!(
            RULES.iter().any(|known| known.name == rule),
            "{rule} is no rule"
        );
        let mut findings = lint_specs(&[spec(path)]);
        findings.retain(|finding| finding.rule == rule);
        assert!(!findings.is_empty(), "{rule} found nothing");
        insta::assert_snapshot!(printed(&findings));
    });
}

#[test]
fn rules_are_sorted_and_explained() {
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert!(names.is_sorted(), "{names:?}");
    assert!(RULES.iter().all(|rule| rule.explanation.ends_with('.')));
}

fn page(links: &[&str], explorer: Option<&str>) -> SourceFacts {
    let action: Action = serde_yaml::from_str(
        "{name: RunInstances, service: cvm, version: 2017-03-12, output: [],
          input: [{name: Disks, type: Array of Disk}, {name: Zone, type: String}]}",
    )
    .unwrap();
    let entry: SourceEntry =
        serde_yaml::from_str("{file: a.txt, service: cvm, language: en, format: text, sha256: ''}")
            .unwrap();
    let source = Source {
        file: "a.txt".to_owned(),
        line: 5,
        updated: None,
        url: None,
        truncated: false,
    };
    let page = ActionPage {
        action: Action {
            sources: vec![source],
            ..action
        },
        explorer: explorer.map(|action| ExplorerLink {
            service: "cvm".to_owned(),
            version: "2017-03-12".to_owned(),
            action: action.to_owned(),
        }),
        linked_structures: links.iter().map(|&name| name.to_owned()).collect(),
        ..ActionPage::default()
    };
    SourceFacts {
        entry,
        facts: Facts {
            actions: vec![page],
            ..Facts::default()
        },
    }
}

#[test]
fn page_rules() {
    assert_eq!(lint_pages(&[page(&["Disk"], Some("RunInstances"))]), []);
    assert_eq!(lint_pages(&[page(&[], None)]), []);
    insta::assert_snapshot!(printed(&lint_pages(&[page(
        &["Tag"],
        Some("StopInstances")
    )])));
}

fn finding(line: usize, message: &str) -> Finding {
    Finding::warning("a.txt", line, "used-by", "Disk", message)
}

#[test]
fn a_baseline_knows_what_is_new_and_what_is_gone() {
    let baseline = Baseline::of(&[
        finding(1, "known"),
        finding(2, "twice"),
        finding(3, "twice"),
    ]);
    let text = baseline.render("specs/lint.yaml").unwrap();
    insta::assert_snapshot!(text);
    let baseline = Baseline::parse("specs/lint.yaml", &text).unwrap();

    let now = [
        finding(9, "twice"),
        finding(8, "known"),
        finding(7, "fresh"),
    ];
    let compared = baseline.compare(&now);
    assert_eq!(compared.new, [&now[2]]);
    assert_eq!(compared.gone, ["used-by: a.txt: Disk: twice"]);
}

#[test]
fn an_empty_baseline_accepts_nothing() {
    for text in ["", "# nothing yet\n", "{}\n"] {
        let baseline = Baseline::parse("specs/lint.yaml", text).unwrap();
        assert_eq!(baseline.compare(&[finding(1, "new")]).new.len(), 1);
    }
    assert!(Baseline::parse("specs/lint.yaml", "used-by: 3\n").is_err());
}
