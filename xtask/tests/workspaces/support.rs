//! A small workspace in its own folder, and the commands that run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A workspace with the pages of one test.
pub(crate) struct Workspace {
    root: PathBuf,
}

/// The output and exit code of a command.
#[derive(Debug)]
pub(crate) struct RunOutput {
    pub(crate) ok: bool,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workspace {
    /// Creates a workspace of that name with these pages, and records them.
    pub(crate) fn new(name: &str, pages: &[(&str, &[u8])]) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        fs::create_dir_all(root.join("specs/sources")).unwrap();
        let workspace = Self { root };
        for (file, bytes) in pages {
            workspace.write(&format!("specs/sources/{file}"), bytes);
        }
        workspace.record();
        workspace
    }

    /// Creates a workspace of that name with the files of this one.
    pub(crate) fn copy(&self, name: &str) -> Self {
        let copy = Self::new(name, &[]);
        for (path, bytes) in self.files("") {
            copy.write(&path, &bytes);
        }
        copy
    }

    /// Writes a manifest that records all pages.
    pub(crate) fn record(&self) {
        let pages = self.files("specs/sources");
        let entries: String = pages
            .iter()
            .map(|(file, bytes)| {
                let service = file.split('-').next().unwrap();
                let sha256 = sources::sha256(bytes);
                format!(
                    "- file: {file}\n  service: {service}\n  language: en\n  format: text\n  sha256: {sha256}\n"
                )
            })
            .collect();
        self.write("specs/sources.yaml", entries.as_bytes());
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// Removes a file or a folder.
    pub(crate) fn remove(&self, path: &str) {
        let path = self.root.join(path);
        if path.is_dir() {
            return fs::remove_dir_all(path).unwrap();
        }
        fs::remove_file(path).unwrap();
    }

    /// Returns all files below a folder with their bytes.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.root.join(folder)];
        while let Some(folder_path) = folders.pop() {
            let Ok(entries) = fs::read_dir(&folder_path) else {
                continue;
            };
            for entry in entries {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let name = path.strip_prefix(self.root.join(folder)).unwrap();
                files.insert(name.display().to_string(), fs::read(&path).unwrap());
            }
        }
        files
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Runs git on the workspace, which needs its own repository.
    pub(crate) fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
        let status = Command::new("git")
            .args(identity)
            .args(arguments)
            .current_dir(&self.root)
            .status()
            .unwrap();
        assert!(status.success(), "git {arguments:?}");
    }

    /// Runs a command on the workspace.
    pub(crate) fn run(&self, arguments: &[&str]) -> RunOutput {
        self.run_with(arguments, &[])
    }

    /// Runs a command with these variables in its environment.
    pub(crate) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> RunOutput {
        let mut command = self.command(arguments);
        run_output(command.envs(variables.iter().copied()).output().unwrap())
    }

    /// Returns a command on the workspace, which runs in the workspace's folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        // `cargo xtask` forwards these commands to their program.
        let program = match arguments.first() {
            Some(&("diff" | "openapi" | "release" | "report" | "update")) => {
                env!("CARGO_BIN_EXE_xtask-review")
            }
            _ => env!("CARGO_BIN_EXE_xtask"),
        };
        let mut command = Command::new(program);
        command
            .arg("--root")
            .arg(&self.root)
            .args(arguments)
            .current_dir(&self.root);
        command
    }
}

pub(crate) fn run_output(output: Output) -> RunOutput {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    RunOutput {
        ok: output.status.success(),
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

impl RunOutput {
    /// Returns standard error without the lines that end with a time, which differs in each run.
    pub(crate) fn message(&self) -> String {
        let lines: Vec<&str> = self
            .stderr
            .lines()
            .filter(|line| !line.ends_with(" ms)") && !line.ends_with(" s)"))
            .collect();
        lines.join("\n")
    }
}

/// Returns a page of this repository.
pub(crate) fn page(file: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/sources");
    fs::read(format!("{folder}/{file}")).unwrap()
}
