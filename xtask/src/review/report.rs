//! `cargo xtask report`: a page about the specs.

use std::path::{Component, Path};
use std::process::ExitCode;

use anyhow::Result;
use pipeline::with_hand_written;
use report::{Input, Report, page, report};
use xtask::arguments::Report as Arguments;
use xtask::stages::{self, Stopwatch};
use xtask::workspace::Workspace;
use xtask::{named_path, tell, write_named};

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let mut watch = Stopwatch::start();
    let report = figures(workspace, &mut watch)?;
    if arguments.json {
        stdio::print_line(serde_json::to_string_pretty(&report)?);
        return Ok(ExitCode::SUCCESS);
    }
    let output = match &arguments.output {
        Some(path) => named_path(path)?,
        None => named_path(&workspace.root().join("target/report.html"))?,
    };
    let text = page(&report, &up(workspace, &output)?);
    watch.lap("page");
    tell!("{}", watch.summary());
    write_named(&output, &text)?;
    Ok(ExitCode::SUCCESS)
}

fn figures(workspace: &Workspace, watch: &mut Stopwatch) -> Result<Report> {
    let documented = stages::documented(workspace, watch)?;
    let files = stages::spec_files(workspace)?;
    let specs = with_hand_written(documented.specs, "specs", &files)?;
    let model = lower::lower(&specs)?;
    let baseline = stages::baseline(workspace)?;
    watch.lap("lower");
    let report = report(Input {
        specs: &specs,
        model: &model,
        findings: &documented.findings,
        baseline: &baseline,
    });
    watch.lap("figures");
    Ok(report)
}

/// Returns the relative path from the page's folder to the workspace, such as `../`, or the
/// workspace's `file:` URL if the page is outside of it.
fn up(workspace: &Workspace, output: &Path) -> Result<String> {
    let root = workspace.root().canonicalize()?;
    let folder = output.parent().unwrap_or(Path::new("/"));
    match folder.strip_prefix(&root) {
        Ok(below) => {
            let steps = below
                .components()
                .filter(|part| matches!(part, Component::Normal(_)));
            Ok("../".repeat(steps.count()))
        }
        Err(_) => Ok(format!("file://{}/", root.display())),
    }
}
