//! What is known of the documentation site: its hosts, addresses, catalogue and links.

pub(crate) mod address;
pub(crate) mod catalogue;
pub(crate) mod edition;
pub(crate) mod links;
pub(crate) mod verdict;
