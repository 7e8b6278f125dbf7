//! The commands, run on small workspaces.

mod bad_pages;
mod codegen;
mod commands;
mod openapi;
mod report;
mod diff;
mod support;
