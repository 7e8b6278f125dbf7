//! The error of credential providers. It holds no secret.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::display::{Causes, OneLine};

type Source = Arc<dyn StdError + Send + Sync>;

/// The reason why no credentials were available. Cheap to clone, and without secrets.
///
/// `Display` prints the problem and all its causes on one line, so [`source`](StdError::source)
/// returns `None`.
#[derive(Clone)]
pub struct CredentialError(Arc<Parts>);

#[derive(Clone)]
struct Parts {
    absent: bool,
    problem: String,
    source: Option<Source>,
    attempts: Vec<FailedAttempt>,
}

/// A failed provider of a [`ProviderChain`](crate::ProviderChain), with its error.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FailedAttempt {
    /// The provider's name in the chain.
    pub provider: String,
    /// The provider's error.
    pub error: CredentialError,
}

impl CredentialError {
    /// Creates an error with a description, which must not contain a secret. A
    /// [chain](crate::ProviderChain) stops at it.
    #[must_use]
    pub fn new(problem: impl Into<String>) -> Self {
        Self(Arc::new(Parts {
            absent: false,
            problem: problem.into(),
            source: None,
            attempts: Vec::new(),
        }))
    }

    /// Creates the error of a provider that is not configured. A [chain](crate::ProviderChain)
    /// skips the provider. The description must not contain a secret.
    #[must_use]
    pub fn absent(problem: impl Into<String>) -> Self {
        let mut error = Self::new(problem);
        Arc::make_mut(&mut error.0).absent = true;
        error
    }

    /// Adds the cause. Messages print it and every cause below it, so none may contain a secret.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Arc::make_mut(&mut self.0).source = Some(Arc::from(source.into()));
        self
    }

    /// Adds the errors of a chain's providers.
    pub(crate) fn with_attempts(mut self, attempts: Vec<FailedAttempt>) -> Self {
        Arc::make_mut(&mut self.0).attempts = attempts;
        self
    }

    /// Returns whether the provider is not configured, rather than configured wrongly.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.0.absent
    }

    /// Returns the errors of a chain's providers in order; empty if no chain was involved.
    #[must_use]
    pub fn attempts(&self) -> &[FailedAttempt] {
        match self.cause() {
            Some(cause) if self.0.attempts.is_empty() => cause.attempts(),
            _ => &self.0.attempts,
        }
    }

    /// Returns the cause, if it is an error of this type.
    fn cause(&self) -> Option<&Self> {
        self.0.source.as_ref()?.downcast_ref()
    }

    /// Writes the problem and all causes, without the prefix of `Display`.
    fn write_reasons(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", OneLine(&self.0.problem))?;
        for (index, attempt) in self.0.attempts.iter().enumerate() {
            f.write_str(if index == 0 { ": " } else { "; " })?;
            write!(f, "{}: ", attempt.provider)?;
            attempt.error.write_reasons(f)?;
        }
        match (self.cause(), &self.0.source) {
            (Some(cause), _) => {
                f.write_str(": ")?;
                cause.write_reasons(f)
            }
            (None, Some(source)) => write!(f, ": {}", Causes(source.as_ref())),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no usable credential: ")?;
        self.write_reasons(f)
    }
}

impl fmt::Debug for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialError")
            .field("absent", &self.0.absent)
            .field("problem", &self.0.problem)
            .field("source", &self.0.source)
            .field("attempts", &self.0.attempts)
            .finish()
    }
}

// The message includes all causes.
impl StdError for CredentialError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_prints_every_cause_once() {
        let inner = CredentialError::new("status 404").caused_by("nothing there");
        let middle = CredentialError::absent("the metadata service has none").caused_by(inner);
        let attempts = vec![
            FailedAttempt {
                provider: "environment".to_owned(),
                error: CredentialError::absent("X is not set"),
            },
            FailedAttempt {
                provider: "role".to_owned(),
                error: middle,
            },
        ];
        let chain = CredentialError::new("all failed").with_attempts(attempts);
        let outer = CredentialError::new("it expired").caused_by(chain);
        assert_eq!(
            outer.to_string(),
            "no usable credential: it expired: all failed: environment: X is not set; role: the metadata service has none: status 404: nothing there"
        );
        assert!(outer.source().is_none());
        let providers: Vec<_> = outer.attempts().iter().map(|a| &a.provider).collect();
        assert_eq!(providers, ["environment", "role"]);
        assert!(outer.attempts()[0].error.is_absent() && !outer.is_absent());
    }
}
