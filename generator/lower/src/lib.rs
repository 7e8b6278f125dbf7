//! Stage 4: from the specs to a Rust-shaped model. It makes every decision about the output.

mod action;
mod docs;
mod error;
mod error_codes;
mod examples;
mod known_faults;
mod model;
mod names;
mod paging;
mod product;
mod read_only;
mod structure;
mod types;

pub use action::REQUEST_ID_DOC;
pub use docs::paragraphs;
pub use error::{LowerError, LowerErrors};
pub use known_faults::{MissingFaults, first_known_faults, missing_known_faults};
pub use model::{
    Action, Case, Constant, Crate, EndFlag, Example, Expected, Expr, FirstCall, Member, Package,
    Paging, PagingStyle, Product, Structure, Type, Version,
};
pub use names::RustName;
pub use paging::{OffsetDoubt, OffsetUnit, documented_offset, takes_page_input};

use spec::ServiceSpec;

/// Lowers the specs, in any order, to the model of the crate.
///
/// # Errors
///
/// Returns an error in each of these cases:
///
/// - a spec's version isn't a date or occurs twice
/// - a known fault names an example that does not exist
/// - a paging override names a member of the wrong type
pub fn lower(specs: &[ServiceSpec]) -> Result<Crate, LowerErrors> {
    let products = product::group(specs);
    let mut errors = product::errors(&products);
    for spec in specs {
        errors.extend(known_faults::stale_entries(spec));
        errors.extend(paging::unfit_overrides(spec));
    }
    if !errors.is_empty() {
        return Err(LowerErrors(errors));
    }
    let products = product::lower_products(&products);
    Ok(Crate {
        package: Package {
            name: "tencentcloud-api",
            publish: true,
        },
        first_call: product::first_call(&products),
        products,
    })
}
