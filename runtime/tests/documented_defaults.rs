//! The documentation of settings matches the code: every setting has a row, and every default is
//! correct.
#![cfg(feature = "http-client")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use tencentcloud_api_runtime::failover::Failover;
use tencentcloud_api_runtime::retry::Backoff;
use tencentcloud_api_runtime::{Config, ConfigBuilder, Credential, HttpOptions};

const CONFIG: &str = include_str!("../src/settings/builder.rs");
const HTTP: &str = include_str!("../src/transport/http/options.rs");
const FAILOVER: &str = include_str!("../src/failover/mod.rs");

/// Returns the default of each setting in a documented table. A row's first cell links to a method.
fn documented_defaults(source: &str) -> BTreeMap<String, String> {
    let mut defaults = BTreeMap::new();
    for line in source.lines() {
        let Some(row) = line.strip_prefix("/// | [`") else {
            continue;
        };
        let cells: Vec<&str> = row.split(" | ").collect();
        let Some((name, _)) = cells[0].split_once("`](Self::") else {
            continue;
        };
        let default = cells[1].trim_end_matches(['|', ' ']).to_owned();
        let previous = defaults.insert(name.to_owned(), default);
        assert_eq!(previous, None, "{name} has two rows");
    }
    defaults
}

/// Returns the documentation of each public setter, without line breaks.
fn setter_docs(source: &str) -> BTreeMap<String, String> {
    let mut setters = BTreeMap::new();
    let mut docs: Vec<&str> = Vec::new();
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            docs.push(text.trim());
            continue;
        }
        let function = line.strip_prefix("pub fn ");
        if let Some((name, parameters)) = function.and_then(|rest| rest.split_once('('))
            && (parameters.is_empty() || parameters.starts_with("mut self"))
        {
            setters.insert(name.to_owned(), docs.join(" "));
        }
        if !line.starts_with("#[") {
            docs.clear();
        }
    }
    setters
}

/// Returns the documentation of a module, without line breaks.
fn module_docs(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

fn names<V>(map: BTreeMap<String, V>) -> BTreeSet<String> {
    map.into_keys().collect()
}

/// Returns the value of a field as `Debug` prints it.
fn field(value: &impl Debug, name: &str) -> String {
    let printed = format!("{value:#?}");
    let start = format!("{name}: ");
    let value = printed
        .lines()
        .find_map(|line| line.trim_start().strip_prefix(&start))
        .unwrap_or_else(|| panic!("no field {name} in {printed}"));
    value.trim_end_matches(',').to_owned()
}

#[test]
fn settings_have_rows() {
    let setters = names(setter_docs(CONFIG));
    assert!(setters.len() > 20, "{setters:?}");
    assert_eq!(names(documented_defaults(CONFIG)), setters);
    assert_eq!(names(documented_defaults(HTTP)), names(setter_docs(HTTP)));
}

#[test]
fn setters_document_their_defaults() {
    let docs = setter_docs(CONFIG);
    for (name, phrase) in [
        ("timeout", "Default: 60 s."),
        ("connect_timeout", "Default: 5 s."),
        ("stream_idle_timeout", "Default: 120 s."),
        ("max_response_bytes", "Default: 64 MiB."),
        ("retry", "Default: three attempts"),
        (
            "backoff",
            "Default: up to 0.5 s at first and never more than 20 s",
        ),
        ("retry_budget", "Default: 500."),
    ] {
        assert!(docs[name].contains(phrase), "{name}: {}", docs[name]);
    }
}

fn default_config() -> Config {
    let credential = Credential::new("id", "key").unwrap();
    Config::builder().credential(credential).build().unwrap()
}

#[test]
fn numeric_defaults_match_their_rows() {
    let config = default_config();
    let backoff = Backoff::default();
    let (first, longest) = (backoff.longest(1), backoff.longest(u32::MAX));
    let bytes: usize = field(&config, "max_response_bytes").parse().unwrap();
    let rows = documented_defaults(CONFIG);
    for (name, actual) in [
        ("timeout", seconds(&field(&config, "timeout"))),
        (
            "stream_idle_timeout",
            seconds(&field(&config, "stream_idle_timeout")),
        ),
        ("max_response_bytes", format!("{} MiB", bytes >> 20)),
        (
            "retry_budget",
            format!("{} tokens", field(&config, "retry_budget")),
        ),
        (
            "backoff",
            format!(
                "from {} s, doubled each time, to {} s",
                first.as_secs_f64(),
                longest.as_secs()
            ),
        ),
    ] {
        assert_eq!(rows[name], actual, "{name}");
    }
    let printed = format!("{config:?}");
    assert!(
        printed.contains(&format!("backoff: {backoff:?}")),
        "{printed}"
    );
}

#[test]
fn other_defaults_match_their_rows() {
    let config = default_config();
    let rows = documented_defaults(CONFIG);
    for (name, field_name) in [
        ("check_required", "check_required"),
        ("check_limits", "check_limits"),
        ("log_bodies", "log_bodies"),
        ("documented_rate_limits", "rate_limiter"),
        ("region_in_host", "region_in_host"),
    ] {
        let printed = match rows[name].as_str() {
            "on" => "true",
            "off" => "false",
            other => panic!("{name} must be on or off, not {other}"),
        };
        assert_eq!(field(&config, field_name), printed, "{name}");
    }
    for (name, field_name, unset) in [
        ("region", "region", "None"),
        ("attempt_timeout", "attempt_timeout", "None"),
        ("failover", "failover", "false"),
        ("gateway", "gateway", "None"),
        ("service_endpoint", "services", "{}"),
        ("call_options", "call_options", "None"),
        ("language", "language", "None"),
        (
            "request_client",
            "request_client",
            concat!("\"SDK_RUST_", env!("CARGO_PKG_VERSION"), "\""),
        ),
    ] {
        assert!(rows[name].starts_with("none"), "{name}");
        assert_eq!(field(&config, field_name), unset, "{name}");
    }
}

#[test]
fn http_defaults_match_their_rows() {
    let rows = documented_defaults(HTTP);
    let options = HttpOptions::default();
    for (name, row, field_name, value) in [
        ("connect_timeout", "5 s", "connect_timeout", "5s"),
        ("pool_idle_timeout", "30 s", "pool_idle_timeout", "30s"),
        (
            "pool_max_idle_per_host",
            "no limit",
            "pool_max_idle_per_host",
            &usize::MAX.to_string(),
        ),
        ("http2", "on, if the server offers it", "http2", "true"),
        (
            "http2_ping",
            "after 10 s of silence, with 10 s to reply",
            "http2_ping_timeout",
            "10s",
        ),
        ("system_roots", "trusted", "system_roots", "true"),
        ("client_certificate", "none", "client_certificate", "false"),
        (
            "add_root_certificates",
            "none in addition to the system's",
            "root_certificates",
            "0",
        ),
    ] {
        assert_eq!(rows[name], row, "{name}");
        assert_eq!(field(&options, field_name), value, "{name}");
    }
    // Two tables document the same default.
    let connect = &documented_defaults(CONFIG)["connect_timeout"];
    assert_eq!(connect, &rows["connect_timeout"]);
    assert_eq!(field(&ConfigBuilder::default(), "connect_timeout"), "None");
}

#[test]
fn failover_defaults_match_module_docs() {
    let failover = Failover::new([]);
    let docs = module_docs(FAILOVER);
    for (phrase, name, value) in [
        ("counted in windows of 60 s", "window", "60s"),
        ("At 5 failures", "failures", "5"),
        ("at least 75 %", "percent", "75"),
        ("For 60 s, no attempt", "open_for", "60s"),
    ] {
        assert!(docs.contains(phrase), "{phrase}");
        assert_eq!(field(&failover, name), value, "{name}");
    }
}

#[test]
fn setters_change_configuration() {
    let limit = std::time::Duration::from_secs(7);
    let builder = Config::builder().connect_timeout(limit);
    assert!(format!("{builder:?}").contains("connect_timeout: Some(7s)"));
    let failover = Failover::new([]);
    assert_eq!(
        field(&failover.clone().failure_percent(40), "percent"),
        "40"
    );
    assert_eq!(field(&failover.failure_percent(101), "percent"), "100");
}

/// Converts a printed `Duration`, such as `60s`, into `60 s`.
fn seconds(printed: &str) -> String {
    format!("{} s", printed.trim_end_matches('s'))
}
