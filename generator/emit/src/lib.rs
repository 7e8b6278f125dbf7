//! Stage 5: from the Rust-shaped model to files. It prints, and decides nothing.

mod action;
mod example_tests;
mod expr;
mod file;
mod names;
mod product;
mod root;
mod structure;

use std::collections::BTreeMap;

pub use root::changelog;

use lower::{Crate, Product};

/// Returns the crate's files by their path in its folder, with `/` as the separator.
pub fn emit(model: &Crate) -> BTreeMap<String, String> {
    let mut tasks: Vec<Task<'_>> = root::tasks(model);
    for product in &model.products {
        tasks.extend(product::tasks(model, product));
        tasks.extend(example_tests::tasks(model, product));
    }
    let texts = parallel::map(&tasks, |task| (task.print)());
    tasks.into_iter().map(|task| task.path).zip(texts).collect()
}

/// The path of the crate's root module, which names all products.
pub const ROOT: &str = "src/lib.rs";

/// Returns whether two texts of the crate's root module name the same products.
pub fn name_same_products(one: &str, other: &str) -> bool {
    let modules = |root: &str| -> Vec<String> {
        let modules = root.lines().filter(|line| line.starts_with("pub mod "));
        modules.map(str::to_owned).collect()
    };
    modules(one) == modules(other)
}

/// Returns whether a file of the crate, by its path, is about this product alone.
pub fn is_file_of(product: &Product, path: &str) -> bool {
    let module = product.module.as_str();
    let Some((folder, rest)) = path.split_once('/') else {
        return false;
    };
    match (folder, rest.split_once('/')) {
        ("src" | "tests", Some((first, _))) => first == module,
        ("tests", None) => rest.strip_suffix("_examples.rs") == Some(module),
        _ => false,
    }
}

/// One file to print, on any thread.
struct Task<'a> {
    path: String,
    print: Box<dyn Fn() -> String + Sync + Send + 'a>,
}

impl<'a> Task<'a> {
    fn new(path: impl Into<String>, print: impl Fn() -> String + Sync + Send + 'a) -> Self {
        Self {
            path: path.into(),
            print: Box::new(print),
        }
    }
}
