//! From the documentation's spelling to Rust's cases, with acronyms as words.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::RustName;

/// `InstanceIds` as a field, method or module: `instance_ids`.
pub(crate) fn snake(wire: &str) -> RustName {
    RustName::nearest(&words(wire).to_snake_case(), "unnamed")
}

/// `InvalidInstanceId.Malformed` as a constant: `INVALID_INSTANCE_ID_MALFORMED`.
pub(crate) fn constant(wire: &str) -> RustName {
    RustName::nearest(&words(wire).to_shouty_snake_case(), "UNNAMED")
}

/// A structure's name. The documentation's own spelling stays where Rust has nothing against it, so
/// that a reader of the page finds `DescribeCVMAssetsRequest` under that name.
pub(crate) fn type_name(wire: &str) -> RustName {
    let as_is = wire.starts_with(|first: char| first.is_ascii_uppercase())
        && wire.chars().all(|c| c.is_ascii_alphanumeric());
    if as_is {
        return RustName::nearest(wire, "Unnamed");
    }
    RustName::nearest(&ascii(wire).to_upper_camel_case(), "Unnamed")
}

/// The spelling with every acronym as one capitalised word: `DiskIDs` as `DiskIds`.
fn words(wire: &str) -> String {
    let mut spelling = ascii(wire);
    for (mixed, word) in MIXED {
        spelling = spelling.replace(mixed, word);
    }
    plurals(&spelling)
}

/// Words with capitals inside, which would fall apart: `IPv6Addresses` as `i_pv6_addresses`.
const MIXED: [(&str, &str); 18] = [
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("GiB", "Gib"),
    ("KiB", "Kib"),
    ("MiB", "Mib"),
    ("TiB", "Tib"),
    ("DDoS", "Ddos"),
    ("QoS", "Qos"),
    ("IaaS", "Iaas"),
    ("PaaS", "Paas"),
    ("SaaS", "Saas"),
    ("OAuth", "Oauth"),
    ("MySQL", "Mysql"),
    ("PostgreSQL", "Postgresql"),
    ("NoSQL", "Nosql"),
    ("GraphQL", "Graphql"),
    ("WebRTC", "Webrtc"),
    ("MacOS", "Macos"),
];

/// The plural `s` of an acronym belongs to it: `VPCs` as `Vpcs`, `SubIPsInfo` as `SubIpsInfo`.
fn plurals(spelling: &str) -> String {
    let mut after_capital = false;
    let lowered = spelling.char_indices().map(|(index, current)| {
        let capital = current.is_ascii_uppercase();
        let inside = after_capital && capital;
        after_capital = capital;
        if inside && spelling.get(index..).is_some_and(is_plural) {
            return current.to_ascii_lowercase();
        }
        current
    });
    lowered.collect()
}

/// Whether capitals go on with the plural `s` and then the name ends or a new word begins.
fn is_plural(acronym: &str) -> bool {
    let rest = acronym.trim_start_matches(|c: char| c.is_ascii_uppercase());
    rest.strip_prefix('s')
        .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_lowercase()))
}

/// Letters beyond ASCII as their numbers, so that different names stay different; other characters
/// separate words.
fn ascii(wire: &str) -> String {
    let mut out = String::with_capacity(wire.len());
    for current in wire.chars() {
        match current {
            c if c.is_ascii_alphanumeric() => out.push(c),
            c if c.is_alphanumeric() => out.push_str(&format!("_u{:x}_", u32::from(c))),
            _ => out.push('_'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_words() {
        for (wire, rust) in [
            ("IPv6Addresses", "ipv6_addresses"),
            ("Ipv6AddressCount", "ipv6_address_count"),
            ("IPv4", "ipv4"),
            ("CPUInfo", "cpu_info"),
            ("CPU", "cpu"),
            ("VpcId", "vpc_id"),
            ("DiskIDs", "disk_ids"),
            ("SubIPsInfo", "sub_ips_info"),
            ("QPS", "qps"),
            ("ISPNum", "isp_num"),
            ("AZs", "azs"),
            ("IsDDoSOn", "is_ddos_on"),
            ("HTTPSPort", "https_port"),
            ("MemoryGiB", "memory_gib"),
            ("MySQLVersion", "mysql_version"),
            ("K8SVersion", "k8s_version"),
            ("TotalCount", "total_count"),
            ("IsSystem", "is_system"),
            ("OSName", "os_name"),
            ("camRoleName", "cam_role_name"),
            ("snake_case", "snake_case"),
            ("Md5", "md5"),
        ] {
            assert_eq!(snake(wire).as_str(), rust, "{wire}");
        }
    }

    #[test]
    fn whatever_is_no_identifier_becomes_one() {
        for (wire, rust) in [
            ("type", "type_"),
            ("Self", "self_"),
            ("Gen", "gen_"),
            ("2ndDisk", "_2nd_disk"),
            ("a-b.c", "a_b_c"),
            ("../../etc/passwd", "etc_passwd"),
            ("名称", "u540d_u79f0"),
            ("", "unnamed"),
            ("_", "unnamed"),
            ("Aux", "aux_"),
            ("Com1", "com1_"),
            ("x(){};fn main", "x_fn_main"),
        ] {
            assert_eq!(snake(wire).as_str(), rust, "{wire}");
        }
    }

    #[test]
    fn structures_keep_their_spelling_where_rust_allows_it() {
        for (wire, rust) in [
            ("DescribeCVMAssetsRequest", "DescribeCVMAssetsRequest"),
            ("IPv6", "IPv6"),
            ("Self", "Self_"),
            ("filter", "Filter"),
            ("Disk_Info", "DiskInfo"),
            ("9Lives", "_9lives"),
            ("../x", "X"),
            ("", "Unnamed"),
        ] {
            assert_eq!(type_name(wire).as_str(), rust, "{wire}");
        }
    }

    #[test]
    fn error_codes_become_constants() {
        assert_eq!(
            constant("InvalidInstanceId.Malformed").as_str(),
            "INVALID_INSTANCE_ID_MALFORMED"
        );
        assert_eq!(
            constant("LimitExceeded.EIPs").as_str(),
            "LIMIT_EXCEEDED_EIPS"
        );
        assert_eq!(constant("").as_str(), "UNNAMED");
    }
}
