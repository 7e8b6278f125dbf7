//! The interface between calls and credential providers.

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use super::key::Credential;
use crate::error::CredentialError;
use crate::time::{BoxFuture, Clock};
use crate::transport::Transport;

/// A source of credentials.
///
/// Implement it to fetch keys from your own source. It need not cache them:
/// [`ConfigBuilder::credential`](crate::ConfigBuilder::credential) wraps providers in a
/// [`CachedProvider`](crate::CachedProvider), except those that are
/// [quick](CredentialProvider::is_quick).
pub trait CredentialProvider: Send + Sync {
    /// Returns the credential to sign with now. Set [`Credential::with_expiry`] if it expires.
    ///
    /// # Errors
    /// [`CredentialError::absent`] if the provider is not configured, so a
    /// [chain](crate::ProviderChain) asks the next one. Any other error ends a chain.
    fn credential<'a>(
        &'a self,
        context: &'a CredentialContext,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>>;

    /// Returns the credential if that needs no waiting, which saves allocating a future. Called
    /// before [`CredentialProvider::credential`]. The default implementation returns `None`.
    fn credential_now(&self, _context: &CredentialContext) -> Option<Credential> {
        None
    }

    /// Returns whether the provider is so fast that a cache would not help. The default
    /// implementation returns `false`.
    fn is_quick(&self) -> bool {
        false
    }
}

// A constant credential is its own provider.
impl CredentialProvider for Credential {
    fn credential<'a>(
        &'a self,
        _: &'a CredentialContext,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(ready(Ok(self.clone())))
    }

    fn credential_now(&self, _: &CredentialContext) -> Option<Credential> {
        Some(self.clone())
    }

    fn is_quick(&self) -> bool {
        true
    }
}

impl<P: CredentialProvider + ?Sized> CredentialProvider for Arc<P> {
    fn credential<'a>(
        &'a self,
        context: &'a CredentialContext,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        (**self).credential(context)
    }

    fn credential_now(&self, context: &CredentialContext) -> Option<Credential> {
        (**self).credential_now(context)
    }

    fn is_quick(&self) -> bool {
        (**self).is_quick()
    }
}

/// Implements [`CredentialProvider`] for a type with `async fn fetch(&self, &CredentialContext)`.
macro_rules! provide_by_fetch {
    ($type:ty) => {
        impl $crate::credential::CredentialProvider for $type {
            fn credential<'a>(
                &'a self,
                context: &'a $crate::credential::CredentialContext,
            ) -> $crate::time::BoxFuture<
                'a,
                Result<$crate::credential::Credential, $crate::error::CredentialError>,
            > {
                Box::pin(self.fetch(context))
            }
        }
    };
}

pub(crate) use provide_by_fetch;

/// The transport and clock that a provider uses, those of the configuration. A proxy, mock or
/// manual clock set there therefore also applies to fetching credentials. Cheap to clone.
#[derive(Clone)]
pub struct CredentialContext {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    plain_http: bool,
}

impl CredentialContext {
    /// Returns a context for calling a provider directly, without a configuration.
    pub fn new(transport: impl Transport + 'static, clock: impl Clock + 'static) -> Self {
        Self {
            transport: Arc::new(transport),
            clock: Arc::new(clock),
            plain_http: false,
        }
    }

    /// Sets whether providers may use plain HTTP, as
    /// [`ConfigBuilder::allow_plain_http`](crate::ConfigBuilder::allow_plain_http) does for those
    /// of a configuration. Default: false.
    #[must_use]
    pub fn allow_plain_http(mut self, allowed: bool) -> Self {
        self.plain_http = allowed;
        self
    }

    pub(crate) fn shared(transport: &Arc<dyn Transport>, clock: &Arc<dyn Clock>) -> Self {
        Self {
            transport: Arc::clone(transport),
            clock: Arc::clone(clock),
            plain_http: false,
        }
    }

    /// Returns the transport to send requests with.
    #[must_use]
    pub fn transport(&self) -> &Arc<dyn Transport> {
        &self.transport
    }

    /// Returns whether requests may cross a network unencrypted.
    pub(crate) fn allows_plain_http(&self) -> bool {
        self.plain_http
    }

    /// Returns the clock to read and to wait on.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }
}

impl fmt::Debug for CredentialContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialContext").finish_non_exhaustive()
    }
}
