//! The crate's root: `Cargo.toml` and `src/lib.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_text::inner_docs;
use super::{Task, file, manifest, method_docs};
use lower::Crate;

/// The files that all products share.
pub(super) fn tasks(model: &Crate) -> Vec<Task<'_>> {
    vec![
        Task::new("Cargo.toml".to_owned(), || manifest::manifest(model)),
        Task::new("src/lib.rs".to_owned(), || root_file(model)),
    ]
}

fn root_file(model: &Crate) -> String {
    let docs = inner_docs(&intro());
    let example = example(model);
    let modules = model.products.iter().map(|product| {
        let (feature, module) = (&product.feature, &product.module);
        quote! {
            #[cfg(feature = #feature)]
            #[cfg_attr(docsrs, doc(cfg(feature = #feature)))]
            #[rustfmt::skip]
            pub mod #module;
        }
    });
    file::rust(quote! {
        #docs
        #example
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![cfg_attr(rustfmt, rustfmt_skip)]

        pub use ::tencentcloud_api_runtime::*;

        #(#modules)*
    })
}

fn intro() -> Vec<String> {
    let text = "\
Tencent Cloud's APIs, typed and documented.

Every product is a module behind a feature of the same name; none is on by default:

```toml
[dependencies]
tencentcloud-api = { version = \"0.1\", features = [\"cvm\"] }
```

A product's module has a `Client` with one method for each action. The newest API version is
there directly, each version also as a module of its own.

- Requests begin with `default()` and have a setter for each member. What is not set is not sent.
- Responses decode whatever the server leaves out, adds, or sends as another type of number.
- A name that Rust keeps for itself has an underscore behind it: `type_`.
- Documented values and error codes are constants; the server may know more of them.
- An action's other pages come from its `…_pages` method.
- One call may differ from the rest: `client.with(CallOptions::new().region(\"ap-tokyo\"))` has
  all methods, too; `call_detailed` returns HTTP status, headers and the raw reply as well.
- Actions that answer with server-sent events are called with `stream`.
- The feature `blocking` adds clients for programs without `async`: `client.blocking().call(&request)`.
- The feature `testing` adds what tests need to do without a network: `testing::MockTransport`.";
    text.lines().map(str::to_owned).collect()
}

/// The call that most readers know: it opens the crate's documentation where the crate has it.
const BEST_KNOWN: (&str, &str) = ("cvm", "DescribeInstances");

/// A first call. It compiles where its product is on, and is only shown otherwise.
fn example(model: &Crate) -> Option<TokenStream> {
    let known = model
        .products
        .iter()
        .find(|product| product.feature == BEST_KNOWN.0);
    let product = known.or(model.products.first())?;
    let actions = &product.newest()?.actions;
    let known = actions.iter().find(|action| action.wire == BEST_KNOWN.1);
    let paged = actions.iter().find(|action| action.paging.is_some());
    let action = known.or(paged).or(actions.first())?;
    let (library, module, feature) = (
        model.package.crate_name(),
        &product.module,
        &product.feature,
    );
    let mut lines = vec![
        format!("use {library}::{{Config, {module}}};"),
        String::new(),
        format!("# async fn example() -> Result<(), {library}::Error> {{"),
        "let config = Config::from_env()?;".to_owned(),
        format!("let client = {module}::Client::new(&config);"),
    ];
    lines.extend(method_docs::call(&library, product, action));
    lines.extend(["# Ok(())", "# }"].map(str::to_owned));
    let lines = inner_docs(&lines);
    let on = quote!(all(feature = #feature, feature = "http-client"));
    Some(quote! {
        #![doc = ""]
        #![cfg_attr(#on, doc = " ```no_run")]
        #![cfg_attr(not(#on), doc = " ```ignore")]
        #lines
        #![doc = " ```"]
    })
}
