//! How the default transport connects: time limits, proxy, TLS, pool, HTTP version.

use std::fmt;
use std::time::Duration;

use zeroize::Zeroizing;

/// The settings of [`HttpTransport`](super::HttpTransport).
///
/// | option | default |
/// |---|---|
/// | [`connect_timeout`](Self::connect_timeout) | 5 s |
/// | [`proxy`](Self::proxy) | from the environment: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, in capitals or not |
/// | [`no_proxy`](Self::no_proxy) | from the environment: `NO_PROXY`, in capitals or not |
/// | [`without_proxy`](Self::without_proxy) | not said: the environment counts |
/// | [`add_root_certificates`](Self::add_root_certificates) | none besides the system's |
/// | [`system_roots`](Self::system_roots) | trusted |
/// | [`client_certificate`](Self::client_certificate) | none |
/// | [`pool_idle_timeout`](Self::pool_idle_timeout) | 90 s |
/// | [`pool_max_idle_per_host`](Self::pool_max_idle_per_host) | no limit |
/// | [`http2`](Self::http2) | on where the server offers it |
///
/// ```
/// use std::time::Duration;
/// use tencentcloud_api_runtime::{Config, Credential, HttpOptions};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let http = HttpOptions::default()
///     .connect_timeout(Duration::from_secs(2))
///     .proxy("http://user:password@proxy.example:3128")
///     .no_proxy("*.internal.example, 10.0.0.0/8")
///     .pool_idle_timeout(Duration::from_secs(20));
/// let config = Config::builder()
///     .credential(Credential::new("AKIDexample", "secret-key")?)
///     .http(http)
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct HttpOptions {
    pub(super) connect_timeout: Duration,
    pub(super) proxy: ProxyChoice,
    pub(super) no_proxy: Option<String>,
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) without_system_roots: bool,
    pub(super) client_certificate: Option<Zeroizing<Vec<u8>>>,
    pub(super) pool_idle_timeout: Duration,
    pub(super) pool_max_idle_per_host: usize,
    pub(super) http2: bool,
}

/// Where the proxy is named. An address may hold a password, so it is never printed.
#[derive(Clone)]
pub(super) enum ProxyChoice {
    Environment,
    None,
    Url(Zeroizing<String>),
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            proxy: ProxyChoice::Environment,
            no_proxy: None,
            root_certificates: Vec::new(),
            without_system_roots: false,
            client_certificate: None,
            pool_idle_timeout: Duration::from_secs(90),
            pool_max_idle_per_host: usize::MAX,
            http2: true,
        }
    }
}

impl HttpOptions {
    /// The time that connecting may take, TLS included. 5 s by default. When it is over, nothing was sent, so that
    /// the attempt is repeated as the [policy](crate::retry) says.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// One proxy for all requests, in place of those that the environment names:
    /// `http://user:password@proxy.example:3128`. `https` proxies work too.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = ProxyChoice::Url(Zeroizing::new(url.into()));
        self
    }

    /// No proxy, whatever the environment says.
    pub fn without_proxy(mut self) -> Self {
        self.proxy = ProxyChoice::None;
        self
    }

    /// Hosts that [`proxy`](Self::proxy) is not for, in place of the environment's `NO_PROXY`: domains, which
    /// include their subdomains, addresses, and networks (`10.0.0.0/8`), separated by commas; `*` for all.
    pub fn no_proxy(mut self, hosts: impl Into<String>) -> Self {
        self.no_proxy = Some(hosts.into());
        self
    }

    /// Certificates to trust besides the system's, in PEM; one or several. None by default; text without any, or a
    /// broken one, is an error when the transport is made.
    pub fn add_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Whether the system's certificates are trusted. They are by default; without them only those
    /// of [`add_root_certificates`](Self::add_root_certificates) are.
    pub fn system_roots(mut self, trusted: bool) -> Self {
        self.without_system_roots = !trusted;
        self
    }

    /// The certificate that shows who calls, and its private key, one after the other in PEM. The
    /// chain begins with the caller's own certificate. None by default; a missing or unfit key is an error when the
    /// transport is made.
    pub fn client_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.client_certificate = Some(Zeroizing::new(pem.into()));
        self
    }

    /// How long a connection without work is kept. 90 s by default. A server may close it earlier; a request that
    /// comes too late for it is repeated where that is [safe](crate::retry).
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.pool_idle_timeout = timeout;
        self
    }

    /// How many connections without work are kept for each host; with zero, every request
    /// connects anew. No limit by default.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.pool_max_idle_per_host = connections;
        self
    }

    /// Whether HTTP/2 is used where the server offers it. It is by default.
    pub fn http2(mut self, wanted: bool) -> Self {
        self.http2 = wanted;
        self
    }
}

impl fmt::Debug for HttpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxy = match self.proxy {
            ProxyChoice::Environment => "from the environment",
            ProxyChoice::None => "none",
            ProxyChoice::Url(_) => "[redacted]",
        };
        f.debug_struct("HttpOptions")
            .field("connect_timeout", &self.connect_timeout)
            .field("proxy", &proxy)
            .field("no_proxy", &self.no_proxy)
            .field("root_certificates", &self.root_certificates.len())
            .field("system_roots", &!self.without_system_roots)
            .field("client_certificate", &self.client_certificate.is_some())
            .field("pool_idle_timeout", &self.pool_idle_timeout)
            .field("pool_max_idle_per_host", &self.pool_max_idle_per_host)
            .field("http2", &self.http2)
            .finish()
    }
}
