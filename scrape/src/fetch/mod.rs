//! Requests to the site: polite, patient with its hiccups, and nowhere but to the documentation.

mod exchange;
mod pace;
mod redirect;
mod robots;
mod settings;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use backon::BackoffBuilder as _;

use crate::site::address::Address;
use pace::Pace;
use robots::Rules;
pub(crate) use settings::{Bases, Settings};

/// What is known of the stored page, so that the server need not send it again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Conditions {
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// What came of asking for a page.
#[derive(Debug)]
pub(crate) enum Reply {
    /// A page, which may still say that there is none.
    Page(Served),
    /// The stored page is the current one.
    NotModified,
    /// The server says that there is no such page.
    Gone(String),
    /// No page could be had.
    Failed(String),
}

/// A page as the server sent it.
#[derive(Debug)]
pub(crate) struct Served {
    /// Where it was found, after redirects.
    pub(crate) address: Address,
    pub(crate) body: Vec<u8>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// Why one attempt gave no reply.
#[derive(Debug)]
enum Fault {
    /// Trying again may help, after the time that the server asks for.
    Passing {
        reason: String,
        after: Option<Duration>,
    },
    /// Trying again would give the same.
    Lasting(String),
}

/// Asks the site for pages; shared by all who do.
pub(crate) struct Client {
    settings: Settings,
    agent: ureq::Agent,
    pace: Pace,
    rules: Mutex<Rules>,
    stopped: AtomicBool,
    requests: AtomicUsize,
    bytes: AtomicU64,
}

/// A server that asks for more patience than this is asked again by another run.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

impl Client {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            agent: exchange::agent(&settings),
            pace: Pace::new(settings.pause),
            settings,
            rules: Mutex::default(),
            stopped: AtomicBool::new(false),
            requests: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
        }
    }

    /// Asks for a page until there is an answer, or patience ends.
    pub(crate) fn get(&self, address: Address, conditions: &Conditions) -> Reply {
        let mut waits = self.waits();
        let mut attempt = 1;
        loop {
            let (reason, after) = match self.follow(address, conditions) {
                Ok(reply) => return reply,
                Err(Fault::Lasting(reason)) => return Reply::Failed(reason),
                Err(Fault::Passing { reason, after }) => (reason, after),
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
                // The server is busy, not this page of it: everybody waits.
                self.pace.hold(wait);
            } else {
                self.sleep(wait);
            }
            if self.stopped.load(Ordering::Relaxed) {
                return Reply::Failed(reason);
            }
            attempt += 1;
        }
    }

    fn waits(&self) -> backon::ExponentialBackoff {
        backon::ExponentialBuilder::default()
            .with_min_delay(self.settings.first_wait)
            .with_max_delay(LONGEST_WAIT)
            .with_max_times(self.settings.retries)
            .build()
    }

    /// Makes waiting callers give up, for a run that ends early.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    fn sleep(&self, time: Duration) {
        let step = Duration::from_millis(50);
        let mut left = time;
        while !left.is_zero() && !self.stopped.load(Ordering::Relaxed) {
            std::thread::sleep(left.min(step));
            left = left.saturating_sub(step);
        }
    }

    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    pub(crate) fn at_once(&self) -> usize {
        self.settings.at_once
    }
}
