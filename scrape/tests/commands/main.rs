//! The program as its users run it, on folders and against a local server.

mod closed_pipes;
mod files;
mod hostile;
mod interruption;
mod server;
mod site;
mod walk;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A test folder with `specs/` and with files to import.
pub(crate) struct Folder {
    root: PathBuf,
}

/// The output and the exit code of a run.
#[derive(Debug)]
pub(crate) struct RunOutput {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        fs::create_dir_all(root.join("specs")).unwrap();
        Self { root }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn manifest(&self) -> String {
        self.read("specs/sources.yaml")
    }

    /// Returns the files in the manifest.
    pub(crate) fn recorded(&self) -> Vec<String> {
        sources::parse_sources("sources.yaml", &self.manifest())
            .unwrap()
            .into_iter()
            .map(|entry| entry.file)
            .collect()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scrape"));
        command
            .args(["--specs", "specs"])
            .args(arguments)
            .current_dir(&self.root);
        for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> RunOutput {
        run_output(self.command(arguments).output().unwrap())
    }
}

pub(crate) fn run_output(output: Output) -> RunOutput {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    RunOutput {
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

impl RunOutput {
    /// Parses the events that were printed.
    pub(crate) fn events(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// Returns the events of pages with this outcome.
    pub(crate) fn pages(&self, outcome: &str) -> Vec<Value> {
        self.events()
            .into_iter()
            .filter(|event| event["event"] == "page" && event["outcome"] == outcome)
            .collect()
    }
}

/// Returns a test document of the repository, in a format of the documentation.
pub(crate) fn document(file: &str) -> String {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../generator/document/tests/documents"
    );
    fs::read_to_string(format!("{folder}/{file}")).unwrap()
}
