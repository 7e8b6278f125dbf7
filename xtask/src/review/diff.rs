//! `cargo xtask diff`: the changes between two states of the specs.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output, Stdio};

use anyhow::{Context, Result, bail};
use compare::{CrateStep, Diff, compare, note, page};
use pipeline::with_hand_written;
use serde::Serialize;
use spec::{Files, ServiceSpec, SpecFaults, parse_tree, read_files};
use xtask::arguments::{Diff as Arguments, Format};
use xtask::crates::{self, Versions};
use xtask::workspace::Workspace;
use xtask::{tell, unknown_service, write_named};

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let (mut old, versions) = load(workspace, &arguments.old)?;
    let (mut new, _) = match &arguments.new {
        Some(name) => load(workspace, name)?,
        None => load_folder(&workspace.specs())?,
    };
    keep_only(&arguments.only, &mut old, &mut new)?;
    let diff = compare(&old, &new)?;
    let text = render(&diff, &diff.steps(&versions), arguments)?;
    match &arguments.output {
        None => stdio::print(text),
        Some(path) => {
            write_named(path, &text)?;
            tell!("the changes are {}", diff.verdict);
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
        let is_it = |spec: &ServiceSpec| spec.service.name == *service;
        if !old.iter().chain(new.iter()).any(is_it) {
            let known = old.iter().chain(new.iter());
            let known = known.map(|spec| spec.service.name.as_str());
            return Err(unknown_service(service, known));
        }
    }
    for state in [old, new] {
        state.retain(|spec| only.contains(&spec.service.name));
    }
    Ok(())
}

fn render(diff: &Diff, crates: &[CrateStep], arguments: &Arguments) -> Result<String> {
    Ok(match arguments.format {
        Format::Markdown => note::markdown(diff, crates),
        Format::Html => page(
            diff,
            &arguments.old,
            arguments.new.as_deref().unwrap_or("specs"),
            crates,
        ),
        Format::Json => {
            let text = serde_json::to_string_pretty(&Printed { crates, diff })?;
            format!("{text}\n")
        }
    })
}

/// A diff as programs read it.
#[derive(Serialize)]
pub(crate) struct Printed<'a> {
    /// The version steps of the products' crates.
    pub(crate) crates: &'a [CrateStep],
    #[serde(flatten)]
    pub(crate) diff: &'a Diff,
}

/// The specs of a state, and the versions of its crates.
type State = (Vec<ServiceSpec>, Versions);

/// Loads a state by name, with its hand-written files.
fn load(workspace: &Workspace, name: &str) -> Result<State> {
    if let Some(folder) = folder(name) {
        return load_folder(&folder);
    }
    let files = files_of_revision(workspace, name)?;
    corrected(&format!("{name}:specs"), &files)
}

fn load_folder(folder: &Path) -> Result<State> {
    corrected(&folder.display().to_string(), &read_files(folder)?)
}

/// Parses the specs in files, and applies the corrections. `root` names their folder in messages.
fn corrected(root: &str, files: &Files) -> Result<State> {
    let specs =
        parse_tree(root, files).with_context(|| format!("can't read the specs in {root}"))?;
    let versions = versions_in(files)?;
    Ok((with_hand_written(specs, root, files)?, versions))
}

/// Returns the versions of the products' crates.
pub(crate) fn versions_in(files: &Files) -> Result<Versions> {
    let (versions, faults) = crates::versions(files);
    SpecFaults::check(faults.into_iter().map(|(_, fault)| fault).collect())?;
    Ok(versions)
}

/// Returns the folder of that path, or its folder `specs` if it has one.
fn folder(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(name);
    let within = path.join("specs");
    if within.is_dir() {
        return Some(within);
    }
    if path.is_dir() {
        return Some(path);
    }
    None
}

/// Reads the spec files of a git revision, without the pages.
fn files_of_revision(workspace: &Workspace, revision: &str) -> Result<Files> {
    let root = workspace.root();
    // A name that begins with a hyphen isn't an option of git.
    let commit = format!("{revision}^{{commit}}");
    let verified = git(
        root,
        &[
            "rev-parse",
            "--quiet",
            "--verify",
            "--end-of-options",
            &commit,
        ],
    )?;
    if !verified.status.success() {
        bail!(
            "error: `{revision}` is neither a folder nor a revision of {}\n  = help: name a folder with \
             specs, by its path from your current folder, or a commit, branch or tag that \
             `git rev-parse` accepts",
            root.display()
        );
    }
    let commit = String::from_utf8_lossy(&verified.stdout).trim().to_owned();
    let listed = git(
        root,
        &["ls-tree", "-r", "-z", "--name-only", &commit, "specs/"],
    )?;
    ensure_success(&listed, "git ls-tree")?;
    let names = String::from_utf8(listed.stdout).context("a file name in git isn't UTF-8")?;
    let names: Vec<&str> = names.split('\0').filter(|path| is_spec(path)).collect();
    let texts = contents(root, &commit, &names)?;
    let below = |name: &&str| name.trim_start_matches("specs/").to_owned();
    Ok(names.iter().map(below).zip(texts).collect())
}

/// Returns whether a file belongs to a service's specs. Pages, changelog entries and files directly
/// in `specs/` don't.
fn is_spec(path: &str) -> bool {
    let below = path.strip_prefix("specs/").unwrap_or_default();
    let of_service = !below.starts_with("sources/") && !below.starts_with("changelog/");
    below.contains('/') && of_service
}

fn git(root: &Path, arguments: &[&str]) -> Result<Output> {
    Command::new("git")
        .args(arguments)
        .current_dir(root)
        .output()
        .context(
            "error: can't run `git`\n  = help: install git, or compare two folders instead of revisions",
        )
}

fn ensure_success(output: &Output, command: &str) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    bail!(
        "error: `{command}` failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
}

/// Reads the files in order, with a single run of git.
fn contents(root: &Path, commit: &str, names: &[&str]) -> Result<Vec<String>> {
    let mut child = Command::new("git")
        .args(["cat-file", "--batch"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("error: can't run `git`")?;
    let wanted: String = names
        .iter()
        .map(|name| format!("{commit}:{name}\n"))
        .collect();
    let input = child.stdin.take();
    // Git replies before it has read all names, so writing and reading must overlap.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(wanted.as_bytes())));
        child.wait_with_output()
    })?;
    ensure_success(&output, "git cat-file")?;
    let mut rest = output.stdout.as_slice();
    names
        .iter()
        .map(|name| next_content(&mut rest, name))
        .collect()
}

/// Takes one reply: `<hash> blob <size>`, a line feed, the bytes, a line feed.
fn next_content(rest: &mut &[u8], name: &str) -> Result<String> {
    let unexpected = || format!("error: git doesn't return {name} as a file");
    let end = rest
        .iter()
        .position(|byte| *byte == b'\n')
        .with_context(unexpected)?;
    let (head, body) = rest.split_at(end + 1);
    let head = String::from_utf8_lossy(head);
    let size: usize = match head.split_whitespace().collect::<Vec<_>>()[..] {
        [_, "blob", size] => size.parse().with_context(unexpected)?,
        _ => bail!(unexpected()),
    };
    let text = body.get(..size).with_context(unexpected)?;
    *rest = body.get(size + 1..).unwrap_or_default();
    String::from_utf8(text.to_vec()).with_context(|| format!("error: {name} isn't UTF-8 text"))
}
