//! Cargo with a compiler wrapper that records the cost of each crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use xtask::tell;
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
pub(crate) struct Cost {
    cpu_ms: u64,
    peak_kib: u64,
    rlib_bytes: Option<u64>,
}

impl Cost {
    /// Returns the cost with less processor time.
    fn min(self, other: Self) -> Self {
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

/// A compiler with its own build folder, which doesn't reuse other builds.
#[derive(Debug)]
pub(crate) struct Compiler {
    folder: PathBuf,
    wrapper: PathBuf,
    lock: PathBuf,
}

impl Compiler {
    /// Builds the compiler wrapper.
    pub(crate) fn new(workspace: &Workspace) -> Result<Self> {
        let target = workspace.root().join("target");
        run(workspace
            .cargo_command_in("bench")?
            .args(["build", "--quiet", "--package", "rustc-usage"])
            .arg("--target-dir")
            .arg(&target))?;
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
    ) -> Result<Cost> {
        let log = self.folder.join("rustc.log");
        // The first run has no log to remove.
        let _ = fs::remove_file(&log);
        run(self
            .cargo(mode.clean(), manifest)
            .args(["--quiet", "--package", package]))?;
        run(self
            .cargo(mode.arguments(), manifest)
            .arg("--quiet")
            .args(options)
            .env("BENCH_RUSTC_LOG", &log))?;
        let name = package.replace('-', "_");
        recorded(&log, &name, self.output(mode, &format!("lib{name}.rlib")))
    }

    /// Runs cargo on a package, and returns the cost of the whole run: the processor time of all
    /// its processes, and the peak of the largest.
    pub(crate) fn whole_run(
        &self,
        arguments: &[&str],
        manifest: &Path,
        options: &[&str],
    ) -> Result<Cost> {
        let log = self.folder.join("rustc.log");
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("can't create {}", self.folder.display()))?;
        // The first run has no log to remove.
        let _ = fs::remove_file(&log);
        let cargo = self.cargo(arguments, manifest);
        let mut usage = Command::new(&self.wrapper);
        usage
            .arg(cargo.get_program())
            .args(cargo.get_args())
            .args(["--quiet"])
            .args(options)
            .envs(
                cargo
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .env("BENCH_RUSTC_LOG", &log);
        run(&mut usage)?;
        recorded(&log, WHOLE_RUN, None)
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

/// The name of a whole run of cargo in the log of the wrapper.
const WHOLE_RUN: &str = "cargo";

/// Returns the cost that the wrapper recorded under this name.
fn recorded(log: &Path, name: &str, rlib_bytes: Option<u64>) -> Result<Cost> {
    let text = fs::read_to_string(log).context("the compiler recorded nothing")?;
    let (cpu, peak) = text
        .lines()
        .find_map(|line| line.strip_prefix(&format!("{name} ")))
        .and_then(|line| line.split_once(' '))
        .with_context(|| format!("the compiler recorded nothing for `{name}`"))?;
    Ok(Cost {
        cpu_ms: cpu.parse()?,
        peak_kib: peak.parse()?,
        rlib_bytes,
    })
}

/// Runs cargo, and fails if it fails.
fn run(command: &mut Command) -> Result<()> {
    let status = command.status().context("can't run cargo")?;
    if !status.success() {
        bail!("error: {command:?} failed: {status}");
    }
    Ok(())
}

/// The number of rounds. The compiler does the same work in each, so only the cheapest counts:
/// other work on the machine makes the others slower.
pub(crate) const ROUNDS: u32 = 3;

/// The cheapest round of each mode.
#[derive(Default)]
pub(crate) struct Cheapest(BTreeMap<&'static str, Cost>);

impl Cheapest {
    /// Runs all rounds in a row.
    pub(crate) fn of_rounds(
        compiler: &Compiler,
        manifest: &Path,
        package: &str,
        options: &[&str],
    ) -> Result<Self> {
        let mut cheapest = Self::default();
        for _ in 0..ROUNDS {
            cheapest.measure(compiler, manifest, package, options)?;
        }
        Ok(cheapest)
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
            let cost = compiler.compile(manifest, package, options, mode)?;
            tell!("  {}: {}", mode.name(), cost.json());
            let cheapest = self.0.entry(mode.name()).or_insert(cost);
            *cheapest = cheapest.min(cost);
        }
        Ok(())
    }

    pub(crate) fn json(&self) -> Value {
        let json = |(mode, cost): (&&str, &Cost)| ((*mode).to_owned(), cost.json());
        Value::Object(self.0.iter().map(json).collect())
    }
}
