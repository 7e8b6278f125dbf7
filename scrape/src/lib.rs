//! The program that adds documentation pages to `specs/sources/`. Only this crate uses the network.
//!
//! `cargo xtask scrape` runs it as a separate process, so nothing else has to build its
//! dependencies. Other commands that need pages also run the program, and read its events.
//!
//! # For programs
//!
//! ```text
//! scrape --specs specs --known [--only cvm] [--edition zh|intl|both] --into STAGING --json
//! ```
//!
//! This command requests every page of the manifest that has an address, and the other pages of its
//! product. `STAGING` becomes a complete folder like `specs/`: `STAGING/sources/` has all pages,
//! changed or not, and `STAGING/sources.yaml` records them. `specs/` stays as it is. `STAGING` also
//! keeps pages that vanished from the site, and pages whose layout changed. Running the command
//! again on the same folder continues where it stopped. To start over, delete the folder.
//!
//! Standard output has one [`Event`] per line, as JSON:
//!
//! ```text
//! {"event":"progress","done":0,"total":98}
//! {"event":"note","message":"5 recorded pages have no address on the site: import them from files"}
//! {"event":"page","outcome":"changed","address":"https://cloud.tencent.com/document/api/213/15699","file":"cvm/15699-DescribeKeyPairs.zh.html","service":"cvm","facts":43,"facts_before":41}
//! {"event":"page","outcome":"vanished","address":"…","file":"…","service":"cvm","reason":"the server answers 404"}
//! {"event":"finished","pages":{"changed":1,"unchanged":96,"vanished":1},"left":0,"requests":99,"bytes":140000}
//! ```
//!
//! [`Outcome`] lists the outcomes of a page. Events omit empty keys, and future versions may add
//! keys. Files and folders can replace `--known`, with the same events.
//!
//! The exit code is 0 if all pages are done. It is 1 if some pages exceed the budget, or failed,
//! vanished or kept their stored version, as their events show. It is 2 for invalid arguments, and
//! 3 if the run had to stop. In the last two cases a message on standard error gives the reason.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::print_stderr,
        clippy::print_stdout,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod arguments;
mod crawl;
mod fetch;
mod import;
mod page;
mod report;
mod site;
mod store;
mod storing;

pub use report::{Event, Outcome, PageEvent, Summary};
pub use site::Edition;
pub use store::StoreError;

use std::process::ExitCode;

use stdio::tell;

use crawl::Crawl;
use fetch::Client;
use report::Reporter;
use scrape_arguments::Arguments;
use store::Store;

/// The exit code if some pages are not done.
const SOME_FAILED: u8 = 1;
/// The exit code for invalid arguments.
const USAGE: u8 = 2;
/// The exit code if the run had to stop.
const STOPPED: u8 = 3;

/// Runs the program. Its help lists the exit codes.
pub fn main() -> ExitCode {
    let arguments: Arguments = stdio::arguments();
    match run(&arguments) {
        Ok(summary) if summary.is_fine() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(SOME_FAILED),
        Err(Stop::Usage(message)) => {
            tell!("error: {message}\n  = help: see `cargo xtask scrape --help`");
            ExitCode::from(USAGE)
        }
        Err(Stop::Store(error)) => {
            tell!("{error}");
            ExitCode::from(STOPPED)
        }
    }
}

/// The reason why a run ended early.
enum Stop {
    Usage(String),
    Store(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn run(arguments: &Arguments) -> Result<Summary, Stop> {
    let inputs = arguments::inputs(arguments).map_err(Stop::Usage)?;
    let file_options = arguments::file_options(arguments).map_err(Stop::Usage)?;
    let settings = arguments::settings(arguments).map_err(Stop::Usage)?;
    let mut store = match &arguments.into {
        Some(into) => Store::open(into, Some(&arguments.specs))?,
        None => Store::open(&arguments.specs, None)?,
    };
    let mut reporter = Reporter::new(arguments.json);
    reporter.stores_in(store.pages());
    if let Some(recovered) = store.recovered() {
        reporter.note(&recovered.to_string());
    }
    import::import(&inputs.files, &file_options, &mut store, &mut reporter)?;
    let client = Client::new(settings, reporter.notes());
    let mut left = 0;
    if !inputs.seeds.is_empty() {
        let options = arguments::site_options(arguments);
        let mut crawl = Crawl::new(&client, &mut store, &mut reporter, &options);
        crawl::plan(&mut crawl, &inputs.seeds)?;
        left = crawl.run()?;
    }
    Ok(reporter.finish(left, client.requests(), client.bytes()))
}
