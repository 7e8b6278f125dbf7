//! The archives of the crates: packed as crates.io gets them, and built.

use anyhow::Result;

use crate::workspace::Workspace;

/// The hand-written crate that all others depend on.
pub const RUNTIME: &str = "tencentcloud-api-runtime";
/// The hand-written crate on top of the runtime.
pub const REDIS: &str = "tencentcloud-api-redis";
/// The crate that re-exports all others.
pub const FACADE: &str = "tencentcloud-api";

/// The crates to pack.
#[derive(Debug, Clone, Copy)]
pub enum Chosen<'a> {
    /// All crates.
    All,
    /// The crates with these names.
    These(&'a [&'a str]),
}

/// Packs crates, and builds each from its archive, with the runtime of this repository: they may
/// need what isn't published yet.
///
/// # Errors
/// Fails if cargo can't pack or build a crate.
pub fn package(workspace: &Workspace, chosen: Chosen<'_>) -> Result<()> {
    let hand_written = chosen.hand_written();
    if !hand_written.is_empty() {
        let mut arguments = vec!["package", "--allow-dirty"];
        for name in hand_written {
            arguments.extend(["--package", *name]);
        }
        workspace.cargo(&arguments, &[])?;
    }
    let Some(selected) = chosen.generated() else {
        return Ok(());
    };
    let patch = format!("patch.crates-io.{RUNTIME}.path='../runtime'");
    let mut arguments = vec!["package", "--allow-dirty", "--config", &patch];
    arguments.extend(selected);
    workspace.cargo_in("generated", &arguments, &[])
}

impl<'a> Chosen<'a> {
    fn has(self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(names) => names.contains(&name),
        }
    }

    /// Returns the hand-written crates to pack. Cargo builds one with the packed runtime only if it
    /// packs both at once.
    fn hand_written(self) -> &'static [&'static str] {
        match (self.has(REDIS), self.has(RUNTIME)) {
            (true, _) => &[RUNTIME, REDIS],
            (false, true) => &[RUNTIME],
            (false, false) => &[],
        }
    }

    /// Returns the arguments that select the generated crates; `None` without such crates.
    fn generated(self) -> Option<Vec<&'a str>> {
        match self {
            Self::These(names) if !self.has(FACADE) => {
                let names = names.iter().filter(|name| ![RUNTIME, REDIS].contains(name));
                let arguments: Vec<&str> = names.flat_map(|name| ["--package", name]).collect();
                (!arguments.is_empty()).then_some(arguments)
            }
            // The facade depends on all products, also on unpublished ones.
            _ => Some(vec!["--workspace"]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facade_is_packed_with_all_products() {
        let generated = |names: &[&str]| {
            let arguments = Chosen::These(names).generated();
            arguments.map(|arguments| arguments.join(" "))
        };
        assert_eq!(generated(&[RUNTIME]), None);
        let product = "tencentcloud-api-cvm";
        let expected = format!("--package {product}");
        assert_eq!(generated(&[RUNTIME, product]), Some(expected));
        assert_eq!(
            generated(&[product, FACADE]).as_deref(),
            Some("--workspace")
        );
        assert_eq!(Chosen::All.generated(), Some(vec!["--workspace"]));
        assert_eq!(generated(&[REDIS]), None);
        assert_eq!(Chosen::These(&[REDIS]).hand_written(), [RUNTIME, REDIS]);
        assert_eq!(Chosen::These(&[RUNTIME]).hand_written(), [RUNTIME]);
        assert_eq!(Chosen::These(&[product]).hand_written(), [""; 0]);
        assert_eq!(Chosen::All.hand_written(), [RUNTIME, REDIS]);
        assert!(Chosen::All.has(RUNTIME) && !Chosen::These(&[FACADE]).has(RUNTIME));
    }
}
