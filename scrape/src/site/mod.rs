//! What is known of the documentation site: its hosts, addresses, catalogue and links.

pub(crate) mod address;
pub(crate) mod edition;
