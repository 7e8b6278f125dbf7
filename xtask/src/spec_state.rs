//! A state of the specs by its name: a folder, or a git revision of the repository.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};
use pipeline::with_hand_written;
use spec::{Files, ServiceSpec, parse_tree, read_files};

use crate::workspace::Workspace;

/// The specs of that state, with what people wrote beside them.
pub(crate) fn load(workspace: &Workspace, name: &str) -> Result<Vec<ServiceSpec>> {
    let folder = folder(workspace, name);
    let (root, files) = match &folder {
        Some(folder) => (folder.display().to_string(), read_files(folder)?),
        None => (format!("{name}:specs"), of_revision(workspace, name)?),
    };
    let specs = parse_tree(&root, &files)
        .with_context(|| format!("error: the specs of `{name}` can't be read"))?;
    Ok(with_hand_written(specs, &root, &files)?)
}

/// The folder of that name, seen from the workspace; of a whole workspace its `specs`.
fn folder(workspace: &Workspace, name: &str) -> Option<PathBuf> {
    let path = workspace.root().join(name);
    let within = path.join("specs");
    if within.is_dir() {
        return Some(within);
    }
    path.is_dir().then_some(path)
}

/// The spec files of a git revision, without the pages.
fn of_revision(workspace: &Workspace, revision: &str) -> Result<Files> {
    let root = workspace.root();
    // A name that begins with a hyphen would be an option.
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
             specs, or a commit, branch or tag that `git rev-parse` knows",
            root.display()
        );
    }
    let commit = String::from_utf8_lossy(&verified.stdout).trim().to_owned();
    let listed = git(
        root,
        &["ls-tree", "-r", "-z", "--name-only", &commit, "specs/"],
    )?;
    checked(&listed, "git ls-tree")?;
    let names = String::from_utf8(listed.stdout).context("a file name in git is no UTF-8")?;
    let names: Vec<&str> = names.split('\0').filter(|path| is_spec(path)).collect();
    let texts = contents(root, &commit, &names)?;
    let below = |name: &&str| name.trim_start_matches("specs/").to_owned();
    Ok(names.iter().map(below).zip(texts).collect())
}

/// Files of services: not the pages, and nothing that stands directly in `specs/`.
fn is_spec(path: &str) -> bool {
    let below = path.strip_prefix("specs/").unwrap_or_default();
    let of_service = !below.starts_with("sources/") && !below.starts_with("changelog/");
    below.contains('/') && of_service
}

fn git(root: &Path, arguments: &[&str]) -> Result<Output> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root)
        .output();
    output.context(
        "error: `git` can't be run\n  = help: install git, or compare two folders instead of revisions",
    )
}

fn checked(output: &Output, command: &str) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    bail!(
        "error: `{command}` failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
}

/// The texts of the files, in their order, by one run of git.
fn contents(root: &Path, commit: &str, names: &[&str]) -> Result<Vec<String>> {
    let mut child = Command::new("git")
        .args(["cat-file", "--batch"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("error: `git` can't be run")?;
    let wanted: String = names
        .iter()
        .map(|name| format!("{commit}:{name}\n"))
        .collect();
    let input = child.stdin.take();
    // Git answers while it still reads, so that both pipes have to be served at once.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(wanted.as_bytes())));
        child.wait_with_output()
    })?;
    checked(&output, "git cat-file")?;
    let mut rest = output.stdout.as_slice();
    names
        .iter()
        .map(|name| next_content(&mut rest, name))
        .collect()
}

/// One answer: `<hash> blob <size>`, a line feed, the bytes, a line feed.
fn next_content(rest: &mut &[u8], name: &str) -> Result<String> {
    let odd = || format!("error: git does not give {name} as a file");
    let end = rest
        .iter()
        .position(|byte| *byte == b'\n')
        .with_context(odd)?;
    let (head, body) = rest.split_at(end + 1);
    let head = String::from_utf8_lossy(head);
    let size: usize = match head.split_whitespace().collect::<Vec<_>>()[..] {
        [_, "blob", size] => size.parse().with_context(odd)?,
        _ => bail!(odd()),
    };
    let text = body.get(..size).with_context(odd)?;
    *rest = body.get(size + 1..).unwrap_or_default();
    String::from_utf8(text.to_vec()).with_context(|| format!("error: {name} is no UTF-8 text"))
}
