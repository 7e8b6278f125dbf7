//! The workspace: its folders, and runs of cargo in it.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use stdio::{KeepRunning, tell};
use transaction::{Patience, Place, Recovered, WriteError, Writer};

/// The workspace that the commands work on.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Returns the workspace in the given folder, by default the one that cargo runs this
    /// program from.
    ///
    /// # Errors
    /// Fails if the folder doesn't contain `specs`.
    pub fn at(root: Option<PathBuf>) -> Result<Self> {
        let root = root
            .or_else(root_of_cargo)
            .context("can't find the workspace\n  = help: name its folder with `--root`")?;
        if !root.join("specs").is_dir() {
            bail!(
                "error: {} has no folder `specs`\n  = help: name the workspace with `--root`",
                root.display()
            );
        }
        let root = std::path::absolute(root)?;
        Ok(Self { root })
    }

    /// Returns the right to write files of this workspace. Waits while another command has it, and
    /// makes an interrupted run whole.
    ///
    /// # Errors
    /// Fails if the other command doesn't end, or if a file can't be written.
    pub fn writer(&self, command: &str) -> Result<WorkspaceWriter> {
        let patience = Patience {
            longest: LONGEST_WAIT,
            tell: &|holder| tell!("waiting for {holder}, which is writing here"),
        };
        let writer = Writer::open(&self.place(), command, patience)?;
        self.recover_pages()?;
        if let Some(recovered) = writer.recovered() {
            tell!("{recovered}");
        }
        Ok(WorkspaceWriter {
            writer,
            _runs: stdio::keep_running(),
        })
    }

    /// Returns the right to write pages, which a scrape has while it runs. The caller may hold
    /// [`Self::writer`] already.
    ///
    /// # Errors
    /// Fails if a scrape is running.
    pub fn page_writer(&self, command: &str) -> Result<Writer<'static>> {
        Ok(Writer::open(&self.pages_place(), command, Patience::NONE)?)
    }

    /// Finishes or rolls back an interrupted run, if there was one. Commands that only read call
    /// this first.
    ///
    /// # Errors
    /// Fails if a file can't be written.
    pub fn recover(&self) -> Result<Option<Recovered>> {
        if self.place().has_transaction() {
            let writer = self.writer("cargo xtask")?;
            return Ok(writer.recovered().cloned());
        }
        self.recover_pages()?;
        Ok(None)
    }

    /// Does the same for an interrupted scrape. A running one looks after itself.
    fn recover_pages(&self) -> Result<()> {
        let place = self.pages_place();
        if !place.has_transaction() {
            return Ok(());
        }
        match Writer::open(&place, "cargo xtask", Patience::NONE) {
            Ok(writer) => {
                if let Some(recovered) = writer.recovered() {
                    tell!("{recovered}");
                }
                Ok(())
            }
            Err(WriteError::Locked { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn place(&self) -> Place {
        Place {
            root: self.root.clone(),
            state: self.root.join(".xtask"),
        }
    }

    /// Returns the place of `scrape`, whose folder is the one of the specs.
    fn pages_place(&self) -> Place {
        Place {
            root: self.specs(),
            state: self.specs().join(".scrape"),
        }
    }

    /// Returns the workspace's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder of the specs, with the pages in `sources/`.
    pub fn specs(&self) -> PathBuf {
        self.root.join("specs")
    }

    /// Returns the folder of the scraped pages.
    pub fn pages(&self) -> PathBuf {
        self.root.join("specs/sources")
    }

    /// Returns the manifest of the pages, which records each page's origin.
    pub fn manifest(&self) -> PathBuf {
        self.root.join("specs/sources.yaml")
    }

    /// Returns the file of the accepted findings.
    pub fn baseline(&self) -> PathBuf {
        self.root.join("specs/lint.yaml")
    }

    /// Returns the folder of the generated crates.
    pub fn generated(&self) -> PathBuf {
        self.root.join("generated")
    }

    /// Runs cargo in the workspace with these variables in its environment.
    ///
    /// # Errors
    /// Fails if cargo can't be started, or fails itself.
    pub fn cargo(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Result<()> {
        self.cargo_in("", arguments, variables)
    }

    /// Runs cargo in a folder of the workspace, which may be a Cargo workspace of its own. It then
    /// uses the same versions of dependencies.
    ///
    /// # Errors
    /// Fails if cargo can't be started, or fails itself.
    pub fn cargo_in(
        &self,
        folder: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Result<()> {
        let place = if folder.is_empty() { "" } else { " in " };
        let shown = format!("cargo {}{place}{folder}", arguments.join(" "));
        let status = self
            .cargo_command_in(folder)?
            .args(arguments)
            .envs(variables.iter().copied())
            .status()
            .with_context(|| format!("can't run `{shown}`"))?;
        if !status.success() {
            bail!("`{shown}` failed: {status}");
        }
        Ok(())
    }

    /// Returns a command for cargo in a folder of the workspace, as [`Self::cargo_in`] runs it.
    ///
    /// # Errors
    /// Fails if the folder's lock can't be written.
    pub fn cargo_command_in(&self, folder: &str) -> Result<Command> {
        self.lock_like_root(folder)?;
        let mut cargo = cargo_command();
        cargo.current_dir(self.root.join(folder));
        Ok(cargo)
    }

    /// Starts the lock of a Cargo workspace with the versions of the root's. Cargo adds and removes
    /// what differs.
    fn lock_like_root(&self, folder: &str) -> Result<()> {
        let (ours, root) = (self.root.join(folder).join(LOCK), self.root.join(LOCK));
        let is_workspace = CARGO_WORKSPACES.contains(&folder);
        if is_workspace && !ours.exists() && root.exists() {
            fs::copy(&root, &ours).with_context(|| format!("can't write {}", ours.display()))?;
        }
        Ok(())
    }
}

/// The folders of all Cargo workspaces. The root builds without the others, and they depend on
/// generated crates.
pub const CARGO_WORKSPACES: [&str; 4] = ["", "generated", "examples", "bench"];

const LOCK: &str = "Cargo.lock";

/// The right to write files of a workspace. A command that has it finishes, even if nobody reads
/// its output any more.
pub struct WorkspaceWriter {
    writer: Writer<'static>,
    _runs: KeepRunning,
}

impl Deref for WorkspaceWriter {
    type Target = Writer<'static>;

    fn deref(&self) -> &Self::Target {
        &self.writer
    }
}

/// The longest wait for another command. None writes for longer, or waits for its user meanwhile.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// Returns a command for the cargo that runs this program, or the one on the path.
pub fn cargo_command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Returns the folder of the workspace that cargo runs this program from. Several checkouts may
/// share one build, so the folder that the program was built in comes second.
fn root_of_cargo() -> Option<PathBuf> {
    let running = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = running.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    package.parent().map(Path::to_owned)
}
