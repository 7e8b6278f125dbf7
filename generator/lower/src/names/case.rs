//! Conversion of the documentation's spelling to Rust's cases, with acronyms as words.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::RustName;

/// Converts a name to that of a field, method or module: `InstanceIds` to `instance_ids`.
pub(crate) fn snake(wire: &str) -> RustName {
    RustName::nearest(&words(wire).to_snake_case(), "unnamed")
}

/// Converts a name to that of a constant: `InvalidInstanceId.Malformed` to
/// `INVALID_INSTANCE_ID_MALFORMED`.
pub(crate) fn constant(wire: &str) -> RustName {
    RustName::nearest(&words(wire).to_shouty_snake_case(), "UNNAMED")
}

/// Converts a name to that of a type.
///
/// A spelling that is already valid Rust stays as it is: readers of the page find
/// `DescribeCVMAssetsRequest` under that name.
pub(crate) fn type_name(wire: &str) -> RustName {
    let as_is = wire.starts_with(|first: char| first.is_ascii_uppercase())
        && wire.chars().all(|c| c.is_ascii_alphanumeric());
    if as_is {
        return RustName::nearest(wire, "Unnamed");
    }
    RustName::nearest(&ascii(wire).to_upper_camel_case(), "Unnamed")
}

/// Writes every acronym as one capitalised word: `DiskIDs` becomes `DiskIds`.
fn words(wire: &str) -> String {
    let mut spelling = ascii(wire);
    for (mixed, word) in MIXED {
        spelling = spelling.replace(mixed, word);
    }
    plurals(&spelling)
}

/// Words with inner capitals, which case conversion would split: `IPv6` into `i_pv6`.
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

/// Joins the plural `s` to its acronym: `VPCs` becomes `Vpcs`, `SubIPsInfo` becomes `SubIpsInfo`.
fn plurals(spelling: &str) -> String {
    let mut out = String::with_capacity(spelling.len());
    let mut rest = spelling;
    while !rest.is_empty() {
        let small = rest.find(is_capital).unwrap_or(rest.len());
        let (before, acronym) = rest.split_at(small);
        out.push_str(before);
        let end = acronym.find(|c| !is_capital(c)).unwrap_or(acronym.len());
        let (acronym, after) = acronym.split_at(end);
        let mut letters = acronym.chars();
        if begins_with_plural(after) {
            out.extend(letters.next());
            out.extend(letters.map(|letter| letter.to_ascii_lowercase()));
        } else {
            out.push_str(acronym);
        }
        rest = after;
    }
    out
}

fn is_capital(c: char) -> bool {
    c.is_ascii_uppercase()
}

/// Returns whether a plural `s` comes first, and then a new word or the end.
fn begins_with_plural(after_acronym: &str) -> bool {
    after_acronym
        .strip_prefix('s')
        .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_lowercase()))
}

/// Replaces letters beyond ASCII by their code points, which keeps different names different. Other
/// characters separate words.
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
    fn acronym_becomes_one_word() {
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
    fn invalid_identifier_becomes_nearest_one() {
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
    fn type_name_keeps_valid_spelling() {
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
    fn error_code_becomes_constant() {
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
