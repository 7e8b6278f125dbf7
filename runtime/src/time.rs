//! The clock and timers that calls depend on.

use std::future::{Future, poll_fn};
use std::pin::Pin;
#[cfg(feature = "http-client")]
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(feature = "http-client")]
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::task::Poll;
#[cfg(feature = "http-client")]
use std::task::{Context, Waker};
#[cfg(feature = "http-client")]
use std::thread::{self, Thread};
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

/// The system's clock and Tokio's timer. Outside of a Tokio runtime, each sleep has a thread, which
/// ends with the sleep or when that is dropped.
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
        Box::pin(async move {
            match Handle::try_current() {
                Ok(_) => tokio::time::sleep(duration).await,
                Err(_) => ThreadTimer::new(duration).await,
            }
        })
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

/// A timer for programs without a Tokio runtime: a thread wakes the task.
#[cfg(feature = "http-client")]
struct ThreadTimer {
    /// `None` if it is too far away to be reached.
    end: Option<Instant>,
    thread: Option<Thread>,
    waiting: Arc<Waiting>,
}

/// The task that waits for the end of a timer.
#[cfg(feature = "http-client")]
#[derive(Default)]
struct Waiting {
    /// `None` before the first poll.
    waker: Mutex<Option<Waker>>,
    dropped: AtomicBool,
}

#[cfg(feature = "http-client")]
impl ThreadTimer {
    fn new(duration: Duration) -> Self {
        Self {
            end: Instant::now().checked_add(duration),
            thread: None,
            waiting: Arc::default(),
        }
    }
}

#[cfg(feature = "http-client")]
impl Waiting {
    /// Wakes the task at the end, unless the timer is dropped before.
    fn wake_at(&self, end: Instant) {
        while !self.dropped.load(Ordering::Acquire) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let mut waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner);
                return waker.take().map_or((), Waker::wake);
            }
            thread::park_timeout(left);
        }
    }
}

#[cfg(feature = "http-client")]
impl Future for ThreadTimer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(end) = self.end else {
            return Poll::Pending;
        };
        let waiting = Arc::clone(&self.waiting);
        let mut waker = waiting.waker.lock().unwrap_or_else(PoisonError::into_inner);
        if Instant::now() >= end {
            return Poll::Ready(());
        }
        *waker = Some(context.waker().clone());
        if self.thread.is_none() {
            let waiting = Arc::clone(&waiting);
            let timer = thread::Builder::new().spawn(move || waiting.wake_at(end));
            match timer {
                Ok(timer) => self.thread = Some(timer.thread().clone()),
                // Without a thread, the time limit expires at once rather than never.
                Err(_) => return Poll::Ready(()),
            }
        }
        Poll::Pending
    }
}

#[cfg(feature = "http-client")]
impl Drop for ThreadTimer {
    fn drop(&mut self) {
        self.waiting.dropped.store(true, Ordering::Release);
        if let Some(thread) = &self.thread {
            thread.unpark();
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
