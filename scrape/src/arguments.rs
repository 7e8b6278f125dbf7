//! The meaning of the command line.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use scrape_arguments::{Arguments, Editions};
use spec::is_service_name;
use url::Url;

use crate::crawl::{Seed, SiteOptions};
use crate::fetch::{Bases, Settings};
use crate::import::FileOptions;
use crate::site::Edition;
use crate::site::address::Address;

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

/// Returns the files and seeds, or a message about an invalid argument.
pub(crate) fn inputs(arguments: &Arguments) -> Result<Inputs, String> {
    let mut inputs = Inputs::default();
    if arguments.known {
        let editions = list(arguments.edition.unwrap_or(Editions::Both));
        let only = arguments.only.clone();
        inputs.seeds.push(Seed::Known { editions, only });
    }
    let editions = list(arguments.edition.unwrap_or(Editions::Zh));
    if arguments.all {
        inputs.seeds.extend(editions.iter().copied().map(Seed::All));
    }
    for input in &arguments.inputs {
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

fn list(editions: Editions) -> Vec<Edition> {
    match editions {
        Editions::Zh => vec![Edition::Zh],
        Editions::Intl => vec![Edition::Intl],
        Editions::Both => vec![Edition::Zh, Edition::Intl],
    }
}

/// Returns the options for files, or a message about an invalid argument.
pub(crate) fn file_options(arguments: &Arguments) -> Result<FileOptions, String> {
    for name in arguments.service.iter().chain(&arguments.only) {
        if !is_service_name(name) {
            return Err(format!(
                "`{name}` isn't a service: use the first part of its domain, such as cvm"
            ));
        }
    }
    Ok(FileOptions {
        service: arguments.service.clone(),
        language: arguments.language,
        accept_layout: arguments.accept_layout,
    })
}

/// Returns the options for the site, with the current time.
pub(crate) fn site_options(arguments: &Arguments) -> SiteOptions {
    SiteOptions {
        now: Timestamp::now(),
        max_age: Duration::from_secs(arguments.max_age.saturating_mul(3600)),
        refresh: arguments.refresh,
        budget: arguments.budget,
        dry_run: arguments.dry_run,
        accept_layout: arguments.accept_layout,
    }
}

/// Returns the settings of the client, or a message about an invalid argument.
pub(crate) fn settings(arguments: &Arguments) -> Result<Settings, String> {
    let name = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    let default = "reads the API documentation for a Rust SDK";
    let contact = arguments.contact.as_deref().unwrap_or(default);
    if contact.chars().any(|c| c.is_control() || !c.is_ascii()) {
        return Err("--contact must be printable ASCII: it becomes a header".to_owned());
    }
    Ok(Settings {
        bases: bases(arguments)?,
        pause: Duration::from_millis(arguments.pause),
        at_once: usize::from(arguments.at_once),
        retries: arguments.retries,
        first_wait: Duration::from_millis(arguments.retry_wait),
        timeout: Duration::from_secs(arguments.timeout.max(1)),
        largest: LARGEST_PAGE,
        user_agent: format!("{name} ({contact})"),
    })
}

fn bases(arguments: &Arguments) -> Result<Bases, String> {
    let (mut zh, mut intl) = (None, None);
    for base in &arguments.base {
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
fn address(text: &str) -> Result<Address, String> {
    Address::from_url(text).ok_or_else(|| {
        let (zh, intl) = (Edition::Zh.host(), Edition::Intl.host());
        format!(
            "`{text}` isn't a page of the API documentation: \
             use an address like https://{zh}/document/product/… or https://{intl}/document/product/…"
        )
    })
}
