//! Tests that use the golden crate as an application would.
