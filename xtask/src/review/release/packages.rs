//! The crates that are published, as cargo and the specs describe them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use release::{Package, Role, digest};
use serde::{Deserialize, Serialize};
use spec::{CRATE, Files};
use xtask::archives::{FACADE, REDIS, RUNTIME};
use xtask::crates::notes;
use xtask::stages;
use xtask::trees::files_below;
use xtask::workspace::{Workspace, cargo_command};

use crate::diff::versions_in;

/// Returns the crates that are published.
pub(super) fn load(workspace: &Workspace) -> Result<Vec<Package>> {
    let files = stages::spec_files(workspace)?;
    let services = services_by_folder(&files)?;
    let mut packages = hand_written(workspace)?;
    for found in metadata(&workspace.generated())?.packages {
        let package = match found.name == FACADE {
            true => facade(workspace, &found)?,
            false => product(&found, &services, &files)?,
        };
        packages.push(package);
    }
    Ok(packages)
}

/// Returns each product's service with the version that the specs state, by the folder of its crate
/// below `generated/`.
fn services_by_folder(files: &Files) -> Result<BTreeMap<String, (String, String)>> {
    let versions = versions_in(files)?;
    let services: Vec<&str> = versions.keys().map(String::as_str).collect();
    let folders = lower::product_modules(&services);
    let folders = folders.into_iter().map(|folder| folder.to_string());
    Ok(folders.zip(versions.clone()).collect())
}

fn product(
    found: &Found,
    services: &BTreeMap<String, (String, String)>,
    files: &Files,
) -> Result<Package> {
    let folder = found.folder();
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let Some((service, version)) = services.get(name.as_ref()) else {
        bail!(
            "error: generated/{name} belongs to no product that specs/ knows\n  \
             = help: run `cargo xtask codegen`"
        );
    };
    let version_file = format!("specs/{service}/{CRATE}");
    found.must_state(version, &version_file)?;
    Ok(Package {
        name: found.name.clone(),
        role: Role::Product,
        version: version.clone(),
        version_file,
        digest: digest(&contents(folder, |_| true)?),
        runtime: found.runtime(),
        notes: notes(files, service),
    })
}

fn facade(workspace: &Workspace, found: &Found) -> Result<Package> {
    let facts = stages::facade(workspace)?;
    let version_file = format!("specs/{CRATE}");
    let version = facts.version.unwrap_or_else(|| found.version.clone());
    found.must_state(&version, &version_file)?;
    // The other folders are the products' crates.
    let is_own = |path: &str| !path.contains('/') || path.starts_with("src/");
    Ok(Package {
        name: found.name.clone(),
        role: Role::Facade,
        version,
        version_file,
        digest: digest(&contents(found.folder(), is_own)?),
        runtime: found.runtime(),
        notes: facts.notes,
    })
}

/// Returns the runtime, and the hand-written crates on top of it.
fn hand_written(workspace: &Workspace) -> Result<Vec<Package>> {
    let mut packages = Vec::new();
    for found in metadata(workspace.root())?.packages {
        match found.name.as_str() {
            RUNTIME => packages.push(of_people(found, Role::Runtime)?),
            REDIS => packages.push(of_people(found, Role::Companion)?),
            _ => {}
        }
    }
    if packages.iter().all(|package| package.role != Role::Runtime) {
        bail!(
            "error: {} has no crate {RUNTIME}\n  = help: name the repository with `--root`",
            workspace.root().display()
        );
    }
    Ok(packages)
}

fn of_people(found: Found, role: Role) -> Result<Package> {
    let mut files = contents(found.folder(), |_| true)?;
    // The manifest inherits from the workspace's, so cargo's view of it counts.
    let manifest = serde_json::to_vec(&found.for_users())?;
    files.insert("Cargo.toml".to_owned(), manifest);
    Ok(Package {
        runtime: found.runtime(),
        name: found.name,
        role,
        version: found.version,
        version_file: "Cargo.toml".to_owned(),
        digest: digest(&files),
        notes: BTreeMap::new(),
    })
}

/// Returns the files of a crate that satisfy the predicate, by path below its folder.
fn contents(folder: &Path, is_own: impl Fn(&str) -> bool) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for path in files_below(folder)? {
        if is_own(&path) {
            let bytes = disk::read(&folder.join(&path))?;
            files.insert(path, bytes);
        }
    }
    Ok(files)
}

/// Cargo's description of a workspace.
#[derive(Debug, Deserialize)]
pub(super) struct Metadata {
    packages: Vec<Found>,
    /// The folder of everything that cargo builds.
    pub(super) target_directory: PathBuf,
}

/// Cargo's description of a crate.
#[derive(Debug, Deserialize)]
struct Found {
    name: String,
    version: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
    features: BTreeMap<String, Vec<String>>,
    edition: String,
    rust_version: Option<String>,
    license: Option<String>,
    repository: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Deserialize, Serialize)]
struct Dependency {
    name: String,
    req: String,
    kind: Option<String>,
    optional: bool,
    uses_default_features: bool,
    features: Vec<String>,
    target: Option<String>,
}

/// The part of a manifest that users of the crate notice.
#[derive(Debug, Serialize)]
struct ForUsers<'a> {
    dependencies: Vec<&'a Dependency>,
    features: &'a BTreeMap<String, Vec<String>>,
    edition: &'a str,
    rust_version: Option<&'a str>,
    license: Option<&'a str>,
    repository: Option<&'a str>,
}

impl Found {
    fn folder(&self) -> &Path {
        self.manifest_path.parent().unwrap_or(&self.manifest_path)
    }

    /// Returns the version of the runtime that the crate requires.
    fn runtime(&self) -> Option<String> {
        let mut dependencies = self.dependencies.iter();
        let runtime = dependencies.find(|dependency| dependency.name == RUNTIME)?;
        Some(runtime.req.trim_start_matches('^').to_owned())
    }

    fn for_users(&self) -> ForUsers<'_> {
        let is_for_users = |one: &&Dependency| one.kind.as_deref() != Some("dev");
        ForUsers {
            dependencies: self.dependencies.iter().filter(is_for_users).collect(),
            features: &self.features,
            edition: &self.edition,
            rust_version: self.rust_version.as_deref(),
            license: self.license.as_deref(),
            repository: self.repository.as_deref(),
        }
    }

    /// Fails if the manifest states another version than the specs, from which it is made.
    fn must_state(&self, version: &str, version_file: &str) -> Result<()> {
        if self.version != version {
            bail!(
                "error: {} has version {} in its manifest, but {version} in {version_file}\n  \
                 = help: run `cargo xtask codegen`",
                self.name,
                self.version
            );
        }
        Ok(())
    }
}

/// Returns cargo's description of the workspace in a folder.
pub(super) fn metadata(folder: &Path) -> Result<Metadata> {
    let output = cargo_command()
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(folder)
        .output()
        .context("can't run `cargo metadata`")?;
    if !output.status.success() {
        bail!(
            "`cargo metadata` failed in {}:\n{}",
            folder.display(),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    serde_json::from_slice(&output.stdout).context("can't read the output of `cargo metadata`")
}
