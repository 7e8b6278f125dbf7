//! Nothing but tests: the golden crate, used as its users would.
