//! Comparison of the crates emitted from hand-written specs with the committed ones. The committed
//! crates are workspace members, so they are compiled, documented and tested like any other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

const UPDATE: &str = "UPDATE_GOLDEN=1 cargo test -p emit --test golden";

/// A spec folder in one file, because some of its names aren't valid file names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    service: spec::Service,
    actions: Vec<spec::Action>,
    structures: Vec<spec::Structure>,
    errors: Vec<spec::ErrorCode>,
    known_faults: Vec<spec::KnownFault>,
}

fn fixtures() -> Vec<spec::ServiceSpec> {
    let mut paths: Vec<PathBuf> = fs::read_dir(golden().join("specs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| fixture(path)).collect()
}

fn fixture(path: &Path) -> spec::ServiceSpec {
    let text = fs::read_to_string(path).unwrap();
    let fixture: Fixture =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    spec::ServiceSpec {
        service: fixture.service,
        actions: fixture.actions,
        structures: fixture.structures,
        errors: fixture.errors,
        known_faults: fixture.known_faults,
        ..spec::ServiceSpec::default()
    }
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn emitted() -> BTreeMap<String, String> {
    let mut model = lower::lower(&fixtures()).unwrap();
    model.package = package();
    emit::emit(&model)
}

/// Returns the facts of the committed crates, which are members of this workspace.
fn package() -> lower::Package {
    lower::Package {
        name: "golden-api",
        publish: false,
        is_workspace: false,
        runtime: lower::Runtime {
            path: Some("../../../../../runtime".to_owned()),
            ..lower::Runtime::default()
        },
        ..lower::Package::default()
    }
}

#[test]
fn committed_crate_matches_specs() {
    let folder = golden().join("crate");
    let emitted = emitted();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        write(&folder, &emitted);
    }
    let committed = read(&folder);
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&committed),
        names(&emitted),
        "update it with: {UPDATE}"
    );
    for (path, text) in &emitted {
        assert!(
            committed[path] == *text,
            "{path} differs; update it with: {UPDATE}"
        );
    }
}

fn write(folder: &Path, files: &BTreeMap<String, String>) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn read(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder_or_file) = open.pop() {
        if folder_or_file.is_dir() {
            open.extend(
                fs::read_dir(&folder_or_file)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            continue;
        }
        let path = folder_or_file
            .strip_prefix(folder)
            .unwrap()
            .to_str()
            .unwrap();
        files.insert(
            path.replace('\\', "/"),
            fs::read_to_string(&folder_or_file).unwrap(),
        );
    }
    files
}

#[test]
fn spec_order_does_not_matter() {
    let mut specs = fixtures();
    specs.reverse();
    let mut model = lower::lower(&specs).unwrap();
    model.package = package();
    assert!(emit::emit(&model) == emitted());
}

#[test]
fn paths_stay_inside_crate() {
    for path in emitted().keys() {
        let plain = |part: &str| {
            !part.is_empty()
                && !part.starts_with('.')
                && part
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
        };
        assert!(path.split('/').all(plain), "{path}");
    }
}

/// The golden crate's tests prove that its lists of known faults are right. Specs without lists
/// must get equal ones.
#[test]
fn missing_known_faults_are_predicted() {
    let mut specs = fixtures();
    let written: Vec<_> = specs
        .iter_mut()
        .flat_map(|spec| spec.known_faults.drain(..))
        .collect();
    let model = lower::lower(&specs).unwrap();
    let predicted: Vec<_> = lower::missing_known_faults(&model)
        .into_iter()
        .flat_map(|missing| missing.faults)
        .collect();
    let key = |fault: &spec::KnownFault| (fault.action.clone(), fault.example, fault.side);
    let keys = |faults: &[spec::KnownFault]| faults.iter().map(key).collect::<BTreeSet<_>>();
    assert_eq!(keys(&predicted), keys(&written));
    assert!(lower::missing_known_faults(&lower::lower(&fixtures()).unwrap()).is_empty());
}

/// The generated crate's tests prove the same for the committed specs.
#[test]
fn committed_known_faults_are_predicted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let files = spec::read_files(&root).unwrap();
    let mut specs = spec::parse_tree("specs", &files).unwrap();
    let mut written: Vec<_> = specs
        .iter_mut()
        .flat_map(|spec| spec.known_faults.drain(..))
        .map(|fault| (fault.action, fault.example, fault.side))
        .collect();
    assert!(!written.is_empty());
    let mut predicted: Vec<_> = lower::missing_known_faults(&lower::lower(&specs).unwrap())
        .into_iter()
        .flat_map(|missing| missing.faults)
        .map(|fault| (fault.action, fault.example, fault.side))
        .collect();
    written.sort();
    predicted.sort();
    assert_eq!(predicted, written);
}

#[test]
fn stand_alone_crate_names_no_registry() {
    let mut model = lower::lower(&fixtures()).unwrap();
    model.package.name = "golden-api";
    let product = &model.products[0];
    let files = emit::stand_alone(&model, product, &lower::Runtime::default());
    for path in [emit::README, emit::ROOT] {
        let text = &files[path];
        assert!(text.contains("{ path = \"…\" }"), "{path}:\n{text}");
        assert!(!text.contains("docs.rs/golden"), "{path}:\n{text}");
        assert!(!text.contains("golden_api::"), "{path}:\n{text}");
    }
    let published = &emit::emit(&model)[&format!("{}/{}", product.module, emit::ROOT)];
    assert!(published.contains("golden_api::"), "{published}");
}
