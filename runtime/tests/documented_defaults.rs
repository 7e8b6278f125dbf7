//! What the documentation says of every setting and its default is what the code does.

use std::collections::{BTreeMap, BTreeSet};

use super::{Config, ConfigBuilder};
use crate::credential::Credential;
use crate::failover::FailOver;
use crate::retry::Backoff;
use crate::transport::HttpOptions;

const SETTINGS: [&str; 3] = [
    include_str!("builder.rs"),
    include_str!("endpoints.rs"),
    include_str!("resilience.rs"),
];
const HTTP: &str = include_str!("../transport/http/options.rs");

/// The rows of a documented table whose first cell links to a method: its name and the default.
fn documented(source: &str) -> BTreeMap<String, String> {
    let rows = source.lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("/// | [`")?.split_once("`](Self::")?;
        let (_, cells) = rest.split_once(") | ")?;
        let default = cells.split(" | ").next()?.trim_end_matches(['|', ' ']);
        Some((name.to_owned(), default.to_owned()))
    });
    let all: Vec<_> = rows.collect();
    let by_name: BTreeMap<_, _> = all.iter().cloned().collect();
    assert_eq!(by_name.len(), all.len(), "one row a setting");
    by_name
}

/// The public methods that take and return the options.
fn setters(source: &str) -> BTreeSet<String> {
    let rows = source.lines().filter_map(|line| {
        let (name, parameters) = line.trim().strip_prefix("pub fn ")?.split_once('(')?;
        parameters.starts_with("mut self").then(|| name.to_owned())
    });
    rows.collect()
}

fn debug(config: &impl std::fmt::Debug) -> String {
    format!("{config:?}")
}

#[test]
fn every_setting_has_its_row() {
    let setters: BTreeSet<String> = SETTINGS.iter().flat_map(|text| setters(text)).collect();
    assert!(setters.len() > 20, "{setters:?}");
    let rows: BTreeSet<String> = documented(SETTINGS[0]).into_keys().collect();
    assert_eq!(rows, setters);
    let rows: BTreeSet<String> = documented(HTTP).into_keys().collect();
    assert_eq!(rows, self::setters(HTTP));
}

#[test]
fn every_setting_tells_its_default_where_it_stands_too() {
    for (name, words) in [
        ("timeout", "60 s by default"),
        ("connect_timeout", "5 s by\n    /// default"),
        ("stream_idle_timeout", "120 s by default"),
        ("max_response_bytes", "64 MiB by default"),
        ("retry", "By default three attempts"),
        (
            "backoff",
            "By default up to 0.5 s at first and never more than 20 s",
        ),
        ("retry_budget", "500 by default"),
    ] {
        let method = format!("    pub fn {name}(");
        let text = SETTINGS.iter().find(|text| text.contains(&method)).unwrap();
        let before = text.split(&method).next().unwrap();
        let docs = before.rsplit("\n\n").next().unwrap();
        assert!(docs.contains(words), "{name}: {docs}");
    }
}

#[test]
fn defaults_are_what_the_table_says() {
    let credential = Credential::new("id", "key").unwrap();
    let config = Config::builder().credential(credential).build().unwrap();
    let settings = &config.0;
    let backoff = Backoff::default();
    let (first, longest) = (backoff.longest(1), backoff.longest(u32::MAX));
    let rows = documented(SETTINGS[0]);
    for (name, actual) in [
        ("timeout", format!("{} s", settings.timeout.as_secs())),
        (
            "stream_idle_timeout",
            format!("{} s", settings.stream_idle_timeout.as_secs()),
        ),
        (
            "max_response_bytes",
            format!("{} MiB", settings.max_response_bytes >> 20),
        ),
        ("retry_budget", format!("{} tokens", settings.retry.budget)),
        (
            "backoff",
            format!(
                "from {} s, doubled each time, to {} s",
                first.as_secs_f64(),
                longest.as_secs()
            ),
        ),
        ("check_required", on_or_off(settings.check_required)),
        ("log_bodies", on_or_off(settings.log_bodies)),
        (
            "documented_rate_limits",
            on_or_off(settings.rate_limiter.is_some()),
        ),
        (
            "region_in_host",
            on_or_off(settings.endpoint.region_in_host),
        ),
        ("region", none(settings.region.is_none())),
        ("attempt_timeout", none(settings.attempt_timeout.is_none())),
        ("fail_over", none(settings.fail_over.is_none())),
        ("gateway", none(settings.endpoint.gateway.is_none())),
        (
            "service_endpoint",
            none(settings.endpoint.services.is_empty()),
        ),
        ("call_options", none(settings.call_options.is_none())),
    ] {
        assert_eq!(rows[name], actual, "{name}");
    }
    assert!(settings.language.is_none() && rows["language"].starts_with("none"));
    assert_eq!(settings.request_client, super::builder::REQUEST_CLIENT);
}

#[test]
fn http_defaults_are_what_the_table_says() {
    let rows = documented(HTTP);
    let printed = debug(&HttpOptions::default());
    for (name, row, field) in [
        ("connect_timeout", "5 s", "connect_timeout: 5s"),
        ("pool_idle_timeout", "90 s", "pool_idle_timeout: 90s"),
        (
            "pool_max_idle_per_host",
            "no limit",
            &format!("pool_max_idle_per_host: {}", usize::MAX),
        ),
        ("http2", "on where the server offers it", "http2: true"),
        ("system_roots", "trusted", "system_roots: true"),
        ("client_certificate", "none", "client_certificate: false"),
        (
            "add_root_certificates",
            "none besides the system's",
            "root_certificates: 0",
        ),
    ] {
        assert_eq!(rows[name], row, "{name}");
        assert!(printed.contains(field), "{name}: {printed}");
    }
    // The same number, said at two places.
    let connect = &documented(SETTINGS[0])["connect_timeout"];
    assert_eq!(connect, &rows["connect_timeout"]);
    assert!(debug(&ConfigBuilder::default()).contains("connect_timeout: None"));
}

#[test]
fn fail_over_opens_and_closes_as_its_module_says() {
    let printed = debug(&FailOver::new([]));
    let docs = include_str!("../failover/mod.rs");
    for (words, field) in [
        ("counted in windows of 60 s", "window: 60s"),
        ("At 5 failures", "failures: 5"),
        ("at least 75 %", "percent: 75"),
        ("For 60 s, no attempt", "open_for: 60s"),
    ] {
        assert!(docs.contains(words), "{words}");
        assert!(printed.contains(field), "{field}: {printed}");
    }
}

fn on_or_off(on: bool) -> String {
    if on { "on" } else { "off" }.to_owned()
}

fn none(is_none: bool) -> String {
    if is_none { "none" } else { "something" }.to_owned()
}
