//! Runs the command.

use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::Arguments;
use crate::crawl::{Crawl, plan};
use crate::fetch::Client;
use crate::import::import;
use crate::report::{Reporter, Summary};
use crate::store::{Store, StoreError, stage};

/// Some pages were not dealt with.
const SOME_FAILED: u8 = 1;
/// The command line makes no sense.
const USAGE: u8 = 2;
/// Nothing more could be done.
const STOPPED: u8 = 3;

/// The whole program; its exit codes are listed in its help.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(summary) if summary.is_fine() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(SOME_FAILED),
        Err(Stop::Usage(message)) => {
            eprintln!("error: {message}\n  = help: see `cargo xtask scrape --help`");
            ExitCode::from(USAGE)
        }
        Err(Stop::Store(error)) => {
            eprintln!("{error}");
            ExitCode::from(STOPPED)
        }
    }
}

/// Why a run ended early.
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
    let wanted = arguments.wanted().map_err(Stop::Usage)?;
    let file_options = arguments.file_options().map_err(Stop::Usage)?;
    let settings = arguments.settings().map_err(Stop::Usage)?;
    let root = match &arguments.into {
        Some(into) => {
            stage(&arguments.specs, into)?;
            into
        }
        None => &arguments.specs,
    };
    let mut store = Store::open(root)?;
    let mut reporter = Reporter::new(arguments.json);
    import(&wanted.inputs, &file_options, &mut store, &mut reporter)?;
    let client = Client::new(settings);
    let mut left = 0;
    if !wanted.seeds.is_empty() {
        let options = arguments.site_options();
        let mut crawl = Crawl::new(&client, &mut store, &mut reporter, &options);
        plan(&mut crawl, &wanted.seeds)?;
        left = crawl.run()?;
    }
    Ok(reporter.finish(left, client.requests(), client.bytes()))
}
