//! Members whose values are secrets and must not appear in logs.

use spec::{Scalar, Sensitive, SensitivitySource, TypeName};

/// Returns the mark for a member whose value is a secret.
///
/// The documentation doesn't mark secrets, so the last words of the name decide.
pub fn sensitive(name: &str, type_name: &TypeName) -> Option<Sensitive> {
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

/// Last words of the names of secrets, in lower case.
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
    // A machine's start-up script often contains keys.
    "userdata",
    "vncurl",
];

/// Returns whether the name is that of a paging or idempotency token, which grants no access.
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

/// Returns whether values are texts: `ResetPassword` is a flag and `MaxToken` a number.
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
    fn secret_names_are_sensitive() {
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
    fn harmless_names_are_not_sensitive() {
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
