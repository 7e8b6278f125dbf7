//! Stage 4: from the specs to a Rust-shaped model. It makes every decision about the output.

mod action;
mod docs;
mod error;
mod error_codes;
mod examples;
mod filters;
mod groups;
mod history;
mod known_faults;
mod limits;
mod model;
mod names;
mod paging;
mod product;
mod read_only;
mod regions;
mod renames;
mod replacement;
mod structure;
mod types;
mod users;
mod waits;

pub use action::REQUEST_ID_DOC;
pub use docs::paragraphs;
pub use error::{ErrorKind, LowerError, LowerErrors};
pub use history::History;
pub use known_faults::{
    MissingFaults, append_known_faults, missing_known_faults, start_known_faults,
};
pub use model::{
    Action, Case, Constant, Crate, EndFlag, Example, Expected, Expr, FIRST_VERSION, FilterFunction,
    Filters, FirstCall, Group, Limit, Member, Package, Paging, PagingStyle, Product, Replacement,
    ReplacingCall, Rule, Runtime, ShownExample, Structure, Type, V2, Version, WaitIds, WaitStep,
    Waiter,
};
pub use names::RustName;
pub use paging::{OffsetDoubt, OffsetUnit, documented_offset, takes_page_input};
pub use product::product_modules;

use std::collections::BTreeSet;

use spec::ServiceSpec;

/// Lowers the specs, in any order, to the model of the crate.
///
/// # Errors
///
/// Returns an error in each of these cases:
///
/// - a spec's version isn't an API version or occurs twice
/// - a known fault names an example that does not exist
/// - a paging override names a member of the wrong type
/// - an override asks for a name that is reserved or in use
/// - an override tells to wait for a member that doesn't exist or isn't a state
/// - an override replaces an action by one that doesn't exist
pub fn lower(specs: &[ServiceSpec]) -> Result<Crate, LowerErrors> {
    let (model, errors) = lower_sound(specs);
    if errors.is_empty() {
        return Ok(model);
    }
    Err(LowerErrors(errors))
}

/// Lowers the products without errors, and returns the errors of the others. A product with an
/// error in one version isn't part of the model at all.
pub fn lower_sound(specs: &[ServiceSpec]) -> (Crate, Vec<LowerError>) {
    let mut products = product::group(specs);
    let mut errors = product::errors(&products);
    for spec in specs {
        errors.extend(known_faults::stale_entries(spec));
        errors.extend(paging::unfit_overrides(spec));
        errors.extend(renames::clashes(spec));
    }
    let unsound = services(&errors);
    products.retain(|service, _| !unsound.contains(*service));
    let mut model = Crate {
        package: Package::default(),
        first_call: None,
        products: product::lower_products(&products),
    };
    let mut unfit = renames::reserved(specs, &model);
    unfit.extend(waits::unfit(specs, &model));
    unfit.extend(replacement::unfit(specs, &model));
    let unsound = services(&unfit);
    let products = &mut model.products;
    products.retain(|product| !unsound.contains(&product.service));
    model.choose_first_call(|_| true);
    errors.extend(unfit);
    (model, errors)
}

impl Crate {
    /// Chooses the call that opens the crate's documentation among those of usable products.
    pub fn choose_first_call(&mut self, is_usable: impl Fn(&Product) -> bool) {
        let products = self.products.iter();
        let is_shown = |product: &&Product| !product.is_retired() && is_usable(product);
        let usable: Vec<&Product> = products.filter(is_shown).collect();
        self.first_call = product::first_call(&usable);
    }
}

fn services(errors: &[LowerError]) -> BTreeSet<String> {
    errors.iter().map(|error| error.service.clone()).collect()
}
