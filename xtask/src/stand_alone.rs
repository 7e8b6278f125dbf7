//! `cargo xtask codegen --only`: the crate of one product, for another workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lower::{Crate, Product, Runtime, lower, start_known_faults};
use pipeline::with_hand_written;
use spec::{Files, ServiceSpec, SpecFaults, read_sound_files};
use transaction::{Durability, Patience, Place, Writer};
use xtask::crates::{self, Facade, check_size};
use xtask::generation::service_of;
use xtask::stages::{self, Stopwatch};
use xtask::trees::{Contents, Mode, Tree, write_trees};
use xtask::workspace::Workspace;
use xtask::{tell, unknown_service};

#[derive(Debug, clap::Args)]
#[group(requires_all = ["only", "output"], conflicts_with_all = ["check", "from_specs", "full", "json"])]
pub(crate) struct StandAlone {
    /// Generate the crate of this product alone; everything in this repository stays as it is
    #[arg(long, value_name = "PRODUCT", requires = "output", required = false)]
    only: String,
    /// The folder for the crate; it has only machine-written files
    #[arg(long, value_name = "FOLDER", requires = "only", required = false)]
    output: PathBuf,
    /// The folder of the runtime that the crate depends on; by default the published one
    #[arg(long, value_name = "FOLDER", requires = "only")]
    runtime: Option<PathBuf>,
}

const COMMAND: &str = "cargo xtask codegen --only";

pub(crate) fn run(workspace: &Workspace, arguments: &StandAlone) -> Result<ExitCode> {
    let mut watch = Stopwatch::start();
    let files = files_of(workspace, &arguments.only)?;
    let specs = specs_of(workspace, &arguments.only, &files, &mut watch)?;
    let mut model = lower(&specs)?;
    // The code that shows calls of other products needs their models.
    model
        .products
        .retain(|product| product.service == arguments.only);
    start_known_faults(&mut model, &files);
    let (versions, faults) = crates::versions(&files);
    SpecFaults::check(faults.into_iter().map(|(_, fault)| fault).collect())?;
    crates::set_versions(&mut model, &versions, &Facade::default());
    watch.lap("lower");
    let Some(product) = model.products.first() else {
        bail!("error: `{}` has no API version", arguments.only);
    };
    fs::create_dir_all(&arguments.output)
        .with_context(|| format!("error: can't create {}", arguments.output.display()))?;
    let folder = absolute(&arguments.output)?;
    let runtime = runtime(arguments.runtime.as_deref(), &folder)?;
    let crate_files = emitted(&model, product, &runtime, &files)?;
    watch.lap("emit");
    write(&folder, &crate_files)?;
    watch.lap("write");
    tell!("{}", watch.summary());
    tell!(
        "wrote the crate {} to {}",
        model.package.of_product(product),
        arguments.output.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// Returns the files of a product below `specs/`.
fn files_of(workspace: &Workspace, service: &str) -> Result<Files> {
    let (mut files, unreadable) = read_sound_files(&workspace.specs())?;
    let faults = unreadable.into_iter().filter(|(path, _)| {
        // Files that codegen writes aren't read.
        service_of(path) == service && !stages::owns_spec_file(path)
    });
    SpecFaults::check(faults.map(|(_, fault)| fault).collect())?;
    files.retain(|path, _| service_of(path) == service);
    Ok(files)
}

/// Returns the corrected specs of a product.
fn specs_of(
    workspace: &Workspace,
    service: &str,
    files: &Files,
    watch: &mut Stopwatch,
) -> Result<Vec<ServiceSpec>> {
    let (documented, disagreeing) = stages::documented_soundly(workspace, watch)?;
    let faults = disagreeing
        .into_iter()
        .filter(|page| page.service.as_deref() == Some(service));
    SpecFaults::check(faults.map(|page| page.fault).collect())?;
    let is_of_service = |spec: &&ServiceSpec| spec.service.name == service;
    let specs: Vec<ServiceSpec> = documented
        .specs
        .iter()
        .filter(is_of_service)
        .cloned()
        .collect();
    if specs.is_empty() {
        let known = documented.specs.iter();
        let known = known.map(|spec| spec.service.name.as_str());
        let add_pages = "  = help: `cargo xtask scrape` adds the pages of a product";
        bail!("{}\n{add_pages}", unknown_service(service, known));
    }
    let mut specs = with_hand_written(specs, "specs", files)?;
    let newer = replacing(&specs);
    let others = documented.specs.into_iter();
    specs.extend(others.filter(|spec| newer.contains(&spec.service.name)));
    Ok(specs)
}

/// Returns the services of the actions that replace those of a retired API.
fn replacing(specs: &[ServiceSpec]) -> BTreeSet<String> {
    let actions = specs.iter().flat_map(|spec| &spec.actions);
    let newer = actions.filter_map(|action| action.replaced_by.as_deref());
    let own = |service: &String| specs.iter().any(|spec| spec.service.name == *service);
    let services = newer.map(|newer| newer.service.clone());
    services.filter(|service| !own(service)).collect()
}

fn emitted(
    model: &Crate,
    product: &Product,
    runtime: &Runtime,
    files: &Files,
) -> Result<BTreeMap<String, String>> {
    let mut crate_files = emit::stand_alone(model, product, runtime);
    if let Some(text) = emit::changelog(&crates::notes(files, &product.service)) {
        crate_files.insert("CHANGELOG.md".to_owned(), text);
    }
    let files = crate_files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()));
    check_size(&product.service, &files.collect::<Vec<_>>())?;
    Ok(crate_files)
}

/// Returns the runtime that the crate in `folder` depends on: the published one, or the one at this
/// path.
fn runtime(path: Option<&Path>, folder: &Path) -> Result<Runtime> {
    let Some(path) = path else {
        return Ok(Runtime {
            path: None,
            ..Runtime::default()
        });
    };
    if !path.join("Cargo.toml").is_file() {
        bail!(
            "error: {} isn't the folder of a crate\n  = help: `--runtime` names the folder `runtime` of \
             this repository",
            path.display()
        );
    }
    let path = absolute(path)?;
    // A relative path stays valid in other clones of the user's repository.
    let path = pathdiff::diff_paths(&path, folder).unwrap_or(path);
    Ok(Runtime {
        path: Some(path.display().to_string().replace('\\', "/")),
        ..Runtime::default()
    })
}

fn absolute(path: &Path) -> Result<PathBuf> {
    fs::canonicalize(path).with_context(|| format!("error: can't read {}", path.display()))
}

fn write(folder: &Path, files: &BTreeMap<String, String>) -> Result<()> {
    let name = folder.file_name().and_then(|name| name.to_str());
    let (Some(parent), Some(name)) = (folder.parent(), name) else {
        bail!(
            "error: {} can't hold a crate\n  = help: name a new folder with `--output`",
            folder.display()
        );
    };
    let place = Place {
        root: parent.to_owned(),
        state: folder.join(".xtask"),
    };
    let writer = Writer::open(&place, COMMAND, Patience::NONE)?;
    let tree = Tree {
        name,
        files: Contents::Texts(files),
        owns: &|_| true,
        marks: &emit::is_marked,
        is_exclusive: true,
        last: "",
        command: COMMAND,
        durability: Durability::PowerFailure,
    };
    let written = write_trees(parent, &[tree], Mode::Write(&writer));
    drop(writer);
    // The folder has only the crate.
    let _ = fs::remove_dir_all(&place.state);
    written.map(|_| ())
}
