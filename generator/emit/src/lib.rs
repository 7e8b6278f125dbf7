//! Stage 5: from the Rust-shaped model to files. It prints, and decides nothing.

mod action;
mod example_tests;
mod expr;
mod facade;
mod file;
mod filters;
mod intro;
mod limits;
mod manifest;
mod methods;
mod names;
mod package;
mod product;
mod replacement;
mod runtime;
mod structure;
mod waits;

use std::collections::BTreeMap;

pub use package::changelog;

use intro::Origin;
use lower::{Crate, Product, Runtime};

/// Returns the files of all crates by path, with `/` as the separator. The facade is in the root,
/// and each product's crate in a folder.
pub fn emit(model: &Crate) -> BTreeMap<String, String> {
    let mut tasks: Vec<Task<'_>> = facade::tasks(model);
    for product in &model.products {
        tasks.extend(product::tasks(model, product, Origin::Registry));
        tasks.extend(example_tests::tasks(model, product));
    }
    let texts = parallel::map(&tasks, |task| (task.print)());
    tasks.into_iter().map(|task| task.path).zip(texts).collect()
}

/// Returns the files of one product's crate, by path in its folder. The crate stands alone: no
/// other crate is next to it, and it finds the runtime as told.
pub fn stand_alone(
    model: &Crate,
    product: &Product,
    runtime: &Runtime,
) -> BTreeMap<String, String> {
    let mut tasks = product::tasks(model, product, Origin::Folder);
    tasks.extend(example_tests::tasks(model, product));
    let folder = format!("{}/", product.module);
    let texts = parallel::map(&tasks, |task| (task.print)());
    let paths = tasks.into_iter().map(|task| {
        let path = task.path.strip_prefix(&folder);
        path.map_or(task.path.clone(), str::to_owned)
    });
    let mut files: BTreeMap<String, String> = paths.zip(texts).collect();
    let manifest = manifest::of_product(&model.package, product, runtime, &[]);
    files.insert(MANIFEST.to_owned(), manifest);
    files
}

/// The path of a crate's root module in its folder.
pub const ROOT: &str = "src/lib.rs";
/// The path of a crate's manifest in its folder.
pub const MANIFEST: &str = "Cargo.toml";
/// The path of a crate's introduction in its folder.
pub const README: &str = "README.md";

/// Returns whether two texts of the facade's root module name the same products.
pub fn name_same_products(one: &str, other: &str) -> bool {
    let products = |root: &str| -> Vec<String> {
        let uses = root.lines().filter(|line| line.starts_with("pub use "));
        uses.map(str::to_owned).collect()
    };
    products(one) == products(other)
}

/// Returns whether a file, by its path, belongs to the product's crate.
pub fn is_file_of(product: &Product, path: &str) -> bool {
    path.split_once('/')
        .is_some_and(|(folder, _)| folder == product.module.as_str())
}

/// Returns whether a file, by its path, begins with a mark of this program. Licences don't.
pub fn is_marked(path: &str) -> bool {
    !package::is_unmarked(path)
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
