//! Cargo with a compiler that notes what each crate takes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::workspace::Workspace;

/// How much the compiler is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Check,
    Debug,
    Release,
}

impl Mode {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Debug => &["build"],
            Self::Release => &["build", "--release"],
        }
    }

    fn clean(self) -> &'static [&'static str] {
        match self {
            Self::Check | Self::Debug => &["clean"],
            Self::Release => &["clean", "--release"],
        }
    }
}

/// What compiling one crate took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    cpu_ms: u64,
    peak_kib: u64,
    rlib_bytes: Option<u64>,
}

impl Taken {
    /// Whichever took less of the processor.
    pub(super) fn or_less(self, other: Self) -> Self {
        match other.cpu_ms < self.cpu_ms {
            true => other,
            false => self,
        }
    }

    pub(super) fn json(&self) -> Value {
        json!({ "cpu_ms": self.cpu_ms, "peak_kib": self.peak_kib, "rlib_bytes": self.rlib_bytes })
    }
}

/// Compiles in a folder of its own, so that nothing that other builds left behind is used.
#[derive(Debug)]
pub(super) struct Compiler {
    folder: PathBuf,
    wrapper: PathBuf,
    lock: PathBuf,
}

impl Compiler {
    pub(super) fn new(workspace: &Workspace) -> Result<Self> {
        let target = workspace.root().join("target");
        let cargo = ["build", "--quiet", "--package", "rustc-usage"];
        let mut build = cargo_command();
        build.args(cargo).arg("--target-dir").arg(&target);
        succeed(build.current_dir(workspace.root()))?;
        Ok(Self {
            folder: target.join("bench-compile"),
            wrapper: target.join("debug/rustc-usage"),
            lock: workspace.root().join("Cargo.lock"),
        })
    }

    /// A package of one file, with the dependencies' versions that the workspace has.
    pub(super) fn package(
        &self,
        name: &str,
        dependencies: &str,
        file: &str,
        text: &str,
    ) -> Result<PathBuf> {
        let folder = self.folder.join("packages").join(name);
        let manifest = folder.join("Cargo.toml");
        let head = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [profile.release]\nstrip = true\n\n[dependencies]\n{dependencies}"
        );
        let write = |path: &Path, text: &str| {
            fs::write(path, text).with_context(|| format!("can't write {}", path.display()))
        };
        fs::create_dir_all(folder.join("src"))
            .with_context(|| format!("can't create {}", folder.display()))?;
        fs::copy(&self.lock, folder.join("Cargo.lock")).context("can't copy Cargo.lock")?;
        write(&manifest, &head)?;
        write(&folder.join("src").join(file), text)?;
        Ok(manifest)
    }

    /// Compiles a package anew. What its dependencies take is noted under other names.
    pub(super) fn compile(
        &self,
        manifest: &Path,
        package: &str,
        options: &[&str],
        mode: Mode,
    ) -> Result<Taken> {
        let log = self.folder.join("rustc.log");
        let _ = fs::remove_file(&log);
        succeed(
            self.cargo(mode.clean(), manifest)
                .args(["--quiet", "--package", package]),
        )?;
        let mut cargo = self.cargo(mode.arguments(), manifest);
        succeed(
            cargo
                .args(["--quiet"])
                .args(options)
                .env("BENCH_RUSTC_LOG", &log),
        )?;
        let name = package.replace('-', "_");
        let text = fs::read_to_string(&log).context("the compiler noted nothing")?;
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name} ")));
        let (cpu, peak) = line
            .and_then(|line| line.split_once(' '))
            .with_context(|| format!("the compiler noted nothing of `{package}`"))?;
        Ok(Taken {
            cpu_ms: cpu.parse()?,
            peak_kib: peak.parse()?,
            rlib_bytes: self.output(mode, &format!("lib{name}.rlib")),
        })
    }

    /// The size of a file that was made.
    pub(super) fn output(&self, mode: Mode, file: &str) -> Option<u64> {
        let folder = match mode {
            Mode::Check => return None,
            Mode::Debug => "debug",
            Mode::Release => "release",
        };
        let path = self.folder.join("target").join(folder).join(file);
        fs::metadata(path).ok().map(|file| file.len())
    }

    fn cargo(&self, arguments: &[&str], manifest: &Path) -> Command {
        let mut cargo = cargo_command();
        cargo
            .args(arguments)
            .arg("--manifest-path")
            .arg(manifest)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTC_WRAPPER", &self.wrapper);
        cargo
    }
}

fn cargo_command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn succeed(command: &mut Command) -> Result<()> {
    let status = command.status().context("can't run cargo")?;
    if !status.success() {
        bail!("error: {command:?} failed: {status}");
    }
    Ok(())
}
