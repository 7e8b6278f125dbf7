//! Which members hold secrets that must not appear in logs.

use super::model::Type;

/// Whether `Debug` should hide the member. Judged by the last words of its name: the documentation
/// has no mark for secrets.
pub(crate) fn is_sensitive(wire: &str, ty: &Type) -> bool {
    let name: String = wire
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    holds_text(ty) && SECRETS.iter().any(|end| name.ends_with(end)) && !is_harmless(&name)
}

const SECRETS: [&str; 19] = [
    "accesskey",
    "accesskeysecret",
    "accesstoken",
    "apikey",
    "clientsecret",
    "credential",
    "credentials",
    "passphrase",
    "passwd",
    "password",
    "passwords",
    "privatekey",
    "pwd",
    "secret",
    "secretkey",
    "secretaccesskey",
    "token",
    // Start-up scripts of machines, which carry all manner of keys.
    "userdata",
    "vncurl",
];

/// Tokens that page through results or make a call idempotent open no door.
fn is_harmless(name: &str) -> bool {
    const HARMLESS: [&str; 8] = [
        "clienttoken",
        "continuationtoken",
        "idempotenttoken",
        "nexttoken",
        "nextpagetoken",
        "pagetoken",
        "paginationtoken",
        "requesttoken",
    ];
    HARMLESS.iter().any(|end| name.ends_with(end))
}

/// Flags such as `ResetPassword` and numbers such as `MaxToken` are no secrets.
fn holds_text(ty: &Type) -> bool {
    match ty {
        Type::Text | Type::Value | Type::Structure(_) => true,
        Type::List(element) => holds_text(element),
        Type::Integer | Type::Float | Type::Boolean => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in [
            "Password",
            "TmpSecretKey",
            "Token",
            "SSLPrivateKey",
            "UserData",
            "AccessToken",
            "InstanceVncUrl",
            "Db_Password",
        ] {
            assert!(is_sensitive(name, &Type::Text), "{name}");
        }
    }

    #[test]
    fn other_members_are_shown() {
        for name in [
            "NextToken",
            "ClientToken",
            "KeyIds",
            "SecretId",
            "PublicKey",
            "TokenType",
        ] {
            assert!(!is_sensitive(name, &Type::Text), "{name}");
        }
        assert!(!is_sensitive("KeepPassword", &Type::Boolean));
        assert!(!is_sensitive("MaxToken", &Type::Integer));
    }
}
