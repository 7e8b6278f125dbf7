//! Proxies from environment variables. The tests run this program again in child processes, whose
//! environment they choose.

use std::process::Output;

use tokio::process::Command;

use super::call;
use super::fake::{Behaviour, Proxy};
use super::support::certificates::Certificates;
use super::support::exchange::base;
use super::upstream;

/// Set in child processes, to the endpoint of their call.
const ENDPOINT: &str = "PROXIES_TEST_ENDPOINT";

/// Makes a call in a child process. It prints the error, if there is one.
#[tokio::test]
async fn child_call() {
    let Ok(endpoint) = std::env::var(ENDPOINT) else {
        return;
    };
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .init();
    let options = tencentcloud_api_runtime::HttpOptions::default().http2(false);
    if let Err(error) = call(base().endpoint(endpoint).http(options)).await {
        println!("error: {error}");
    }
}

/// Runs a child process with these variables.
async fn child(endpoint: &str, variables: &[(&str, &str)]) -> String {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "environment::child_call", "--nocapture"]);
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        child.env_remove(name).env_remove(name.to_lowercase());
    }
    let variables = variables.iter().copied();
    let output: Output = child
        .env(ENDPOINT, endpoint)
        .envs(variables)
        .output()
        .await
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    text
}

#[tokio::test]
async fn variables_select_proxy() {
    let (port, _) = upstream(&Certificates::new(), false).await;
    for (name, value) in [
        ("http_proxy", "http://ADDRESS"),
        ("HTTP_PROXY", " \"http://user:p@ss@ADDRESS/\" "),
        ("ALL_PROXY", "socks5h://ADDRESS"),
        ("all_proxy", "'ADDRESS'"),
    ] {
        let behaviour = Behaviour {
            upstream: port,
            ..Behaviour::default()
        };
        let proxy = Proxy::start(behaviour, None).await;
        let value = value.replace("ADDRESS", &proxy.address);
        let text = child("http://localhost:1", &[(name, &value)]).await;
        assert!(!text.contains("error: "), "{text}");
        assert_eq!(proxy.seen().len(), 1, "{name}={value}");
    }
}

#[tokio::test]
async fn no_proxy_variable_exempts_target() {
    let (port, _) = upstream(&Certificates::new(), false).await;
    let target = format!("http://127.0.0.1:{port}");
    for (exempt, list) in [
        (true, "*".to_owned()),
        (true, "other.example 127.*".to_owned()),
        (true, format!("other.example;127.0.0.1:{port}")),
        (false, "127.0.0.1:1".to_owned()),
        (false, "127.0.0.2, 10.0.0.0/8".to_owned()),
    ] {
        let proxy = Proxy::start(Behaviour::default(), None).await;
        let url = format!("http://{}", proxy.address);
        let variables = [("HTTP_PROXY", url.as_str()), ("no_proxy", &list)];
        child(&target, &variables).await;
        assert_eq!(proxy.connections() == 0, exempt, "{list}");
    }
}

#[tokio::test]
async fn unknown_no_proxy_entry_is_logged() {
    let list = "<local>, a.example, http://user:hush@b.example";
    let variables = [("HTTP_PROXY", "http://127.0.0.1:1"), ("NO_PROXY", list)];
    let text = child("http://127.0.0.1:1", &variables).await;
    let warnings: Vec<_> = text.lines().filter(|line| line.contains("WARN")).collect();
    assert_eq!(warnings.len(), 2, "{text}");
    for (warning, entry) in warnings
        .iter()
        .zip(["<local>", "http://[redacted]@b.example"])
    {
        assert!(
            warning.contains("NO_PROXY") && warning.contains(entry),
            "{warning}"
        );
    }
    assert!(!text.contains("hush"), "{text}");
}

#[tokio::test]
async fn malformed_variable_fails_build() {
    for (name, value, problem) in [
        (
            "HTTPS_PROXY",
            "http://user:hush@proxy.example:port",
            "malformed port",
        ),
        (
            "ALL_PROXY",
            "socks9://user:hush@proxy.example",
            "unknown scheme",
        ),
        ("http_proxy", "http://user:hush@", "malformed host"),
    ] {
        let text = child("http://localhost:1", &[(name, value)]).await;
        let start = format!("error: cannot set up the transport: the proxy in {name} is malformed");
        assert!(text.contains(&start) && text.contains(problem), "{text}");
        assert!(!text.contains("hush"), "{text}");
    }
}
