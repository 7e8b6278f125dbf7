//! Brings documentation pages into `specs/sources/`, the only part of the workspace that knows the network.
//!
//! `cargo xtask scrape` runs this crate's program as a process of its own, so that nothing else has to build
//! what it needs. Whatever else wants pages runs the program, too, and reads its events.
//!
//! # For programs
//!
//! ```text
//! scrape --specs specs --known [--only cvm] [--edition zh|intl|both] --into STAGING --json
//! ```
//!
//! asks for every page that the manifest records with an address, and for what its product has beside it.
//! `STAGING` becomes a whole folder like `specs/`: `STAGING/sources/` with all pages, changed or not, and
//! `STAGING/sources.yaml`, which records them. `specs/` is not touched. A page that the site does not have any
//! more stays in `STAGING`, and so does one whose layout changed. Running the command again on the same folder
//! goes on where it stopped; for a new beginning, delete the folder.
//!
//! Standard output has one [`Event`] a line, as JSON:
//!
//! ```text
//! {"event":"progress","done":0,"total":98}
//! {"event":"note","message":"5 recorded pages have no address on the site: bring them in anew by file"}
//! {"event":"page","outcome":"changed","address":"https://cloud.tencent.com/document/api/213/15699","file":"cvm/15699-DescribeKeyPairs.zh.html","service":"cvm","facts":43,"facts_before":41}
//! {"event":"page","outcome":"vanished","address":"…","file":"…","service":"cvm","reason":"the server answers 404"}
//! {"event":"finished","pages":{"changed":1,"unchanged":96,"vanished":1},"left":0,"requests":99,"bytes":140000}
//! ```
//!
//! [`Outcome`] lists what can become of a page; keys that say nothing are left out, and further keys may come.
//! Files and folders can be named in place of `--known`, with the same events. The exit code is 0 if all pages
//! were dealt with, 1 if some were not, vanished or kept (they have events that say so), 2 if the command line
//! makes no sense, 3 if nothing more could be done; a message on standard error says why.

mod arguments;
mod crawl;
mod fetch;
mod import;
mod options;
mod page;
mod report;
mod run;
mod site;
mod store;

pub use report::{Event, Outcome, PageEvent, Summary};
pub use run::main;
pub use site::edition::Edition;
pub use store::StoreError;
