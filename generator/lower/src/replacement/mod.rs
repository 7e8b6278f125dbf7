//! Retired actions: the action of a newer API to call instead, and how its request differs.

mod transfer;

use crate::docs::{Difference, paragraphs};
use crate::error::{ErrorKind, LowerError};
use crate::examples::Shapes;
use crate::model::{Action, Crate, Product, Replacement, ReplacingCall, Version};
use crate::product::ByService;
use spec::{ReplacedBy, ServiceSpec, is_retired_service};
use transfer::Transfer;

/// Adds to each retired action the one that replaces it, as documented or as an override says.
pub(crate) fn add_replacements(products: &mut [Product], specs: &ByService<'_>) {
    let mut found = Vec::new();
    for version in products.iter().flat_map(|product| &product.versions) {
        let spec = specs
            .get(version.service.as_str())
            .and_then(|versions| spec_of(versions, &version.version));
        let (Some(spec), Some(_)) = (spec, &version.protocol) else {
            continue;
        };
        for action in &version.actions {
            let documented = spec.action(&action.wire);
            let pair = documented.and_then(|old| Some((old, old.replaced_by.as_deref()?)));
            found.push(pair.map(|(documented, newer)| {
                let retired = Retired {
                    documented,
                    action,
                    version,
                };
                replacement(newer, &retired, products, specs)
            }));
        }
    }
    let versions = products
        .iter_mut()
        .flat_map(|product| &mut product.versions);
    let retired = versions.filter(|version| version.protocol.is_some());
    let actions = retired.flat_map(|version| &mut version.actions);
    for (action, replacement) in actions.zip(found) {
        action.replacement = replacement;
    }
}

/// Returns an error for each override that names an action which its service lacks.
pub(crate) fn unfit(specs: &[ServiceSpec], model: &Crate) -> Vec<LowerError> {
    let mut errors = Vec::new();
    for spec in specs {
        for action in &spec.actions {
            let stated = action.replaced_by.as_deref();
            // An inferred one is from the specs themselves.
            let Some(newer) = stated.filter(|newer| newer.inferred.is_none()) else {
                continue;
            };
            // Without the service, its product may be at fault itself.
            let product = model
                .products
                .iter()
                .find(|known| known.service == newer.service);
            let Some(product) = product else {
                continue;
            };
            let mut versions = product.versions.iter();
            let version = versions.find(|version| version.version == newer.version);
            let actions = version.map(|version| &version.actions);
            let known: Vec<String> = actions
                .into_iter()
                .flatten()
                .map(|a| a.wire.clone())
                .collect();
            if !known.contains(&newer.action) {
                errors.push(LowerError {
                    service: spec.service.name.clone(),
                    version: spec.service.version.clone(),
                    kind: ErrorKind::Replacement {
                        action: action.name.clone(),
                        newer: newer.clone(),
                        known_actions: known,
                    },
                });
            }
        }
    }
    errors
}

fn spec_of<'s>(versions: &[&'s ServiceSpec], version: &str) -> Option<&'s ServiceSpec> {
    let mut versions = versions.iter();
    versions
        .find(|spec| spec.service.version == version)
        .copied()
}

/// A retired action, as documented and as lowered.
struct Retired<'a> {
    documented: &'a spec::Action,
    action: &'a Action,
    version: &'a Version,
}

fn replacement(
    newer: &ReplacedBy,
    retired: &Retired<'_>,
    products: &[Product],
    specs: &ByService<'_>,
) -> Replacement {
    let product = products
        .iter()
        .find(|product| product.service == newer.service);
    let call = product.and_then(|product| {
        let mut versions = product.versions.iter();
        let version = versions.find(|version| version.version == newer.version)?;
        let action = version
            .actions
            .iter()
            .find(|action| action.wire == newer.action)?;
        let spec = spec_of(specs.get(newer.service.as_str())?, &newer.version)?;
        let documented = spec.action(&newer.action)?;
        let transfer = Transfer {
            old: Shapes::new(&retired.version.structures),
            new: Shapes::new(&version.structures),
        };
        let mut differences = Vec::new();
        let (old, new) = (&retired.action.request.members, &action.request.members);
        transfer.differences("", (old, new), (new, 0), &mut differences);
        Some(ReplacingCall {
            module: product.module.clone(),
            version: (!product.re_exports(version)).then(|| version.module.clone()),
            method: action.method.clone(),
            request: transfer.request(retired, action, documented),
            differences: differences.iter().map(Difference::text).collect(),
        })
    });
    Replacement {
        service: newer.service.clone(),
        version: newer.version.clone(),
        action: newer.action.clone(),
        is_retired: is_retired_service(&newer.service),
        why: paragraphs(&newer.why),
        call,
    }
}
