//! The files that a run generates: those of sound products. Products with faults are left out, and
//! their files stay as they are.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use lower::{
    Crate, ErrorKind, MissingFaults, Product, lower_sound, missing_known_faults, start_known_faults,
};
use pipeline::{Corrected, correct};
use serde::Serialize;
use spec::{Files, ServiceSpec, SpecFault, SpecFaults, parse_tree, render_tree};
use stdio::tell;

use crate::crates::{self, Facade};
use crate::products::{self, Row};
use crate::stages::{Stopwatch, owns_spec_file};

/// The faults of products, by service.
pub type Faults = BTreeMap<String, Vec<SpecFault>>;

/// The files to write below `specs/` and `generated/`.
#[derive(Debug, Default)]
pub struct Generation {
    /// The specs of sound products with their behaviours, and the first files of new products, by
    /// path below `specs/`.
    pub specs: Files,
    /// The crate's files by path below `generated/`, without those of products that are left out.
    pub crate_files: BTreeMap<String, String>,
    /// The first known faults of new products, by path below `specs/`.
    pub started: Files,
    /// The first `crate.yaml` files of new products, by path below `specs/`.
    pub new_crates: Files,
    /// The faulty examples of other products that no `known_faults.yaml` lists.
    pub unlisted: Vec<MissingFaults>,
    /// The products that are left out.
    pub left_out: Vec<LeftOut>,
    /// The rows of the table of products; empty if a product is left out, whose facts may be wrong.
    pub products: Vec<Row>,
    /// The page about the answers of a fake; empty if a product is left out.
    pub coverage: String,
    /// The files of these products below `generated/`, which stay as they are.
    kept: BTreeSet<String>,
}

/// A product whose files stay as they are, because it has faults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The service's name on the wire.
    pub service: String,
    /// The faults; at least one.
    pub faults: Vec<SpecFault>,
}

/// The state of the workspace before a run.
pub struct Before<'a> {
    /// The files below `specs/` that could be read.
    pub files: &'a Files,
    /// The paths of the files below `generated/`.
    pub crate_paths: &'a BTreeSet<String>,
    /// The text of the facade's root module.
    pub facade_root: Option<String>,
    /// The facade's version and release notes.
    pub facade: &'a Facade,
    /// True if new products get a `known_faults.yaml`. Otherwise their faulty examples are
    /// unlisted.
    pub starts_known_faults: bool,
}

/// Generates the files of all sound products. `faults` are those found so far.
pub fn generate(
    specs: Vec<ServiceSpec>,
    mut faults: Faults,
    before: &Before<'_>,
    watch: &mut Stopwatch,
) -> Generation {
    let rendered = render(&specs, &mut faults);
    let (versions, malformed) = crates::versions(before.files);
    let knows_versions = malformed.is_empty();
    for (service, fault) in malformed {
        faults.entry(service).or_default().push(fault);
    }
    watch.lap("render specs");
    let corrected = correct(specs, "specs", before.files);
    let (mut model, corrected) = lower_all(corrected, &mut faults, before.files);
    let (behaviours, coverage) = infer_behaviours(&corrected, &mut faults, before.files);
    watch.lap("infer behaviour");
    let mut kept = keep_left_out(&mut model, &corrected, &faults, before);
    let started = if before.starts_known_faults {
        start_known_faults(&mut model, before.files)
    } else {
        Files::new()
    };
    let mut unlisted = missing_known_faults(&model);
    unlisted.retain(|missing| !faults.contains_key(&missing.service));
    watch.lap("lower");
    let new_crates = crates::set_versions(&mut model, &versions, before.facade);
    let products = if faults.is_empty() {
        products::rows(&model, &corrected)
    } else {
        Vec::new()
    };
    let mut crate_files = emit_sound(&mut model, &faults, before);
    keep_facade(&mut crate_files, &mut kept, before, knows_versions);
    watch.lap("emit");
    let mut specs = rendered;
    specs.extend(behaviours);
    specs.extend(started.clone());
    specs.extend(new_crates.clone());
    specs.retain(|path, _| !faults.contains_key(service_of(path)));
    Generation {
        specs,
        crate_files,
        started,
        new_crates,
        products,
        unlisted,
        coverage,
        left_out: left_out(faults),
        kept,
    }
}

/// Infers behaviours, and adds the faults of their files. Returns the files and the page about
/// coverage, which is empty if a product is left out.
fn infer_behaviours(
    corrected: &[ServiceSpec],
    faults: &mut Faults,
    files: &Files,
) -> (Files, String) {
    let behaviours = behave::behaviours(corrected, files);
    for (service, more) in behaviours.faults {
        // Entries of a faulty product may be about facts that its faults hide.
        faults.entry(service).or_insert(more);
    }
    let coverage = if faults.is_empty() {
        behaviours.coverage
    } else {
        String::new()
    };
    (behaviours.files, coverage)
}

impl Generation {
    /// Returns whether the run may delete this file below `specs/`.
    pub fn owns_spec(&self, path: &str) -> bool {
        let is_left_out = |left_out: &LeftOut| left_out.service == service_of(path);
        owns_spec_file(path) && !self.left_out.iter().any(is_left_out)
    }

    /// Returns whether the run may delete this file below `generated/`.
    pub fn owns_crate_file(&self, path: &str) -> bool {
        !self.kept.contains(path)
    }
}

/// Leaves the facade's texts as they are if they would lack facts of products that are left out.
/// Only another product changes them then.
fn keep_facade(
    crate_files: &mut BTreeMap<String, String>,
    kept: &mut BTreeSet<String>,
    before: &Before<'_>,
    knows_versions: bool,
) {
    let root = crate_files.get(emit::ROOT).zip(before.facade_root.as_ref());
    let names_same = root.is_some_and(|(new, old)| emit::name_same_products(new, old));
    if kept.is_empty() || !names_same {
        return;
    }
    let manifest = Some(emit::MANIFEST).filter(|_| !knows_versions);
    for path in [emit::ROOT, emit::README].into_iter().chain(manifest) {
        crate_files.remove(path);
        kept.insert(path.to_owned());
    }
}

/// Prints the crate's files, except those of products with faults. The shared files name these
/// products, but show no call of them, because their files may not have it.
fn emit_sound(model: &mut Crate, faults: &Faults, before: &Before<'_>) -> BTreeMap<String, String> {
    model.choose_first_call(|product| !faults.contains_key(&product.service));
    let mut files = emit::emit(model);
    files.extend(crates::changelogs(model, before.files, before.facade));
    for product in &model.products {
        if faults.contains_key(&product.service) {
            files.retain(|path, _| !emit::is_file_of(product, path));
        }
    }
    files
}

/// Returns the service that a file below `specs/` belongs to.
pub fn service_of(path: &str) -> &str {
    path.split_once('/').map_or(path, |(service, _)| service)
}

fn left_out(faults: Faults) -> Vec<LeftOut> {
    let sorted = faults.into_iter().map(|(service, mut faults)| {
        faults.sort();
        faults.dedup();
        LeftOut { service, faults }
    });
    sorted.collect()
}

/// Renders the specs, and adds the faults of those that can't be files.
fn render(specs: &[ServiceSpec], faults: &mut Faults) -> Files {
    if let Ok(files) = render_tree(specs) {
        return files;
    }
    let mut by_service: BTreeMap<&str, Vec<ServiceSpec>> = BTreeMap::new();
    for spec in specs {
        let of_service = by_service.entry(&spec.service.name).or_default();
        of_service.push(spec.clone());
    }
    let mut files = Files::new();
    for (service, specs) in by_service {
        match render_tree(&specs) {
            Ok(more) => files.extend(more),
            Err(more) => faults.entry(service.to_owned()).or_default().extend(more.0),
        }
    }
    files
}

/// Lowers the specs, and adds the faults that prevent it. Returns the corrected specs too. Only
/// without faults is the model complete.
fn lower_all(
    corrected: Corrected,
    faults: &mut Faults,
    files: &Files,
) -> (Crate, Vec<ServiceSpec>) {
    for (service, more) in corrected.faults {
        faults.entry(service).or_default().extend(more);
    }
    let (model, errors) = lower_sound(&corrected.specs);
    let text = |file: &str| files.get(file.strip_prefix("specs/")?).map(String::as_str);
    let faulty: BTreeSet<String> = faults.keys().cloned().collect();
    for error in errors {
        let is_stale = matches!(error.kind, ErrorKind::StaleKnownFault { .. });
        // The example may be one that a faulty override adds.
        if !(is_stale && faulty.contains(&error.service)) {
            let fault = error.fault().showing(text);
            faults.entry(error.service).or_default().push(fault);
        }
    }
    (model, corrected.specs)
}

/// Adds the products that are left out to the model, if the crate has files of them: the crate's
/// manifest and root must still name them. Returns the paths of these files.
fn keep_left_out(
    model: &mut Crate,
    corrected: &[ServiceSpec],
    faults: &Faults,
    before: &Before<'_>,
) -> BTreeSet<String> {
    if faults.is_empty() {
        return BTreeSet::new();
    }
    let mut specs = corrected.to_vec();
    specs.extend(absent_specs(corrected, faults, before.files));
    let (mut all, errors) = lower_sound(&specs);
    if !errors.is_empty() {
        // Without faulty overrides, shared files can name the product.
        for spec in &mut specs {
            if errors
                .iter()
                .any(|error| error.service == spec.service.name)
            {
                spec.hints = spec::Hints::default();
                spec.known_faults.clear();
                for action in &mut spec.actions {
                    action.wait = None;
                    action.replaced_by = None;
                }
            }
        }
        all = lower_sound(&specs).0;
    }
    let mut kept = BTreeSet::new();
    let mut absent = BTreeSet::new();
    let left_out = |product: &&Product| faults.contains_key(&product.service);
    for product in all.products.iter().filter(left_out) {
        let paths = before.crate_paths.iter();
        let own: Vec<&String> = paths
            .filter(|path| emit::is_file_of(product, path))
            .collect();
        if own.is_empty() {
            absent.insert(product.service.clone());
        }
        kept.extend(own.into_iter().cloned());
    }
    specs.retain(|spec| !absent.contains(&spec.service.name));
    *model = if absent.is_empty() {
        all
    } else {
        lower_sound(&specs).0
    };
    kept
}

/// Returns the committed specs of products whose pages make none, or specs with nothing but a name
/// if the files can't be read.
fn absent_specs(known: &[ServiceSpec], faults: &Faults, files: &Files) -> Vec<ServiceSpec> {
    let known: BTreeSet<&str> = known
        .iter()
        .map(|spec| spec.service.name.as_str())
        .collect();
    let absent = faults.keys().filter(|name| !known.contains(name.as_str()));
    let specs = absent.flat_map(|service| {
        let mut of_service = files.clone();
        of_service.retain(|path, _| service_of(path) == service);
        parse_tree("specs", &of_service).unwrap_or_else(|_| bare_specs(service, &of_service))
    });
    specs.collect()
}

fn bare_specs(service: &str, files: &Files) -> Vec<ServiceSpec> {
    let versions = files.keys().filter_map(|path| path.split('/').nth(1));
    let versions: BTreeSet<&str> = versions
        .filter(|version| spec::is_version(version))
        .collect();
    let bare = versions.into_iter().map(|version| {
        let mut spec = ServiceSpec::default();
        spec.service.name = service.to_owned();
        spec.service.version = version.to_owned();
        spec
    });
    bare.collect()
}

/// Parses the specs of sound products from their files. Returns the faults of the others.
///
/// # Errors
/// Fails if a fault concerns no product.
pub fn parse_sound(files: &Files) -> Result<(Vec<ServiceSpec>, Faults)> {
    let found = match parse_tree("specs", files) {
        Ok(specs) => return Ok((specs, Faults::new())),
        Err(found) => found,
    };
    let mut faults = Faults::new();
    for fault in found.0 {
        let path = fault.file.strip_prefix("specs/").unwrap_or(&fault.file);
        let service = service_of(path).to_owned();
        faults.entry(service).or_default().push(fault);
    }
    let mut sound = files.clone();
    sound.retain(|path, _| !faults.contains_key(service_of(path)));
    Ok((parse_tree("specs", &sound)?, faults))
}

/// Generates the files of products that are all sound.
///
/// # Errors
/// Fails if an override doesn't apply or the specs can't be lowered.
pub fn of_sound(
    specs: Vec<ServiceSpec>,
    files: &Files,
    facade: &Facade,
    watch: &mut Stopwatch,
) -> Result<Generation> {
    let before = Before {
        files,
        crate_paths: &BTreeSet::new(),
        facade_root: None,
        facade,
        starts_known_faults: true,
    };
    let generation = generate(specs, Faults::new(), &before, watch);
    let left_out = generation.left_out.iter();
    let faults: Vec<SpecFault> = left_out
        .flat_map(|product| product.faults.clone())
        .collect();
    if !faults.is_empty() {
        bail!(SpecFaults(faults));
    }
    Ok(generation)
}

/// The most files that a message lists one by one.
const LISTED: usize = 12;

/// Asks for a review of first known faults, on standard error.
pub fn tell_started(started: &Files) {
    for path in started.keys().take(LISTED) {
        tell!("  started specs/{path}");
    }
    if started.len() > LISTED {
        tell!("  started {} more files", started.len() - LISTED);
    }
    if !started.is_empty() {
        tell!(
            "  = note: known_faults.yaml lists the examples that contradict their tables; review \
             it, because their tests expect a failure"
        );
    }
}
