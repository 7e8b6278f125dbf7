//! What the self-contained HTML pages share: the frame, and the parts that they are put together from.
//!
//! Markup is written with `maud`, which escapes every text, so that nothing that was scraped can become
//! markup. A page loads nothing: style and script lie in it, and its policy names them by their hashes,
//! so that browsers run nothing else.

mod badge;
mod copy_block;
mod filter;
mod fold;
mod frame;
mod link;
mod meter;
mod policy;
mod table;
mod text;
mod tile;

pub use badge::{Tone, badge, severity_badge};
pub use copy_block::copy_block;
pub use filter::{Facet, empty_state, facets, filter};
pub use fold::{Fold, fold};
pub use frame::{Section, WebPage};
pub use link::{web_link, workspace_link};
pub use meter::meter;
pub use table::{Column, Row, table};
pub use text::localized;
pub use tile::{Tile, tiles};
