//! The facade: the crate that re-exports the runtime and the products' crates.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::file::Comments;
use crate::{ROOT, Task, action, file, manifest, package};
use lower::Crate;

/// Returns the tasks for the facade's files.
pub(crate) fn tasks(model: &Crate) -> Vec<Task<'_>> {
    let mut tasks = vec![
        Task::new("Cargo.toml", || manifest::of_facade(model)),
        Task::new("README.md", || package::facade_readme(model)),
        Task::new(ROOT, || root_file(model)),
    ];
    tasks.extend(package::tasks(""));
    tasks
}

fn root_file(model: &Crate) -> String {
    file::rust(|comments| {
        let intro: Vec<String> = INTRO.lines().map(str::to_owned).collect();
        let docs = comments.inner(&intro);
        let example = first_call(model, comments);
        let modules = model.products.iter().map(|product| {
            let (feature, module) = (&product.feature, &product.module);
            let of_product = model.package.crate_of_product(product);
            let of_product = Ident::new(&of_product, Span::call_site());
            quote! {
                #[cfg(feature = #feature)]
                #[cfg_attr(docsrs, doc(cfg(feature = #feature)))]
                pub use ::#of_product as #module;
            }
        });
        quote! {
            #docs
            #example
            #![cfg_attr(docsrs, feature(doc_cfg))]
            #![cfg_attr(rustfmt, rustfmt_skip)]

            pub use ::tencentcloud_api_runtime::*;

            #(#modules)*
        }
    })
}

const INTRO: &str = "\
Tencent Cloud's APIs, typed and documented.

Every product is a crate, re-exported behind a feature of the same name; none is enabled by
default:

```toml
[dependencies]
tencentcloud-api = { version = \"0.1\", features = [\"cvm\"] }
```

A product's crate has a `Client` with one method per action. It exports the newest API version;
every version also has its own module.

- Create a request with `default()` and chain a setter for each member. Unset members are omitted.
- Responses decode even if the server omits or adds members, or sends a number as a string.
- Names that are Rust keywords end with an underscore: `type_`.
- Documented values and error codes are constants. The server may also return undocumented ones.
- An action's `…_pages` method fetches all its pages.
- `client.with(CallOptions::new().region(\"ap-tokyo\"))` returns a client with these options, for
  one call or many. `call_detailed` also returns the HTTP status, the headers and the raw reply.
- `stream` calls actions that answer with server-sent events.
- The feature `blocking` adds clients for programs without `async`:
  `client.blocking().call(&request)`.
- The feature `testing` adds `testing::MockTransport`, for tests without a network.";

/// Returns the docs with the crate's first call. Rustdoc compiles it only if its features are
/// enabled.
fn first_call(model: &Crate, comments: &Comments) -> Option<TokenStream> {
    let call = model.first_call.as_ref()?;
    let library = model.package.crate_name();
    let (module, feature) = (&call.module, &call.feature);
    let mut lines = vec![
        format!("use {library}::{{Config, {module}}};"),
        String::new(),
        format!("# async fn example() -> Result<(), {library}::Error> {{"),
        "let config = Config::from_env()?;".to_owned(),
        format!("let client = {module}::Client::new(&config);"),
    ];
    let path = Ident::new(&library, Span::call_site());
    lines.extend(action::call(
        &quote!(#path),
        module,
        &call.method,
        &call.request,
    ));
    lines.extend(["# Ok(())", "# }"].map(str::to_owned));
    let lines = comments.inner(&lines);
    let enabled = quote!(all(feature = #feature, feature = "http-client"));
    Some(quote! {
        #![doc = ""]
        #![cfg_attr(#enabled, doc = " ```no_run")]
        #![cfg_attr(not(#enabled), doc = " ```ignore")]
        #lines
        #![doc = " ```"]
    })
}
