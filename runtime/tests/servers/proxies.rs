//! squid and tinyproxy: tunnels and forwarding, with and without a password.

use tencentcloud_api_runtime::HttpOptions;

use crate::calls::{Caller, Kind, status};
use crate::nginx::{ANSWERING, Nginx};
use crate::program::{Folder, Program};
use crate::upstream::Upstream;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Server {
    Squid,
    Tinyproxy,
}

/// The requests that a proxy accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    All,
    /// Those of [`USER`] with the server's [`password`](Server::password).
    Password,
    /// Those to another port than that of the test.
    Denied,
}

const USER: &str = "caller";

impl Server {
    /// Returns the password. tinyproxy allows few characters.
    fn password(self) -> &'static str {
        match self {
            Self::Squid => "hush@word",
            Self::Tinyproxy => "hush-word",
        }
    }
}

/// The servers that are installed, running with this rule.
async fn installed(rule: Rule) -> Vec<Proxy> {
    let mut proxies = Vec::new();
    for server in [Server::Squid, Server::Tinyproxy] {
        proxies.extend(Proxy::start(server, rule).await);
    }
    proxies
}

struct Proxy {
    server: Server,
    program: Program,
}

impl Proxy {
    async fn start(server: Server, rule: Rule) -> Option<Self> {
        let program = match server {
            Server::Squid => {
                let configure = |folder: &Folder, port| squid(folder, port, "http_port", "", rule);
                Program::start("squid", configure).await
            }
            Server::Tinyproxy => {
                Program::start("tinyproxy", |folder, port| tinyproxy(folder, port, rule)).await
            }
        };
        Some(Self {
            server,
            program: program?,
        })
    }

    /// Returns the URL of the proxy, with a user and a password if this is not empty.
    fn url(&self, password: &str) -> String {
        let user = if password.is_empty() {
            String::new()
        } else {
            format!("{USER}:{password}@")
        };
        format!(
            "http://{}127.0.0.1:{}",
            user.replace("hush@", "hush%40"),
            self.program.port
        )
    }

    fn log(&self) -> String {
        self.program.folder.read("requests.log")
    }
}

/// Configures squid to listen with this directive and these parameters.
fn squid(folder: &Folder, port: u16, listen: &str, parameters: &str, rule: Rule) -> Vec<String> {
    let folder_path = folder.path("").display().to_string();
    let rules = match rule {
        Rule::All => "http_access allow all".to_owned(),
        Rule::Denied => "http_access deny all".to_owned(),
        Rule::Password => {
            let check = format!(
                "while read -r line; do\n\
                 if [ \"$line\" = '{USER} {}' ]; then echo OK; else echo ERR; fi\ndone\n",
                Server::Squid.password()
            );
            folder.write("check", &check);
            format!(
                "auth_param basic program /bin/sh {folder_path}check\n\
                 auth_param basic children 2\n\
                 acl known proxy_auth REQUIRED\nhttp_access allow known"
            )
        }
    };
    let configuration = format!(
        "{listen} 127.0.0.1:{port} {parameters}
pid_filename {folder_path}squid.pid
cache_log {folder_path}cache.log
access_log stdio:{folder_path}requests.log
coredump_dir {folder_path}
cache deny all
cache_store_log none
netdb_filename none
pinger_enable off
shutdown_lifetime 0 seconds
max_filedescriptors 1024
{rules}
"
    );
    folder.write("squid.conf", &configuration);
    ["-N", "-f", &format!("{folder_path}squid.conf")]
        .map(str::to_owned)
        .to_vec()
}

fn tinyproxy(folder: &Folder, port: u16, rule: Rule) -> Vec<String> {
    let log = folder.path("requests.log").display().to_string();
    let rule = match rule {
        Rule::All => String::new(),
        Rule::Password => format!("BasicAuth {USER} {}", Server::Tinyproxy.password()),
        // Without other ports for tunnels, and without other hosts for forwarding.
        Rule::Denied => {
            folder.write("denied", "127.0.0.1\n");
            format!(
                "ConnectPort 1\nFilter \"{}\"",
                folder.path("denied").display()
            )
        }
    };
    let configuration = format!(
        "Listen 127.0.0.1\nPort {port}\nTimeout 30\nMaxClients 100\nLogLevel Info\n\
         LogFile \"{log}\"\n{rule}\n"
    );
    folder.write("tinyproxy.conf", &configuration);
    let path = folder.path("tinyproxy.conf").display().to_string();
    ["-d", "-c", &path].map(str::to_owned).to_vec()
}

/// Returns the options of a client that trusts nginx and uses a proxy.
fn through(nginx: &Nginx, http2: bool, proxy: String) -> HttpOptions {
    nginx.options(http2).proxy(proxy)
}

#[tokio::test]
async fn tunnel_passes_both_http_versions() {
    let Some(nginx) = Nginx::start(ANSWERING).await else {
        return;
    };
    for rule in [Rule::All, Rule::Password] {
        for proxy in installed(rule).await {
            let password = match rule {
                Rule::Password => proxy.server.password(),
                _ => "",
            };
            for http2 in [false, true] {
                let options = through(&nginx, http2, proxy.url(password));
                let caller = Caller::new(&nginx.address(), options);
                for call in ["first", "second"] {
                    caller.call(Kind::Write, call).await.unwrap();
                }
            }
            let tunnel = format!("CONNECT localhost:{}", nginx.port());
            assert!(
                proxy.log().contains(&tunnel),
                "{:?}: {}",
                proxy.server,
                proxy.log()
            );
        }
    }
}

#[tokio::test]
async fn tunnel_passes_through_encrypted_proxy() {
    let Some(nginx) = Nginx::start(ANSWERING).await else {
        return;
    };
    let [certificate, key] = nginx.certificate();
    let configure = |folder: &Folder, port| {
        folder.write("certificate.pem", &certificate);
        folder.write("key.pem", &key);
        let path = |name| folder.path(name).display().to_string();
        let [certificate, key] = ["certificate.pem", "key.pem"].map(path);
        let parameters = format!("tls-cert={certificate} tls-key={key}");
        squid(folder, port, "https_port", &parameters, Rule::Password)
    };
    let Some(program) = Program::start("squid", configure).await else {
        return;
    };
    for http2 in [false, true] {
        let proxy = format!("https://{USER}:hush%40word@localhost:{}", program.port);
        let caller = Caller::new(&nginx.address(), through(&nginx, http2, proxy));
        caller.call(Kind::Write, "encrypted twice").await.unwrap();
    }
    let tunnel = format!("CONNECT localhost:{}", nginx.port());
    let log = program.folder.read("requests.log");
    assert!(log.contains(&tunnel), "{log}");
}

#[tokio::test]
async fn wrong_password_is_tried_once() {
    let Some(nginx) = Nginx::start(ANSWERING).await else {
        return;
    };
    for proxy in installed(Rule::Password).await {
        for password in ["hush-wrong", ""] {
            let options = through(&nginx, true, proxy.url(password));
            let caller = Caller::new(&nginx.address(), options);
            let error = caller.call(Kind::Read, "stranger").await.unwrap_err();
            let text = error.to_string();
            let name = format!("127.0.0.1:{}", proxy.program.port);
            assert!(text.contains(&name), "{:?}: {text}", proxy.server);
            // tinyproxy asks for a password with 407, and calls a wrong one 401.
            let known = text.contains("407") || text.contains("401");
            assert!(known, "{:?}: {text}", proxy.server);
            assert!(!format!("{error:?} {text}").contains("hush"), "{text}");
            assert_eq!(error.attempts(), 1, "{text}");
        }
    }
    assert!(nginx.processed().await.is_empty());
}

#[tokio::test]
async fn denied_tunnel_names_proxy() {
    let Some(nginx) = Nginx::start(ANSWERING).await else {
        return;
    };
    for proxy in installed(Rule::Denied).await {
        let options = through(&nginx, true, proxy.url(""));
        let caller = Caller::new(&nginx.address(), options);
        let error = caller.call(Kind::Write, "denied").await.unwrap_err();
        let text = error.to_string();
        let name = format!("127.0.0.1:{}", proxy.program.port);
        assert!(text.contains(&name), "{:?}: {text}", proxy.server);
        assert!(text.contains("403"), "{:?}: {text}", proxy.server);
    }
}

#[tokio::test]
async fn tunnel_to_dead_host_names_proxy() {
    for proxy in installed(Rule::All).await {
        let options = HttpOptions::default().proxy(proxy.url(""));
        let caller = Caller::new("https://localhost:1", options);
        let error = caller.call(Kind::Write, "nowhere").await.unwrap_err();
        let text = error.to_string();
        let name = format!("127.0.0.1:{}", proxy.program.port);
        assert!(text.contains(&name), "{:?}: {text}", proxy.server);
        assert!(error.was_never_sent(), "{:?}: {text}", proxy.server);
    }
}

#[tokio::test]
async fn dead_proxy_is_named() {
    for proxy in installed(Rule::All).await {
        let (server, url) = (proxy.server, proxy.url(proxy.server.password()));
        let name = format!("127.0.0.1:{}", proxy.program.port);
        drop(proxy);
        let options = HttpOptions::default().proxy(url);
        let caller = Caller::new("https://localhost:1", options);
        let error = caller.call(Kind::Write, "unsent").await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains(&name), "{server:?}: {text}");
        assert!(text.contains("refused"), "{server:?}: {text}");
        assert!(!format!("{error:?} {text}").contains("hush"), "{text}");
        assert!(error.was_never_sent(), "{server:?}: {text}");
    }
}

#[tokio::test]
async fn plain_calls_are_forwarded() {
    let upstream = Upstream::start().await;
    for rule in [Rule::All, Rule::Password] {
        for proxy in installed(rule).await {
            let password = match rule {
                Rule::Password => proxy.server.password(),
                _ => "",
            };
            let options = HttpOptions::default().proxy(proxy.url(password));
            let caller = Caller::new(&upstream.address(), options);
            let call = format!("{:?}-{rule:?}", proxy.server);
            for _ in 0..3 {
                caller.call(Kind::Read, &call).await.unwrap();
            }
            assert_eq!(upstream.processed()[&call], 3);
        }
    }
    for request in upstream.seen() {
        assert!(
            request.headers.contains_key("via"),
            "not from a proxy: {request:?}"
        );
        assert!(
            !request.headers.contains_key("proxy-authorization"),
            "{request:?}"
        );
    }
}

#[tokio::test]
async fn refused_forwarding_names_proxy_and_status() {
    let upstream = Upstream::start().await;
    for (rule, codes) in [
        (Rule::Password, ["407", "401"]),
        (Rule::Denied, ["403", "403"]),
    ] {
        for proxy in installed(rule).await {
            let options = HttpOptions::default().proxy(proxy.url("hush-wrong"));
            let caller = Caller::new(&upstream.address(), options);
            let error = caller.call(Kind::Read, "refused").await.unwrap_err();
            let text = error.to_string();
            let stated = codes.iter().any(|code| text.contains(code));
            assert!(stated, "{:?}: {text}", proxy.server);
            let name = format!("the proxy http://127.0.0.1:{}", proxy.program.port);
            assert!(text.contains(&name), "{:?}: {text}", proxy.server);
            assert!(!format!("{error:?} {text}").contains("hush"), "{text}");
            assert_eq!(error.attempts(), 1, "{:?}: {text}", proxy.server);
        }
    }
    assert!(upstream.seen().is_empty());
}

#[tokio::test]
async fn forwarding_to_dead_host_names_proxy() {
    for proxy in installed(Rule::All).await {
        let options = HttpOptions::default().proxy(proxy.url("hush-word"));
        // Nothing listens on port 9.
        let caller = Caller::new("http://127.0.0.1:9", options);
        let error = caller.call(Kind::Write, "dead").await.unwrap_err();
        let error = status(&error);
        let name = format!("http://127.0.0.1:{}", proxy.program.port);
        assert_eq!(error.proxy, Some(name), "{:?}: {error}", proxy.server);
        assert!(error.status >= 500, "{:?}: {error}", proxy.server);
    }
}

#[tokio::test]
async fn forwarded_error_page_names_no_proxy() {
    let upstream = Upstream::start().await;
    for proxy in installed(Rule::All).await {
        let options = HttpOptions::default().proxy(proxy.url(""));
        let caller = Caller::new(&format!("{}/page", upstream.address()), options);
        let error = caller.call(Kind::Write, "forwarded").await.unwrap_err();
        let error = status(&error);
        assert_eq!((error.status, &error.proxy), (502, &None), "{error}");
    }
}
