//! The networks that an address belongs to, as far as its text shows.

use std::net::IpAddr;

const METADATA_SERVICE: &str = "metadata.tencentyun.com";

/// Returns whether a host, with or without a port, is this machine. Names are not looked up.
pub(super) fn is_loopback(host: &str) -> bool {
    let name = name(host);
    match address(name) {
        Some(address) => address.is_loopback(),
        // RFC 6761 reserves the whole domain for loopback addresses.
        None => name == "localhost" || name.ends_with(".localhost"),
    }
}

/// Returns whether a host, with or without a port, is the metadata service of Tencent Cloud, a
/// link-local address, or this machine.
pub(super) fn is_metadata_service(host: &str) -> bool {
    match address(name(host)) {
        Some(IpAddr::V4(address)) => address.is_link_local() || address.is_loopback(),
        Some(IpAddr::V6(address)) => address.is_unicast_link_local() || address.is_loopback(),
        None => name(host) == METADATA_SERVICE || is_loopback(host),
    }
}

/// Returns the host in lower case, as endpoints hold it, without port and final dot.
fn name(host: &str) -> &str {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => name,
        _ => host,
    };
    name.strip_suffix('.').unwrap_or(name)
}

fn address(name: &str) -> Option<IpAddr> {
    let bare = name
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let address: IpAddr = bare.unwrap_or(name).parse().ok()?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_service_is_name_or_link_local() {
        for (host, expected) in [
            ("metadata.tencentyun.com", true),
            ("metadata.tencentyun.com.:80", true),
            ("169.254.0.23:8080", true),
            ("[fe80::1]", true),
            ("127.0.0.1:4711", true),
            ("localhost", true),
            ("meta.example", false),
            ("metadata.tencentyun.com.example", false),
            ("10.0.0.1", false),
            ("169.255.0.1", false),
        ] {
            assert_eq!(is_metadata_service(host), expected, "{host}");
        }
    }
}
