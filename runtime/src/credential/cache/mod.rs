//! Caching of credentials, and renewal before they expire.

mod kept;
mod renewal;

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;

use self::kept::{Kept, State};
use self::renewal::{Flight, Outcome, Renewal};
use super::key::Credential;
use super::parse::still_valid;
use super::provider::{CredentialContext, CredentialProvider};
use crate::error::CredentialError;
use crate::time::{self, BoxFuture};

/// The time limit for a provider.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// A cache of another provider's credential.
///
/// * If the cache is empty, the provider is asked once for all waiting callers.
/// * A credential is renewed 5 minutes before it expires, or a tenth of its lifetime before if that
///   is less. One without an expiry is renewed every 5 minutes, which finds new keys in a file.
/// * While the old credential is valid, callers get it at once.
///   [`Clock::spawn`](crate::Clock::spawn) runs the renewal in the background, by default on
///   Tokio's multi-threaded runtime. Elsewhere, one of the callers waits for the renewal.
/// * After a failure, the cache pauses for 1 to 10 seconds. Callers notice only once the old
///   credential has expired: from then on, they get the error of the last attempt.
///
/// Clones share the cache, so you can pass one to a configuration and inspect another:
///
/// ```
/// use tencentcloud_api_runtime::{CachedProvider, Config, CvmRoleProvider, Error};
///
/// # fn main() -> Result<(), Error> {
/// let keys = CachedProvider::new(CvmRoleProvider::new());
/// let config = Config::builder().credential(keys.clone()).build()?;
/// // Some calls later:
/// println!("valid until {:?}, last failure: {:?}", keys.expires_at(), keys.last_error());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct CachedProvider(Arc<Cache>);

struct Cache {
    provider: Box<dyn CredentialProvider>,
    /// Every request reads this. Readers hold the lock while they clone an `Arc`, and a renewal
    /// writes once. The lock is never held across an `await`.
    kept: RwLock<Option<Kept>>,
    /// Locked only when a credential needs renewal.
    renewal: Mutex<Renewal>,
}

/// Returns the provider itself if it is quick, otherwise wrapped in a cache.
pub(crate) fn cached(provider: impl CredentialProvider + 'static) -> Arc<dyn CredentialProvider> {
    if provider.is_quick() {
        return Arc::new(provider);
    }
    Arc::new(CachedProvider::new(provider))
}

impl CachedProvider {
    /// Returns an empty cache for the provider. The first request fills it.
    pub fn new(provider: impl CredentialProvider + 'static) -> Self {
        Self(Arc::new(Cache {
            provider: Box::new(provider),
            kept: RwLock::default(),
            renewal: Mutex::default(),
        }))
    }

    /// Returns the time at which the cached credential expires. `None` if the cache is empty or the
    /// credential never expires.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        let kept = self.0.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref()?.credential().expires_at()
    }

    /// Returns the error of the last attempt, if it failed. The cached credential may still be
    /// valid.
    #[must_use]
    pub fn last_error(&self) -> Option<CredentialError> {
        self.0.renewal().last_error().cloned()
    }

    async fn fetch(&self, context: &CredentialContext) -> Outcome {
        let now = context.clock().now();
        match self.0.state(now) {
            Some(State::Fresh(credential)) => Ok(credential),
            Some(State::Due(credential)) => Ok(self.renew_ahead(credential, context, now).await),
            Some(State::Expired(at)) => self.renew_now(Some(at), context, now).await,
            None => self.renew_now(None, context, now).await,
        }
    }

    /// Renews a valid credential in the background, or in the foreground if no executor is
    /// available. Returns the credential to use now.
    async fn renew_ahead(
        &self,
        valid: Credential,
        context: &CredentialContext,
        now: SystemTime,
    ) -> Credential {
        let flight = match self.0.next_step(context, now) {
            Step::Begun(flight) => flight,
            Step::Fresh(credential) => return credential,
            Step::UnderWay(_) | Step::Pause => return valid,
        };
        let task = flight.clone().map(drop).boxed();
        match context.clock().spawn(task) {
            Ok(()) => valid,
            Err(_) => flight.await.unwrap_or(valid),
        }
    }

    /// Waits for a credential, because the cache has no valid one.
    async fn renew_now(
        &self,
        expired_at: Option<SystemTime>,
        context: &CredentialContext,
        now: SystemTime,
    ) -> Outcome {
        let outcome = match self.0.next_step(context, now) {
            Step::Begun(flight) | Step::UnderWay(flight) => flight.await,
            Step::Fresh(credential) => return Ok(credential),
            Step::Pause => Err(CredentialError::new("the last attempt failed")),
        };
        outcome.map_err(|error| self.0.renewal().error(expired_at).unwrap_or(error))
    }
}

/// The next step for a credential that needs renewal.
enum Step {
    /// Use this credential, which was just renewed.
    Fresh(Credential),
    /// Do not renew yet, because the last attempt just failed.
    Pause,
    /// Join the renewal that another caller began.
    UnderWay(Flight),
    /// Drive the renewal that this caller began.
    Begun(Flight),
}

impl Cache {
    fn state(&self, now: SystemTime) -> Option<State> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        Some(kept.as_ref()?.state(now))
    }

    fn renewal(&self) -> MutexGuard<'_, Renewal> {
        self.renewal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_step(self: &Arc<Self>, context: &CredentialContext, now: SystemTime) -> Step {
        let mut renewal = self.renewal();
        // A renewal may have ended while this call waited for the lock.
        if let Some(State::Fresh(credential)) = self.state(now) {
            return Step::Fresh(credential);
        }
        if let Some(flight) = renewal.under_way() {
            return Step::UnderWay(flight);
        }
        if renewal.pauses(now) {
            return Step::Pause;
        }
        let flight = Arc::clone(self).renew(context.clone()).boxed().shared();
        renewal.begin(&flight);
        Step::Begun(flight)
    }

    /// Asks the provider and stores the result.
    async fn renew(self: Arc<Self>, context: CredentialContext) -> Outcome {
        let outcome = self.ask(&context).await;
        let now = context.clock().now();
        let mut renewal = self.renewal();
        match &outcome {
            Ok(credential) => {
                let kept = Kept::new(credential.clone(), now);
                *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
                renewal.succeeded();
            }
            Err(error) => renewal.failed(error.clone(), now),
        }
        outcome
    }

    async fn ask(&self, context: &CredentialContext) -> Outcome {
        let answer = async { self.provider.credential(context).await };
        let answer = pin!(AssertUnwindSafe(answer).catch_unwind());
        let limit = context.clock().sleep(TIME_LIMIT);
        let answer = time::before(limit, answer).await.ok_or_else(|| {
            CredentialError::new(format!("the provider did not answer within {TIME_LIMIT:?}"))
        })?;
        let credential = answer.unwrap_or_else(|_| {
            // The next caller may succeed. Without this, all callers would wait forever.
            Err(CredentialError::new("the provider panicked"))
        })?;
        if let Some(expires_at) = credential.expires_at() {
            still_valid(expires_at, context.clock().now())?;
        }
        Ok(credential)
    }
}

impl CredentialProvider for CachedProvider {
    fn credential<'a>(&'a self, context: &'a CredentialContext) -> BoxFuture<'a, Outcome> {
        Box::pin(self.fetch(context))
    }

    fn credential_now(&self, context: &CredentialContext) -> Option<Credential> {
        match self.0.state(context.clock().now()) {
            Some(State::Fresh(credential)) => Some(credential),
            _ => None,
        }
    }

    fn is_quick(&self) -> bool {
        true
    }
}

impl fmt::Debug for CachedProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedProvider")
            .field("expires_at", &self.expires_at())
            .field("last_error", &self.last_error())
            .finish_non_exhaustive()
    }
}
