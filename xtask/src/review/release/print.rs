//! The plan, for people or as JSON.

use anyhow::Result;
use release::{Instruction, Plan, Step, instructions};
use serde::Serialize;
use xtask::say;

pub(super) fn text(plan: &Plan) {
    if plan.steps.is_empty() {
        say!(
            "nothing to publish: all {} crates are as published",
            plan.unchanged.len()
        );
        return;
    }
    let width = plan.steps.iter().map(|step| step.name.len()).max();
    for step in &plan.steps {
        say!("{}", line(step, width.unwrap_or_default()));
        for reason in &step.reasons {
            say!("    {reason}");
        }
    }
    say!("\n{}", summary(plan));
    if plan.raises().is_empty() {
        say!("\n# Run these commands in order. After a failure, run `cargo xtask release` again.");
        say!("set -e");
        for instruction in instructions(plan) {
            say!("{instruction}");
        }
    } else {
        say!(
            "Versions marked with * are too low: judge the new ones, then run \
             `cargo xtask release --write` and `cargo xtask codegen`."
        );
    }
}

/// Returns the first line about a step: `product  tencentcloud-api-cvm  0.1.0 → 0.1.1`. `width` is
/// that of the names.
fn line(step: &Step, width: usize) -> String {
    let mark = if step.must_be_raised() { " *" } else { "" };
    let versions = match &step.from {
        Some(from) => format!("{from} → {}", step.to),
        None => step.to.clone(),
    };
    format!(
        "{:<7}  {:<width$}  {versions}{mark}",
        step.role.to_string(),
        step.name
    )
}

fn summary(plan: &Plan) -> String {
    let (count, unchanged) = (plan.steps.len(), plan.unchanged.len());
    let crates = if count == 1 { "crate" } else { "crates" };
    let minutes = waiting(plan).div_ceil(60);
    let waits = match minutes {
        0 => String::new(),
        _ => format!("; crates.io's limits make that take {minutes} minutes or more"),
    };
    format!("{count} {crates} to publish, {unchanged} unchanged{waits}")
}

fn waiting(plan: &Plan) -> u32 {
    let wait = |instruction: &Instruction| match instruction {
        Instruction::Wait { seconds } => *seconds,
        _ => 0,
    };
    instructions(plan).iter().map(wait).sum()
}

/// The plan as programs read it.
#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    plan: &'a Plan,
    /// True if versions must be raised before anything is published.
    must_raise: bool,
    /// The lines of a shell script that publishes; empty if versions must be raised.
    commands: Vec<String>,
}

pub(super) fn json(plan: &Plan) -> Result<()> {
    let must_raise = !plan.raises().is_empty();
    let commands = match must_raise {
        true => Vec::new(),
        false => instructions(plan).iter().map(ToString::to_string).collect(),
    };
    let printed = Printed {
        plan,
        must_raise,
        commands,
    };
    say!("{}", serde_json::to_string_pretty(&printed)?);
    Ok(())
}
