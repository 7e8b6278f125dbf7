//! The seam between calls and the places that credentials come from.

use std::error::Error as StdError;
use std::fmt;
use std::future::ready;

use super::key::Credential;
use crate::time::BoxFuture;

/// Hands out credentials. It is asked before every attempt, so it should remember what it got;
/// [`Credential::expires_at`] tells how long.
pub trait CredentialProvider: Send + Sync {
    /// The credential to sign with now.
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>>;
}

// A credential that never changes provides itself.
impl CredentialProvider for Credential {
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(ready(Ok(self.clone())))
    }
}

/// No credential could be had.
#[derive(Debug)]
pub struct CredentialError {
    problem: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl CredentialError {
    /// An error that says what is wrong, without any secret in it.
    #[must_use]
    pub fn new(problem: impl Into<String>) -> Self {
        Self {
            problem: problem.into(),
            source: None,
        }
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no usable credential: {}", self.problem)
    }
}

impl StdError for CredentialError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
