//! Several providers, asked in order until one has a credential.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use super::key::Credential;
use super::provider::{CredentialContext, CredentialProvider, provide_by_fetch};
use crate::error::{CredentialError, FailedAttempt};

/// Asks providers in order until one has a credential, and from then on only that one, so that a
/// process never changes its identity midway.
///
/// A provider that is [absent](CredentialError::is_absent) is passed over. One that is in use here and
/// fails ends the search: falling back to some other identity would hide the mistake, and might act on
/// the wrong account. Either way the error lists every provider asked and what it said.
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
    /// A chain without providers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The chain with one provider more at its end. The name is for error messages.
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

    /// The name of the provider that answered, which is now the only one to be asked.
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
            let problem = "the provider that the chain settled on fails";
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

    /// The error that ends the search before the end of the chain.
    fn stopped(&self, attempts: Vec<FailedAttempt>) -> CredentialError {
        let last = attempts.last().map_or("", |last| &last.provider);
        let mut problem = format!("`{last}` is set up here but fails");
        let rest = self.links.iter().skip(attempts.len());
        let rest: Vec<_> = rest.map(|link| link.name.as_ref()).collect();
        if !rest.is_empty() {
            problem.push_str(&format!(", so these were not asked: {}", rest.join(", ")));
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
        1 => "the one provider asked has none".to_owned(),
        count => format!("none of the {count} providers asked has one"),
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
