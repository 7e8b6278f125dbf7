//! Documentation of data structures, error codes, products and versions.

use super::member::first_line;
use super::{Docs, code, paragraphs, provenance};
use spec::{ErrorCode, Inferred, Service, Structure};

/// The docs of a data structure.
pub(crate) fn structure_docs(structure: &Structure) -> Vec<String> {
    let mut docs = Docs::default().block(paragraphs(&structure.doc));
    if docs.is_empty() {
        docs = docs.line(format!("The data structure {}.", code(&structure.name)));
    }
    let inferred = structure.inferred.map(|source| match source {
        Inferred::Example => "Known from an example only".to_owned(),
        Inferred::Prose => "Known from running text only".to_owned(),
    });
    docs.list(inferred.into_iter().chain(provenance(&structure.sources)))
        .into_lines()
}

/// The docs of an error code's constant.
pub(crate) fn error_code_docs(error: &ErrorCode) -> Vec<String> {
    let docs = Docs::default().block(paragraphs(&error.doc));
    docs.line(code(&error.code)).into_lines()
}

/// An error code's meaning as one line, where the documentation has one.
pub(super) fn error_code_meaning(error: &ErrorCode) -> Option<String> {
    first_line(&error.doc)
}

/// The docs of a product's module.
pub(crate) fn product_docs(service: &Service) -> Vec<String> {
    let docs = Docs::default().line(title(service));
    docs.block(paragraphs(&service.doc)).into_lines()
}

/// The docs of a version's module.
pub(crate) fn version_docs(service: &Service) -> Vec<String> {
    let version = code(&service.version);
    let docs = Docs::default().line(format!("{}, API version {version}.", title(service)));
    docs.line("Start with [`Client`].")
        .list(provenance(&service.sources))
        .into_lines()
}

fn title(service: &Service) -> String {
    let name = code(&service.name);
    match first_line(&service.title) {
        Some(title) => format!("{title} ({name})"),
        None => format!("The product {name}"),
    }
}
