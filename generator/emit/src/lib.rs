//! Stage 5: from the Rust-shaped model to files; prints, decides nothing.

mod action;
mod changelog;
mod client;
mod constants;
mod doc_text;
mod example_tests;
mod expr;
mod file;
mod manifest;
mod method_docs;
mod paging;
mod product;
mod root;
mod scope;
mod structure;
mod tokens;

use std::collections::BTreeMap;

pub use changelog::changelog;

use lower::Crate;

/// The crate's files by their path below its folder, with `/` between the parts.
pub fn emit(model: &Crate) -> BTreeMap<String, String> {
    let mut tasks: Vec<Task<'_>> = root::tasks(model);
    for product in &model.products {
        tasks.extend(product::tasks(model, product));
        tasks.extend(example_tests::tasks(model, product));
    }
    let texts = parallel::map(&tasks, |task| (task.print)());
    let paths = tasks.into_iter().map(|task| task.path);
    paths.zip(texts).collect()
}

/// One file to be printed, on any thread.
struct Task<'a> {
    path: String,
    print: Box<dyn Fn() -> String + Sync + Send + 'a>,
}

impl<'a> Task<'a> {
    fn new(path: String, print: impl Fn() -> String + Sync + Send + 'a) -> Self {
        Self {
            path,
            print: Box::new(print),
        }
    }
}
