//! The files in the crate's root: `Cargo.toml`, `src/lib.rs` and `CHANGELOG.md`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::file::{Comments, HEADER};
use crate::{ROOT, Task, action, file};
use lower::Crate;

/// Returns the tasks for the files that all products share.
pub(crate) fn tasks(model: &Crate) -> Vec<Task<'_>> {
    vec![
        Task::new("Cargo.toml", || manifest(model)),
        Task::new(ROOT, || root_file(model)),
    ]
}

/// Returns the manifest: one feature per product, which users must enable.
fn manifest(model: &Crate) -> String {
    let name = model.package.name;
    let publish = if model.package.publish {
        ""
    } else {
        "publish = false\n"
    };
    let features: String = model
        .products
        .iter()
        .map(|product| format!("{} = []\n", product.feature))
        .collect();
    format!(
        "# {HEADER}

[package]
name = \"{name}\"
description = \"Tencent Cloud's APIs, typed and documented: one feature per product\"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
authors.workspace = true
keywords = [\"tencentcloud\", \"tencent\", \"cloud\", \"api\", \"sdk\"]
categories = [\"api-bindings\"]
{publish}
[package.metadata.docs.rs]
all-features = true
rustdoc-args = [\"--cfg\", \"docsrs\"]

[features]
default = [\"http-client\"]
# The default transport and clock. Without them, a `Config` must set both.
http-client = [\"tencentcloud-api-runtime/http-client\"]
# Blocking clients, for programs without `async`.
blocking = [\"http-client\", \"tencentcloud-api-runtime/blocking\"]
# Transports that answer from closures or recordings, for tests without a network.
testing = [\"tencentcloud-api-runtime/testing\"]
# Products
{features}
[dependencies]
tencentcloud-api-runtime.workspace = true

[lints.rust]
missing_docs = \"warn\"
unreachable_pub = \"warn\"
unsafe_code = \"forbid\"

[lints.clippy]
all = {{ level = \"warn\", priority = -1 }}
# Setters have the documented names of members, such as `not`, `is_public` and `to_port`.
should_implement_trait = \"allow\"
wrong_self_convention = \"allow\"
"
    )
}

fn root_file(model: &Crate) -> String {
    file::rust(|comments| {
        let intro: Vec<String> = INTRO.lines().map(str::to_owned).collect();
        let docs = comments.inner(&intro);
        let example = first_call(model, comments);
        let modules = model.products.iter().map(|product| {
            let (feature, module) = (&product.feature, &product.module);
            quote! {
                #[cfg(feature = #feature)]
                #[cfg_attr(docsrs, doc(cfg(feature = #feature)))]
                #[rustfmt::skip]
                pub mod #module;
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

Every product is a module behind a feature of the same name; no product is enabled by default:

```toml
[dependencies]
tencentcloud-api = { version = \"0.1\", features = [\"cvm\"] }
```

A product's module has a `Client` with one method per action. It exports the newest API version;
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
    lines.extend(action::call(&library, module, &call.method, &call.request));
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

/// Returns the crate's `CHANGELOG.md`, newest note first; `None` if there are no notes.
///
/// Notes are Markdown by their date, such as `2025-01-01`, and go below second-level headings.
pub fn changelog(notes: &BTreeMap<String, String>) -> Option<String> {
    if notes.is_empty() {
        return None;
    }
    let entries: String = notes
        .iter()
        .rev()
        .map(|(day, note)| format!("\n## {day}\n\n{}\n", note.trim()))
        .collect();
    Some(format!("{CHANGELOG_HEADER}{entries}"))
}

const CHANGELOG_HEADER: &str = "\
<!-- @generated by `cargo xtask codegen` from specs/changelog/; do not edit. -->

# Changelog

Changes to the crate that follow from changes in the documentation. Each service's section names
its [Semantic Versioning](https://semver.org/) level.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changelog_starts_with_newest_note() {
        let note = |day: &str, text: &str| (day.to_owned(), text.to_owned());
        let notes = [
            note("2025-01-01", "a"),
            note("2025-01-01-2", "b"),
            note("2024-12-31", "c"),
        ];
        let text = changelog(&BTreeMap::from(notes)).unwrap();
        let days: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("## "))
            .collect();
        assert_eq!(days, ["## 2025-01-01-2", "## 2025-01-01", "## 2024-12-31"]);
        assert_eq!(changelog(&BTreeMap::new()), None);
    }
}
