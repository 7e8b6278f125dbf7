//! Stage 4: from the spec to a Rust-shaped model; every decision about the output is made here.

mod action;
mod deprecated;
mod docs;
mod error;
mod error_codes;
mod examples;
mod faults;
mod known_faults;
mod member;
mod model;
mod names;
mod paging;
mod product;
mod read_only;
mod spelling;
mod structure;
mod types;
mod values;
mod version;

pub use docs::paragraphs;
pub use error::{LowerError, LowerErrors};
pub use known_faults::{MissingFaults, first_known_faults, missing_known_faults};
pub use model::{
    Action, Case, Constant, Crate, EndFlag, Example, Expected, Expr, Member, Package, Paging,
    PagingStyle, Product, Structure, Type, Version,
};
pub use names::RustName;

use spec::ServiceSpec;

/// The crate for these specs, in any order.
///
/// # Errors
/// If a spec's version is no date or given twice, a known fault is about no example, or a paging
/// override names members that can't play their part.
pub fn lower(specs: &[ServiceSpec]) -> Result<Crate, LowerErrors> {
    let products = product::group(specs);
    let mut errors = product::errors(&products);
    errors.extend(specs.iter().flat_map(faults::errors));
    if !errors.is_empty() {
        return Err(LowerErrors(errors));
    }
    Ok(Crate {
        package: Package {
            name: "tencentcloud-api",
            publish: true,
        },
        findings: specs.iter().flat_map(faults::findings).collect(),
        products: product::lower_products(&products),
    })
}
