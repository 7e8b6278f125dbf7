//! A clock on which backoff takes no time, and attempts time out when the server stalls.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use tencentcloud_api_runtime::{BoxFuture, Clock};
use tokio::sync::Notify;

/// The time limits of a call and of an attempt, which the clock distinguishes by their length.
pub(crate) const TOTAL: Duration = Duration::from_secs(100_000);
pub(crate) const ATTEMPT: Duration = Duration::from_secs(50_000);

const HOUR: Duration = Duration::from_secs(3_600);

tokio::task_local! {
    /// The call that the task makes.
    pub(crate) static CALL: u64;
}

#[derive(Clone)]
pub(crate) struct CallClock {
    began: Instant,
    /// For each call, the notification that its current attempt stalls.
    stalled: Arc<Mutex<BTreeMap<u64, Arc<Notify>>>>,
}

impl CallClock {
    pub(crate) fn an_hour_ahead() -> Self {
        Self {
            began: Instant::now(),
            stalled: Arc::default(),
        }
    }

    pub(crate) fn true_time() -> SystemTime {
        SystemTime::now()
    }

    /// Ends the time limit of the call's current attempt.
    pub(crate) fn time_out(&self, call: u64) {
        self.stall_of(call).notify_one();
    }

    /// Removes the state of a call that has ended.
    pub(crate) fn forget(&self, call: u64) {
        self.stalled.lock().unwrap().remove(&call);
    }

    fn stall_of(&self, call: u64) -> Arc<Notify> {
        let mut stalled = self.stalled.lock().unwrap();
        Arc::clone(stalled.entry(call).or_default())
    }
}

impl Clock for CallClock {
    fn now(&self) -> SystemTime {
        Self::true_time() + HOUR
    }

    fn monotonic(&self) -> Duration {
        self.began.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        match duration {
            TOTAL => Box::pin(pending()),
            ATTEMPT => {
                let stall = self.stall_of(CALL.get());
                Box::pin(async move { stall.notified().await })
            }
            _ => Box::pin(tokio::task::yield_now()),
        }
    }
}
