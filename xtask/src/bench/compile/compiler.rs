//! Cargo with a compiler wrapper that records the cost of each crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use xtask::workspace::{Workspace, cargo_command};

/// The amount of work that the compiler does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Check,
    Debug,
    Release,
}

impl Mode {
    pub(crate) fn name(self) -> &'static str {
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

/// The cost of compiling one crate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken {
    cpu_ms: u64,
    peak_kib: u64,
    rlib_bytes: Option<u64>,
}

impl Taken {
    /// Returns the cost with less processor time.
    fn or_less(self, other: Self) -> Self {
        if other.cpu_ms < self.cpu_ms {
            other
        } else {
            self
        }
    }

    pub(crate) fn json(&self) -> Value {
        json!({ "cpu_ms": self.cpu_ms, "peak_kib": self.peak_kib, "rlib_bytes": self.rlib_bytes })
    }
}

/// A compiler with its own build folder, which reuses nothing of other builds.
#[derive(Debug)]
pub(crate) struct Compiler {
    folder: PathBuf,
    wrapper: PathBuf,
    lock: PathBuf,
}

impl Compiler {
    pub(crate) fn new(workspace: &Workspace) -> Result<Self> {
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

    /// Writes a package of one file, with the dependency versions of the workspace.
    pub(crate) fn package(
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

    /// Compiles a package from scratch and returns its cost without that of its dependencies.
    pub(crate) fn compile(
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
        let text = fs::read_to_string(&log).context("the compiler recorded nothing")?;
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name} ")));
        let (cpu, peak) = line
            .and_then(|line| line.split_once(' '))
            .with_context(|| format!("the compiler recorded nothing for `{package}`"))?;
        Ok(Taken {
            cpu_ms: cpu.parse()?,
            peak_kib: peak.parse()?,
            rlib_bytes: self.output(mode, &format!("lib{name}.rlib")),
        })
    }

    /// Returns the size of an output file.
    pub(crate) fn output(&self, mode: Mode, file: &str) -> Option<u64> {
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

fn succeed(command: &mut Command) -> Result<()> {
    let status = command.status().context("can't run cargo")?;
    if !status.success() {
        bail!("error: {command:?} failed: {status}");
    }
    Ok(())
}

/// The number of rounds. The compiler does the same work each time, so only the least counts: the
/// machine's other work causes the rest.
pub(crate) const ROUNDS: u32 = 3;

/// The cheapest round of each mode.
#[derive(Default)]
pub(crate) struct Least(BTreeMap<&'static str, Taken>);

impl Least {
    /// Runs all rounds in a row.
    pub(crate) fn of_rounds(
        compiler: &Compiler,
        manifest: &Path,
        package: &str,
        options: &[&str],
    ) -> Result<Self> {
        let mut least = Self::default();
        for _ in 0..ROUNDS {
            least.measure(compiler, manifest, package, options)?;
        }
        Ok(least)
    }

    /// Runs one round.
    pub(crate) fn measure(
        &mut self,
        compiler: &Compiler,
        manifest: &Path,
        package: &str,
        options: &[&str],
    ) -> Result<()> {
        for mode in [Mode::Check, Mode::Debug, Mode::Release] {
            let taken = compiler.compile(manifest, package, options, mode)?;
            eprintln!("  {}: {}", mode.name(), taken.json());
            let least = self.0.entry(mode.name()).or_insert(taken);
            *least = least.or_less(taken);
        }
        Ok(())
    }

    pub(crate) fn json(&self) -> Value {
        let modes = self.0.iter();
        let modes = modes.map(|(mode, taken)| ((*mode).to_owned(), taken.json()));
        Value::Object(modes.collect())
    }
}
