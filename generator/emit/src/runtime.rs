//! The items of the runtime that a product's crate re-exports.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use lower::{Product, Version};

/// Items that the runtime always has.
const ALWAYS: [&str; 76] = [
    "ApiError",
    "AsRequest",
    "AssumeRoleProvider",
    "BoxFuture",
    "BrokenLimit",
    "BrokenLimits",
    "Build",
    "ByteStream",
    "Bytes",
    "CachedProvider",
    "CallOptions",
    "Clock",
    "Config",
    "ConfigBuilder",
    "Credential",
    "CredentialContext",
    "CredentialError",
    "CredentialProvider",
    "CvmRoleProvider",
    "DecodeError",
    "Environment",
    "EnvironmentProvider",
    "Error",
    "ErrorKind",
    "Event",
    "EventData",
    "Events",
    "FailedAttempt",
    "GenericClient",
    "HeaderMap",
    "HttpRequest",
    "HttpResponse",
    "FailedState",
    "HttpStatusError",
    "InvalidRequest",
    "Items",
    "Json",
    "Language",
    "Mismatch",
    "MismatchedMember",
    "MissingItems",
    "MissingParameters",
    "Operation",
    "PagedRequest",
    "Pages",
    "ProfileProvider",
    "ProviderChain",
    "Random",
    "RateLimitError",
    "ReadError",
    "RegionRule",
    "RepeatedPage",
    "Request",
    "RequestForm",
    "Response",
    "RootDomain",
    "SignatureMethod",
    "StreamingResponse",
    "SystemRandom",
    "TccliProvider",
    "TimeoutError",
    "TimeoutKind",
    "Transport",
    "TransportError",
    "TransportErrorKind",
    "UnknownMember",
    "Value",
    "WebIdentityProvider",
    "WriteError",
    "failover",
    "json",
    "limit",
    "middleware",
    "prelude",
    "retry",
    "wait",
];

/// Items that the runtime has with the feature `http-client`.
pub(crate) const HTTP_CLIENT: [&str; 3] = ["HttpOptions", "HttpTransport", "SystemClock"];

/// The module with the items that only retired products use.
const RETIRED: &str = "v2";

/// Returns the re-exports. The crate also exports the items of its newest version, some of which
/// have names of the runtime. Then users find the runtime's item in the module `runtime`. Docs show
/// only this module: a list of all names would hide the product's items.
pub(crate) fn re_exports(product: &Product) -> TokenStream {
    let taken = product.newest().map(names).unwrap_or_default();
    let list = |all: &[&'static str]| -> Vec<Ident> {
        let free = all.iter().filter(|name| !taken.contains(*name));
        free.map(|name| Ident::new(name, Span::call_site()))
            .collect()
    };
    let (mut always, http_client) = (list(&ALWAYS), list(&HTTP_CLIENT));
    if product.is_retired() {
        always.extend(list(&[RETIRED]));
    }
    quote! {
        pub use ::tencentcloud_api_runtime as runtime;
        #[doc(hidden)]
        pub use ::tencentcloud_api_runtime::{#(#always),*};
        #[cfg(feature = "blocking")]
        #[doc(hidden)]
        pub use ::tencentcloud_api_runtime::blocking;
        #[cfg(feature = "http-client")]
        #[doc(hidden)]
        pub use ::tencentcloud_api_runtime::{#(#http_client),*};
        #[cfg(feature = "testing")]
        #[doc(hidden)]
        pub use ::tencentcloud_api_runtime::testing;
    }
}

/// Returns the names of the items that a version exports.
fn names(version: &Version) -> BTreeSet<&str> {
    let of_actions = version
        .actions
        .iter()
        .flat_map(|action| [&action.request.name, &action.response.name]);
    let of_structures = version.structures.iter().map(|structure| &structure.name);
    let of_types = of_actions.chain(of_structures).map(lower::RustName::as_str);
    let wait = (!version.waiters.is_empty()).then_some("wait");
    of_types.chain(wait).collect()
}

#[cfg(test)]
mod tests {
    use syn::{Item, UseTree, Visibility};

    use super::*;

    fn leaves(tree: &UseTree, found: &mut BTreeSet<String>) {
        match tree {
            UseTree::Path(path) => leaves(&path.tree, found),
            UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, found)),
            UseTree::Name(name) => {
                found.insert(name.ident.to_string());
            }
            UseTree::Rename(_) | UseTree::Glob(_) => panic!("the test doesn't expect these"),
        }
    }

    /// Returns the public names in the root of the runtime.
    fn public_names() -> BTreeSet<String> {
        let root = syn::parse_file(include_str!("../../../runtime/src/lib.rs")).unwrap();
        let mut found = BTreeSet::new();
        for item in root.items {
            match item {
                Item::Use(item) if matches!(item.vis, Visibility::Public(_)) => {
                    leaves(&item.tree, &mut found);
                }
                Item::Mod(item) if matches!(item.vis, Visibility::Public(_)) => {
                    found.insert(item.ident.to_string());
                }
                _ => {}
            }
        }
        found
    }

    #[test]
    fn all_public_items_are_listed() {
        // The last one only has items of APIs before version 3.0, in the module `runtime`.
        let apart = ["blocking", "codegen", "testing", "v2"];
        let listed = ALWAYS.iter().chain(&HTTP_CLIENT).chain(&apart);
        assert_eq!(
            listed.map(|name| name.to_string()).collect::<BTreeSet<_>>(),
            public_names()
        );
    }
}
