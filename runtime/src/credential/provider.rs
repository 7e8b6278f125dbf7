//! The seam between calls and the places that credentials come from.

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use super::error::CredentialError;
use super::key::Credential;
use crate::time::{BoxFuture, Clock};
use crate::transport::Transport;

/// Hands out credentials.
///
/// Implement it to fetch keys from a place of your own. There is no need to remember what was
/// fetched: [`ConfigBuilder::credential`](crate::ConfigBuilder::credential) puts a
/// [`CachedProvider`](crate::CachedProvider) around providers, unless they say that they are quick.
pub trait CredentialProvider: Send + Sync {
    /// The credential to sign with now. Set [`Credential::with_expiry`] if it expires.
    fn credential<'a>(
        &'a self,
        context: &'a CredentialContext,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>>;

    /// The same where nothing has to be waited for, without a future on the heap. Asked before
    /// [`CredentialProvider::credential`]. `None` unless overridden.
    fn at_hand(&self, _context: &CredentialContext) -> Option<Credential> {
        None
    }

    /// Whether asking for each request costs nothing to speak of, so that the answer need not be
    /// remembered by a cache. `false` unless overridden.
    fn is_quick(&self) -> bool {
        false
    }
}

// A credential that never changes provides itself.
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
                Result<$crate::credential::Credential, $crate::credential::CredentialError>,
            > {
                Box::pin(self.fetch(context))
            }
        }
    };
}

pub(crate) use provide_by_fetch;

/// What providers work with: the configuration's own transport and clock, so that a proxy, a mock or
/// a stopped clock set there applies to fetching credentials too. Cheap to clone.
#[derive(Clone)]
pub struct CredentialContext {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
}

impl CredentialContext {
    /// A context for asking a provider outside of a configuration.
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

    /// What sends requests.
    #[must_use]
    pub fn transport(&self) -> &Arc<dyn Transport> {
        &self.transport
    }

    /// What tells the time and waits.
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
