//! Polite requests to the site, with retries, and only for pages of the documentation.

mod attempt;
mod exchange;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use backon::BackoffBuilder as _;
use url::Url;

use crate::site::Edition;
use crate::site::address::Address;
use attempt::Rules;
use exchange::Exchange;

/// The settings of the client. The command line has gentle defaults.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) bases: Bases,
    /// The pause of each worker after a request.
    pub(crate) pause: Duration,
    /// The number of concurrent requests.
    pub(crate) at_once: usize,
    /// The number of retries for a request.
    pub(crate) retries: usize,
    /// The wait before the first retry, which doubles each time.
    pub(crate) first_wait: Duration,
    /// The time limit for a request.
    pub(crate) timeout: Duration,
    /// The size limit for a page, in bytes after decompression.
    pub(crate) largest: u64,
    /// The `User-Agent` header.
    pub(crate) user_agent: String,
}

/// The server of each edition: its own host, or another one in tests.
#[derive(Debug, Clone)]
pub(crate) struct Bases {
    zh: Url,
    intl: Url,
}

impl Bases {
    /// Returns the given servers, by default each edition's own host.
    pub(crate) fn new(zh: Option<Url>, intl: Option<Url>) -> Option<Self> {
        let own = |edition: Edition| Url::parse(&format!("https://{}/", edition.host())).ok();
        Some(Self {
            zh: zh.or_else(|| own(Edition::Zh))?,
            intl: intl.or_else(|| own(Edition::Intl))?,
        })
    }

    fn get(&self, edition: Edition) -> &Url {
        match edition {
            Edition::Zh => &self.zh,
            Edition::Intl => &self.intl,
        }
    }

    /// Returns the edition that serves an address, preferably `likely`, as both may share a server.
    fn edition_of(&self, url: &Url, likely: Edition) -> Option<Edition> {
        let other = match likely {
            Edition::Zh => Edition::Intl,
            Edition::Intl => Edition::Zh,
        };
        let serves = |edition: &Edition| self.get(*edition).origin() == url.origin();
        let by_base = [likely, other].into_iter().find(serves);
        by_base.or_else(|| Edition::from_host(url.host_str()?))
    }
}

/// The version of the stored page. The server resends the page only if its version differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Conditions {
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// The final result of requesting a page.
#[derive(Debug)]
pub(crate) enum Reply {
    /// The server sent a page, which may still say "not found".
    Page(Served),
    /// The stored page is current.
    NotModified,
    /// The server answers that there is no such page.
    Gone(String),
    /// All attempts failed.
    Failed(String),
}

/// A page as the server sent it.
#[derive(Debug)]
pub(crate) struct Served {
    /// The address after redirects.
    pub(crate) address: Address,
    pub(crate) body: Vec<u8>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// The reason why one attempt failed.
#[derive(Debug)]
pub(crate) enum Fault {
    /// A retry may help, after the time that the server asks for.
    Temporary {
        reason: String,
        after: Option<Duration>,
    },
    /// A retry would fail in the same way.
    Permanent(String),
}

/// The client, which all workers share.
pub(crate) struct Client {
    settings: Settings,
    exchange: Exchange,
    rules: Mutex<Rules>,
    /// Tells the user something that isn't about one page.
    tell: Box<dyn Fn(&str) + Send + Sync>,
    is_stopped: AtomicBool,
}

/// The longest wait before a retry. If the server asks for more, the request fails.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

impl Client {
    /// Returns a client that connects on its first request. `tell` shows messages to the user.
    pub(crate) fn new(settings: Settings, tell: Box<dyn Fn(&str) + Send + Sync>) -> Self {
        Self {
            exchange: Exchange::new(&settings),
            settings,
            rules: Mutex::default(),
            tell,
            is_stopped: AtomicBool::new(false),
        }
    }

    /// Requests a page, and retries after temporary faults.
    pub(crate) fn get(&self, address: Address, conditions: &Conditions) -> Reply {
        let mut waits = backon::ExponentialBuilder::default()
            .with_min_delay(self.settings.first_wait)
            .with_max_delay(LONGEST_WAIT)
            .with_max_times(self.settings.retries)
            .build();
        let mut attempt = 1;
        loop {
            let (reason, after) = match self.attempt(address, conditions) {
                Ok(reply) => return reply,
                Err(Fault::Permanent(reason)) => return Reply::Failed(reason),
                Err(Fault::Temporary { reason, after }) => (reason, after),
            };
            let Some(wait) = waits.next() else {
                return Reply::Failed(format!("{reason}, {attempt} times"));
            };
            let wait = after.map_or(wait, |after| after.max(wait));
            if wait > LONGEST_WAIT {
                let seconds = wait.as_secs();
                return Reply::Failed(format!("{reason}, and asks to wait {seconds} s"));
            }
            if after.is_some() {
                // The whole server is busy, so all workers have to wait.
                self.exchange.hold(wait);
            } else {
                self.sleep(wait);
            }
            if self.is_stopped.load(Ordering::Relaxed) {
                return Reply::Failed(reason);
            }
            attempt += 1;
        }
    }

    /// Ends all waits early, because the run is over.
    pub(crate) fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    fn sleep(&self, time: Duration) {
        let step = Duration::from_millis(50);
        let mut left = time;
        while !left.is_zero() && !self.is_stopped.load(Ordering::Relaxed) {
            std::thread::sleep(left.min(step));
            left = left.saturating_sub(step);
        }
    }

    /// Returns the number of requests so far, including retries.
    pub(crate) fn requests(&self) -> usize {
        self.exchange.requests()
    }

    /// Returns the bytes received so far, after decompression.
    pub(crate) fn bytes(&self) -> u64 {
        self.exchange.bytes()
    }

    /// Returns the number of concurrent requests.
    pub(crate) fn at_once(&self) -> usize {
        self.settings.at_once
    }
}
