//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;
use jiff::Timestamp;
use spec::is_service_name;
use url::Url;

use crate::crawl::Seed;
use crate::fetch::{Bases, Settings};
use crate::options::{FileOptions, Input, SiteOptions};
use crate::site::address::Address;
use crate::site::edition::Edition;

/// Brings documentation pages into specs/sources/ and records them in specs/sources.yaml
///
/// WHAT is a product, by the name that its domain begins with (`cvm`); an address of the documentation,
/// which brings in that page and what it lists; or a file or folder of saved pages, Markdown, plain text
/// or texts of PDF manuals. A name that is there as a file or folder means that. HTML is reduced to title, date and article. The product is read from the pages;
/// a chapter that does not name its own takes that of the pages it was found with.
///
/// The site is asked two pages at a time, with a pause after each, as its robots.txt allows, and only for
/// what has changed. A run that was interrupted goes on where it stopped: pages that were dealt with within
/// --max-age are not asked for again.
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
  cargo xtask scrape --known --only cvm        what is stored, and what is new beside it
  cargo xtask scrape cvm --dry-run             what would be asked for
  cargo xtask scrape page.html ~/docs/cbs/     saved pages, and folders with the folders in them

Exit codes:
  0  all pages were dealt with
  1  some were not, or the budget left some: they are named, with the reason; the others are stored
  2  the command line makes no sense
  3  nothing more could be done: another scrape is at work, or the disk refuses"
)]
pub(crate) struct Arguments {
    /// Products, addresses, files and folders
    #[arg(required_unless_present_any = ["all", "known"], value_name = "WHAT")]
    what: Vec<String>,
    /// Every product of the catalogue
    #[arg(long, alias = "catalogue")]
    all: bool,
    /// Every page that is recorded with an address, and what its product has beside it
    #[arg(long)]
    known: bool,
    /// With --known: only the pages of this product
    #[arg(long, value_name = "PRODUCT", requires = "known")]
    only: Option<String>,
    /// The edition of the documentation; with --known both by default, else the Chinese one
    #[arg(long, value_enum)]
    edition: Option<Editions>,
    /// Say what would be asked for, and store nothing; only the catalogue is asked for
    #[arg(long)]
    dry_run: bool,
    /// Ask for every page anew, whatever is stored of it and however young that is
    #[arg(long)]
    refresh: bool,
    /// The most pages to ask for
    #[arg(long, value_name = "PAGES", default_value_t = 1000)]
    budget: usize,
    /// How young a page has to be not to be asked for again, in hours
    #[arg(long, value_name = "HOURS", default_value_t = 20)]
    max_age: u64,
    /// The pause after each request, in milliseconds; robots.txt may ask for more
    #[arg(long, value_name = "MS", default_value_t = 500)]
    pause: u64,
    /// How many requests run at once
    #[arg(long, value_name = "COUNT", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=8))]
    at_once: u8,
    /// How often a request is repeated that met a busy server or a broken connection
    #[arg(long, value_name = "TIMES", default_value_t = 4)]
    retries: usize,
    /// The wait before the first repetition, in milliseconds; it doubles each time
    #[arg(long, value_name = "MS", default_value_t = 2000)]
    retry_wait: u64,
    /// The longest time that a request may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
    /// How to reach whoever runs this, for the log of the site: an address or a mailbox
    #[arg(long, value_name = "TEXT")]
    contact: Option<String>,
    /// Ask this server instead of an edition's own, for instance zh=http://127.0.0.1:8080
    #[arg(long, value_name = "EDITION=URL")]
    base: Vec<String>,
    /// The service of chapters in files that come without an action page beside them
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// The language of files, where neither name nor words tell it
    #[arg(long, value_enum)]
    language: Option<Language>,
    /// Store pages even if they say far less than the ones that are there
    #[arg(long)]
    accept_layout: bool,
    /// Store into this folder instead; it begins as a copy of the pages and the manifest
    #[arg(long, value_name = "FOLDER")]
    pub(crate) into: Option<PathBuf>,
    /// Print one JSON object a line: what becomes of each page, and at the end the counts
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

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// English
    En,
    /// Chinese
    Zh,
}

/// What a command line asks for.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) inputs: Vec<Input>,
    pub(crate) seeds: Vec<Seed>,
}

impl Arguments {
    /// What is asked for, or what makes no sense.
    pub(crate) fn wanted(&self) -> Result<Wanted, String> {
        let mut wanted = Wanted {
            inputs: Vec::new(),
            seeds: Vec::new(),
        };
        if self.known {
            let editions = self.edition.map_or(Editions::Both, |edition| edition);
            wanted
                .seeds
                .push(Seed::Known(editions.list(), self.only.clone()));
        }
        let editions = self.edition.unwrap_or(Editions::Zh).list();
        if self.all {
            wanted
                .seeds
                .extend(editions.iter().map(|edition| Seed::All(*edition)));
        }
        for what in &self.what {
            if what.contains("://") {
                wanted.seeds.push(Seed::Page(address(what)?));
            } else if PathBuf::from(what).exists() {
                wanted.inputs.push(Input { path: what.into() });
            } else if is_service_name(what) {
                let of = |edition: &Edition| Seed::Product(*edition, what.clone());
                wanted.seeds.extend(editions.iter().map(of));
            } else {
                return Err(format!("there is no file or folder `{what}`"));
            }
        }
        Ok(wanted)
    }

    pub(crate) fn file_options(&self) -> Result<FileOptions, String> {
        for name in self.service.iter().chain(&self.only) {
            if !is_service_name(name) {
                return Err(format!(
                    "`{name}` is no name of a service: that is the first part of its domain, such as cvm"
                ));
            }
        }
        Ok(FileOptions {
            service: self.service.clone(),
            language: self.language.map(|language| match language {
                Language::En => spec::Language::En,
                Language::Zh => spec::Language::Zh,
            }),
            accept_layout: self.accept_layout,
        })
    }

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

    pub(crate) fn settings(&self) -> Result<Settings, String> {
        let name = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let contact = self
            .contact
            .as_deref()
            .unwrap_or("reads the API documentation for a Rust SDK");
        if contact.chars().any(|c| c.is_control() || !c.is_ascii()) {
            return Err("--contact goes into a header: plain ASCII, please".to_owned());
        }
        Ok(Settings {
            bases: self.bases()?,
            pause: Duration::from_millis(self.pause),
            at_once: usize::from(self.at_once),
            retries: self.retries,
            first_wait: Duration::from_millis(self.retry_wait),
            timeout: Duration::from_secs(self.timeout.max(1)),
            largest: LARGEST,
            user_agent: format!("{name} ({contact})"),
        })
    }

    fn bases(&self) -> Result<Bases, String> {
        let (mut zh, mut intl) = (None, None);
        for base in &self.base {
            let wrong = || format!("`{base}` is no `zh=URL` or `intl=URL`");
            let (edition, url) = base.split_once('=').ok_or_else(wrong)?;
            let url = Url::parse(url).map_err(|error| format!("{}: {error}", wrong()))?;
            match edition {
                "zh" => zh = Some(url),
                "intl" => intl = Some(url),
                _ => return Err(wrong()),
            }
        }
        Bases::new(zh, intl).ok_or_else(|| "the site's own addresses can't be read".to_owned())
    }
}

/// Ten times the largest page known.
const LARGEST: u64 = 16 << 20;

impl Editions {
    fn list(self) -> Vec<Edition> {
        match self {
            Self::Zh => vec![Edition::Zh],
            Self::Intl => vec![Edition::Intl],
            Self::Both => vec![Edition::Zh, Edition::Intl],
        }
    }
}

fn address(text: &str) -> Result<Address, String> {
    Address::of_url(text).ok_or_else(|| {
        format!(
            "`{text}` is no page of the API documentation: those are at {}/document/product/… and {}/document/product/…",
            Edition::Zh.host(),
            Edition::Intl.host()
        )
    })
}
