//! The clock and timers that calls depend on.

use std::future::{Future, poll_fn};
use std::pin::Pin;
#[cfg(feature = "http-client")]
use std::sync::LazyLock;
use std::task::Poll;
#[cfg(feature = "http-client")]
use std::time::Instant;
use std::time::{Duration, SystemTime};

#[cfg(feature = "http-client")]
use tokio::runtime::{Handle, RuntimeFlavor};

/// A boxed future that can move between threads, as the traits of this crate return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of the time and of timers. Calls use only this clock, so tests can replace it to avoid
/// waiting.
pub trait Clock: Send + Sync {
    /// Returns the time that requests are signed with.
    fn now(&self) -> SystemTime;
    /// Returns the time since a fixed point, for measuring durations. Unlike [`Clock::now`], it
    /// should never jump. The default implementation returns the time since 1970 by `now`.
    fn monotonic(&self) -> Duration {
        self.now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default()
    }
    /// Returns a future that completes after the duration.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
    /// Runs a task in the background. The default implementation never does.
    ///
    /// # Errors
    /// The task itself if no executor is available. The caller then runs it in the foreground.
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        Err(task)
    }
}

/// The system's clock and Tokio's timer.
#[cfg(feature = "http-client")]
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[cfg(feature = "http-client")]
impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn monotonic(&self) -> Duration {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        START.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        // The `async` block creates the timer at the first poll, when a Tokio runtime is available.
        Box::pin(async move { tokio::time::sleep(duration).await })
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        match Handle::try_current() {
            // A single-threaded runtime may stop polling once the call that spawned the task ends.
            Ok(handle) if handle.runtime_flavor() == RuntimeFlavor::MultiThread => {
                handle.spawn(task);
                Ok(())
            }
            _ => Err(task),
        }
    }
}

/// Returns the future's result, or `None` if `limit` completes first. The future must be pinned by
/// the caller, because an `async` function stores a moved argument twice.
pub(crate) async fn before<T>(
    limit: BoxFuture<'static, ()>,
    future: impl Future<Output = T> + Unpin,
) -> Option<T> {
    let (mut limit, mut future) = (limit, future);
    poll_fn(|context| {
        if let Poll::Ready(value) = Pin::new(&mut future).poll(context) {
            return Poll::Ready(Some(value));
        }
        limit.as_mut().poll(context).map(|()| None)
    })
    .await
}
