//! The options of the default transport: time limits, proxy, TLS, pool and HTTP version.

use std::fmt;
use std::time::Duration;

use zeroize::Zeroizing;

/// The options of [`HttpTransport`](super::HttpTransport), passed to
/// [`ConfigBuilder::http`](crate::ConfigBuilder::http).
///
/// | option | default |
/// |---|---|
/// | [`connect_timeout`](Self::connect_timeout) | 5 s |
/// | [`proxy`](Self::proxy) | from the environment: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, upper or lower case |
/// | [`no_proxy`](Self::no_proxy) | from the environment: `NO_PROXY`, upper or lower case |
/// | [`without_proxy`](Self::without_proxy) | not set: the environment decides |
/// | [`add_root_certificates`](Self::add_root_certificates) | none in addition to the system's |
/// | [`system_roots`](Self::system_roots) | trusted |
/// | [`client_certificate`](Self::client_certificate) | none |
/// | [`pool_idle_timeout`](Self::pool_idle_timeout) | 30 s |
/// | [`pool_max_idle_per_host`](Self::pool_max_idle_per_host) | no limit |
/// | [`http2`](Self::http2) | on, if the server offers it |
/// | [`http2_ping`](Self::http2_ping) | after 10 s of silence, with 10 s to reply |
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
    pub(super) http2_ping_interval: Option<Duration>,
    pub(super) http2_ping_timeout: Duration,
}

/// The source of the proxy's address, which may hold a password and is never printed.
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
            pool_idle_timeout: Duration::from_secs(30),
            pool_max_idle_per_host: usize::MAX,
            http2: true,
            http2_ping_interval: Some(Duration::from_secs(10)),
            http2_ping_timeout: Duration::from_secs(10),
        }
    }
}

impl HttpOptions {
    /// Sets the time limit for connecting, including TLS. Default: 5 s. When it expires, nothing
    /// was sent, so the [retry policy](crate::retry) allows another attempt.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets one proxy for all requests: `http://user:password@proxy.example:3128`. Default: the
    /// proxies of the environment. Creating the transport fails if the URL is malformed.
    ///
    /// | scheme | proxy | default port |
    /// |---|---|---|
    /// | `http`, `https`, none | HTTP, in plain text or TLS. It forwards plain requests and tunnels the others | 80, 443, 80 |
    /// | `socks5h`, `socks` | SOCKS5. The proxy looks up the target's name | 1080 |
    /// | `socks5` | SOCKS5. This computer looks up the target's name | 1080 |
    /// | `socks4a`, `socks4` | SOCKS4, with the same difference; without a user | 1080 |
    ///
    /// User and password may be percent-encoded, and must be if they contain `/`, `?` or `#`. The
    /// password ends at the last `@`. A SOCKS login has at most 180 bytes.
    ///
    /// The variables `HTTPS_PROXY` (for endpoints with TLS), `HTTP_PROXY` and `ALL_PROXY` have the
    /// same form, and lower-case names work too. Quotes and blanks around the URL are removed.
    /// `HTTP_PROXY` is ignored if `REQUEST_METHOD` is set: in a CGI program, the remote caller
    /// controls it.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = ProxyChoice::Url(Zeroizing::new(url.into()));
        self
    }

    /// Disables proxies, overriding the environment. Default: the environment decides.
    pub fn without_proxy(mut self) -> Self {
        self.proxy = ProxyChoice::None;
        self
    }

    /// Sets the hosts that bypass [`proxy`](Self::proxy). Default: `NO_PROXY` of the environment.
    ///
    /// | entry | hosts that bypass the proxy |
    /// |---|---|
    /// | `*` | all |
    /// | `example.com`, `.example.com` | the host and its subdomains |
    /// | `*.example.com` | the subdomains |
    /// | `10.0.0.1`, `::1`, `[::1]` | the address |
    /// | `10.0.0.0/8`, `fd00::/8`, `10.*` | the addresses of the network |
    /// | `example.com:443`, `10.0.0.1:80`, `[::1]:443` | the same, at this port |
    ///
    /// Commas, semicolons and white space separate entries. Letter case and a dot at the end of a
    /// name do not matter. Names are not looked up, so `10.0.0.0/8` exempts no names. An entry in
    /// another form matches nothing and is logged as a warning.
    pub fn no_proxy(mut self, hosts: impl Into<String>) -> Self {
        self.no_proxy = Some(hosts.into());
        self
    }

    /// Adds PEM certificates, one or several, to the trusted ones. Default: none. Creating the
    /// transport fails if a text holds none or a malformed one.
    pub fn add_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Sets whether to trust the system's certificates. Default: true. If false, only the
    /// certificates of [`add_root_certificates`](Self::add_root_certificates) are trusted.
    pub fn system_roots(mut self, trusted: bool) -> Self {
        self.without_system_roots = !trusted;
        self
    }

    /// Sets the client certificate chain and its private key, concatenated in PEM. The chain starts
    /// with the client's own certificate. Default: none. Creating the transport fails if the key is
    /// missing or does not match.
    pub fn client_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.client_certificate = Some(Zeroizing::new(pem.into()));
        self
    }

    /// Sets how long an idle connection may serve another request. Default: 30 s, because servers
    /// usually close it after 60 s. With a server that closes it earlier, choose a shorter time: a
    /// request sent at that moment is retried only if that is [safe](crate::retry).
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.pool_idle_timeout = timeout;
        self
    }

    /// Sets the maximum number of idle connections per host and Tokio runtime. Default: no limit.
    /// With 0, every request opens a new connection.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.pool_max_idle_per_host = connections;
        self
    }

    /// Sets whether to use HTTP/2 with servers that offer it. Default: true.
    pub fn http2(mut self, enabled: bool) -> Self {
        self.http2 = enabled;
        self
    }

    /// Sets when HTTP/2 connections are tested, even idle ones. After `interval` without data from
    /// the server, the client sends a ping. Without a reply within `timeout`, it closes the
    /// connection, and the calls on it fail. Default: 10 s each. `None` disables pings.
    pub fn http2_ping(mut self, interval: Option<Duration>, timeout: Duration) -> Self {
        self.http2_ping_interval = interval;
        self.http2_ping_timeout = timeout;
        self
    }
}

impl HttpOptions {
    /// Returns the number of connections per host that stay open after a call.
    pub(super) fn max_idle_per_host(&self) -> usize {
        match self.pool_idle_timeout.is_zero() {
            true => 0,
            false => self.pool_max_idle_per_host,
        }
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
            .field("http2_ping_interval", &self.http2_ping_interval)
            .field("http2_ping_timeout", &self.http2_ping_timeout)
            .finish()
    }
}
