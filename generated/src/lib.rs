//! Placeholder until the first code generation.
