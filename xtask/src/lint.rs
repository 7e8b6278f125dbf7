//! `cargo xtask lint`: finds the faults of the documentation.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::{Result, bail};
use lint::{Baseline, Compared, RULES, Summary, errors_first, patches};
use serde::Serialize;
use spec::ServiceSpec;
use spec::fault::did_you_mean;
use spec::finding::{Finding, Rule};
use transaction::Writer;
use xtask::stages::{self, Stopwatch};
use xtask::trees::write_files;
use xtask::workspace::Workspace;
use xtask::{say, tell};

use crate::known_faults;

/// Finds where the documentation contradicts itself or is damaged
///
/// specs/lint.yaml lists the accepted findings, which the command only counts. It prints new ones,
/// errors first, and then fails. Many warnings are only counted, unless `--all` or `--rule` asks
/// for them. An override doesn't silence a finding, because the fault stays in the
/// documentation.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask lint                      new findings only
  cargo xtask lint --all                all findings
  cargo xtask lint --all --rule history all findings of one rule
  cargo xtask lint --json               a JSON array of findings
  cargo xtask lint --accept             after a review; commit specs/lint.yaml
  cargo xtask lint --patches            overrides that would fix the new findings
  cargo xtask lint --patches --all      overrides that would fix any finding
  cargo xtask lint --known-faults       the entries that known_faults.yaml files lack
  cargo xtask lint --known-faults --accept    adds them to the files, for review
  cargo xtask lint --rules              the meaning of each rule")]
pub(crate) struct Arguments {
    /// Print accepted findings too
    #[arg(long)]
    all: bool,
    /// Print only findings of this rule
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,
    /// Print findings as JSON
    #[arg(long)]
    json: bool,
    /// Record all findings as accepted; with `--known-faults`, add the missing entries
    #[arg(long, conflicts_with_all = ["rule", "json"])]
    accept: bool,
    /// Print patches that would fix the findings, file by file, for review
    #[arg(long, conflicts_with_all = ["json", "accept", "rules"])]
    patches: bool,
    /// Print the entries that the known_faults.yaml files lack: examples whose generated tests
    /// would fail
    #[arg(long, conflicts_with_all = ["all", "rule", "rules"])]
    known_faults: bool,
    /// Explain the rules
    #[arg(long)]
    rules: bool,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    if arguments.rules {
        explain_rules();
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(name) = &arguments.rule {
        check_rule(name)?;
    }
    let command = if arguments.known_faults {
        known_faults::COMMAND
    } else {
        ACCEPT
    };
    // Before anything is read, so that no other command changes it meanwhile.
    let writer = if arguments.accept {
        Some(workspace.writer(command)?)
    } else {
        None
    };
    let documented = stages::documented(workspace, &mut Stopwatch::start())?;
    if arguments.known_faults {
        return known_faults::run(
            workspace,
            documented.specs,
            writer.as_deref(),
            arguments.json,
        );
    }
    let specs = documented.specs;
    let findings = documented.findings;
    let baseline = stages::baseline(workspace)?;
    let compared = baseline.compare(&findings);
    if let Some(writer) = writer {
        accept(&writer, &findings, &compared)?;
        return Ok(ExitCode::SUCCESS);
    }
    let rule = arguments.rule.as_deref();
    let of_rule = |finding: &&Finding| rule.is_none_or(|rule| finding.rule.name == rule);
    let shown = if arguments.all {
        errors_first(findings.iter().filter(of_rule))
    } else {
        errors_first(compared.new.iter().copied().filter(of_rule))
    };
    if arguments.patches {
        print_patches(workspace, &shown, &specs)?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.json {
        print_json(&shown, &compared)?;
    } else {
        let most = if arguments.all || rule.is_some() {
            usize::MAX
        } else {
            SHOWN
        };
        stdio::print(Summary::new(shown, most, HELP));
        print_counts(&findings, &compared);
    }
    Ok(exit_code(&compared))
}

/// The most new warnings that the command prints one by one, unless an option asks for them.
const SHOWN: usize = 50;

const HELP: &str = "`--all` prints every finding, accepted ones too; `--rule NAME` prints those of \
                    one rule, and `--json` is for programs";

/// Fails if there is no rule of this name: a misspelled one would look like one without findings.
fn check_rule(name: &str) -> Result<()> {
    let names = || RULES.iter().map(|rule| rule.name);
    if names().any(|known| known == name) {
        return Ok(());
    }
    let suggestion = did_you_mean(name, names());
    bail!(
        "error: there is no rule `{name}`{suggestion}\n  = help: `cargo xtask lint --rules` explains \
         all rules"
    );
}

/// Fails if the findings differ from the accepted ones.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let findings = stages::documented(workspace, &mut Stopwatch::start())?.findings;
    let baseline = stages::baseline(workspace)?;
    let compared = baseline.compare(&findings);
    let (new, gone) = (compared.new.len(), compared.gone.len());
    stdio::print_error(Summary::new(compared.new, SHOWN, HELP));
    for line in compared.gone {
        tell!("gone: {line}\n");
    }
    if new + gone > 0 {
        bail!("error: {new} new findings, {gone} accepted ones are gone");
    }
    tell!("{} findings, all accepted", findings.len());
    Ok(())
}

/// Returns failure if specs/lint.yaml is out of date: findings are new, or accepted ones are gone.
fn exit_code(compared: &Compared<'_>) -> ExitCode {
    if compared.new.is_empty() && compared.gone.is_empty() {
        return ExitCode::SUCCESS;
    }
    ExitCode::FAILURE
}

fn print_patches(workspace: &Workspace, shown: &[&Finding], specs: &[ServiceSpec]) -> Result<()> {
    let files = stages::spec_files(workspace)?;
    let texts = patches(shown.iter().copied(), specs, &files);
    for (file, text) in &texts {
        say!("# {file}");
        stdio::print(text);
    }
    if texts.is_empty() {
        tell!(
            "these {} findings come without a patch; correct them by hand in overrides.yaml",
            shown.len()
        );
    }
    Ok(())
}

fn explain_rules() {
    for rule in RULES.iter() {
        say!("{}\n    {}", rule.name, rule.explanation);
    }
}

/// The command that accepts findings.
const ACCEPT: &str = "cargo xtask lint --accept";

fn accept(writer: &Writer<'_>, findings: &[Finding], compared: &Compared<'_>) -> Result<()> {
    let text = Baseline::accepting(findings).render("specs/lint.yaml")?;
    let files = BTreeMap::from([("lint.yaml".to_owned(), text)]);
    write_files(writer, &files, ACCEPT)?;
    tell!(
        "specs/lint.yaml: {} findings accepted, {} of them new; {} are gone",
        findings.len(),
        compared.new.len(),
        compared.gone.len()
    );
    Ok(())
}

/// A finding and its state, in the printed form.
#[derive(Serialize)]
struct Printed<'f> {
    #[serde(flatten)]
    finding: &'f Finding,
    new: bool,
}

fn print_json(shown: &[&Finding], compared: &Compared<'_>) -> Result<()> {
    let is_new = |finding: &Finding| compared.new.iter().any(|new| std::ptr::eq(*new, finding));
    let printed: Vec<Printed<'_>> = shown
        .iter()
        .map(|&finding| Printed {
            finding,
            new: is_new(finding),
        })
        .collect();
    stdio::print_line(serde_json::to_string_pretty(&printed)?);
    Ok(())
}

fn print_counts(findings: &[Finding], compared: &Compared<'_>) {
    for line in &compared.gone {
        say!("gone: {line}\n");
    }
    let new = counts(compared.new.iter().copied());
    for (rule, count) in counts(findings.iter()) {
        let new = new
            .get(rule)
            .map_or(String::new(), |new| format!(", {new} new"));
        say!("{count:5} {rule}{new}\n      {}", rule.explanation);
    }
    say!(
        "{} findings, {} new, {} gone",
        findings.len(),
        compared.new.len(),
        compared.gone.len()
    );
    if !compared.new.is_empty() || !compared.gone.is_empty() {
        say!("  = help: review them, then accept them with `cargo xtask lint --accept`");
    }
}

fn counts<'f>(findings: impl Iterator<Item = &'f Finding>) -> BTreeMap<&'static Rule, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule).or_default() += 1;
    }
    counts
}
