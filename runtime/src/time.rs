//! The clock and the sleeping that calls depend on, so that tests need not wait.

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

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Tells the time and waits.
pub trait Clock: Send + Sync {
    /// The time that requests are signed with.
    fn now(&self) -> SystemTime;
    /// Time since some fixed point; unlike [`Clock::now`] it should never jump. Durations are measured
    /// with it. Derived from `now` unless overridden.
    fn monotonic(&self) -> Duration {
        let elapsed = self.now().duration_since(SystemTime::UNIX_EPOCH);
        elapsed.unwrap_or_default()
    }
    /// Finishes after the duration.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
    /// Runs a task in the background, or hands it back if there is nothing to run it on; then it is run
    /// by whoever called, in the foreground. Handed back unless overridden.
    ///
    /// # Errors
    /// The task itself.
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
        // Boxing inside `async` creates the timer at the first poll, when a Tokio runtime is there.
        Box::pin(async move { tokio::time::sleep(duration).await })
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        match Handle::try_current() {
            // A runtime of one thread may stand still once the call has ended that spawned the task.
            Ok(handle) if handle.runtime_flavor() == RuntimeFlavor::MultiThread => {
                handle.spawn(task);
                Ok(())
            }
            _ => Err(task),
        }
    }
}

/// The future's result, or `None` if `limit` finishes first. The future comes pinned, for whatever is
/// moved into an `async` function takes its place there twice.
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
