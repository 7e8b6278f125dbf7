//! The docs of the crates' roots: those of the facade, and those of a product.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::file::Comments;
use crate::{action, package, replacement};
use lower::{Crate, FirstCall, Package, Product};

/// The facade's docs, with words in capitals as placeholders. A line that begins with `@testing`
/// is for crates with this feature, and one with `@!testing` for crates without it. Rustdoc links
/// items only if they exist.
const FACADE: &str = include_str!("templates/facade.md");

/// Returns the docs of the facade.
pub(crate) fn of_facade(model: &Crate, comments: &Comments) -> TokenStream {
    let feature = model.first_call.as_ref().map(|call| call.feature.as_str());
    let text = FACADE
        .replace(
            "\"REQUIREMENT\"",
            &format!("\"{}\"", package::requirement(&model.package.version)),
        )
        .replace("\"FEATURE\"", &format!("\"{}\"", feature.unwrap_or("cvm")))
        .replace("PACKAGE", model.package.name);
    let mut docs = Docs::new(comments);
    for line in text.lines() {
        match line {
            "PRODUCTS" => docs.products(model),
            "FIRST_CALL" => docs.first_call_of_facade(model),
            line => match line
                .strip_prefix('@')
                .and_then(|gated| gated.split_once(' '))
            {
                Some((feature, text)) => match feature.strip_prefix('!') {
                    Some(feature) => docs.gated(&quote!(not(feature = #feature)), text),
                    None => docs.gated(&quote!(feature = #feature), text),
                },
                None => docs.line(line),
            },
        }
    }
    docs.finish()
}

/// The place from which users get a product's crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A registry, which also has the facade.
    Registry,
    /// A folder of their own workspace.
    Folder,
}

impl Origin {
    /// Returns the line of a manifest that depends on the crate.
    pub(crate) fn dependency(self, package: &Package, product: &Product) -> String {
        let name = package.of_product(product);
        match self {
            Self::Registry => format!("{name} = \"{}\"", package::requirement(&product.version)),
            Self::Folder => format!("{name} = {{ path = \"…\" }}"),
        }
    }
}

/// Returns the docs of a product's crate.
pub(crate) fn of_product(
    package: &Package,
    product: &Product,
    origin: Origin,
    comments: &Comments,
) -> TokenStream {
    let (module, feature) = (&product.module, &product.feature);
    let mut docs = Docs::new(comments);
    docs.lines(&product.docs);
    docs.lines(&[
        "",
        "# Getting started",
        "",
        "```toml",
        "[dependencies]",
        &origin.dependency(package, product),
        "```",
    ]);
    if product.is_retired() {
        docs.lines(&["", &replacement::notice(package, product, origin)]);
    } else if origin == Origin::Registry {
        let (name, facade) = (package.name, package.crate_name());
        docs.line("");
        docs.line(format!(
            "The crate `{name}` has this one as `{facade}::{module}`, behind the feature `{feature}`."
        ));
    }
    if let Some(call) = &product.first_call {
        docs.line("");
        docs.first_call_of_product(package, product, call);
    }
    docs.lines(&[
        "",
        "[`Config`](runtime::Config) has the credentials, the region and all other settings. Errors,",
        "retries, paging and tests are in the docs of the [`runtime`].",
        "",
    ]);
    docs.versions(product);
    if let Some(newest) = product.newest() {
        docs.line("");
        docs.lines(&newest.overview);
    }
    docs.finish()
}

/// Docs under construction: comments, and attributes for lines that depend on features.
struct Docs<'a> {
    comments: &'a Comments,
    pending: Vec<String>,
    tokens: TokenStream,
}

impl<'a> Docs<'a> {
    fn new(comments: &'a Comments) -> Self {
        Self {
            comments,
            pending: Vec::new(),
            tokens: TokenStream::new(),
        }
    }

    fn line(&mut self, line: impl Into<String>) {
        self.pending.push(line.into());
    }

    fn lines(&mut self, lines: &[impl AsRef<str>]) {
        let lines = lines.iter().map(|line| line.as_ref().to_owned());
        self.pending.extend(lines);
    }

    /// Adds a line for crates that meet the condition.
    fn gated(&mut self, condition: &TokenStream, line: &str) {
        self.flush();
        let line = format!(" {line}");
        self.tokens
            .extend(quote!(#![cfg_attr(#condition, doc = #line)]));
    }

    fn flush(&mut self) {
        let lines = std::mem::take(&mut self.pending);
        self.tokens.extend(self.comments.inner(&lines));
    }

    fn finish(mut self) -> TokenStream {
        self.flush();
        self.tokens
    }

    /// Adds the table of products. Only those with their feature link to their crate.
    fn products(&mut self, model: &Crate) {
        self.line("| product | feature | actions | API versions | crate |");
        self.line("|---|---|--:|---|---|");
        for product in model.facade_products() {
            let (feature, module) = (&product.feature, &product.module);
            let name = model.package.of_product(product);
            let title = product.title.as_deref().unwrap_or(&product.service);
            let versions: Vec<&str> = product
                .versions
                .iter()
                .map(|version| version.version.as_str())
                .collect();
            let rest = format!(
                "`{feature}` | {} | {} | [{name}](https://docs.rs/{name}) |",
                product.newest().map_or(0, |version| version.actions.len()),
                versions.join(", "),
            );
            self.gated(
                &quote!(feature = #feature),
                &format!("| [{title}]({module}) | {rest}"),
            );
            self.gated(
                &quote!(not(feature = #feature)),
                &format!("| {title} | {rest}"),
            );
        }
    }

    fn first_call_of_facade(&mut self, model: &Crate) {
        let Some(call) = &model.first_call else {
            return;
        };
        let library = model.package.crate_name();
        let (module, feature) = (&call.module, &call.feature);
        let imports = format!("use {library}::{{Config, {module}}};");
        let path = Ident::new(&library, Span::call_site());
        let needs = quote!(all(feature = #feature, feature = "http-client"));
        self.first_call(imports, &quote!(#path), call, &needs);
    }

    fn first_call_of_product(&mut self, package: &Package, product: &Product, call: &FirstCall) {
        let library = package.crate_of_product(product);
        let module = &call.module;
        let imports = format!("use {library}::{{self as {module}, runtime::Config}};");
        let path = Ident::new(&library, Span::call_site());
        self.first_call(
            imports,
            &quote!(#path::runtime),
            call,
            &quote!(feature = "http-client"),
        );
    }

    /// Adds a call. Rustdoc compiles it only if its features are enabled. `runtime` is the path to
    /// the items of the runtime.
    fn first_call(
        &mut self,
        imports: String,
        runtime: &TokenStream,
        call: &FirstCall,
        needs: &TokenStream,
    ) {
        let module = &call.module;
        self.gated(needs, "```no_run");
        self.gated(&quote!(not(#needs)), "```ignore");
        let error = runtime.to_string().replace(' ', "");
        self.line(imports);
        self.lines(&[
            "",
            &format!("# async fn example() -> Result<(), {error}::Error> {{"),
            "let config = Config::from_env()?;",
            &format!("let client = {module}::Client::new(&config);"),
        ]);
        let call = action::call(runtime, module, &call.method, &call.request);
        self.lines(&call);
        self.lines(&["# Ok(())", "# }", "```"]);
    }

    fn versions(&mut self, product: &Product) {
        let Some((newest, older)) = product.versions.split_last() else {
            return;
        };
        let (version, module) = (&newest.version, &newest.module);
        let mut text = format!(
            "The items here are those of API version `{version}`, which is also the module \
             `{module}`."
        );
        if !older.is_empty() {
            let links: Vec<String> = older
                .iter()
                .rev()
                .map(|version| format!("[`{}`]({})", version.version, version.module))
                .collect();
            text.push_str(&format!(
                " Older versions are modules: {}.",
                links.join(", ")
            ));
        }
        self.line(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::HTTP_CLIENT;

    #[test]
    fn facade_links_items_only_with_their_feature() {
        let of_http_client = HTTP_CLIENT.map(|name| ("http-client", format!("[`{name}`]")));
        let modules = ["blocking", "testing"];
        let in_modules = modules.map(|name| (name, format!("({name})")));
        let below_modules = modules.map(|name| (name, format!("({name}::")));
        let links = of_http_client
            .iter()
            .chain(&in_modules)
            .chain(&below_modules);
        let mut gated = 0;
        for (feature, link) in links {
            for line in FACADE.lines().filter(|line| line.contains(link.as_str())) {
                assert!(line.starts_with(&format!("@{feature} ")), "{line}");
                gated += 1;
            }
        }
        assert!(gated >= 5, "{gated}");
    }

    #[test]
    fn facade_says_the_same_without_features() {
        for feature in ["blocking", "http-client", "testing"] {
            let lines = |mark: String| FACADE.lines().filter(move |line| line.starts_with(&mark));
            assert!(lines(format!("@{feature} ")).count() > 0, "{feature}");
            assert!(lines(format!("@!{feature} ")).count() > 0, "{feature}");
        }
        let known = [
            "@blocking ",
            "@!blocking ",
            "@http-client ",
            "@!http-client ",
            "@testing ",
            "@!testing ",
        ];
        for line in FACADE.lines().filter(|line| line.starts_with('@')) {
            assert!(known.iter().any(|mark| line.starts_with(mark)), "{line}");
        }
    }
}
