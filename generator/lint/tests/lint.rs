//! Tests that each rule finds its fault and nothing else: `lint/<rule>.yaml` holds a case of both.

use std::collections::BTreeSet;
use std::path::Path;

use extract::{ActionPage, ExplorerLink, Facts};
use lint::{Baseline, RULES, lint_pages, lint_specs, patches};
use merge::SourceFacts;
use merge::apply_overrides;
use serde::Deserialize;
use sources::SourceEntry;
use spec::finding::{Finding, Rule};
use spec::{Action, Files, Service, ServiceSpec, Source, Structure, parse_tree, read_files};

/// A test case: the parts of a spec that matter to its rule.
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
fn spec_rules_find_their_faults() {
    insta::glob!("lint/*.yaml", |path| {
        let rule = path.file_stem().unwrap().to_str().unwrap();
        assert!(
            RULES.iter().any(|known| known.name == rule),
            "{rule} is not a rule"
        );
        let mut findings = lint_specs(&[spec(path)]);
        findings.retain(|finding| finding.rule.name == rule);
        assert!(!findings.is_empty(), "{rule} found nothing");
        insta::assert_snapshot!(printed(&findings));
    });
}

#[test]
fn rules_are_sorted_and_explained() {
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert!(names.is_sorted(), "{names:?}");
    names
        .windows(2)
        .for_each(|pair| assert_ne!(pair[0], pair[1]));
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
fn page_rules_find_their_faults() {
    assert_eq!(lint_pages(&[page(&["Disk"], Some("RunInstances"))]), []);
    assert_eq!(lint_pages(&[page(&[], None)]), []);
    insta::assert_snapshot!(printed(&lint_pages(&[page(
        &["Tag"],
        Some("StopInstances")
    )])));
}

fn rule(name: &str) -> &'static Rule {
    RULES.iter().find(|rule| rule.name == name).unwrap()
}

fn finding(line: usize, message: &str) -> Finding {
    Finding::warning("a.txt", line, rule("used-by"), "Disk", message)
}

#[test]
fn baseline_separates_new_and_gone_findings() {
    let baseline = Baseline::accepting(&[
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
fn empty_baseline_accepts_nothing() {
    for text in ["", "# nothing yet\n", "{}\n"] {
        let baseline = Baseline::parse("specs/lint.yaml", text).unwrap();
        assert_eq!(baseline.compare(&[finding(1, "new")]).new.len(), 1);
    }
    assert!(Baseline::parse("specs/lint.yaml", "used-by: 3\n").is_err());
}

/// Asserts that each proposed patch can be applied and fixes its finding. Returns the fixed rules.
fn assert_patches_fix(spec: &ServiceSpec) -> BTreeSet<&'static str> {
    let mut fixed = BTreeSet::new();
    for finding in lint_specs(std::slice::from_ref(spec)) {
        let Some(patch) = &finding.patch else {
            continue;
        };
        let mut patched = spec.clone();
        apply_overrides(&mut patched, &patch.file, &patch.text)
            .unwrap_or_else(|faults| panic!("{finding}\n{faults}"));
        let is_same = |other: &Finding| {
            other.rule == finding.rule
                && other.subject == finding.subject
                && other.message == finding.message
                && other.line == finding.line
        };
        let left = lint_specs(&[patched]);
        assert!(!left.iter().any(is_same), "not fixed: {finding}");
        fixed.insert(finding.rule.name);
    }
    fixed
}

/// Asserts that all patches can be applied together. Returns their number.
fn assert_patches_fit_together(spec: &ServiceSpec) -> usize {
    let findings = lint_specs(std::slice::from_ref(spec));
    let specs = std::slice::from_ref(spec);
    let texts = patches(&findings, specs, &Files::new());
    let mut written = Files::new();
    for (file, text) in &texts {
        let mut patched = spec.clone();
        apply_overrides(&mut patched, file, text).unwrap_or_else(|faults| panic!("{faults}"));
        let path = file.strip_prefix("specs/").unwrap();
        written.insert(path.to_owned(), text.clone());
    }
    let still = patches(&findings, specs, &written);
    assert!(
        still.is_empty(),
        "a corrected spec still has patches: {still:?}"
    );
    texts
        .values()
        .map(|text| text.matches("- why: ").count())
        .sum()
}

#[test]
fn patches_of_cases_fix_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    let mut fixed = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let spec = spec(&entry.unwrap().path());
        fixed.extend(assert_patches_fix(&spec));
        assert_patches_fit_together(&spec);
    }
    let rules = [
        "broken-limits",
        "catalogue-rates",
        "example-actions",
        "example-fields",
        "example-nulls",
        "example-required",
        "example-types",
        "history",
        "missing-facts",
        "unknown-types",
        "unreadable-examples",
    ];
    assert_eq!(Vec::from_iter(fixed), rules);
}

#[test]
fn patches_of_committed_specs_fix_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let specs = parse_tree("specs", &read_files(&folder).unwrap()).unwrap();
    let mut together = 0;
    for spec in &specs {
        assert_patches_fix(spec);
        together += assert_patches_fit_together(spec);
    }
    assert!(together > 10, "{together}");
}

#[test]
fn patches_occur_once_in_order() {
    let mut spec =
        spec(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint/unreadable-examples.yaml"));
    let mut second = spec.actions[0].examples[0].clone();
    second.line = 40;
    spec.actions[0].examples.push(second);
    let findings = lint_specs(std::slice::from_ref(&spec));
    insta::assert_snapshot!(
        patches(&findings, &[spec], &Files::new())["specs/cvm/2017-03-12/overrides.yaml"]
    );
}
