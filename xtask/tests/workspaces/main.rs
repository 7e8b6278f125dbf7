//! The commands on small workspaces.

mod bad_pages;
mod checkout;
mod closed_pipes;
mod codegen;
mod commands;
mod crates;
mod diff;
mod file_names;
mod folders;
mod foreign;
mod interrupted;
mod left_out;
mod lost_facts;
mod new_product;
mod openapi;
#[cfg(unix)]
mod prompt;
mod release;
mod report;
mod retired;
mod support;
mod update;
