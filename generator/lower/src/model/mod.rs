//! The Rust-shaped model: everything that emission prints, with every decision already made.

mod action;
mod limit;
mod waiter;

use std::collections::BTreeSet;
use std::fmt;

pub use action::{
    Action, Case, EndFlag, Example, Expected, Expr, Paging, PagingStyle, Replacement,
    ReplacingCall, ShownExample,
};
pub use limit::{FilterFunction, Filters, Limit, Rule};
pub use waiter::{WaitIds, WaitStep, Waiter};

use crate::RustName;
use spec::Envelope;

/// The generated crates: one for each product, and the facade that re-exports them.
#[derive(Debug, Clone, PartialEq)]
pub struct Crate {
    /// The facts that the manifests share.
    pub package: Package,
    /// The products, sorted by service.
    pub products: Vec<Product>,
    /// The call that opens the facade's documentation; `None` only if no product has an action.
    pub first_call: Option<FirstCall>,
}

impl Crate {
    /// Returns the products that the facade re-exports: all but retired ones.
    pub fn facade_products(&self) -> impl Iterator<Item = &Product> {
        self.products.iter().filter(|product| !product.is_retired())
    }
}

/// The facts that the manifests share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The facade's name. A product's crate appends the product: `tencentcloud-api-cvm`.
    pub name: &'static str,
    /// The facade's version.
    pub version: String,
    /// True if Cargo may publish the crates.
    pub publish: bool,
    /// True if the facade is the root of a workspace with the products as members.
    pub is_workspace: bool,
    /// The runtime that the crates depend on.
    pub runtime: Runtime,
}

/// The runtime that the crates depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runtime {
    /// The oldest version that the crates work with.
    pub version: String,
    /// Its folder, absolute or relative to the facade's; `None` for the published crate.
    pub path: Option<String>,
}

impl Default for Package {
    /// Returns the facts of the published crates, next to the runtime of this repository.
    fn default() -> Self {
        Self {
            name: "tencentcloud-api",
            version: FIRST_VERSION.to_owned(),
            publish: true,
            is_workspace: true,
            runtime: Runtime::default(),
        }
    }
}

impl Default for Runtime {
    /// Returns the runtime of this repository.
    fn default() -> Self {
        Self {
            // The hand-written crates share one version.
            version: env!("CARGO_PKG_VERSION").to_owned(),
            path: Some("../runtime".to_owned()),
        }
    }
}

/// The version of a new crate.
pub const FIRST_VERSION: &str = "0.1.0";

impl Package {
    /// Returns the name by which Rust code refers to the facade.
    pub fn crate_name(&self) -> String {
        self.name.replace('-', "_")
    }

    /// Returns the name of a product's package.
    pub fn of_product(&self, product: &Product) -> String {
        self.of_module(&product.module)
    }

    /// Returns the name of the package of the product with this module.
    pub fn of_module(&self, module: &RustName) -> String {
        // Behind the prefix, the name isn't a keyword, which would end with an underscore.
        let name = module.as_str().trim_end_matches('_');
        format!("{}-{}", self.name, name.replace('_', "-"))
    }

    /// Returns the name by which Rust code refers to a product's crate.
    pub fn crate_of_product(&self, product: &Product) -> String {
        self.of_product(product).replace('-', "_")
    }
}

/// A call of one action, shown as an example.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstCall {
    /// The Cargo feature of the action's product.
    pub feature: String,
    /// The product's module in the facade's root.
    pub module: RustName,
    /// The client's method.
    pub method: RustName,
    /// The request.
    pub request: Expr,
}

/// A product: one crate, which the facade re-exports behind a feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// The service's name on the wire, such as `cvm`.
    pub service: String,
    /// The version of its crate.
    pub version: String,
    /// The product's name as a title; `None` if the documentation lacks it.
    pub title: Option<String>,
    /// The module in the facade's root, and the folder of the crate.
    pub module: RustName,
    /// The facade's Cargo feature that enables it.
    pub feature: String,
    /// The beginning of the crate's documentation, as Markdown lines.
    pub docs: Vec<String>,
    /// The call that the crate's documentation shows; `None` if the product has no action.
    pub first_call: Option<FirstCall>,
    /// The API versions, newest last; never empty.
    pub versions: Vec<Version>,
}

impl Product {
    /// Returns the version whose items the product's module re-exports.
    pub fn newest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// Returns whether all its versions are retired. The facade lacks such a product.
    pub fn is_retired(&self) -> bool {
        let mut versions = self.versions.iter();
        versions.all(|version| version.protocol.is_some())
    }

    /// Returns the modules of the products whose actions replace those of this one, sorted.
    pub fn replacing_modules(&self) -> Vec<&RustName> {
        let actions = self.versions.iter().flat_map(|version| &version.actions);
        let newer = actions.filter_map(|action| action.replacement.as_ref());
        let of_others = newer.filter(|newer| !newer.is_retired);
        let calls = of_others.filter_map(|newer| newer.call.as_ref());
        let modules: BTreeSet<&RustName> = calls.map(|call| &call.module).collect();
        modules.into_iter().collect()
    }

    /// Returns whether the product's module re-exports the version's items.
    pub fn re_exports(&self, version: &Version) -> bool {
        self.newest()
            .is_some_and(|newest| newest.module == version.module)
    }
}

/// One API version of a product: a module with its client and types.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The service's name on the wire, such as `cvm`.
    pub service: String,
    /// The version on the wire, such as `2017-03-12`, or `unversioned`.
    pub version: String,
    /// The wire protocol, if the version is retired; `None` for API 3.0.
    pub protocol: Option<V2>,
    /// The module, such as `v20170312`.
    pub module: RustName,
    /// The default host of requests.
    pub endpoint: String,
    /// The beginning of the module's documentation, as Markdown lines.
    pub docs: Vec<String>,
    /// The overview of its actions and other items, as Markdown lines. Its links work in each
    /// module that exports the items.
    pub overview: Vec<String>,
    /// The groups of its actions, in the order of the documentation. Each action is in one group.
    pub groups: Vec<Group>,
    /// The data structures, sorted by name.
    pub structures: Vec<Structure>,
    /// The actions, sorted by name.
    pub actions: Vec<Action>,
    /// The beginning of the docs of the module of its regions, as Markdown lines.
    pub region_docs: Vec<String>,
    /// The ready-made waits, in the order of the actions.
    pub waiters: Vec<Waiter>,
    /// The documented regions, sorted by id.
    pub regions: Vec<Constant>,
    /// The error codes, sorted by name.
    pub error_codes: Vec<Constant>,
}

impl Version {
    /// Returns whether any item is deprecated: code that uses all items needs `allow(deprecated)`.
    pub fn deprecates(&self) -> bool {
        self.actions.iter().any(Action::deprecates)
            || self.structures.iter().any(Structure::deprecates)
            || self.waiters.iter().any(|waiter| waiter.deprecates)
            || self.error_codes.iter().any(Constant::deprecates)
    }
}

/// The wire protocol of a retired version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct V2 {
    /// The path of all requests.
    pub path: String,
    /// The frame of the replies.
    pub envelope: Envelope,
    /// True if regions have their short names, such as `gz`.
    pub short_regions: bool,
}

/// A group of actions: a file with their methods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The module and file of the methods.
    pub module: RustName,
    /// The title as one line of Markdown; `None` if the documentation has the actions in no group.
    pub title: Option<String>,
    /// The actions, as indexes into the version's actions.
    pub actions: Vec<usize>,
}

/// A request, a response or a data structure.
#[derive(Debug, Clone, PartialEq)]
pub struct Structure {
    /// The name on the wire; the Rust name of a request or response, which has none there.
    pub wire: String,
    /// The type's name.
    pub name: RustName,
    /// The module and file that define it.
    pub module: RustName,
    /// The type's documentation, as Markdown lines.
    pub docs: Vec<String>,
    /// The reason for its deprecation, as one line of Markdown.
    pub deprecated: Option<String>,
    /// The members, in the documentation's order.
    pub members: Vec<Member>,
    /// True if users send it; its members are then optional and it has setters.
    pub sent: bool,
    /// The limits that the runtime checks before sending; empty unless users send it.
    pub limits: Vec<Limit>,
    /// The documented values of its members.
    pub constants: Vec<Constant>,
}

impl Structure {
    /// Returns whether the structure, a member or a constant is deprecated.
    pub fn deprecates(&self) -> bool {
        self.deprecated.is_some()
            || self
                .members
                .iter()
                .any(|member| member.deprecated.is_some())
            || self.constants.iter().any(Constant::deprecates)
    }
}

/// A member of a structure.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The name on the wire.
    pub wire: String,
    /// The name of the field and of its setter.
    pub field: RustName,
    /// The type of a value that is present.
    pub ty: Type,
    /// True if the value is in a `Box`, because the structure contains itself.
    pub boxed: bool,
    /// True if the field is an `Option`; if not, it is a list.
    pub optional: bool,
    /// True if the documentation requires it in requests.
    pub required: bool,
    /// True if `Debug` hides the value.
    pub sensitive: bool,
    /// The reason for its deprecation, as one line of Markdown.
    pub deprecated: Option<String>,
    /// The field's documentation, as Markdown lines.
    pub docs: Vec<String>,
}

/// The Rust type of a value. It displays as in a file that imports `Value` and the structures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `String`.
    Text,
    /// `i64`.
    Integer,
    /// `f64`.
    Float,
    /// `bool`.
    Boolean,
    /// `Value`, which holds any JSON.
    Value,
    /// A data structure of the same version.
    Structure(RustName),
    /// `Vec` of the element.
    List(Box<Type>),
    /// `ResourceResults`: the results of an action by resource id.
    ResourceResults,
}

impl Type {
    /// Returns the structure in it, through any number of lists.
    pub fn structure(&self) -> Option<&RustName> {
        match self {
            Self::Structure(name) => Some(name),
            Self::List(element) => element.structure(),
            _ => None,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("String"),
            Self::Integer => f.write_str("i64"),
            Self::Float => f.write_str("f64"),
            Self::Boolean => f.write_str("bool"),
            Self::Value => f.write_str("Value"),
            Self::Structure(name) => write!(f, "{name}"),
            Self::List(element) => write!(f, "Vec<{element}>"),
            Self::ResourceResults => f.write_str("ResourceResults"),
        }
    }
}

/// A constant of type `&str`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant {
    /// The Rust name, such as `CHARGE_TYPE_PREPAID`.
    pub name: RustName,
    /// The text on the wire, such as `PREPAID`.
    pub value: String,
    /// The reason for its deprecation, as one line of Markdown.
    pub deprecated: Option<String>,
    /// The constant's documentation, as Markdown lines.
    pub docs: Vec<String>,
}

impl Constant {
    fn deprecates(&self) -> bool {
        self.deprecated.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_display_as_rust() {
        let list = Type::List(Box::new(Type::List(Box::new(Type::Integer))));
        assert_eq!(list.to_string(), "Vec<Vec<i64>>");
        assert_eq!(Type::Value.to_string(), "Value");
    }
}
