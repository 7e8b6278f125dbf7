//! The crate's `Cargo.toml`.

use super::file::HEADER;
use lower::Crate;

/// The manifest: one feature a product, none on by default.
pub(super) fn manifest(model: &Crate) -> String {
    let package = &model.package;
    let features = model.products.iter().map(|product| &product.feature);
    let features: String = features
        .map(|feature| format!("{feature} = []\n"))
        .collect();
    let publish = if package.publish {
        ""
    } else {
        "publish = false\n"
    };
    format!(
        "# {HEADER}

[package]
name = \"{}\"
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
# The runtime's own transport and clock; without it, a `Config` needs both from its user.
http-client = [\"tencentcloud-api-runtime/http-client\"]
# Clients that wait for their replies, for programs without `async`.
blocking = [\"http-client\", \"tencentcloud-api-runtime/blocking\"]
# Transports that answer from functions or recordings, for tests without a network.
testing = [\"tencentcloud-api-runtime/testing\"]
# Products
{features}
[dependencies]
tencentcloud-api-runtime.workspace = true

{LINTS}",
        package.name
    )
}

const LINTS: &str = "\
[lints.rust]
missing_docs = \"warn\"
unreachable_pub = \"warn\"
unsafe_code = \"forbid\"

[lints.clippy]
all = { level = \"warn\", priority = -1 }
# Setters are called what the documentation calls the members: `not`, `is_public`, `to_port`.
should_implement_trait = \"allow\"
wrong_self_convention = \"allow\"
";
