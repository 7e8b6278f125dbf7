//! Plans of releases, from the crates' versions and the record of published ones.

use std::collections::BTreeMap;

use compare::Level;
use release::{Instruction, Package, Plan, Reason, Released, Role, instructions, plan};

const RUNTIME: &str = "tencentcloud-api-runtime";
const FACADE: &str = "tencentcloud-api";

fn package(name: &str, version: &str) -> Package {
    let role = match name {
        RUNTIME => Role::Runtime,
        FACADE => Role::Facade,
        _ => Role::Product,
    };
    Package {
        name: name.to_owned(),
        role,
        version: version.to_owned(),
        version_file: format!("specs/{name}/crate.yaml"),
        digest: "published".to_owned(),
        runtime: (name != RUNTIME).then(|| "0.1.0".to_owned()),
        notes: BTreeMap::new(),
    }
}

/// Returns the runtime, two products and the facade in another order, all with this version.
fn packages(version: &str) -> Vec<Package> {
    [
        FACADE,
        "tencentcloud-api-ecm",
        RUNTIME,
        "tencentcloud-api-cvm",
    ]
    .map(|name| package(name, version))
    .into()
}

/// Returns the record of these packages.
fn released(packages: &[Package]) -> Released {
    let packages = packages.iter();
    packages
        .map(|package| (package.name.clone(), package.published()))
        .collect()
}

/// Returns a copy of the packages after a change of one.
fn with(packages: &[Package], name: &str, change: impl FnOnce(&mut Package)) -> Vec<Package> {
    let mut packages = packages.to_vec();
    change(
        packages
            .iter_mut()
            .find(|package| package.name == name)
            .unwrap(),
    );
    packages
}

/// Returns `name from → to` of each step.
fn shown(plan: &Plan) -> Vec<String> {
    let steps = plan.steps.iter();
    steps
        .map(|step| {
            let name = step
                .name
                .strip_prefix("tencentcloud-api-")
                .unwrap_or("facade");
            format!(
                "{name} {} → {}",
                step.from.as_deref().unwrap_or("new"),
                step.to
            )
        })
        .collect()
}

#[test]
fn first_release_publishes_everything_in_order() {
    let plan = plan(&packages("0.1.0"), &Released::new()).unwrap();
    assert_eq!(
        shown(&plan),
        [
            "runtime new → 0.1.0",
            "cvm new → 0.1.0",
            "ecm new → 0.1.0",
            "facade new → 0.1.0"
        ]
    );
    assert!(plan.steps.iter().all(|step| step.reasons == [Reason::New]));
    assert!(plan.raises().is_empty());
}

#[test]
fn published_crates_need_no_release() {
    let packages = packages("0.1.0");
    let plan = plan(&packages, &released(&packages)).unwrap();
    assert_eq!(plan.steps, []);
    assert_eq!(plan.unchanged.len(), 4);
}

#[test]
fn release_notes_give_their_verdict() {
    let before = packages("0.1.0");
    let after = with(&before, "tencentcloud-api-cvm", |package| {
        package.version = "0.1.1".to_owned();
        package.digest = "changed".to_owned();
        let note = "### cvm 2017-03-12 (minor)\n".to_owned();
        package.notes = BTreeMap::from([("0.1.1".to_owned(), note)]);
    });
    let plan = plan(&after, &released(&before)).unwrap();
    // The published facade accepts the compatible version.
    assert_eq!(shown(&plan), ["cvm 0.1.0 → 0.1.1"]);
    let reason = Reason::Notes {
        verdict: Level::Minor,
        notes: vec!["0.1.1".to_owned()],
    };
    assert_eq!(plan.steps[0].reasons, [reason]);
    assert!(!plan.steps[0].must_be_raised());
}

#[test]
fn breaking_product_raises_facade() {
    let before = packages("0.1.3");
    let after = with(&before, "tencentcloud-api-ecm", |package| {
        package.version = "0.2.0".to_owned();
        let note = "### ecm 2019-07-19 (major)\n".to_owned();
        package.notes = BTreeMap::from([("0.2.0".to_owned(), note)]);
    });
    let plan = plan(&after, &released(&before)).unwrap();
    assert_eq!(shown(&plan), ["ecm 0.1.3 → 0.2.0", "facade 0.1.3 → 0.2.0"]);
    let facade = &plan.steps[1];
    assert!(facade.must_be_raised());
    assert_eq!(
        facade.reasons[0].to_string(),
        "tencentcloud-api-ecm 0.2.0 is incompatible with 0.1.3"
    );
    assert!(
        plan.raises()
            .contains_key("specs/tencentcloud-api/crate.yaml")
    );
}

#[test]
fn compatible_runtime_leaves_products_alone() {
    let before = packages("0.1.0");
    let after = with(&before, RUNTIME, |package| {
        package.digest = "changed".to_owned()
    });
    let plan = plan(&after, &released(&before)).unwrap();
    assert_eq!(shown(&plan), ["runtime 0.1.0 → 0.1.1"]);
    assert_eq!(plan.steps[0].reasons, [Reason::Content]);
}

#[test]
fn incompatible_runtime_raises_everything() {
    let before = packages("0.1.0");
    let after = with(&before, RUNTIME, |package| {
        package.version = "0.2.0".to_owned()
    });
    let plan = plan(&after, &released(&before)).unwrap();
    assert_eq!(
        shown(&plan),
        [
            "runtime 0.1.0 → 0.2.0",
            "cvm 0.1.0 → 0.2.0",
            "ecm 0.1.0 → 0.2.0",
            "facade 0.1.0 → 0.2.0"
        ]
    );
    assert_eq!(plan.steps[0].reasons, [Reason::Raised]);
    assert_eq!(plan.raises().len(), 3);
}

#[test]
fn interrupted_release_resumes() {
    let before = packages("0.1.0");
    let after = with(&before, RUNTIME, |package| {
        package.version = "0.2.0".to_owned()
    });
    let mut raised = after.clone();
    for package in &mut raised {
        package.version = "0.2.0".to_owned();
        package.runtime = package.runtime.as_ref().map(|_| "0.2.0".to_owned());
    }
    let mut record = released(&before);
    let published = raised
        .iter()
        .filter(|package| [RUNTIME, "tencentcloud-api-cvm"].contains(&package.name.as_str()));
    record.extend(published.map(|package| (package.name.clone(), package.published())));
    let plan = plan(&raised, &record).unwrap();
    assert_eq!(shown(&plan), ["ecm 0.1.0 → 0.2.0", "facade 0.1.0 → 0.2.0"]);
    assert!(plan.raises().is_empty());
}

#[test]
fn new_product_raises_facade() {
    let before = packages("0.1.0");
    let mut after = before.clone();
    after.push(package("tencentcloud-api-cbs", "0.1.0"));
    let plan = plan(&after, &released(&before)).unwrap();
    assert_eq!(shown(&plan), ["cbs new → 0.1.0", "facade 0.1.0 → 0.1.1"]);
}

#[test]
fn removed_product_breaks_facade() {
    let before = packages("0.1.0");
    let mut after = before.clone();
    after.retain(|package| package.name != "tencentcloud-api-ecm");
    let plan = plan(&after, &released(&before)).unwrap();
    assert_eq!(shown(&plan), ["facade 0.1.0 → 0.2.0"]);
    assert_eq!(
        plan.steps[0].reasons[0].to_string(),
        "tencentcloud-api-ecm is gone"
    );
}

#[test]
fn higher_stated_version_stays() {
    let before = packages("1.0.0");
    let after = with(&before, "tencentcloud-api-cvm", |package| {
        package.version = "3.0.0".to_owned();
        package.digest = "changed".to_owned();
    });
    let plan = plan(&after, &released(&before)).unwrap();
    assert_eq!(shown(&plan)[0], "cvm 1.0.0 → 3.0.0");
    assert!(!plan.steps[0].must_be_raised());
}

#[test]
fn impossible_versions_are_faults() {
    let before = packages("0.1.1");
    for (version, published, problem) in [
        ("0.1.0", "0.1.1", "states 0.1.0, but 0.1.1 is published"),
        ("0.2", "0.1.1", "isn't a version"),
        ("0.2.0-rc.1", "0.2.0-rc.1", "the crate changed"),
    ] {
        let after = with(&before, "tencentcloud-api-cvm", |package| {
            package.version = version.to_owned();
            package.digest = "changed".to_owned();
        });
        let mut record = released(&before);
        record.get_mut("tencentcloud-api-cvm").unwrap().version = published.to_owned();
        let faults = plan(&after, &record).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].file, "specs/tencentcloud-api-cvm/crate.yaml");
        assert!(faults[0].message.contains(problem), "{}", faults[0].message);
    }
}

#[test]
fn new_crates_are_published_at_pace() {
    let mut all = packages("0.1.0");
    for number in 0..6 {
        all.push(package(&format!("tencentcloud-api-p{number}"), "0.1.0"));
    }
    let planned = plan(&all, &Released::new()).unwrap();
    let lines = instructions(&planned);
    let waits = |lines: &[Instruction]| {
        let positions = lines.iter().enumerate();
        positions
            .filter(|(_, line)| matches!(line, Instruction::Wait { seconds: 600 }))
            .map(|(position, _)| position)
            .collect::<Vec<_>>()
    };
    // Ten crates: five at once, then one after each wait.
    assert_eq!(waits(&lines), [10, 13, 16, 19, 22]);
    assert_eq!(
        lines[0].to_string(),
        "cargo publish --package tencentcloud-api-runtime"
    );
    assert_eq!(
        lines[1].to_string(),
        "cargo xtask release --published tencentcloud-api-runtime@0.1.0"
    );
    assert_eq!(
        lines[2].to_string(),
        "cargo publish --manifest-path generated/Cargo.toml --package tencentcloud-api-cvm"
    );
    // Known crates have a higher limit.
    let raised: Vec<Package> = all
        .iter()
        .map(|package| Package {
            digest: "changed".to_owned(),
            ..package.clone()
        })
        .collect();
    let planned = plan(&raised, &released(&all)).unwrap();
    assert_eq!(planned.steps.len(), 10);
    let lines = instructions(&planned);
    assert!(
        lines
            .iter()
            .all(|line| !matches!(line, Instruction::Wait { .. }))
    );
}
