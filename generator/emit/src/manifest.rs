//! The manifests of the facade and of the products' crates.

use crate::file::HEADER;
use lower::{Crate, Package, Product, Runtime, RustName};
use spec::product_of_service;
use visible::is_invisible;

/// Returns the facade's manifest: one feature per product, which users must enable.
pub(crate) fn of_facade(model: &Crate) -> String {
    let package = &model.package;
    let name = package.name;
    let header = header(
        package,
        name,
        &package.version,
        "Tencent Cloud's APIs, typed and documented: one feature per product",
    );
    let products = || model.facade_products();
    let blocking: String = products()
        .map(|product| format!("    \"{}?/blocking\",\n", package.of_product(product)))
        .collect();
    let features: String = products()
        .map(|product| {
            let dependency = package.of_product(product);
            format!("{} = [\"dep:{dependency}\"]\n", product.feature)
        })
        .collect();
    let dependencies: String = products()
        .map(|product| {
            format!(
                "{} = {{ version = \"{}\", path = \"{}\", default-features = false, optional = true }}\n",
                package.of_product(product),
                product.version,
                product.module
            )
        })
        .collect();
    let workspace = if package.is_workspace {
        workspace(model)
    } else {
        String::new()
    };
    format!(
        "{header}
[features]
default = [\"http-client\"]
# The default transport and clock. Without them, a `Config` must set both.
http-client = [\"tencentcloud-api-runtime/http-client\"]
# Blocking clients, for programs without `async`.
blocking = [
    \"http-client\",
    \"tencentcloud-api-runtime/blocking\",
{blocking}]
# Transports that answer from closures or recordings, for tests without a network.
testing = [\"tencentcloud-api-runtime/testing\"]
# Metrics of calls and attempts, through OpenTelemetry's global meter provider.
metrics = [\"tencentcloud-api-runtime/metrics\"]
# `Serialize` and `Deserialize` for all types.
serde = [\"tencentcloud-api-runtime/serde\"]
# Products
{features}
[dependencies]
{}{dependencies}{LINTS}{workspace}",
        runtime(&package.runtime),
    )
}

/// Returns the table of the workspace. The crates on which the facade depends are members anyway.
fn workspace(model: &Crate) -> String {
    let retired = model.products.iter().filter(|product| product.is_retired());
    let members: Vec<String> = retired
        .map(|product| format!("\"{}\"", product.module))
        .collect();
    if members.is_empty() {
        return "\n[workspace]\n".to_owned();
    }
    format!(
        "\n[workspace]\n# Retired APIs, for which the facade has no feature.\nmembers = [{}]\n",
        members.join(", ")
    )
}

/// Returns the manifest of a product's crate in a folder of the facade's.
pub(crate) fn of_member(package: &Package, product: &Product) -> String {
    let mut runtime = package.runtime.clone();
    if let Some(path) = &mut runtime.path
        && std::path::Path::new(path).is_relative()
    {
        path.insert_str(0, "../");
    }
    of_product(package, product, &runtime, &product.replacing_modules())
}

/// Returns the manifest of a product's crate, whose folder the path to the runtime begins at. The
/// docs of its methods show code of the products in the folders next to it.
pub(crate) fn of_product(
    package: &Package,
    product: &Product,
    on: &Runtime,
    shown: &[&RustName],
) -> String {
    let name = package.of_product(product);
    let description = description(product);
    let shown: String = shown
        .iter()
        .map(|module| {
            let name = package.of_module(module);
            format!("{name} = {{ path = \"../{module}\", default-features = false }}\n")
        })
        .collect();
    let shown = if shown.is_empty() {
        shown
    } else {
        format!(
            "\n# Only for the code that the docs show. Cargo omits it from the published crate.\n[dev-dependencies]\n{shown}"
        )
    };
    let header = header(package, &name, &product.version, &description);
    format!(
        "{header}
[features]
default = [\"http-client\"]
# The default transport and clock. Without them, a `Config` must set both.
http-client = [\"tencentcloud-api-runtime/http-client\"]
# Blocking clients, for programs without `async`.
blocking = [\"http-client\", \"tencentcloud-api-runtime/blocking\"]
# Transports that answer from closures or recordings, for tests without a network.
testing = [\"tencentcloud-api-runtime/testing\"]
# Metrics of calls and attempts, through OpenTelemetry's global meter provider.
metrics = [\"tencentcloud-api-runtime/metrics\"]
# `Serialize` and `Deserialize` for all types.
serde = [\"tencentcloud-api-runtime/serde\"]

[dependencies]
{}{shown}{LINTS}",
        runtime(on),
    )
}

fn description(product: &Product) -> String {
    let service = &product.service;
    match &product.title {
        _ if product.is_retired() => {
            let service = product_of_service(service);
            format!("Tencent Cloud's retired APIs of {service}, typed and documented")
        }
        Some(title) => {
            format!("{title}: a typed, documented client of Tencent Cloud's service {service}")
        }
        None => format!("Tencent Cloud {service}: a typed, documented client"),
    }
}

/// Returns a manifest up to its features.
fn header(package: &Package, name: &str, version: &str, description: &str) -> String {
    let publish = if package.publish {
        ""
    } else {
        "publish = false\n"
    };
    format!(
        "# {HEADER}

[package]
name = {}
version = {}
description = {}
edition = \"2024\"
rust-version = \"{}\"
license = \"{}\"
authors = [{}]
documentation = {}
readme = \"README.md\"
keywords = [\"tencentcloud\", \"tencent\", \"cloud\", \"api\", \"sdk\"]
categories = [\"api-bindings\", \"web-programming::http-client\"]
{publish}
[package.metadata.docs.rs]
all-features = true
rustdoc-args = [\"--cfg\", \"docsrs\"]
",
        string(name),
        string(version),
        string(description),
        env!("CARGO_PKG_RUST_VERSION"),
        env!("CARGO_PKG_LICENSE"),
        string(env!("CARGO_PKG_AUTHORS")),
        string(&format!("https://docs.rs/{name}")),
    )
}

/// Returns the dependency on the runtime.
fn runtime(runtime: &Runtime) -> String {
    let path = runtime.path.as_ref();
    let path = path.map_or(String::new(), |path| format!("path = {}, ", string(path)));
    format!(
        "tencentcloud-api-runtime = {{ version = {}, {path}default-features = false }}\n",
        string(&runtime.version)
    )
}

const LINTS: &str = "
[lints.rust]
missing_docs = \"warn\"
unreachable_pub = \"warn\"
unsafe_code = \"forbid\"

[lints.clippy]
all = { level = \"warn\", priority = -1 }
# Setters have the documented names of members, such as `not`, `is_public` and `to_port`.
should_implement_trait = \"allow\"
wrong_self_convention = \"allow\"
";

/// Returns a TOML string on one line.
fn string(text: &str) -> String {
    let mut printed = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => printed.extend(['\\', c]),
            _ if c.is_control() || is_invisible(c) => {
                printed.push_str(&format!("\\U{:08X}", u32::from(c)));
            }
            _ => printed.push(c),
        }
    }
    printed.push('"');
    printed
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn strings_stay_on_one_line() {
        assert_eq!(string("a\"b\\c"), r#""a\"b\\c""#);
        assert_eq!(string("a\nb\u{202e}"), r#""a\U0000000Ab\U0000202E""#);
    }
}
