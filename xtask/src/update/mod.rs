//! `cargo xtask update`: newer pages in, with everything that changes shown before anything is written.

mod apply;
mod report;
mod staged;

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use sources::{parse_sources, read_pages};
use update::{Outcome, Plan, Side, Wishes, plan};

use crate::stages::{self, MANIFEST};
use crate::stopwatch::Stopwatch;
use crate::workspace::Workspace;

/// Brings newer pages in: shows what changes and what it means, then writes pages, specs and crate
///
/// Without `--from` or `--staged`, the pages that are known are fetched anew from where they came. Nothing
/// is written before the changes were shown and accepted. What vanished from the documentation stays in
/// the crate, deprecated, with the day on which it was last seen, until `--forget` lets it go. A page that
/// can't be had, or that says far less than the one that is there, leaves the older one as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask update                            everything, asking before it writes
  cargo xtask update --only cvm --dry-run       what is new in one service
  cargo xtask update --yes --json > update.json in a CI job that opens a pull request
  cargo xtask update --from ~/docs/cbs          from saved pages or a Markdown tree
  cargo xtask update -- --budget 200 --pause 1000    with options of `cargo xtask scrape`
  cargo xtask update --forget cvm/RunInstances/input/OldName

Exit codes:
   0  nothing changed
  10  something changed: it was written, or only shown (--dry-run, declined, nobody there to ask)
  11  as 10 or 0, and some pages need a look: they could not be had, or say far less than before
   1  it failed; before the message `writing`, nothing was written
   2  the command line makes no sense")]
pub(crate) struct Arguments {
    /// Take saved pages instead of fetching: a file, or a folder with all that is in it
    #[arg(long, value_name = "PATH", conflicts_with = "staged")]
    from: Option<PathBuf>,
    /// Take pages from a folder that `cargo xtask scrape --into` filled
    #[arg(long, value_name = "FOLDER")]
    staged: Option<PathBuf>,
    /// Only pages of this service; may be given several times
    #[arg(long, value_name = "SERVICE")]
    only: Vec<String>,
    /// A page that the site no longer has, by its path below specs/sources/: it goes, and what it alone
    /// documents is kept as deprecated
    #[arg(long, value_name = "FILE")]
    gone: Vec<String>,
    /// Let something go that vanished before: SERVICE/Action, SERVICE/Action/input/Name,
    /// SERVICE/Action/output/Name, SERVICE/Structure/Member; `=Value` behind it for a value
    #[arg(long, value_name = "PATH")]
    forget: Vec<String>,
    /// Take newer pages even where they say far less
    #[arg(long)]
    accept_layout: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write without asking
    #[arg(long, short)]
    yes: bool,
    /// Leave the crate's tests to others
    #[arg(long)]
    no_test: bool,
    /// Print one JSON object with pages, changes and findings
    #[arg(long)]
    json: bool,
    /// Further options for `cargo xtask scrape`, which brings the pages in
    #[arg(last = true, value_name = "SCRAPE OPTIONS")]
    scrape: Vec<OsString>,
}

/// Something changed.
const CHANGED: u8 = 10;
/// Some pages need a look.
const ATTENTION: u8 = 11;

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let mut watch = Stopwatch::start();
    let staged = staged::stage(workspace, arguments)?;
    watch.lap("fetch");
    let now = side(&workspace.specs(), MANIFEST)?;
    let newer = match &staged.folder {
        None => now.clone(),
        Some(folder) => side(folder, &folder.join("sources.yaml").display().to_string())?,
    };
    let wishes = Wishes {
        only: arguments.only.clone(),
        gone: arguments
            .gone
            .iter()
            .chain(&staged.vanished)
            .cloned()
            .collect(),
        accept_layout: arguments.accept_layout,
        forget: arguments.forget.clone(),
        today: today(),
    };
    staged::check_names(&wishes, &now, &newer)?;
    let files = stages::spec_files(workspace)?;
    let plan = plan(&now, &newer, &files, &wishes)?;
    watch.lap("compare");
    let baseline = stages::baseline(workspace)?;
    let findings = baseline.compare(&plan.documented.findings);
    let shown = report::Report {
        plan: &plan,
        troubles: &staged.troubles,
        findings: &findings,
    };
    let written = if arguments.json {
        let written = decided(arguments, &plan)?;
        shown.print_json(written)?;
        written
    } else {
        shown.print();
        decided(arguments, &plan)?
    };
    if written {
        eprintln!("writing");
        apply::write(workspace, &plan, &files, &wishes.today, &mut watch)?;
    }
    eprintln!("{}", watch.summary());
    if written && !arguments.no_test {
        apply::test(workspace)?;
    }
    Ok(code(&plan, &staged.troubles))
}

/// The day in the one place of the world that all maintainers share.
fn today() -> String {
    let now = jiff::Timestamp::now().to_string();
    now.chars().take("2025-07-01".len()).collect()
}

fn code(plan: &Plan, troubles: &[String]) -> ExitCode {
    let kept = plan
        .page_changes
        .iter()
        .any(|change| change.outcome == Outcome::Kept);
    if kept || !troubles.is_empty() {
        return ExitCode::from(ATTENTION);
    }
    if plan.is_empty() {
        return ExitCode::SUCCESS;
    }
    ExitCode::from(CHANGED)
}

/// The pages below a folder and their manifest.
fn side(folder: &std::path::Path, name: &str) -> Result<Side> {
    let path = folder.join("sources.yaml");
    let text = if path.exists() {
        std::fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?
    } else {
        "[]\n".to_owned()
    };
    Ok(Side {
        entries: parse_sources(name, &text)?,
        pages: read_pages(&folder.join("sources"))?,
    })
}

/// Whether to write: as the arguments say, or as whoever sits there answers.
fn decided(arguments: &Arguments, plan: &Plan) -> Result<bool> {
    if arguments.dry_run || plan.is_empty() {
        return Ok(false);
    }
    if arguments.yes {
        return Ok(true);
    }
    let there = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if !there || arguments.json {
        eprintln!("nothing written: nobody is there to ask; `--yes` writes without asking");
        return Ok(false);
    }
    eprint!("Write these changes? [y/N] ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
