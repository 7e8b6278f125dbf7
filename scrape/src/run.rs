//! Runs the command.

use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::Arguments;
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
    let inputs = arguments.inputs().map_err(Stop::Usage)?;
    let options = arguments.file_options().map_err(Stop::Usage)?;
    let root = match &arguments.into {
        Some(into) => {
            stage(&arguments.specs, into)?;
            into
        }
        None => &arguments.specs,
    };
    let mut store = Store::open(root)?;
    let mut reporter = Reporter::new(arguments.json);
    import(&inputs, &options, &mut store, &mut reporter)?;
    Ok(reporter.finish(0, 0, 0))
}
