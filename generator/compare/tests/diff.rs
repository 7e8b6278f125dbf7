//! The documentation changes between two states of the specs, and their three reports.

use std::fs;

use compare::{CrateStep, Diff, Fact, Kind, Level, compare, note, page};
use serde::Deserialize;
use spec::ServiceSpec;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    service: spec::Service,
    actions: Vec<spec::Action>,
    structures: Vec<spec::Structure>,
    errors: Vec<spec::ErrorCode>,
}

fn specs(name: &str) -> Vec<ServiceSpec> {
    let path = format!("{}/tests/diff/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    let fixtures: Vec<Fixture> = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let spec = |fixture: Fixture| ServiceSpec {
        service: fixture.service,
        actions: fixture.actions,
        structures: fixture.structures,
        errors: fixture.errors,
        ..ServiceSpec::default()
    };
    fixtures.into_iter().map(spec).collect()
}

fn diff() -> Diff {
    compare(&specs("before"), &specs("after")).unwrap()
}

/// Returns the steps of the crates; that of the only service is at 0.1.0.
fn steps() -> Vec<CrateStep> {
    let diff = diff();
    let service = diff.services[0].service.clone();
    diff.steps(&[(service, "0.1.0".to_owned())].into())
}

#[test]
fn markdown_lists_changes_by_service() {
    insta::assert_snapshot!(note::markdown(&diff(), &steps()));
}

#[test]
fn json_has_all_values() {
    let diff = diff();
    let demo = &diff.services[0];
    insta::assert_snapshot!(serde_json::to_string_pretty(demo).unwrap());
}

#[test]
fn terminal_has_colours() {
    insta::assert_snapshot!(note::terminal(&diff()).replace('\u{1b}', "␛"));
}

/// `WRITE_PAGE=page.html cargo test …` writes the page into that file, for a look in a browser.
#[test]
fn page_marks_differences_and_escapes_texts() {
    let html = page(&diff(), "old", "<i>new</i>", &steps());
    if let Some(path) = std::env::var_os("WRITE_PAGE") {
        fs::write(path, &html).unwrap();
    }
    assert!(html.contains("Changes: major"));
    assert!(html.contains("major, 0.1.0 → 0.2.0"));
    assert!(html.contains("<ins>availability"));
    assert!(html.contains("data-facets=\"kind:breaking service:demo thing:input\""));
    assert!(html.contains("&lt;b&gt;Tags&lt;/b&gt;") && !html.contains("<b>Tags"));
    assert!(html.contains("&lt;i&gt;new&lt;/i&gt;"));
    assert!(!html.contains("href=\"javascript"));
    let changes: usize = diff()
        .services
        .iter()
        .map(|service| service.changes.len() + service.consequences.len())
        .sum();
    assert_eq!(html.matches("<article class=\"change\"").count(), changes);
    let nothing = page(&Diff::default(), "a", "b", &[]);
    assert!(nothing.contains("No changes"));
}

#[test]
fn equal_specs_have_no_changes() {
    for name in ["before", "after"] {
        let specs = specs(name);
        assert_eq!(compare(&specs, &specs).unwrap(), Diff::default());
    }
    let nothing = compare(&[], &[]).unwrap();
    assert_eq!(nothing.verdict, Level::None);
    assert_eq!(note::markdown(&nothing, &[]), "# No changes\n");
}

#[test]
fn order_of_things_is_ignored() {
    let (mut before, mut after) = (specs("before"), specs("after"));
    for spec in before.iter_mut().chain(&mut after) {
        spec.actions.reverse();
        spec.structures.reverse();
        spec.errors.reverse();
    }
    before.reverse();
    after.reverse();
    assert_eq!(compare(&before, &after).unwrap(), diff());
}

#[test]
fn reversed_comparison_swaps_additions_and_removals() {
    let back = compare(&specs("after"), &specs("before")).unwrap();
    let forth = diff();
    let count = |diff: &Diff, kind: Kind| -> usize {
        diff.services
            .iter()
            .flat_map(|service| &service.changes)
            // The comparison ignores releases that only the old state has.
            .filter(|change| change.fact != Fact::Release)
            .filter(|change| change.kind == kind)
            .count()
    };
    assert_eq!(count(&forth, Kind::Added), count(&back, Kind::Removed));
    assert_eq!(count(&forth, Kind::Removed), count(&back, Kind::Added));
    assert_eq!(count(&forth, Kind::Changed), count(&back, Kind::Changed));
}

fn renames(edit: impl Fn(&mut Vec<ServiceSpec>)) -> Vec<(String, String)> {
    let mut after = specs("after");
    edit(&mut after);
    let diff = compare(&specs("before"), &after).unwrap();
    diff.services
        .into_iter()
        .flat_map(|service| service.changes)
        .filter(|change| change.kind == Kind::Removed)
        .filter_map(|change| Some((change.on.name().to_owned(), change.perhaps_renamed?)))
        .collect()
}

#[test]
fn rename_needs_equal_type_text_position() {
    let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
    let count = vec![pair("Count", "DiskCount")];
    let placement = vec![pair("Placement", "Place")];
    assert_eq!(renames(|_| ()), [count.clone(), placement.clone()].concat());
    let other_type = |specs: &mut Vec<ServiceSpec>| {
        specs[0].actions[0].input[2].type_name = "String".parse().unwrap();
    };
    assert_eq!(renames(other_type), placement);
    let other_text = |specs: &mut Vec<ServiceSpec>| {
        specs[0].actions[0].input[2].doc.en = Some("How many.".to_owned());
    };
    assert_eq!(renames(other_text), placement);
    let other_place = |specs: &mut Vec<ServiceSpec>| specs[0].actions[0].input.swap(2, 3);
    assert_eq!(renames(other_place), placement);
    let other_members = |specs: &mut Vec<ServiceSpec>| {
        specs[0].structures[1].members[0].name = "HostId".to_owned();
    };
    assert_eq!(renames(other_members), count);
}

#[test]
fn action_in_another_group_is_told() {
    let spec = |group: &str| {
        let yaml = format!(
            "{{name: cvm, version: '2017-03-12', protocol: tc3, catalogue: [{{group: {{en: \
             {group}}}, actions: [{{name: Run, title: {{en: Run}}, line: 1}}]}}]}}"
        );
        let service = serde_yaml::from_str(&yaml).unwrap();
        ServiceSpec {
            service,
            ..ServiceSpec::default()
        }
    };
    let diff = compare::compare(&[spec("Instances")], &[spec("Machines")]).unwrap();
    let change = &diff.services[0].changes[0];
    assert_eq!(change.fact, compare::Fact::Group);
    assert_eq!(change.on, spec::Thing::action("Run"));
    assert_eq!(change.new, Some("Machines".into()));
}
