//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;
use jiff::Timestamp;
use spec::{Language, is_service_name};
use url::Url;

use crate::crawl::{Seed, SiteOptions};
use crate::fetch::{Bases, Settings};
use crate::import::FileOptions;
use crate::site::Edition;
use crate::site::address::Address;

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
pub(crate) struct Arguments {
    /// Products, addresses, files and folders
    #[arg(required_unless_present_any = ["all", "known"], value_name = "INPUT")]
    inputs: Vec<String>,
    /// Add every product of the catalogue
    #[arg(long, alias = "catalogue")]
    all: bool,
    /// Add every recorded page that has an address, and the other pages of its product
    #[arg(long)]
    known: bool,
    /// With --known: only the pages of this product
    #[arg(long, value_name = "PRODUCT", requires = "known")]
    only: Option<String>,
    /// The edition of the documentation; both by default with --known, else the Chinese one
    #[arg(long, value_enum)]
    edition: Option<Editions>,
    /// List the pages to request, and store nothing; request only the pages needed to find them
    #[arg(long)]
    dry_run: bool,
    /// Request and read every page again, whatever its age
    #[arg(long)]
    refresh: bool,
    /// The largest number of pages to request
    #[arg(long, value_name = "PAGES", default_value_t = 1000)]
    budget: usize,
    /// The age, in hours, from which pages are requested again
    #[arg(long, value_name = "HOURS", default_value_t = 20)]
    max_age: u64,
    /// The pause after each request, in milliseconds; robots.txt may require a longer one
    #[arg(long, value_name = "MS", default_value_t = 500)]
    pause: u64,
    /// The number of concurrent requests
    #[arg(long, value_name = "COUNT", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=8))]
    at_once: u8,
    /// The number of retries if the server is busy or the connection breaks
    #[arg(long, value_name = "TIMES", default_value_t = 4)]
    retries: usize,
    /// The wait before the first retry, in milliseconds; it doubles each time
    #[arg(long, value_name = "MS", default_value_t = 2000)]
    retry_wait: u64,
    /// The time limit for a request, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
    /// Your address or mailbox, which the site's log shows
    #[arg(long, value_name = "TEXT")]
    contact: Option<String>,
    /// Send requests to this server instead of an edition's own, such as zh=http://127.0.0.1:8080
    #[arg(long, value_name = "EDITION=URL")]
    base: Vec<String>,
    /// The service of chapters in files without an action page next to them
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// The language of files, instead of the detected one
    #[arg(long, value_name = "CODE", value_parser = language)]
    language: Option<Language>,
    /// Store pages even if they lost more than half of their facts
    #[arg(long)]
    accept_layout: bool,
    /// Store into this folder instead; it starts as a copy of the pages and the manifest
    #[arg(long, value_name = "FOLDER")]
    pub(crate) into: Option<PathBuf>,
    /// Print one JSON object per line: the outcome of each page, and the counts at the end
    #[arg(long)]
    pub(crate) json: bool,
    /// The folder with sources/ and sources.yaml
    #[arg(long, value_name = "FOLDER", default_value = "specs", hide = true)]
    pub(crate) specs: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Editions {
    /// The Chinese one, cloud.tencent.com
    Zh,
    /// The international one, www.tencentcloud.com
    Intl,
    /// Both
    Both,
}

impl Editions {
    fn list(self) -> Vec<Edition> {
        match self {
            Self::Zh => vec![Edition::Zh],
            Self::Intl => vec![Edition::Intl],
            Self::Both => vec![Edition::Zh, Edition::Intl],
        }
    }
}

/// Parses the code of a language.
fn language(code: &str) -> Result<Language, String> {
    Language::from_code(code).ok_or_else(|| {
        let codes = Language::ALL.map(Language::code).join(", ");
        format!("the languages are {codes}")
    })
}

/// The size limit for a page in bytes: ten times the largest known page.
const LARGEST_PAGE: u64 = 16 << 20;

/// The inputs of a run.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// Files and folders to import.
    pub(crate) files: Vec<PathBuf>,
    /// The starting points on the site.
    pub(crate) seeds: Vec<Seed>,
}

impl Arguments {
    /// Returns the files and seeds, or a message about an invalid argument.
    pub(crate) fn inputs(&self) -> Result<Inputs, String> {
        let mut inputs = Inputs::default();
        if self.known {
            let editions = self.edition.unwrap_or(Editions::Both).list();
            let only = self.only.clone();
            inputs.seeds.push(Seed::Known { editions, only });
        }
        let editions = self.edition.unwrap_or(Editions::Zh).list();
        if self.all {
            inputs.seeds.extend(editions.iter().copied().map(Seed::All));
        }
        for input in &self.inputs {
            if input.contains("://") {
                inputs.seeds.push(Seed::Page(address(input)?));
            } else if PathBuf::from(input).exists() {
                inputs.files.push(input.into());
            } else if is_service_name(input) {
                for edition in &editions {
                    inputs.seeds.push(Seed::Product(*edition, input.clone()));
                }
            } else {
                return Err(format!(
                    "`{input}` isn't a file, a folder, a product or an address"
                ));
            }
        }
        Ok(inputs)
    }

    /// Returns the options for files, or a message about an invalid argument.
    pub(crate) fn file_options(&self) -> Result<FileOptions, String> {
        for name in self.service.iter().chain(&self.only) {
            if !is_service_name(name) {
                return Err(format!(
                    "`{name}` isn't a service: use the first part of its domain, such as cvm"
                ));
            }
        }
        Ok(FileOptions {
            service: self.service.clone(),
            language: self.language,
            accept_layout: self.accept_layout,
        })
    }

    /// Returns the options for the site, with the current time.
    pub(crate) fn site_options(&self) -> SiteOptions {
        SiteOptions {
            now: Timestamp::now(),
            max_age: Duration::from_secs(self.max_age.saturating_mul(3600)),
            refresh: self.refresh,
            budget: self.budget,
            dry_run: self.dry_run,
            accept_layout: self.accept_layout,
        }
    }

    /// Returns the settings of the client, or a message about an invalid argument.
    pub(crate) fn settings(&self) -> Result<Settings, String> {
        let name = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let default = "reads the API documentation for a Rust SDK";
        let contact = self.contact.as_deref().unwrap_or(default);
        if contact.chars().any(|c| c.is_control() || !c.is_ascii()) {
            return Err("--contact must be printable ASCII: it becomes a header".to_owned());
        }
        Ok(Settings {
            bases: self.bases()?,
            pause: Duration::from_millis(self.pause),
            at_once: usize::from(self.at_once),
            retries: self.retries,
            first_wait: Duration::from_millis(self.retry_wait),
            timeout: Duration::from_secs(self.timeout.max(1)),
            largest: LARGEST_PAGE,
            user_agent: format!("{name} ({contact})"),
        })
    }

    fn bases(&self) -> Result<Bases, String> {
        let (mut zh, mut intl) = (None, None);
        for base in &self.base {
            let invalid = || format!("`{base}` must be `zh=URL` or `intl=URL`");
            let (edition, url) = base.split_once('=').ok_or_else(invalid)?;
            let url = Url::parse(url).map_err(|error| format!("{}: {error}", invalid()))?;
            match edition {
                "zh" => zh = Some(url),
                "intl" => intl = Some(url),
                _ => return Err(invalid()),
            }
        }
        Bases::new(zh, intl).ok_or_else(|| "the site's own addresses are invalid".to_owned())
    }
}

fn address(text: &str) -> Result<Address, String> {
    Address::from_url(text).ok_or_else(|| {
        let (zh, intl) = (Edition::Zh.host(), Edition::Intl.host());
        format!(
            "`{text}` isn't a page of the API documentation: \
             use an address like https://{zh}/document/product/… or https://{intl}/document/product/…"
        )
    })
}
