//! A key pair, with a session token if it is temporary.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use zeroize::Zeroizing;

use crate::error::CredentialError;

/// A secret ID and secret key, with the session token of a temporary pair.
///
/// Cheap to clone. Dropping the last clone zeroizes its memory. `Debug` redacts key and token.
#[derive(Clone)]
pub struct Credential(Arc<Parts>);

#[derive(Clone)]
struct Parts {
    secret_id: String,
    secret_key: Zeroizing<String>,
    token: Option<Zeroizing<String>>,
    expires_at: Option<SystemTime>,
    origin: Option<Cow<'static, str>>,
}

impl Credential {
    /// Returns a long-lived pair.
    ///
    /// # Errors
    /// If either is empty, is in quotes, or contains anything but printable ASCII without spaces.
    pub fn new(
        secret_id: impl Into<String>,
        secret_key: impl Into<String>,
    ) -> Result<Self, CredentialError> {
        let secret_id = secret_id.into();
        let secret_key = Zeroizing::new(secret_key.into());
        check("secret id", &secret_id)?;
        check("secret key", &secret_key)?;
        Ok(Self(Arc::new(Parts {
            secret_id,
            secret_key,
            token: None,
            expires_at: None,
            origin: None,
        })))
    }

    /// Sets the session token of a temporary pair. An empty token counts as none.
    ///
    /// # Errors
    /// If the token is in quotes or contains anything but printable ASCII without spaces.
    pub fn with_token(mut self, token: impl Into<String>) -> Result<Self, CredentialError> {
        let token = Zeroizing::new(token.into());
        let token = if token.is_empty() { None } else { Some(token) };
        if let Some(token) = &token {
            check("token", token)?;
        }
        Arc::make_mut(&mut self.0).token = token;
        Ok(self)
    }

    /// Sets the time at which the pair expires. Default: never.
    /// [`CachedProvider`](crate::CachedProvider) renews it before then.
    #[must_use]
    pub fn with_expiry(mut self, expires_at: SystemTime) -> Self {
        Arc::make_mut(&mut self.0).expires_at = Some(expires_at);
        self
    }

    /// Adds a description of the pair's origin, for people to read.
    #[must_use]
    pub fn with_origin(mut self, origin: impl Into<Cow<'static, str>>) -> Self {
        Arc::make_mut(&mut self.0).origin = Some(origin.into());
        self
    }

    /// Returns the secret ID. Despite its name it isn't secret: every request shows it.
    #[must_use]
    pub fn secret_id(&self) -> &str {
        &self.0.secret_id
    }

    /// Returns the secret key.
    #[must_use]
    pub fn secret_key(&self) -> &str {
        &self.0.secret_key
    }

    /// Returns the session token, or `None` for a long-lived pair.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.0.token.as_ref().map(|token| token.as_str())
    }

    /// Returns the time at which the pair expires, or `None` if it is not known to expire.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.0.expires_at
    }

    /// Returns the origin of the pair, if its provider set one: `profile `default` in /etc/…`.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.0.origin.as_deref()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("secret_id", &self.0.secret_id)
            .field("secret_key", &format_args!("[redacted]"))
            .field(
                "token",
                &self.0.token.as_ref().map(|_| format_args!("[redacted]")),
            )
            .field("expires_at", &self.0.expires_at)
            .field("origin", &self.0.origin)
            .finish()
    }
}

/// Keys and tokens never contain these, so they are part of a quotation.
const QUOTES: [char; 3] = ['"', '\'', '`'];

/// Rejects text that would only cause a puzzling signature error later. Errors never quote it.
pub(crate) fn check(part: &str, text: &str) -> Result<(), CredentialError> {
    if text.is_empty() {
        return Err(CredentialError::new(format!("the {part} is empty")));
    }
    if text.trim() != text {
        return Err(CredentialError::new(format!(
            "the {part} starts or ends with whitespace"
        )));
    }
    if text.starts_with(QUOTES) || text.ends_with(QUOTES) {
        return Err(CredentialError::new(format!(
            "the {part} starts or ends with a quote: remove the quotes around it"
        )));
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        let problem =
            format!("the {part} contains a space, a control character or a non-ASCII character");
        return Err(CredentialError::new(problem));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_key_is_error() {
        for (id, key) in [
            ("", "k"),
            ("i", ""),
            (" i", "k"),
            ("i", "k\n"),
            ("i", "k k"),
            ("i", "键"),
            ("\"i\"", "k"),
            ("'i'", "k"),
            ("i", "`k`"),
            ("i", "'\"k\"'"),
        ] {
            let error = Credential::new(id, key).unwrap_err().to_string();
            assert!(error.contains(": the secret "), "{error}");
        }
        let keys = Credential::new("i", "k").unwrap();
        assert!(keys.clone().with_token("'t'").is_err());
        assert!(keys.with_token("t t").is_err());
    }

    #[test]
    fn empty_token_counts_as_none() {
        let keys = Credential::new("i", "k").unwrap();
        let temporary = keys.with_token("t").unwrap();
        assert_eq!(temporary.token(), Some("t"));
        assert_eq!(temporary.with_token("").unwrap().token(), None);
    }

    #[test]
    fn debug_hides_secrets() {
        let credential = Credential::new("AKIDx", "hush-key").unwrap();
        let credential = credential.with_token("hush-token").unwrap();
        let printed = format!("{credential:?}");
        assert!(
            printed.contains("AKIDx") && !printed.contains("hush"),
            "{printed}"
        );
    }

    #[test]
    fn with_token_keeps_other_clones_unchanged() {
        let plain = Credential::new("i", "k").unwrap();
        let expiry = SystemTime::UNIX_EPOCH;
        let temporary = plain.clone().with_token("t").unwrap().with_expiry(expiry);
        assert_eq!((plain.token(), plain.expires_at()), (None, None));
        assert_eq!(
            (temporary.token(), temporary.expires_at()),
            (Some("t"), Some(expiry))
        );
    }
}
