//! A chain of providers, asked in order until one has a credential.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use super::key::Credential;
use super::provider::{CredentialContext, CredentialProvider, provide_by_fetch};
use crate::error::{CredentialError, FailedAttempt};

/// A provider that asks other providers in order until one has a credential. From then on it asks
/// only that one, so a process never changes its identity.
///
/// An [absent](CredentialError::is_absent) provider is skipped. A configured provider that fails
/// ends the search: falling back to another identity would hide the mistake, and might act on the
/// wrong account. In both cases the error lists every provider asked, with its error.
///
/// ```
/// use tencentcloud_api_runtime::{EnvironmentProvider, ProfileProvider, ProviderChain};
///
/// let chain = ProviderChain::new()
///     .then("environment", EnvironmentProvider::new())
///     .then("file", ProfileProvider::new().profile("prod"));
/// assert_eq!(chain.chosen(), None);
/// ```
#[derive(Default)]
pub struct ProviderChain {
    links: Vec<Link>,
    chosen: OnceLock<usize>,
}

struct Link {
    name: Cow<'static, str>,
    provider: Box<dyn CredentialProvider>,
}

impl ProviderChain {
    /// Returns a chain without providers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a provider to the end of the chain. Error messages and [`chosen`](Self::chosen) show
    /// its name.
    #[must_use]
    pub fn then(
        mut self,
        name: impl Into<Cow<'static, str>>,
        provider: impl CredentialProvider + 'static,
    ) -> Self {
        let name = name.into();
        let provider = Box::new(provider);
        self.links.push(Link { name, provider });
        self
    }

    /// Returns the name of the first provider that had a credential, the only one asked from then
    /// on. `None` before that.
    #[must_use]
    pub fn chosen(&self) -> Option<&str> {
        self.chosen_link().map(|link| link.name.as_ref())
    }

    fn chosen_link(&self) -> Option<&Link> {
        self.links.get(*self.chosen.get()?)
    }

    async fn fetch(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let Some(link) = self.chosen_link() else {
            return self.search(context).await;
        };
        link.provider.credential(context).await.map_err(|error| {
            let problem = "the provider chosen by the chain failed";
            CredentialError::new(problem).with_attempts(vec![link.failed(error)])
        })
    }

    async fn search(&self, context: &CredentialContext) -> Result<Credential, CredentialError> {
        let mut attempts = Vec::new();
        for (index, link) in self.links.iter().enumerate() {
            match link.provider.credential(context).await {
                Ok(credential) => {
                    self.chosen.get_or_init(|| index);
                    return Ok(credential);
                }
                Err(error) => attempts.push(link.failed(error)),
            }
            if attempts.last().is_some_and(|last| !last.error.is_absent()) {
                return Err(self.stopped(attempts));
            }
        }
        Err(none_has_one(attempts))
    }

    /// Returns the error of a search that a failed provider ended.
    fn stopped(&self, attempts: Vec<FailedAttempt>) -> CredentialError {
        let last = attempts.last().map_or("", |last| &last.provider);
        let mut problem = format!("`{last}` is configured but failed");
        let rest: Vec<_> = self
            .links
            .iter()
            .skip(attempts.len())
            .map(|link| link.name.as_ref())
            .collect();
        if !rest.is_empty() {
            problem.push_str(&format!(", so these were skipped: {}", rest.join(", ")));
        }
        CredentialError::new(problem).with_attempts(attempts)
    }
}

impl Link {
    fn failed(&self, error: CredentialError) -> FailedAttempt {
        let provider = self.name.clone().into_owned();
        FailedAttempt { provider, error }
    }
}

fn none_has_one(attempts: Vec<FailedAttempt>) -> CredentialError {
    let problem = match attempts.len() {
        0 => "the chain has no providers".to_owned(),
        1 => "the only provider is not configured".to_owned(),
        count => format!("no provider of {count} is configured"),
    };
    CredentialError::absent(problem).with_attempts(attempts)
}

provide_by_fetch!(ProviderChain);

impl fmt::Debug for ProviderChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.links.iter().map(|link| &link.name).collect();
        f.debug_struct("ProviderChain")
            .field("providers", &names)
            .field("chosen", &self.chosen())
            .finish()
    }
}
