//! The arguments of the programs that cargo builds when their command first runs. `cargo xtask`
//! checks them and prints their help before it builds anything.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::ValueEnum;

/// Shows the changes between two states of the specs, and their effect on users of the crates
///
/// A state is a folder with specs, or a git revision of this repository. Relative paths start in
/// your current folder. Overrides apply to both states. Each change names its rule of semantic
/// versioning. Breaking changes come first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask diff HEAD                       uncommitted changes
  cargo xtask diff v0.1.0 v0.2.0 --only cvm   one service between two releases
  cargo xtask diff ../old/specs               between another folder and the workspace
  cargo xtask diff HEAD --format json         for programs
  cargo xtask diff HEAD --format html --output changes.html")]
pub struct Diff {
    /// The state before: a folder or a git revision
    pub old: String,
    /// The state after: a folder or a git revision; by default the specs of the workspace
    pub new: Option<String>,
    /// The format of the report
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    pub format: Format,
    /// Write the report into a file instead of to standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only changes of this service; may be given several times
    #[arg(long, value_name = "SERVICE")]
    pub only: Vec<String>,
}

/// The formats of a report about changes.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    /// For the changelog
    Markdown,
    /// For scripts: every change with its values
    Json,
    /// For reviewers: one self-contained file
    Html,
}

/// Writes a page about the specs: services, actions, coverage, findings, inferred facts
///
/// The page is one self-contained file that links to the sources. The command reads the pages
/// again, as lint does, and applies the corrections of overrides.yaml.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask report                        writes target/report.html
  cargo xtask report --output report.html
  cargo xtask report --json | jq .totals    the same figures as JSON")]
pub struct Report {
    /// The page's file; by default target/report.html in the workspace
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Print the figures as JSON instead
    #[arg(long, conflicts_with = "output")]
    pub json: bool,
}

/// Writes the specs as OpenAPI 3.1, one document per service and version
///
/// Reads specs/ with the corrections of overrides.yaml. All actions share one URL, so each path is
/// `/#<Action>`, as every document's description explains.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask openapi cvm                       one document, to standard output
  cargo xtask openapi cvm --yaml > cvm.yaml
  cargo xtask openapi cvm --api-version 2017-03-12
  cargo xtask openapi --output target/openapi   one file per service: cvm-2017-03-12.json")]
pub struct Openapi {
    /// The service; all services by default
    #[arg(value_name = "SERVICE")]
    pub service: Option<String>,
    /// One version of the service's API
    #[arg(long, value_name = "DATE", requires = "service")]
    pub api_version: Option<String>,
    /// Write YAML 1.2 instead of JSON; YAML 1.1 readers parse unquoted dates as dates
    #[arg(long)]
    pub yaml: bool,
    /// Write files into this folder instead of printing
    #[arg(long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
}

/// Shows which crates to publish: their versions, the reasons, and the commands in order
///
/// The command compares each crate with its last published version, which specs/released.yaml
/// records. A crate is published again if the documentation, its code or its version changed, or if
/// it requires a version of the runtime that is no longer compatible. docs/releasing.md has all
/// steps.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask release                   shows the plan and the commands, and writes nothing
  cargo xtask release --write           raises the versions that are too low
  cargo xtask release --check           builds each crate to publish from its archive
  cargo xtask release --published tencentcloud-api-cvm@0.1.1
  cargo xtask release --json | jq -r '.commands[]' > publish.sh

Exit codes:
   0  nothing is to be published, or the command did what its options say
  10  crates are to be published
   1  the command failed, or an archive isn't fit to be published
   2  invalid arguments")]
pub struct Release {
    /// Raise the versions that are too low, and note why
    #[arg(long, conflicts_with_all = ["check", "published"])]
    pub write: bool,
    /// Pack each crate to publish, build it from its archive, and check size and files
    #[arg(long, conflicts_with = "published")]
    pub check: bool,
    /// Record that this version is published; may be given several times
    #[arg(long, value_name = "NAME@VERSION", conflicts_with = "json")]
    pub published: Vec<String>,
    /// Print the plan as one JSON object
    #[arg(long, conflicts_with_all = ["check", "write"])]
    pub json: bool,
}

/// Fetches newer pages, shows the changes, then writes pages, specs and crates
///
/// Without `--from` or `--staged`, the command fetches the recorded pages again. It shows the
/// changes and asks before it writes anything. The versions of changed crates rise as the changes
/// require. Items that vanished from the documentation stay in the crate, deprecated, with the day
/// they were last seen, until `--forget` removes them. If the site doesn't send a page, or it lost
/// more than half of its facts, the stored page stays.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask update                            all pages; asks before it writes
  cargo xtask update --only cvm --dry-run       shows the changes of one service
  cargo xtask update --yes --json > update.json in a CI job that opens a pull request
  cargo xtask update --from ~/docs/cbs          from saved pages or a Markdown tree
  cargo xtask update -- --budget 200 --pause 1000    with options of `cargo xtask scrape`
  cargo xtask update --forget cvm/RunInstances/input/OldName

Exit codes:
   0  nothing changed
  10  something changed: it was written, or only shown (--dry-run, declined, no terminal)
  11  as 10 or 0, but some pages need attention: fetching failed, or they lost most of their facts
   1  the command failed; unless it printed `writing`, nothing was written
   2  invalid arguments")]
pub struct Update {
    /// Take saved pages instead of fetching: a file or a folder
    #[arg(long, value_name = "PATH", conflicts_with = "staged")]
    pub from: Option<PathBuf>,
    /// Take pages from a folder that `cargo xtask scrape --into` filled
    #[arg(long, value_name = "FOLDER")]
    pub staged: Option<PathBuf>,
    /// Only pages of this service; may be given several times
    #[arg(long, value_name = "SERVICE")]
    pub only: Vec<String>,
    /// Remove a page that the site no longer has, by its path below specs/sources/; items that only
    /// this page documents stay as deprecated
    #[arg(long, value_name = "FILE")]
    pub gone: Vec<String>,
    /// Remove an item that vanished earlier: SERVICE/Action, SERVICE/Action/input/Name,
    /// SERVICE/Action/output/Name or SERVICE/Structure/Member; append `=Value` for a value
    #[arg(long, value_name = "PATH")]
    pub forget: Vec<String>,
    /// Take newer pages even if they lost most of their facts
    #[arg(long)]
    pub accept_layout: bool,
    /// Show the changes, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write without asking
    #[arg(long, short)]
    pub yes: bool,
    /// Skip the crate's tests
    #[arg(long)]
    pub no_test: bool,
    /// Print one JSON object with pages, changes and findings
    #[arg(long)]
    pub json: bool,
    /// More options for `cargo xtask scrape`, which fetches the pages
    #[arg(last = true, value_name = "SCRAPE OPTIONS")]
    pub scrape: Vec<OsString>,
}

/// Runs the fake Tencent Cloud, which answers any SDK on this machine
///
/// The options are those of the program `tencentcloud-fake`, which cargo builds on first use. Its
/// page is at /_fake/, and docs/fake.md is its guide.
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[command(after_help = "\
Examples:
  cargo xtask serve
  cargo xtask serve --help                  all options
  cargo xtask serve --listen 127.0.0.1:4180 --state cloud.json")]
pub struct Serve {
    /// The options of the program
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "OPTIONS"
    )]
    pub options: Vec<OsString>,
}

/// Measures calls and the generator, and prints tables
///
/// This client and hand-written baselines call a loopback endpoint on one core, in interleaved
/// rounds. Compare only figures of one run: other work on the machine slows all of them. `fake`
/// measures the fake cloud: its start, memory and calls. The generator runs on multiples of the
/// specs, each size in its own process. It reads repeated manuals, and the specs rendered as pages.
/// `compile` and `micro` take minutes and run only by name. `divan` prints the figures of the
/// micro-benchmarks, which the JSON omits. docs/performance.md explains the latest figures.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask bench
  cargo xtask bench --only calls --output calls.json
  cargo xtask bench --only scale --scale 2000
  cargo xtask bench --only pages --pages 5000
  cargo xtask bench --only fake
  cargo xtask bench --only compile
  cargo xtask bench --only micro
  cd bench && cargo bench --bench signer        one of the micro-benchmarks")]
pub struct Bench {
    /// Run only one part
    #[arg(long, value_name = "PART", value_parser = BENCH_PARTS)]
    pub only: Option<String>,
    /// The file for the figures, as JSON; by default target/bench.json in the workspace
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The number of actions that crates are generated for; the default is the size of the whole
    /// cloud
    #[arg(
        long,
        value_name = "N",
        default_value_t = 15_210,
        value_parser = clap::value_parser!(u32).range(1..=100_000)
    )]
    pub scale: u32,
    /// The number of pages that are read; the default is about the size of the whole cloud
    #[arg(
        long,
        value_name = "N",
        default_value_t = 25_000,
        value_parser = clap::value_parser!(u32).range(1..=1_000_000)
    )]
    pub pages: u32,
    /// Measure only the size that `--scale` or `--pages` names, in this process, and print it as
    /// JSON
    #[arg(long, hide = true, requires = "only")]
    pub one_size: bool,
}

/// The parts of [`Bench`].
pub const BENCH_PARTS: [&str; 9] = [
    "calls",
    "memory",
    "first-call",
    "fake",
    "text",
    "scale",
    "pages",
    "compile",
    "micro",
];
