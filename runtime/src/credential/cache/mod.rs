//! Keeping credentials, and renewing them before they expire.

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
use super::error::CredentialError;
use super::key::Credential;
use super::parse::still_valid;
use super::provider::{CredentialContext, CredentialProvider};
use crate::time::{self, BoxFuture};

/// A provider that has not answered by then has failed.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Keeps what another provider hands out.
///
/// * However many callers want a credential when there is none, the provider is asked once.
/// * A credential that expires is renewed 5 minutes before it does, or a tenth of its lifetime before
///   if that is less. One that does not expire is asked for again every 5 minutes, so that new keys
///   in a file are found.
/// * While the old credential is valid, everybody gets it at once. It is renewed in the background
///   where [`Clock::spawn`](crate::Clock::spawn) can do that, which is on Tokio's multi-threaded
///   runtime by default; elsewhere, one of the callers waits for the renewal.
/// * Failures are remembered, and pauses are made after them, from 1 to 10 seconds. Nobody notices until
///   the old credential expires. From then on, every caller gets the error of the last attempt.
///
/// Clones share everything, so that one can be given to a configuration and another one watched:
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
    /// Read for each request: a reader holds the lock for as long as it takes to clone an `Arc`, and
    /// writers come once per renewal. Never held while anything is awaited.
    kept: RwLock<Option<Kept>>,
    /// Taken only when a credential has to be renewed.
    renewal: Mutex<Renewal>,
}

/// The provider itself if it is quick, else with a cache around it.
pub(crate) fn cached(provider: impl CredentialProvider + 'static) -> Arc<dyn CredentialProvider> {
    if provider.is_quick() {
        return Arc::new(provider);
    }
    Arc::new(CachedProvider::new(provider))
}

impl CachedProvider {
    /// A cache around the provider, with nothing in it yet.
    pub fn new(provider: impl CredentialProvider + 'static) -> Self {
        Self(Arc::new(Cache {
            provider: Box::new(provider),
            kept: RwLock::default(),
            renewal: Mutex::default(),
        }))
    }

    /// When the credential kept now expires, if one is kept and it does.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        let kept = self.0.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref()?.credential().expires_at()
    }

    /// Why the last attempt to get a credential failed, if it did. The one kept may still be valid.
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

    /// Sees to it that a credential is renewed while it is valid, and returns the better one.
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

    /// Waits for a credential, there being no valid one.
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

/// What is to be done about a credential that ought to be renewed.
enum Step {
    /// Nothing: somebody has renewed it just now.
    Fresh(Credential),
    /// Nothing: the last attempt has only just failed.
    Pause,
    UnderWay(Flight),
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
        // Looked at again: a renewal may have ended while the lock was waited for.
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

    /// Asks the provider and keeps what it says.
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
            // The next caller may have more luck; all of them waiting for ever would be worse.
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

    fn at_hand(&self, context: &CredentialContext) -> Option<Credential> {
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
