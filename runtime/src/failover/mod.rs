//! Failover to backup endpoints while the primary endpoint fails.
//!
//! Off unless [`ConfigBuilder::failover`](crate::ConfigBuilder::failover) names backups. Each
//! endpoint then has a circuit breaker that counts *failures*. All clients of the configuration
//! share it:
//!
//! | state | effect |
//! |---|---|
//! | closed | Attempts pass and are counted in windows of 60 s. At 5 failures that are at least 75 % of the window's attempts, or at 6 failures in a row, the breaker opens. |
//! | open | For 60 s, no attempt passes. |
//! | half-open | A single attempt, the probe, passes. If it succeeds, the breaker closes. If it fails, the breaker opens again. If it is cancelled, the next attempt becomes the probe. |
//!
//! An attempt goes to the first endpoint whose breaker lets it pass: the primary endpoint, then the
//! backups in their order. If no breaker does, it goes to the primary endpoint. Each attempt is
//! signed for its host. Retries choose again, so a call can succeed at the second endpoint.
//!
//! Failures are problems of the endpoint: no connection, a broken connection, a [stalled
//! attempt](crate::ConfigBuilder::attempt_timeout), HTTP 500 to 599 from a gateway. Replies of the
//! API, including errors, are successes, because another endpoint would reply the same.
//!
//! ```
//! use tencentcloud_api_runtime::failover::{Backup, Failover};
//! use tencentcloud_api_runtime::Config;
//!
//! let config = Config::builder().failover(Failover::new([
//!     Backup::region("ap-guangzhou"),
//!     Backup::root_domain("tencentcloudapi.com.cn"),
//! ]));
//! ```

mod breakers;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::display::masked_address;
use crate::endpoint::{BackupRule, Endpoint, RootDomain, check_region};
use crate::error::InvalidRequest;

pub(crate) use breakers::{Breakers, Permit};

/// An endpoint to use while the primary endpoint fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup(BackupKind);

#[derive(Clone, PartialEq, Eq)]
enum BackupKind {
    Region(String),
    RootDomain(RootDomain),
    Endpoint(String),
}

// A malformed address may hold a password, which is masked.
impl fmt::Debug for BackupKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, address) = match self {
            Self::Region(region) => ("Region", region.as_str()),
            Self::RootDomain(root) => ("RootDomain", root.as_str()),
            Self::Endpoint(url) => ("Endpoint", url.as_str()),
        };
        f.debug_tuple(name).field(&masked_address(address)).finish()
    }
}

impl Backup {
    /// Uses the product's host in this region, `cvm.ap-guangzhou.tencentcloudapi.com`, which
    /// forwards requests to their region. Calls to financial regions skip it, because those are
    /// isolated.
    #[must_use]
    pub fn region(region: impl Into<String>) -> Self {
        Self(BackupKind::Region(region.into()))
    }

    /// Uses the primary host under another root domain: `tencentcloudapi.com.cn`. Hosts that serve
    /// models skip it, except for the domains in which they are documented.
    #[must_use]
    pub fn root_domain(domain: impl Into<RootDomain>) -> Self {
        Self(BackupKind::RootDomain(domain.into()))
    }

    /// Uses one endpoint for every product: a host or URL. If the configuration sets an endpoint or
    /// a gateway, only backups of this kind apply.
    #[must_use]
    pub fn endpoint(url: impl Into<String>) -> Self {
        Self(BackupKind::Endpoint(url.into()))
    }
}

/// The backup endpoints and the thresholds of their circuit breakers; see the
/// [module](crate::failover).
#[derive(Debug, Clone)]
#[must_use]
pub struct Failover {
    backups: Vec<Backup>,
    limits: Limits,
}

/// The thresholds at which a breaker opens, and the time for which it stays open.
#[derive(Debug, Clone, Copy)]
struct Limits {
    failures: u32,
    percent: u32,
    consecutive: u32,
    window: Duration,
    open_for: Duration,
}

impl Failover {
    /// Creates the settings with these backups, in the order in which they are tried, and default
    /// thresholds.
    pub fn new(backups: impl IntoIterator<Item = Backup>) -> Self {
        Self {
            backups: backups.into_iter().collect(),
            limits: Limits {
                failures: 5,
                percent: 75,
                consecutive: 6,
                window: Duration::from_secs(60),
                open_for: Duration::from_secs(60),
            },
        }
    }

    /// Sets the least number of failures in a window that opens a breaker. Default: 5. Zero counts
    /// as 1.
    pub fn failures(mut self, failures: u32) -> Self {
        self.limits.failures = failures.max(1);
        self
    }

    /// Sets the least percentage of failed attempts in a window that opens a breaker. Default: 75.
    /// More than 100 counts as 100.
    pub fn failure_percent(mut self, percent: u32) -> Self {
        self.limits.percent = percent.min(100);
        self
    }

    /// Sets the number of failures in a row, within a window, that opens a breaker whatever their
    /// percentage. Default: 6. Zero counts as 1.
    ///
    /// After many successes, the percentage reacts late to an endpoint that stopped working.
    pub fn consecutive_failures(mut self, failures: u32) -> Self {
        self.limits.consecutive = failures.max(1);
        self
    }

    /// Sets the length of a window, after which counting restarts. Default: 60 s. With zero, each
    /// attempt restarts counting, so a breaker that needs more than one failure never opens.
    pub fn window(mut self, window: Duration) -> Self {
        self.limits.window = window;
        self
    }

    /// Sets the time for which an open breaker blocks its endpoint. Default: 60 s. With zero, the
    /// next attempt probes the endpoint at once.
    pub fn open_for(mut self, duration: Duration) -> Self {
        self.limits.open_for = duration;
        self
    }

    /// Checks the backups.
    pub(crate) fn rules(&self, allow_plain_http: bool) -> Result<Rules, InvalidRequest> {
        let rule = |backup: &Backup| backup.rule(allow_plain_http);
        let backups: Result<_, _> = self.backups.iter().map(rule).collect();
        Ok(Rules {
            backups: backups?,
            limits: self.limits,
        })
    }
}

/// Checked settings.
#[derive(Debug)]
pub(crate) struct Rules {
    backups: Vec<BackupRule>,
    limits: Limits,
}

impl Backup {
    fn rule(&self, allow_plain_http: bool) -> Result<BackupRule, InvalidRequest> {
        Ok(match &self.0 {
            BackupKind::Region(region) => {
                Endpoint::from_host(region)?;
                check_region(region)?;
                BackupRule::Region(region.clone())
            }
            BackupKind::RootDomain(root) => {
                BackupRule::RootDomain(Endpoint::from_host(root.as_str())?.host)
            }
            BackupKind::Endpoint(url) => {
                let endpoint = Endpoint::parse(url)?;
                endpoint.check_encrypted(allow_plain_http)?;
                BackupRule::Endpoint(Arc::new(endpoint))
            }
        })
    }
}
