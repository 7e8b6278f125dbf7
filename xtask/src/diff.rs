//! `cargo xtask diff`: what differs between two states of the specs.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use compare::diff::{Diff, compare, note, page};
use spec::ServiceSpec;

use crate::spec_state;
use crate::workspace::Workspace;

/// Shows what differs between two states of the specs, and what it means for users of the crate
///
/// A state is a folder with specs, or a git revision of this repository. Overrides count on both sides.
/// Each change has the rule of semantic versioning that applies; what breaks comes first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask diff HEAD                       what is not committed yet
  cargo xtask diff v0.1.0 v0.2.0 --only cvm   between two releases, of one service
  cargo xtask diff ../old/specs specs         between two folders
  cargo xtask diff HEAD --format json         for programs
  cargo xtask diff HEAD --format html --output changes.html")]
pub(crate) struct Arguments {
    /// The state before: a folder or a git revision
    old: String,
    /// The state after: a folder or a git revision
    #[arg(default_value = "specs")]
    new: String,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    format: Format,
    /// Write the report into a file instead of the standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only changes of this service; may be given several times
    #[arg(long, value_name = "SERVICE")]
    only: Vec<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For the changelog
    Markdown,
    /// For programs: every change with its values
    Json,
    /// For reviewers: a page that is complete in one file
    Html,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let mut old = spec_state::load(workspace, &arguments.old)?;
    let mut new = spec_state::load(workspace, &arguments.new)?;
    keep_only(&arguments.only, &mut old, &mut new)?;
    let diff = compare(&old, &new)?;
    let text = rendered(&diff, arguments)?;
    match &arguments.output {
        None => print!("{text}"),
        Some(path) => {
            std::fs::write(path, text)
                .with_context(|| format!("can't write {}", path.display()))?;
            eprintln!("{}: {}", path.display(), diff.verdict);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn keep_only(
    only: &[String],
    old: &mut Vec<ServiceSpec>,
    new: &mut Vec<ServiceSpec>,
) -> Result<()> {
    if only.is_empty() {
        return Ok(());
    }
    for service in only {
        let known = |spec: &ServiceSpec| spec.service.name == *service;
        if !old.iter().chain(new.iter()).any(known) {
            bail!("error: neither side has a service `{service}`");
        }
    }
    for side in [old, new] {
        side.retain(|spec| only.contains(&spec.service.name));
    }
    Ok(())
}

/// The version that the workspace's crates share, the generated one too.
pub(crate) const CURRENT: &str = env!("CARGO_PKG_VERSION");

fn rendered(diff: &Diff, arguments: &Arguments) -> Result<String> {
    Ok(match arguments.format {
        Format::Markdown => note::markdown(diff, CURRENT),
        Format::Html => page(diff, (&arguments.old, &arguments.new), CURRENT),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(diff)?),
    })
}
