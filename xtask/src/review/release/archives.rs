//! The archives of the crates to publish: each is packed, built, and checked.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use release::{Package, Role};
use xtask::archives::{Chosen, package};
use xtask::tell;
use xtask::workspace::Workspace;

use super::packages::metadata;

/// The largest archive that crates.io accepts, in bytes.
const LARGEST: u64 = 10 << 20;

/// Packs these crates of the repository, builds each from its archive, and checks the archives.
pub(super) fn check(workspace: &Workspace, packages: &[&Package]) -> Result<()> {
    if packages.is_empty() {
        tell!("nothing to publish");
        return Ok(());
    }
    let names: Vec<&str> = packages.iter().map(|one| one.name.as_str()).collect();
    package(workspace, Chosen::These(&names))?;
    let packed = metadata(workspace.root())?.target_directory.join("package");
    let mut problems = Vec::new();
    for package in packages {
        // Cargo unpacks an archive next to it, and builds it there.
        let archive = format!("{}-{}", package.name, package.version);
        let size = fs::metadata(packed.join(format!("{archive}.crate")))
            .with_context(|| format!("can't find the archive {archive}.crate"))?
            .len();
        tell!("{archive}.crate: {} KB", size.div_ceil(1000));
        problems.extend(problems_of(package, size, &packed.join(&archive)));
    }
    if !problems.is_empty() {
        bail!(
            "error: some archives are not fit to be published:\n  {}",
            problems.join("\n  ")
        );
    }
    tell!("{} archives are fit to be published", packages.len());
    Ok(())
}

/// Returns the reasons for which an archive can't be published.
fn problems_of(package: &Package, size: u64, folder: &Path) -> Vec<String> {
    let mut problems = Vec::new();
    if size > LARGEST {
        problems.push(format!(
            "{} has {size} bytes, and crates.io accepts {LARGEST}",
            package.name
        ));
    }
    let mut needed = vec!["LICENSE-APACHE", "LICENSE-MIT", "README.md"];
    if matches!(package.role, Role::Product | Role::Facade) {
        needed.push("NOTICE");
    }
    for file in needed {
        if !folder.join(file).is_file() {
            problems.push(format!("{} lacks {file}", package.name));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn unfit_archives_are_named() {
        let package = |role| Package {
            name: "tencentcloud-api-cvm".to_owned(),
            role,
            version: "0.1.0".to_owned(),
            version_file: String::new(),
            digest: String::new(),
            runtime: None,
            notes: BTreeMap::new(),
        };
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        assert_eq!(problems_of(&package(Role::Runtime), LARGEST, root), [""; 0]);
        let problems = problems_of(&package(Role::Product), LARGEST + 1, &root.join("docs"));
        let expected = [
            "tencentcloud-api-cvm has 10485761 bytes, and crates.io accepts 10485760",
            "tencentcloud-api-cvm lacks LICENSE-APACHE",
            "tencentcloud-api-cvm lacks LICENSE-MIT",
            "tencentcloud-api-cvm lacks README.md",
            "tencentcloud-api-cvm lacks NOTICE",
        ];
        assert_eq!(problems, expected);
    }
}
