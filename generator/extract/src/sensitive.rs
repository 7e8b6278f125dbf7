//! Which members hold secrets that must not appear in logs.

use spec::{Scalar, Sensitive, SensitivitySource, TypeName};

/// The mark for a member whose value is a secret. Judged by the last words of its name: the documentation
/// has no mark for secrets.
pub(super) fn sensitive(name: &str, type_name: &TypeName) -> Option<Sensitive> {
    is_sensitive(name, type_name).then_some(Sensitive {
        inferred: Some(SensitivitySource::Name),
    })
}

fn is_sensitive(name: &str, type_name: &TypeName) -> bool {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    holds_text(type_name) && SECRETS.iter().any(|end| name.ends_with(end)) && !is_harmless(&name)
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
fn holds_text(type_name: &TypeName) -> bool {
    match type_name {
        TypeName::Structure(_) => true,
        TypeName::Array(element) => holds_text(element),
        TypeName::Scalar(scalar) => !matches!(
            scalar,
            Scalar::Integer | Scalar::Float | Scalar::Double | Scalar::Boolean
        ),
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
            assert!(
                is_sensitive(name, &TypeName::Scalar(Scalar::String)),
                "{name}"
            );
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
            assert!(
                !is_sensitive(name, &TypeName::Scalar(Scalar::String)),
                "{name}"
            );
        }
        assert!(!is_sensitive(
            "KeepPassword",
            &TypeName::Scalar(Scalar::Boolean)
        ));
        assert!(!is_sensitive(
            "MaxToken",
            &TypeName::Scalar(Scalar::Integer)
        ));
    }
}
