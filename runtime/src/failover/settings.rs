//! What the user says about failing over.

use std::sync::Arc;
use std::time::Duration;

use crate::client::{Endpoint, InvalidRequest, RootDomain};

/// An endpoint to go to while the usual one fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup(BackupKind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum BackupKind {
    Region(String),
    RootDomain(RootDomain),
    Endpoint(String),
}

impl Backup {
    /// The product's host in this region, `cvm.ap-guangzhou.tencentcloudapi.com`, which passes requests
    /// on to the region that they are for. Financial regions, being cut off, do not use it.
    #[must_use]
    pub fn region(region: impl Into<String>) -> Self {
        Self(BackupKind::Region(region.into()))
    }

    /// The usual host under another root domain: `tencentcloudapi.com.cn`.
    #[must_use]
    pub fn root_domain(domain: impl Into<RootDomain>) -> Self {
        Self(BackupKind::RootDomain(domain.into()))
    }

    /// One address for every product: host or URL. Where the configuration itself names the address or
    /// a gateway, this is the only kind of backup that is used.
    #[must_use]
    pub fn endpoint(url: impl Into<String>) -> Self {
        Self(BackupKind::Endpoint(url.into()))
    }
}

/// Backups, and when to use them; the [module](crate::failover) tells how.
#[derive(Debug, Clone)]
#[must_use]
pub struct FailOver {
    backups: Vec<Backup>,
    limits: Limits,
}

/// When a breaker opens, and for how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) failures: u32,
    pub(super) percent: u32,
    pub(super) window: Duration,
    pub(super) open_for: Duration,
}

impl FailOver {
    /// Backups in the order they are tried.
    pub fn new(backups: impl IntoIterator<Item = Backup>) -> Self {
        Self {
            backups: backups.into_iter().collect(),
            limits: Limits {
                failures: 5,
                percent: 75,
                window: Duration::from_secs(60),
                open_for: Duration::from_secs(60),
            },
        }
    }

    /// The failures in a window that it takes at least. 5 by default; 0 counts as 1.
    pub fn failures(mut self, failures: u32) -> Self {
        self.limits.failures = failures.max(1);
        self
    }

    /// The percentage of a window's attempts that must have failed. 75 by default; more than 100 counts as 100.
    pub fn failure_percent(mut self, percent: u32) -> Self {
        self.limits.percent = percent.min(100);
        self
    }

    /// How long failures are counted before counting begins anew. 60 s by default; zero forgets each failure at the
    /// next attempt, so that a breaker of more than one failure never opens.
    pub fn window(mut self, window: Duration) -> Self {
        self.limits.window = window;
        self
    }

    /// How long an endpoint is left alone before it is tried again. 60 s by default; zero tries it again at once,
    /// one attempt at a time.
    pub fn open_for(mut self, duration: Duration) -> Self {
        self.limits.open_for = duration;
        self
    }

    pub(crate) fn rules(&self) -> Result<Rules, InvalidRequest> {
        let backups: Result<_, _> = self.backups.iter().map(Backup::rule).collect();
        Ok(Rules {
            backups: backups?,
            limits: self.limits,
        })
    }
}

/// Checked settings.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) backups: Vec<BackupRule>,
    pub(super) limits: Limits,
}

/// A checked [`Backup`].
#[derive(Debug, Clone)]
pub(crate) enum BackupRule {
    Region(String),
    RootDomain(String),
    Endpoint(Arc<Endpoint>),
}

impl Backup {
    fn rule(&self) -> Result<BackupRule, InvalidRequest> {
        Ok(match &self.0 {
            BackupKind::Region(region) => {
                Endpoint::of_host(region)?;
                BackupRule::Region(region.clone())
            }
            BackupKind::RootDomain(root) => {
                BackupRule::RootDomain(Endpoint::of_host(root.as_str())?.host)
            }
            BackupKind::Endpoint(url) => BackupRule::Endpoint(Arc::new(Endpoint::parse(url)?)),
        })
    }
}
