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
const SECRETS: [&str; 71] = [
    "accesskey",
    "accesskeys",
    "accesskeysecret",
    "accesstoken",
    "aeskey",
    "apikey",
    "apikeys",
    "apitokens",
    "appskey",
    "authbackkey",
    "authkey",
    "authtokens",
    "botappkey",
    "callbackkey",
    "certificatekey",
    "certkey",
    "clientkey",
    "clientsecret",
    "credential",
    "credentialdata",
    "credentials",
    "datakey",
    "decryptionkey",
    "decryptkey",
    "deskey",
    "encryptedkey",
    "encryptkey",
    "keycontent",
    "licensekey",
    "logincookie",
    "loraappkey",
    "merchantkey",
    "mpapplicationkey",
    "nwkkey",
    "nwkskey",
    "openkey",
    "passphrase",
    "passwd",
    "password",
    "passwordnew",
    "passwords",
    "plainkey",
    "plaintext",
    "playkey",
    "presharedkey",
    "presharekey",
    "privatekey",
    "privatemapkey",
    "pwd",
    "secret",
    "secretaccesskey",
    "secretbinary",
    "secretkey",
    "secretkeys",
    "secrets",
    "secretstring",
    "secretvalue",
    "sessioncookie",
    "sessionkey",
    "signaturekey",
    "signkey",
    "sslvpnkey",
    "streamenkey",
    "streamkey",
    "token",
    "tokencode",
    "tokenvalue",
    "votepin",
    "webhookkey",
    // A machine's start-up script often contains keys.
    "userdata",
    "vncurl",
];

/// Returns whether the name is that of a paging or idempotency token, of a count of tokens or of
/// something public, which grant no access.
fn is_harmless(name: &str) -> bool {
    const HARMLESS: [&str; 20] = [
        // The way to get a password, and the event of changing it.
        "autogeneratepassword",
        "modifypassword",
        "cachetoken",
        "clienttoken",
        "continuationtoken",
        "continuetoken",
        "creationtoken",
        // The value of a public DNS record.
        "dvauthkey",
        "domainvalidateauthkey",
        "idempotencytoken",
        "idempotenttoken",
        "inputtoken",
        "nextpagetoken",
        "nexttoken",
        "outputtoken",
        "pagetoken",
        "paginationtoken",
        "requesttoken",
        "scrolltoken",
        "totaltoken",
    ];
    name.contains("public") || HARMLESS.iter().any(|end| name.ends_with(end))
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
            "SecretString",
            "Plaintext",
            "SessionKey",
            "EncryptKey",
            "PreShareKey",
            "MasterAuthKey",
            "CallbackAesKey",
            "PemDecryptKey",
            "LoginCookie",
            "AuthBackKey",
            "StreamKey",
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
            "AccessKeyId",
            "PasswordPolicy",
            "CertificatePublicKey",
            "PublicEncryptKey",
            "ScrollToken",
            "InputTotalToken",
            "DvAuthKey",
            "AutoGeneratePassword",
            "TagKey",
            "SortKey",
            "ObjectKey",
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
