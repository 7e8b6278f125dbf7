//! The figures of a report, and the escaping of its page.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use lint::{Baseline, RULES};
use report::{Evidence, Input, MEASURES, Report, Share, page, report};
use spec::ServiceSpec;
use spec::finding::{Finding, Nature};

fn golden(name: &str) -> ServiceSpec {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../emit/tests/golden/specs");
    let text = fs::read_to_string(folder.join(name)).unwrap();
    let mut parts: BTreeMap<String, serde_yaml::Value> = serde_yaml::from_str(&text).unwrap();
    let mut part = |name: &str| parts.remove(name).unwrap();
    ServiceSpec {
        service: serde_yaml::from_value(part("service")).unwrap(),
        actions: serde_yaml::from_value(part("actions")).unwrap(),
        structures: serde_yaml::from_value(part("structures")).unwrap(),
        errors: serde_yaml::from_value(part("errors")).unwrap(),
        ..ServiceSpec::default()
    }
}

fn report_of(specs: &[ServiceSpec], findings: &[Finding], baseline: &Baseline) -> Report {
    report(Input {
        specs,
        model: &lower::lower(specs).unwrap(),
        findings,
        baseline,
    })
}

fn finding(line: usize, subject: &str, message: &str) -> Finding {
    let rule = RULES.iter().find(|rule| rule.name == "used-by").unwrap();
    Finding::warning("specs/sources/003.txt", line, rule, subject, message)
}

#[test]
fn figures_match_specs() {
    let known = finding(1, "DescribeInstances", "known");
    let findings = [known.clone(), finding(2, "DescribeInstances", "fresh")];
    let report = report_of(
        &[golden("mini-2017-03-12.yaml")],
        &findings,
        &Baseline::accepting(&[known]),
    );
    let [service] = report.services.as_slice() else {
        panic!("{:?}", report.services);
    };
    assert_eq!(report.totals.actions, 5);
    assert_eq!((report.totals.findings, report.totals.new_findings), (2, 1));
    assert_eq!(report.rules[0].new, 1);
    assert!(!report.findings[0].new && report.findings[1].new);
    assert_eq!(report.findings[0].service, "mini");
    let url = "https://www.tencentcloud.com/document/api/213/15728";
    assert_eq!(report.findings[0].url.as_deref(), Some(url));

    let share = |key: &str| service.coverage[key];
    assert_eq!((share("filters").part, share("filters").whole), (1, 1));
    assert_eq!(share("list_sizes").part, 1);
    assert_eq!((share("ranges").part, share("conditions").part), (0, 0));
    assert_eq!(share("rate_limits"), Share { part: 1, whole: 5 });
    assert_eq!(share("examples"), Share { part: 2, whole: 5 });
    assert_eq!(share("paging"), Share { part: 3, whole: 3 });
    assert_eq!(share("sound_examples"), Share { part: 3, whole: 8 });
    assert_eq!(share("error_docs"), Share { part: 3, whole: 3 });
    let keys: Vec<&str> = service.coverage.keys().copied().collect();
    let mut measures: Vec<&str> = MEASURES.iter().map(|measure| measure.key).collect();
    measures.sort_unstable();
    assert_eq!(keys, measures);

    let action = &service.actions[0];
    assert_eq!((action.inputs, action.required, action.findings), (4, 0, 2));
    assert_eq!(action.paging, Some("offset"));
    let inferred: Vec<_> = service
        .inferred
        .iter()
        .map(|fact| (fact.subject.as_str(), fact.evidence))
        .collect();
    assert!(
        inferred.contains(&("Instance.Extra", Evidence::Example)),
        "{inferred:?}"
    );
    assert!(
        inferred.contains(&("Placement.ProjectId", Evidence::Loss)),
        "{inferred:?}"
    );
}

#[test]
fn hostile_texts_are_escaped() {
    let evil = "</script><img src=x onerror=alert(1)>\" onmouseover=\"x";
    let mut finding = finding(1, evil, evil);
    finding.file = format!("specs/sources/{evil}");
    let mut spec = golden("ugly-2021-01-01.yaml");
    spec.actions[0].sources = vec![spec::Source {
        file: evil.to_owned(),
        line: 1,
        updated: Some(evil.to_owned()),
        url: Some("javascript:alert(1)".to_owned()),
        truncated: false,
    }];
    let html = page(&report_of(&[spec], &[finding], &Baseline::default()), "../");
    assert_eq!(html.matches("<script").count(), 1);
    assert_eq!(html.matches("</script").count(), 1);
    assert!(!html.contains("<img"));
    assert!(!html.contains("onmouseover=\"x"));
    assert!(!html.contains("href=\"javascript"));
    assert!(html.contains("&lt;img src=x"));
}

#[test]
fn empty_page_shows_next_step() {
    let html = page(&report_of(&[], &[], &Baseline::default()), "../");
    for words in [
        "There are no specs yet",
        "the documentation agrees with itself",
        "There are no actions yet",
    ] {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn many_services_are_summed_up() {
    let mini = golden("mini-2017-03-12.yaml");
    let specs: Vec<ServiceSpec> = (0..8)
        .map(|index| {
            let mut spec = mini.clone();
            spec.service.name = format!("mini{index}");
            spec
        })
        .collect();
    let html = page(&report_of(&specs, &[], &Baseline::default()), "");
    assert!(html.contains("Least known"));
    assert!(
        html.contains("8 / 40"),
        "eight of forty actions have a rate limit"
    );
}

#[test]
fn damage_rules_match_expected_list() {
    let damage = [
        "cut-at-margin",
        "cut-row",
        "damaged-row",
        "glued-cells",
        "lost-rows",
        "no-facts",
        "repeated-action",
        "repeated-member",
        "repeated-structure",
        "unreadable-answer",
        "unreadable-examples",
        "unreadable-page",
        "unreadable-type",
        "unsafe-name",
    ];
    let found: Vec<&str> = RULES
        .iter()
        .filter(|rule| rule.nature == Nature::Damage)
        .map(|rule| rule.name)
        .collect();
    assert_eq!(found, damage);
}
