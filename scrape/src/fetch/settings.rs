//! How the site is asked.

use std::time::Duration;

use url::Url;

use crate::site::edition::Edition;

/// How the site is asked; the defaults of the command line are gentle.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) bases: Bases,
    /// The pause of each of those who ask after every request.
    pub(crate) pause: Duration,
    /// How many ask at once.
    pub(crate) at_once: usize,
    /// How often a request is repeated.
    pub(crate) retries: usize,
    /// The wait before the first repetition; it doubles each time.
    pub(crate) first_wait: Duration,
    /// The longest time that a request may take.
    pub(crate) timeout: Duration,
    /// The largest page that is read, in bytes after decompression.
    pub(crate) largest: u64,
    /// Who asks, for the server's log.
    pub(crate) user_agent: String,
}

/// Where each edition is asked: at its own host, or at another that stands for it.
#[derive(Debug, Clone)]
pub(crate) struct Bases {
    zh: Url,
    intl: Url,
}

impl Bases {
    pub(crate) fn new(zh: Option<Url>, intl: Option<Url>) -> Option<Self> {
        let own = |edition: Edition| Url::parse(&format!("https://{}/", edition.host())).ok();
        Some(Self {
            zh: zh.or_else(|| own(Edition::Zh))?,
            intl: intl.or_else(|| own(Edition::Intl))?,
        })
    }

    pub(crate) fn of(&self, edition: Edition) -> &Url {
        match edition {
            Edition::Zh => &self.zh,
            Edition::Intl => &self.intl,
        }
    }

    /// The edition that an address belongs to, the given one where hosts stand for both.
    pub(crate) fn edition_of(&self, url: &Url, likely: Edition) -> Option<Edition> {
        let other = match likely {
            Edition::Zh => Edition::Intl,
            Edition::Intl => Edition::Zh,
        };
        let stands_for = |edition: &Edition| self.of(*edition).origin() == url.origin();
        let by_base = [likely, other].into_iter().find(stands_for);
        by_base.or_else(|| Edition::of_host(url.host_str()?))
    }
}
