//! The hosts that bypass proxies: `NO_PROXY`.

use std::net::{IpAddr, Ipv4Addr};

use http::Uri;
use http::uri::Scheme;
use ipnet::{IpNet, Ipv4Net};

use crate::display::masked_address;

/// A list of hosts that bypass proxies. Commas, semicolons, white space and quotes separate its
/// entries.
///
/// | entry | exempt hosts |
/// |---|---|
/// | `*` | all |
/// | `host.example`, `.host.example` | the host and its subdomains |
/// | `*.host.example` | the subdomains |
/// | `10.0.0.1`, `::1`, `[::1]` | the address |
/// | `10.0.0.0/8`, `fd00::/8`, `10.*` | the addresses of the network |
/// | any of these except networks, followed by `:443` | the same, at this port |
///
/// Letter case and a dot after a host do not matter. Names are not looked up, so an address exempts
/// no names.
#[derive(Debug, Default)]
pub(super) struct Exemptions(Vec<Exemption>);

#[derive(Debug, Clone, PartialEq)]
struct Exemption {
    hosts: Hosts,
    /// `None` for all ports.
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq)]
enum Hosts {
    All,
    /// A name with its subdomains.
    Domain(String),
    /// The subdomains of a name.
    Subdomains(String),
    Address(IpAddr),
    Network(IpNet),
}

impl Exemptions {
    /// Parses a list. An entry in an unknown form is logged as a warning and matches nothing, which
    /// is what curl and Go do with it.
    pub(super) fn parse(setting: &str, list: &str) -> Self {
        let separators = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '\'');
        let entries = list.split(separators);
        let parsed = entries
            .filter(|entry| !entry.is_empty())
            .filter_map(|entry| {
                let parsed = parse(&entry.to_ascii_lowercase());
                if parsed.is_none() {
                    let entry = masked_address(entry);
                    tracing::warn!(setting, entry, "ignored: not a host, address or network");
                }
                parsed
            });
        Self(parsed.collect())
    }

    /// Returns whether requests to this target bypass proxies.
    pub(super) fn contain(&self, target: &Uri) -> bool {
        let host = target.host().unwrap_or_default().to_ascii_lowercase();
        let host = without_brackets(host.trim_end_matches('.'));
        let address = host
            .parse()
            .ok()
            .map(|address: IpAddr| address.to_canonical());
        let default_port = if target.scheme() == Some(&Scheme::HTTP) {
            80
        } else {
            443
        };
        let port = target.port_u16().unwrap_or(default_port);
        self.0.iter().any(|exemption| {
            exemption.port.is_none_or(|only| only == port) && exemption.hosts.contain(host, address)
        })
    }
}

impl Hosts {
    fn contain(&self, host: &str, address: Option<IpAddr>) -> bool {
        let below = |domain: &str| {
            let prefix = host.strip_suffix(domain);
            prefix.is_some_and(|prefix| prefix.ends_with('.'))
        };
        match self {
            Self::All => true,
            Self::Domain(domain) => host == domain || below(domain),
            Self::Subdomains(domain) => below(domain),
            Self::Address(exempt) => address == Some(*exempt),
            Self::Network(network) => address.is_some_and(|address| network.contains(&address)),
        }
    }
}

/// Parses an entry in lower case. Returns `None` if its form is unknown.
fn parse(entry: &str) -> Option<Exemption> {
    // An address in IPv6 has colons, but no port unless it has brackets.
    if let Ok(address) = without_brackets(entry).parse::<IpAddr>() {
        return Some(Exemption {
            hosts: Hosts::Address(address.to_canonical()),
            port: None,
        });
    }
    if let Ok(network) = entry.parse::<IpNet>() {
        return Some(Exemption {
            hosts: Hosts::Network(network),
            port: None,
        });
    }
    let (host, port) = match entry.rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse::<u16>().ok()?)),
        None => (entry, None),
    };
    let hosts = parse_host(host)?;
    Some(Exemption { hosts, port })
}

fn parse_host(host: &str) -> Option<Hosts> {
    if host == "*" {
        return Some(Hosts::All);
    }
    let bracketed = host.starts_with('[');
    if let Ok(address) = without_brackets(host).parse::<IpAddr>() {
        let is_valid = bracketed || address.is_ipv4();
        return is_valid.then(|| Hosts::Address(address.to_canonical()));
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    if let Some(network) = wildcard_network(host) {
        return Some(Hosts::Network(network));
    }
    if let Some(domain) = host.strip_prefix("*.") {
        return is_name(domain).then(|| Hosts::Subdomains(domain.to_owned()));
    }
    let domain = host.strip_prefix('.').unwrap_or(host);
    is_name(domain).then(|| Hosts::Domain(domain.to_owned()))
}

/// Returns the network of an address with trailing wildcards: `10.*`, `192.168.*.*`.
fn wildcard_network(host: &str) -> Option<IpNet> {
    let fixed = host.split('.').take_while(|part| *part != "*");
    let fixed: Vec<u8> = fixed.map(str::parse).collect::<Result<_, _>>().ok()?;
    let mut wildcards = host.split('.').skip(fixed.len());
    let count = host.split('.').count();
    if fixed.is_empty() || count > 4 || count == fixed.len() || !wildcards.all(|part| part == "*") {
        return None;
    }
    let mut octets = [0; 4];
    for (octet, fixed) in octets.iter_mut().zip(&fixed) {
        *octet = *fixed;
    }
    let length = u8::try_from(fixed.len() * 8).ok()?;
    let network = Ipv4Net::new(Ipv4Addr::from(octets), length).ok()?;
    Some(IpNet::V4(network))
}

/// Returns whether a text could be the name of a host.
fn is_name(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    text.split('.').all(is_label)
}

fn without_brackets(host: &str) -> &str {
    let inside = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    inside.unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Entries, with targets that they exempt and targets that they do not.
    const FORMS: &[(&str, &[&str], &[&str])] = &[
        (
            "*",
            &["https://a.b", "http://10.0.0.1", "https://[::1]:1"],
            &[],
        ),
        (
            "*:443",
            &["https://a.b", "http://a.b:443"],
            &["http://a.b", "https://a.b:444"],
        ),
        (
            "nx.test",
            &[
                "https://nx.test",
                "http://nx.test:81",
                "https://cvm.nx.test",
                "https://a.b.NX.test",
            ],
            &[
                "https://notnx.test",
                "https://nx.test.evil",
                "https://test",
                "https://nx.tes",
            ],
        ),
        (
            ".nx.test",
            &["https://nx.test", "https://cvm.nx.test"],
            &["https://anx.test"],
        ),
        (
            "*.nx.test",
            &[
                "https://cvm.nx.test",
                "http://a.cvm.nx.test:1",
                "https://cvm.nx.test.",
            ],
            &["https://nx.test", "https://cvmnx.test", "https://nx.test.a"],
        ),
        (
            "NX.Test.",
            &["https://nx.test", "https://a.nx.TEST."],
            &["https://nx.tests"],
        ),
        (
            "nx.test:443",
            &["https://nx.test", "http://nx.test:443", "https://a.nx.test"],
            &["http://nx.test", "https://nx.test:8443"],
        ),
        ("nx.test.:80", &["http://nx.test"], &["https://nx.test"]),
        (
            "*.nx.test:8443",
            &["https://a.nx.test:8443"],
            &["https://a.nx.test"],
        ),
        (".nx.test:80", &["http://a.nx.test"], &["https://a.nx.test"]),
        (
            "localhost",
            &["http://localhost:1"],
            &["http://127.0.0.1:1"],
        ),
        ("my_host-1", &["https://my_host-1"], &["https://my_host-2"]),
        (
            "10.1.2.3",
            &[
                "https://10.1.2.3",
                "http://10.1.2.3:9",
                "https://[::ffff:10.1.2.3]",
            ],
            &[
                "https://10.1.2.4",
                "https://110.1.2.3",
                "https://10.1.2.3.nip.test",
            ],
        ),
        ("10.1.2.3:9", &["http://10.1.2.3:9"], &["http://10.1.2.3"]),
        (
            "10.0.0.0/8",
            &["https://10.9.9.9", "http://10.0.0.0"],
            &["https://11.0.0.0", "https://ten.test"],
        ),
        ("10.1.2.3/8", &["https://10.9.9.9"], &["https://11.0.0.0"]),
        (
            "127.*",
            &["http://127.0.0.1", "http://127.9.9.9:1"],
            &["http://128.0.0.1", "http://127.test"],
        ),
        (
            "192.168.*.*",
            &["https://192.168.0.1"],
            &["https://192.169.0.1"],
        ),
        (
            "10.1.2.*:80",
            &["http://10.1.2.9"],
            &["https://10.1.2.9", "http://10.1.3.9"],
        ),
        (
            "::1",
            &["https://[::1]", "http://[0:0::1]:81"],
            &["https://[::2]"],
        ),
        (
            "[::1]",
            &["https://[::1]", "http://[::1]:81"],
            &["https://[::2]"],
        ),
        (
            "[::1]:443",
            &["https://[::1]", "http://[::1]:443"],
            &["https://[::1]:444"],
        ),
        (
            "fd00::/8",
            &["https://[fd12::1]"],
            &["https://[fe80::1]", "https://10.0.0.1"],
        ),
        (
            "::ffff:10.1.2.3",
            &["https://10.1.2.3"],
            &["https://10.1.2.4"],
        ),
        // Forms that match nothing.
        (
            "192.*.0.1",
            &[],
            &["https://192.1.0.1", "https://192.0.0.1"],
        ),
        ("*nx.test", &[], &["https://nx.test", "https://anx.test"]),
        ("nx.*", &[], &["https://nx.test"]),
        ("http://nx.test", &[], &["http://nx.test"]),
        ("nx.test:https", &[], &["https://nx.test"]),
        ("nx.test:99999", &[], &["https://nx.test"]),
        ("10.0.0.0/99", &[], &["https://10.0.0.0"]),
        ("<local>", &[], &["https://local"]),
        (".", &[], &["https://nx.test"]),
        ("", &[], &["https://nx.test"]),
        (" , ;", &[], &["https://nx.test"]),
        // Lists.
        (
            "a.test,nx.test",
            &["https://nx.test", "https://a.test"],
            &["https://b.test"],
        ),
        (
            "a.test nx.test",
            &["https://nx.test", "https://a.test"],
            &["https://b.test"],
        ),
        (
            "a.test;nx.test",
            &["https://nx.test", "https://a.test"],
            &["https://b.test"],
        ),
        (
            " a.test ,\tnx.test;\n*.b.test ",
            &["https://nx.test", "https://a.test", "https://c.b.test"],
            &["https://b.test"],
        ),
        (
            "'a.test,nx.test'",
            &["https://nx.test", "https://a.test"],
            &["https://b.test"],
        ),
        (
            "\"a.test\", \"nx.test\"",
            &["https://nx.test", "https://a.test"],
            &["https://b.test"],
        ),
        ("<local>, nx.test", &["https://nx.test"], &["https://local"]),
    ];

    #[test]
    fn each_form_exempts_only_its_hosts() {
        for (list, exempt, proxied) in FORMS {
            let exemptions = Exemptions::parse("NO_PROXY", list);
            for (targets, expected) in [(exempt, true), (proxied, false)] {
                for target in *targets {
                    let contained = exemptions.contain(&Uri::from_static(target));
                    assert_eq!(contained, expected, "`{list}` and {target}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_list_can_be_parsed(list in "[\\[\\]a-z0-9.:*/,; @_-]{0,30}|.{0,20}") {
            let exemptions = Exemptions::parse("NO_PROXY", &list);
            exemptions.contain(&Uri::from_static("https://[::1]"));
            exemptions.contain(&Uri::from_static("http://nx.test:8080"));
        }
    }
}
