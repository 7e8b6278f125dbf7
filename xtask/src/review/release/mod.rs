//! `cargo xtask release`: the crates to publish, their versions, archives and commands.

mod archives;
mod packages;
mod print;
mod raise;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use release::{Package, Plan, Released, Role, parse_released, plan, render_released};
use spec::SpecFaults;
use transaction::{Changes, Durability};
use xtask::arguments::Release as Arguments;
use xtask::tell;
use xtask::workspace::Workspace;

/// The command in messages of other processes.
const COMMAND: &str = "cargo xtask release";

/// The record of published versions.
const RELEASED: &str = "specs/released.yaml";

/// The exit code if crates are to be published.
const TO_PUBLISH: u8 = 10;

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    if !arguments.published.is_empty() {
        record(workspace, &arguments.published)?;
        return Ok(ExitCode::SUCCESS);
    }
    let packages = packages::load(workspace)?;
    let plan = planned(&packages, &released(workspace)?)?;
    if arguments.write {
        raise::write(workspace, &plan)?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.check {
        must_not_raise(&plan)?;
        archives::check(workspace, &chosen(&packages, &plan))?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.json {
        print::json(&plan)?;
    } else {
        print::text(&plan);
    }
    if plan.steps.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::from(TO_PUBLISH))
}

/// Fails if a version is too low: the archive to publish will have another one.
fn must_not_raise(plan: &Plan) -> Result<()> {
    if let Some(step) = plan.raises().values().next() {
        bail!(
            "error: {} states version {}, which is too low\n  \
             = help: run `cargo xtask release --write` and `cargo xtask codegen` first",
            step.name,
            step.stated
        );
    }
    Ok(())
}

/// Returns the crates to publish.
fn chosen<'p>(packages: &'p [Package], plan: &Plan) -> Vec<&'p Package> {
    let is_chosen = |package: &&Package| {
        let mut steps = plan.steps.iter();
        steps.any(|step| step.name == package.name)
    };
    packages.iter().filter(is_chosen).collect()
}

fn planned(packages: &[Package], released: &Released) -> Result<Plan> {
    plan(packages, released).map_err(|faults| SpecFaults(faults).into())
}

/// Returns the record of published versions, which is empty before the first release.
fn released(workspace: &Workspace) -> Result<Released> {
    match disk::read_text(&workspace.root().join(RELEASED)) {
        Err(error) if error.is_absent() => Ok(Released::new()),
        text => Ok(parse_released(RELEASED, &text?)?),
    }
}

/// Records that versions are published, each given as `name@version`.
fn record(workspace: &Workspace, published: &[String]) -> Result<()> {
    let writer = workspace.writer(COMMAND)?;
    let packages = packages::load(workspace)?;
    let mut released = released(workspace)?;
    for one in published {
        let package = named(&packages, one)?;
        released.insert(package.name.clone(), package.published());
        if package.role == Role::Facade {
            // It was the last one that named crates which no longer exist.
            released.retain(|name, _| packages.iter().any(|package| package.name == *name));
        }
    }
    let text = render_released(RELEASED, &released)?;
    let mut changes = Changes::default();
    changes.write(RELEASED, text.as_bytes(), Durability::PowerFailure);
    writer.commit(&changes)?;
    tell!("recorded in {RELEASED}: {}", published.join(", "));
    Ok(())
}

/// Returns the package that `name@version` means.
fn named<'p>(packages: &'p [Package], published: &str) -> Result<&'p Package> {
    let (name, version) = published.split_once('@').with_context(|| {
        format!(
            "error: `{published}` is not of the form NAME@VERSION\n  \
             = help: write for example tencentcloud-api-cvm@0.1.1"
        )
    })?;
    let found = packages.iter().find(|package| package.name == name);
    let package = found.with_context(|| {
        let known = packages.iter().map(|package| package.name.as_str());
        let help = match spec::fault::nearest(name, known) {
            Some(near) => format!("did you mean {near}?"),
            None => "`cargo xtask release` lists the crates".to_owned(),
        };
        format!("error: the crate {name} is not published from here\n  = help: {help}")
    })?;
    if package.version != version {
        bail!(
            "error: {name} has version {}, not {version}\n  \
             = help: check out the commit that was published, or correct the version",
            package.version
        );
    }
    Ok(package)
}
