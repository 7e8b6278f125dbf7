//! Stage 2: from a [`Document`](crate::document::Document) to API [`Facts`].

mod facts;

pub use facts::{ActionPage, Chapter, Content, ExplorerLink, Facts};
