//! The plumbing of the repository's commands: the workspace, the generator's stages on its
//! files, and the programs that run as their own process.
//!
//! Three binaries use it. `xtask` holds the commands that everyone needs and builds quickly.
//! `xtask-review` and `xtask-bench` are built when one of their commands first runs.

pub mod programs;
pub mod stages;
mod transaction;
pub mod trees;
pub mod workspace;
