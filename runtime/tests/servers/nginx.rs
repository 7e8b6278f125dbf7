//! nginx with TLS, HTTP/1.1 and HTTP/2.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tencentcloud_api_runtime::HttpOptions;

use crate::program::{Folder, Program};
use crate::support::certificates::Certificates;
use crate::upstream::Upstream;

/// An nginx whose certificate is from an authority that only [`options`](Self::options) trust.
pub(crate) struct Nginx {
    program: Program,
    authority: String,
}

/// Directives that pass each request to an API inside nginx, which answers with the call's name as
/// the request id. It receives a request only after nginx has read it whole.
pub(crate) const ANSWERING: &str = "location / { proxy_pass http://api; }";

/// The directories that nginx would otherwise look for in the system's folders.
const FOLDERS: &str = "client_body_temp_path body; proxy_temp_path proxy;
    fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;";

impl Nginx {
    /// Starts nginx with these directives in its `server` block. Returns `None` if it is not
    /// installed.
    pub(crate) async fn start(directives: &str) -> Option<Self> {
        let certificates = Certificates::new();
        let (certificate, key) = &certificates.server;
        let program = Program::start("nginx", |folder, port| {
            folder.write("certificate.pem", certificate);
            folder.write("key.pem", &key.serialize_pem());
            folder.write("nginx.conf", &configuration(folder, port, directives));
            arguments(folder)
        });
        Some(Self {
            program: program.await?,
            authority: certificates.authority,
        })
    }

    /// Starts nginx in front of an API, with these directives in its `server` block. Returns `None`
    /// if nginx is not installed.
    pub(crate) async fn before(upstream: &Upstream, directives: &str) -> Option<Self> {
        let address = upstream.address();
        let forward = format!("location / {{ proxy_pass {address}; }}");
        Self::start(&format!("proxy_http_version 1.1; {directives} {forward}")).await
    }

    pub(crate) fn port(&self) -> u16 {
        self.program.port
    }

    pub(crate) fn address(&self) -> String {
        format!("https://localhost:{}", self.port())
    }

    /// Returns options that trust this server, and nothing else.
    pub(crate) fn options(&self, http2: bool) -> HttpOptions {
        HttpOptions::default()
            .without_proxy()
            .system_roots(false)
            .add_root_certificates(self.authority.clone())
            .http2(http2)
    }

    /// Returns the certificate for `localhost` and its key, both PEM.
    pub(crate) fn certificate(&self) -> [String; 2] {
        ["certificate.pem", "key.pem"].map(|name| self.program.folder.read(name))
    }

    /// Sends a signal: `reload`, `quit` or `stop`.
    pub(crate) fn signal(&self, signal: &str) {
        let mut arguments = arguments(&self.program.folder);
        arguments.extend(["-s", signal].map(str::to_owned));
        self.program.command(&arguments);
    }

    /// Kills nginx, and starts it again on the same port.
    pub(crate) async fn restart(self) -> Self {
        let prepare = |folder: &Folder| {
            // nginx does not replace the socket of a killed one.
            let _ = std::fs::remove_file(folder.path("api"));
            arguments(folder)
        };
        Self {
            program: self.program.restart(prepare).await,
            authority: self.authority,
        }
    }

    /// Returns how often the API inside nginx processed each call.
    pub(crate) async fn processed(&self) -> BTreeMap<String, usize> {
        let log = self.log("processed.log").await;
        count(log.lines())
    }

    /// Returns how often nginx replied to each call with this status.
    pub(crate) async fn replied(&self, status: u16) -> BTreeMap<String, usize> {
        let log = self.log("replied.log").await;
        let status = status.to_string();
        count(log.lines().filter(|line| column(line, 1) == status))
    }

    /// Returns the HTTP versions of all requests: `HTTP/1.1`, `HTTP/2.0`.
    pub(crate) async fn versions(&self) -> BTreeSet<String> {
        let log = self.log("replied.log").await;
        log.lines().map(|line| column(line, 2).to_owned()).collect()
    }

    /// Returns the encodings of all replies: `gzip`, and `-` for none.
    pub(crate) async fn encodings(&self) -> BTreeSet<String> {
        let log = self.log("replied.log").await;
        log.lines().map(|line| column(line, 3).to_owned()).collect()
    }

    /// Returns a log. nginx writes a line after it has sent the reply, so this waits until the log
    /// has not grown for a while.
    async fn log(&self, name: &str) -> String {
        let mut log = self.program.folder.read(name);
        loop {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let longer = self.program.folder.read(name);
            if longer.len() == log.len() {
                return log;
            }
            log = longer;
        }
    }
}

/// Returns how often each call is in the first column of these lines.
fn count<'a>(lines: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in lines {
        *counts.entry(column(line, 0).to_owned()).or_default() += 1;
    }
    counts
}

/// Returns a column of a line in the log of calls, counted from 0.
fn column(line: &str, index: usize) -> &str {
    line.split(' ')
        .nth(index)
        .unwrap_or_else(|| panic!("{line}"))
}

fn arguments(folder: &Folder) -> Vec<String> {
    let folder = folder.path("").display().to_string();
    ["-e", "error.log", "-c", "nginx.conf", "-p", &folder]
        .map(str::to_owned)
        .to_vec()
}

fn configuration(folder: &Folder, port: u16, directives: &str) -> String {
    let api = folder.path("api").display().to_string();
    format!(
        r#"daemon off;
worker_processes 1;
error_log error.log;
pid nginx.pid;
events {{ worker_connections 4096; }}
http {{
    {FOLDERS}
    log_format calls '$http_x_call $status $server_protocol $sent_http_content_encoding';
    ssl_certificate certificate.pem;
    ssl_certificate_key key.pem;
    server {{
        listen 127.0.0.1:{port} ssl http2;
        access_log replied.log calls;
        {directives}
    }}
    upstream api {{ server unix:{api}; }}
    server {{
        listen unix:{api};
        access_log processed.log calls;
        default_type application/json;
        return 200 '{{"Response":{{"RequestId":"$http_x_call"}}}}';
    }}
}}
"#
    )
}
