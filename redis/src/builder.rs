//! The settings of a limiter, and their checks.

use std::fmt;
use std::time::Duration;

use redis::{Client, IntoConnectionInfo, RedisError};
use tencentcloud_api_runtime::limit::LocalRateLimiter;

use crate::health::Health;
use crate::limiter::RedisRateLimiter;
use crate::server::Server;

const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_millis(200);
const DEFAULT_COMMAND_TIMEOUT: Duration = Duration::from_millis(200);
const DEFAULT_PAUSE: Duration = Duration::from_secs(5);
const DEFAULT_LONGEST_WAIT: Duration = Duration::from_secs(60);
const DEFAULT_PREFIX: &str = "tencentcloud-api";

/// A setting that no limiter can be built with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSetting {
    /// The address is malformed. User and password are masked.
    #[error(
        "the Redis address `{address}`: {problem}; write redis://[user:password@]host[:port][/db], or rediss:// with the feature `tls`"
    )]
    Address {
        /// The address, with user and password masked.
        address: String,
        /// The problem.
        problem: String,
    },
    /// A certificate or key isn't valid PEM, or is given for an address without TLS.
    #[cfg(feature = "tls")]
    #[cfg_attr(docsrs, doc(cfg(feature = "tls")))]
    #[error("the certificates for the Redis address `{address}`: {problem}")]
    Certificates {
        /// The address, with user and password masked.
        address: String,
        /// The problem.
        problem: String,
    },
    /// The namespace is empty.
    #[error("the namespace is empty; name the account whose processes share the rate")]
    EmptyNamespace,
    /// A time limit is zero, so that Redis could never be used.
    #[error("`{setting}` is zero, so Redis could never be used; set a duration such as 200 ms")]
    Zero {
        /// The name of the setting.
        setting: &'static str,
    },
}

/// A builder of a [`RedisRateLimiter`], created by [`RedisRateLimiter::builder`].
///
/// | setting | default | edge cases |
/// |---|---|---|
/// | [`connect_timeout`](Self::connect_timeout) | 200 ms | `build` fails on zero |
/// | [`command_timeout`](Self::command_timeout) | 200 ms | `build` fails on zero |
/// | [`pause`](Self::pause) | 5 s | with zero, every call tries Redis |
/// | [`longest_wait`](Self::longest_wait) | 60 s | with zero, calls that would wait fail |
/// | [`processes`](Self::processes) | 1 | zero counts as one |
/// | [`prefix`](Self::prefix) | `tencentcloud-api` | may be empty |
///
/// The feature `tls` adds certificates.
#[derive(Clone)]
#[must_use]
pub struct Builder {
    address: String,
    namespace: String,
    prefix: String,
    connect_timeout: Duration,
    command_timeout: Duration,
    pause: Duration,
    longest_wait: Duration,
    processes: u32,
    #[cfg(feature = "tls")]
    certificates: crate::tls::Certificates,
}

impl Builder {
    pub(crate) fn new(address: String, namespace: String) -> Self {
        Self {
            address,
            namespace,
            prefix: DEFAULT_PREFIX.to_owned(),
            connect_timeout: DEFAULT_CONNECT_TIMEOUT,
            command_timeout: DEFAULT_COMMAND_TIMEOUT,
            pause: DEFAULT_PAUSE,
            longest_wait: DEFAULT_LONGEST_WAIT,
            processes: 1,
            #[cfg(feature = "tls")]
            certificates: crate::tls::Certificates::default(),
        }
    }

    /// Sets the time limit for connecting, including the name lookup. Default: 200 ms.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the time limit of one command. Default: 200 ms.
    pub fn command_timeout(mut self, timeout: Duration) -> Self {
        self.command_timeout = timeout;
        self
    }

    /// Sets the time between attempts to reach Redis during an outage. Meanwhile, calls are limited
    /// within the process. Default: 5 s.
    pub fn pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// Sets the longest wait that Redis may ask for. A call that would wait longer is refused.
    /// Default: 60 s. Calls of the same process that wait for each other do not count.
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// Sets the number of processes that share the account. During an outage, each takes only its
    /// share of the documented rate. Default: 1.
    pub fn processes(mut self, processes: u32) -> Self {
        self.processes = processes;
        self
    }

    /// Sets the beginning of the keys in Redis. Default: `tencentcloud-api`.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sets the certificates, in PEM, that the server's certificate must lead to. Default: the
    /// system's.
    #[cfg(feature = "tls")]
    #[cfg_attr(docsrs, doc(cfg(feature = "tls")))]
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.certificates.roots = Some(pem.into());
        self
    }

    /// Sets the certificate chain and the key, in PEM, of this client, for servers that ask for
    /// one. Default: none.
    #[cfg(feature = "tls")]
    #[cfg_attr(docsrs, doc(cfg(feature = "tls")))]
    pub fn client_certificate(
        mut self,
        chain: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        self.certificates.client = Some((chain.into(), key.into()));
        self
    }

    /// Checks the settings and creates the limiter. It connects when the first call needs a slot.
    ///
    /// # Errors
    /// If the address is malformed, the namespace empty, or a time limit zero. With TLS, if a
    /// certificate or key isn't valid.
    pub fn build(self) -> Result<RedisRateLimiter, InvalidSetting> {
        if self.namespace.trim().is_empty() {
            return Err(InvalidSetting::EmptyNamespace);
        }
        let limits = [
            ("connect_timeout", self.connect_timeout),
            ("command_timeout", self.command_timeout),
        ];
        for (setting, timeout) in limits {
            if timeout.is_zero() {
                return Err(InvalidSetting::Zero { setting });
            }
        }
        let client = self.client()?;
        Ok(RedisRateLimiter::from_parts(
            Server::new(client, self.connect_timeout, self.command_timeout),
            Health::new(self.pause),
            LocalRateLimiter::one_of(self.processes),
            format!("{}:{}", self.prefix, self.namespace),
            self.longest_wait,
        ))
    }
}

impl Builder {
    fn client(&self) -> Result<Client, InvalidSetting> {
        let info = self.address.as_str().into_connection_info();
        let info = info.map_err(|error| self.malformed(&error))?;
        #[cfg(feature = "tls")]
        if let Some(client) = self.certificates.client_of(&info) {
            return client.map_err(|problem| InvalidSetting::Certificates {
                address: masked(&self.address),
                problem,
            });
        }
        Client::open(info).map_err(|error| self.malformed(&error))
    }

    fn malformed(&self, error: &RedisError) -> InvalidSetting {
        InvalidSetting::Address {
            address: masked(&self.address),
            problem: error.to_string(),
        }
    }
}

/// Returns an address without user, password and query. Everything up to the last `@` counts as
/// user and password, because a password may contain any character.
fn masked(address: &str) -> String {
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), address),
    };
    let (secret, rest) = match rest.rsplit_once('@') {
        Some((_, rest)) => ("[redacted]@", rest),
        None => ("", rest),
    };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    format!("{scheme}{secret}{}", rest.escape_debug())
}

// The address may hold a password.
impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("address", &masked(&self.address))
            .field("namespace", &self.namespace)
            .field("prefix", &self.prefix)
            .field("connect_timeout", &self.connect_timeout)
            .field("command_timeout", &self.command_timeout)
            .field("pause", &self.pause)
            .field("longest_wait", &self.longest_wait)
            .field("processes", &self.processes)
            .finish()
    }
}
