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
    fn credential<'a>(
        &'a self,
        context: &'a CredentialContext,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>>;

    /// Returns the credential if that needs no waiting, which saves allocating a future. Called
    /// before [`CredentialProvider::credential`]. By default `None`.
    fn at_hand(&self, _context: &CredentialContext) -> Option<Credential> {
        None
    }

    /// Returns whether asking for every request costs almost nothing, so that a cache would not
    /// help. By default `false`.
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

    fn at_hand(&self, _: &CredentialContext) -> Option<Credential> {
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

    fn at_hand(&self, context: &CredentialContext) -> Option<Credential> {
        (**self).at_hand(context)
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

/// The transport and clock of the configuration. A proxy, a mock or a stopped clock that is set
/// there also applies to fetching credentials. Cheap to clone.
#[derive(Clone)]
pub struct CredentialContext {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
}

impl CredentialContext {
    /// Returns a context for calling a provider without a configuration.
    pub fn new(transport: impl Transport + 'static, clock: impl Clock + 'static) -> Self {
        Self {
            transport: Arc::new(transport),
            clock: Arc::new(clock),
        }
    }

    pub(crate) fn shared(transport: &Arc<dyn Transport>, clock: &Arc<dyn Clock>) -> Self {
        Self {
            transport: Arc::clone(transport),
            clock: Arc::clone(clock),
        }
    }

    /// Returns the transport that sends requests.
    #[must_use]
    pub fn transport(&self) -> &Arc<dyn Transport> {
        &self.transport
    }

    /// Returns the clock that measures time and waits.
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
