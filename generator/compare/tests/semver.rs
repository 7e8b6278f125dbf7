//! The rules of the verdict, checked with the compiler against the emitted code.
//!
//! Each file in `semver/` is named after a rule. It holds two states of the specs, and a consumer
//! that uses the item that changes. All consumers compile with the old crate. With the new crate
//! those of major rules fail with the expected error codes, and all others compile.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use compare::{Level, RULES, api, compare};
use lower::{Crate, Package, Runtime, lower};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    before: Versions,
    after: Versions,
    /// Further rules that apply.
    #[serde(default)]
    also: Vec<String>,
    consumer: String,
    /// The compiler's error codes that are allowed after a major change.
    #[serde(default)]
    fails: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Versions {
    // First, because an empty list would also match a part.
    Several(Vec<Part>),
    One(Part),
}

/// A spec without the facts that all cases share.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Part {
    version: Option<String>,
    actions: Vec<serde_yaml::Mapping>,
    structures: Vec<spec::Structure>,
    errors: Vec<spec::ErrorCode>,
    overrides: String,
}

impl Part {
    fn spec(self, rule: &str) -> spec::ServiceSpec {
        let version = self.version.unwrap_or_else(|| "2020-01-01".to_owned());
        let action = |mut action: serde_yaml::Mapping| -> spec::Action {
            for (key, value) in [("service", rule), ("version", &version)] {
                action.insert(key.into(), value.into());
            }
            for key in ["input", "output"] {
                let entry = action.entry(key.into());
                entry.or_insert(serde_yaml::Value::Sequence(Vec::new()));
            }
            serde_yaml::from_value(action.into()).unwrap()
        };
        let mut spec = spec::ServiceSpec {
            service: spec::Service {
                name: rule.to_owned(),
                version: version.clone(),
                protocol: spec::Protocol::Tc3,
                ..spec::Service::default()
            },
            actions: self.actions.into_iter().map(action).collect(),
            structures: self.structures,
            errors: self.errors,
            ..spec::ServiceSpec::default()
        };
        merge::apply_overrides(&mut spec, "overrides.yaml", &self.overrides).unwrap();
        spec
    }
}

/// A case with complete specs, named after its rule.
struct Loaded {
    rule: String,
    before: Vec<spec::ServiceSpec>,
    after: Vec<spec::ServiceSpec>,
    also: Vec<String>,
    consumer: String,
    fails: Vec<String>,
}

fn cases() -> Vec<Loaded> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/semver");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| load(path)).collect()
}

fn load(path: &Path) -> Loaded {
    let rule = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let text = fs::read_to_string(path).unwrap();
    let case: Case = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{rule}: {error}"));
    let specs = |versions| {
        let parts = match versions {
            Versions::One(part) => vec![part],
            Versions::Several(parts) => parts,
        };
        parts.into_iter().map(|part| part.spec(&rule)).collect()
    };
    Loaded {
        before: specs(case.before),
        after: specs(case.after),
        also: case.also,
        consumer: case.consumer,
        fails: case.fails,
        rule,
    }
}

fn level(rule: &str) -> Level {
    RULES.iter().find(|known| known.name == rule).unwrap().level
}

#[test]
fn every_rule_has_a_case() {
    let with_case: Vec<String> = cases().into_iter().map(|case| case.rule).collect();
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(with_case, rules);
}

#[test]
fn cases_match_exactly_their_rules() {
    for case in cases() {
        let diff = compare(&case.before, &case.after).unwrap();
        let service = &diff.services[0];
        let changes = service.changes.iter().flat_map(|change| &change.impacts);
        let impacts: BTreeSet<&str> = changes
            .chain(&service.consequences)
            .map(|impact| impact.rule.name)
            // Most cases also change facts that only the documentation shows.
            .filter(|rule| *rule != "documentation" || case.rule == "documentation")
            .collect();
        let also = case.also.iter().map(String::as_str);
        let expected: BTreeSet<&str> = also.chain([case.rule.as_str()]).collect();
        assert_eq!(impacts, expected, "{}", case.rule);
        let worst = expected.iter().map(|rule| level(rule)).max();
        assert_eq!(Some(diff.verdict), worst, "{}", case.rule);
    }
}

#[test]
fn equal_crates_have_no_impacts() {
    for case in cases() {
        let model = lower(&case.before).unwrap();
        assert_eq!(api::compare(&model, &model), [], "{}", case.rule);
    }
}

#[test]
fn consumers_compile_except_after_major_changes() {
    let cases = cases();
    let before = cases.iter().flat_map(|case| case.before.clone());
    let after = cases.iter().flat_map(|case| case.after.clone());
    let workspace = Workspace::new();
    workspace.add_crate("before", &before.collect::<Vec<_>>(), &cases);
    workspace.add_crate("after", &after.collect::<Vec<_>>(), &cases);
    let outcomes = workspace.check();
    for case in &cases {
        let outcome = |side: &str| &outcomes[&(format!("uses-{side}"), case.rule.clone())];
        let codes = outcome("before");
        assert!(codes.is_empty(), "{} before: {codes:?}", case.rule);
        let codes = outcome("after");
        let must_fail = level(&case.rule) == Level::Major;
        assert_eq!(!codes.is_empty(), must_fail, "{}: {codes:?}", case.rule);
        let expected = |code: &String| case.fails.contains(code);
        assert!(codes.iter().all(expected), "{}: {codes:?}", case.rule);
    }
}

/// A dedicated workspace with both crates and their consumers. It shares this test's target folder,
/// which already has the runtime's dependencies.
struct Workspace {
    root: PathBuf,
}

impl Workspace {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver");
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        let workspace = Self { root };
        workspace.write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"*-api\", \"uses-*\"]\n",
        );
        let lock = fs::read_to_string(repository().join("Cargo.lock")).unwrap();
        workspace.write("Cargo.lock", &lock);
        workspace
    }

    fn add_crate(&self, side: &'static str, specs: &[spec::ServiceSpec], cases: &[Loaded]) {
        let mut model = lower(specs).unwrap();
        model.package = Package {
            name: if side == "before" {
                "before-api"
            } else {
                "after-api"
            },
            publish: false,
            is_workspace: false,
            runtime: Runtime {
                path: Some(repository().join("runtime").display().to_string()),
                ..Runtime::default()
            },
            ..Package::default()
        };
        for (path, text) in emit::emit(&model) {
            self.write(&format!("{side}-api/{path}"), &text);
        }
        self.write(&format!("uses-{side}/Cargo.toml"), &manifest(side, &model));
        self.write(&format!("uses-{side}/src/lib.rs"), "");
        for case in cases {
            let module = case.rule.replace('-', "_");
            let import = if case.consumer.is_empty() {
                String::new()
            } else {
                format!("use api::{module} as m;\n")
            };
            let text = format!("{import}{}\nfn main() {{}}\n", case.consumer);
            self.write(&format!("uses-{side}/examples/{}.rs", case.rule), &text);
        }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Returns the error codes of each example, by package and example; empty if it compiles.
    fn check(&self) -> BTreeMap<(String, String), Vec<String>> {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let output = Command::new(env!("CARGO"))
            .args([
                "check",
                "--offline",
                "--keep-going",
                "--message-format=json",
            ])
            .args([
                "--package=uses-before",
                "--package=uses-after",
                "--examples",
            ])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", target)
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let mut outcomes = BTreeMap::new();
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let message: serde_json::Value = serde_json::from_str(line).unwrap();
            add_message(&message, &mut outcomes);
        }
        assert!(
            !outcomes.is_empty(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        outcomes
    }
}

fn repository() -> &'static Path {
    let ancestors = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    ancestors.into_iter().nth(2).unwrap()
}

fn manifest(side: &str, model: &Crate) -> String {
    let products = model.products.iter().map(|product| &product.feature);
    let features: Vec<String> = products.map(|feature| format!("{feature:?}")).collect();
    format!(
        "[package]\nname = \"uses-{side}\"\nedition = \"2024\"\npublish = false\n[dependencies]\n\
         api = {{ package = \"{side}-api\", path = \"../{side}-api\", default-features = false, features = [{}] }}\n",
        features.join(", ")
    )
}

fn add_message(
    message: &serde_json::Value,
    outcomes: &mut BTreeMap<(String, String), Vec<String>>,
) {
    if message["target"]["kind"][0] != "example" {
        let failed = message["message"]["level"] == "error";
        assert!(!failed, "{}", message["message"]["rendered"]);
        return;
    }
    let package = message["manifest_path"].as_str().unwrap_or_default();
    let package = Path::new(package).parent().unwrap().file_name().unwrap();
    let key = (
        package.to_str().unwrap().to_owned(),
        message["target"]["name"].as_str().unwrap().to_owned(),
    );
    let codes = outcomes.entry(key).or_default();
    let is_error =
        message["reason"] == "compiler-message" && message["message"]["level"] == "error";
    if let (true, Some(code)) = (is_error, message["message"]["code"]["code"].as_str()) {
        codes.push(code.to_owned());
    }
}
