//! The crate, its products and their versions.

use super::{Action, Constant, Structure};
use crate::RustName;
use spec::finding::Finding;

/// The whole crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Crate {
    /// What the manifest says of it.
    pub package: Package,
    /// The products, sorted by service.
    pub products: Vec<Product>,
    /// What could not be carried over as documented.
    pub findings: Vec<Finding>,
}

/// The manifest's facts that differ between the crate for users and the crates that tests make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The package's name; the library's name is the same with underscores.
    pub name: &'static str,
    /// Whether it may be published.
    pub publish: bool,
}

impl Package {
    /// The name under which Rust code knows the crate.
    pub fn crate_name(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// A product: one module and one feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// The service's name on the wire.
    pub service: String,
    /// The module in the crate's root.
    pub module: RustName,
    /// The Cargo feature that switches it on.
    pub feature: String,
    /// Its documentation, Markdown lines.
    pub docs: Vec<String>,
    /// The API versions, newest last; never empty.
    pub versions: Vec<Version>,
}

impl Product {
    /// The version that the product's module re-exports.
    pub fn newest(&self) -> Option<&Version> {
        self.versions.last()
    }
}

/// One API version of a product: a module with its own client and types.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The service's name on the wire.
    pub service: String,
    /// The version on the wire: `2017-03-12`.
    pub version: String,
    /// The module: `v20170312`.
    pub module: RustName,
    /// The host that requests go to by default.
    pub endpoint: String,
    /// Documentation of the module, Markdown lines.
    pub docs: Vec<String>,
    /// The data structures, sorted by name.
    pub structures: Vec<Structure>,
    /// The actions, sorted by name.
    pub actions: Vec<Action>,
    /// The error codes, sorted by name.
    pub error_codes: Vec<Constant>,
}

impl Version {
    /// Whether anything in it is deprecated, so that code which uses all of it must be allowed to.
    pub fn deprecates(&self) -> bool {
        let bodies = |action: &'_ Action| {
            action.deprecated.is_some()
                || action.request.deprecates()
                || action.response.deprecates()
        };
        self.actions.iter().any(bodies)
            || self.structures.iter().any(Structure::deprecates)
            || self
                .error_codes
                .iter()
                .any(|code| code.deprecated.is_some())
    }
}
