//! The command line of `scrape`. Without the program's HTTP client, `cargo xtask scrape --help`
//! builds in no time.

use std::path::PathBuf;

use clap::ValueEnum;
use spec::Language;

/// Adds documentation pages to specs/sources/ and records them in specs/sources.yaml
///
/// An INPUT is a product, an address or a path. A product is the first part of its domain (`cvm`).
/// An address of the documentation adds that page and the pages that it lists. A path names a file
/// or a folder of saved pages, Markdown, plain text or texts of PDF manuals. An existing path takes
/// precedence over a product. The store reduces HTML to title, date and article. A page names its
/// service; a chapter without one takes the service of the pages around it.
///
/// By default two requests run at a time, with a pause after each, as robots.txt allows. The site
/// sends only changed pages. An interrupted run continues where it stopped: it skips pages that are
/// younger than --max-age.
#[derive(Debug, clap::Parser)]
#[command(
    name = "cargo xtask scrape",
    bin_name = "cargo xtask scrape",
    max_term_width = 100,
    after_help = "\
Examples:
  cargo xtask scrape cvm                       a product, from the Chinese edition
  cargo xtask scrape cvm --edition both        and from the international one
  cargo xtask scrape https://cloud.tencent.com/document/product/213/15699
  cargo xtask scrape --all --budget 500        500 pages of all products; run again for more
  cargo xtask scrape --known --only cvm        the stored pages of a product, and new ones
  cargo xtask scrape cvm --dry-run             list the pages to request
  cargo xtask scrape page.html ~/docs/cbs/     saved pages, and folders with their subfolders

Exit codes:
  0  all pages are done
  1  some pages failed or exceed the budget: they are listed with the reason; the others are stored
  2  invalid arguments
  3  the run had to stop: another scrape is running, or the file system failed"
)]
pub struct Arguments {
    /// Products, addresses, files and folders
    #[arg(required_unless_present_any = ["all", "known"], value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// Add every product of the catalogue
    #[arg(long, alias = "catalogue")]
    pub all: bool,
    /// Add every recorded page that has an address, and the other pages of its product
    #[arg(long)]
    pub known: bool,
    /// With --known: only the pages of this product
    #[arg(long, value_name = "PRODUCT", requires = "known")]
    pub only: Option<String>,
    /// The edition of the documentation; both by default with --known, else the Chinese one
    #[arg(long, value_enum)]
    pub edition: Option<Editions>,
    /// List the pages to request, and store nothing; request only the pages needed to find them
    #[arg(long)]
    pub dry_run: bool,
    /// Request and read every page again, whatever its age
    #[arg(long)]
    pub refresh: bool,
    /// The largest number of pages to request
    #[arg(long, value_name = "PAGES", default_value_t = 1000)]
    pub budget: usize,
    /// The age, in hours, from which pages are requested again
    #[arg(long, value_name = "HOURS", default_value_t = 20)]
    pub max_age: u64,
    /// The pause after each request, in milliseconds; robots.txt may require a longer one
    #[arg(long, value_name = "MS", default_value_t = 500)]
    pub pause: u64,
    /// The number of concurrent requests
    #[arg(long, value_name = "COUNT", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=8))]
    pub at_once: u8,
    /// The number of retries if the server is busy or the connection breaks
    #[arg(long, value_name = "TIMES", default_value_t = 4)]
    pub retries: usize,
    /// The wait before the first retry, in milliseconds; it doubles each time
    #[arg(long, value_name = "MS", default_value_t = 2000)]
    pub retry_wait: u64,
    /// The time limit for a request, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub timeout: u64,
    /// Your address or mailbox, which the site's log shows
    #[arg(long, value_name = "TEXT")]
    pub contact: Option<String>,
    /// Send requests to this server instead of an edition's own, such as zh=http://127.0.0.1:8080
    #[arg(long, value_name = "EDITION=URL")]
    pub base: Vec<String>,
    /// The service of chapters in files without an action page next to them
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
    /// The language of files, instead of the detected one
    #[arg(long, value_name = "CODE", value_parser = language)]
    pub language: Option<Language>,
    /// Store pages even if they lost more than half of their facts
    #[arg(long)]
    pub accept_layout: bool,
    /// Store into this folder instead; it starts as a copy of the pages and the manifest
    #[arg(long, value_name = "FOLDER")]
    pub into: Option<PathBuf>,
    /// Print one JSON object per line: the outcome of each page, and the counts at the end
    #[arg(long)]
    pub json: bool,
    /// The folder with sources/ and sources.yaml
    #[arg(long, value_name = "FOLDER", default_value = "specs", hide = true)]
    pub specs: PathBuf,
}

/// The editions of the documentation to read.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Editions {
    /// The Chinese one, cloud.tencent.com
    Zh,
    /// The international one, www.tencentcloud.com
    Intl,
    /// Both
    Both,
}

/// Parses the code of a language.
fn language(code: &str) -> Result<Language, String> {
    Language::from_code(code).ok_or_else(|| {
        let codes = Language::ALL.map(Language::code).join(", ");
        format!("the languages are {codes}")
    })
}
