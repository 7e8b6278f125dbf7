//! The commands on small workspaces.

mod bad_pages;
mod codegen;
mod commands;
mod crates;
mod diff;
mod foreign;
mod interrupted;
mod left_out;
mod lost_facts;
mod new_product;
mod openapi;
mod report;
mod support;
mod update;
