//! Clients for programs without `async`: each call blocks until its reply arrives.
//!
//! ```no_run
//! use tencentcloud_api_runtime::{Config, Value, blocking};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let cvm = blocking::GenericClient::new(&Config::from_env()?, "cvm", "2017-03-12");
//! println!("{}", cvm.call("DescribeRegions", Value::Null)?);
//! # Ok(())
//! # }
//! ```
//!
//! The first call starts one background thread, which serves timers and connections for all
//! clients. Calls therefore work on any thread. Within `async` code they also block the thread's
//! other tasks: use the asynchronous clients there, or `spawn_blocking`.

mod client;
mod iterators;

use std::future::{Future, pending};
use std::io;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::task::unconstrained;

use crate::error::Error;
use crate::transport::{TransportError, TransportErrorKind};

pub use client::{Client, GenericClient};
pub use iterators::{Events, Items, Pages};

/// Waits for any asynchronous call: `wait(client.describe_instances(request))`.
///
/// Intended for programs that make all calls this way. If an asynchronous program waits here for a
/// client that its other tasks use, the blocked thread may be the one that serves the connection. A
/// [`Client`] has its own connections.
///
/// # Errors
/// Those of the call, and [`ErrorKind::Transport`](crate::ErrorKind::Transport) if the background
/// thread cannot be started.
pub fn wait<T>(call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    block_on(call)?
}

/// Waits for a future's result.
///
/// # Errors
/// If the background thread cannot be started.
fn block_on<T>(future: impl Future<Output = T>) -> Result<T, TransportError> {
    let background = background()?;
    let _context = background.enter();
    // Within a task of another Tokio runtime, an exhausted budget would never be reset.
    let mut future = pin!(unconstrained(future));
    let signal = Arc::new(Signal::default());
    let waker = Waker::from(Arc::clone(&signal));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return Ok(value);
        }
        signal.wait();
    }
}

/// A signal for one waiting thread. Unlike `thread::park`, it does not consume wake-ups of others.
#[derive(Default)]
struct Signal {
    given: Mutex<bool>,
    changed: Condvar,
}

impl Signal {
    fn wait(&self) {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        while !*given {
            let woken = self.changed.wait(given);
            given = woken.unwrap_or_else(PoisonError::into_inner);
        }
        *given = false;
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        *self.given.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_one();
    }
}

/// Returns the background runtime, which the whole process shares and never stops.
fn background() -> Result<&'static Handle, TransportError> {
    static BACKGROUND: OnceLock<Handle> = OnceLock::new();
    static STARTING: Mutex<()> = Mutex::new(());
    if let Some(handle) = BACKGROUND.get() {
        return Ok(handle);
    }
    // Of several threads that make their first calls at once, only one starts the background
    // thread.
    let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = BACKGROUND.get() {
        return Ok(handle);
    }
    let handle = start().map_err(|error| TransportError::new(TransportErrorKind::Setup, error))?;
    Ok(BACKGROUND.get_or_init(|| handle))
}

fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    thread::Builder::new()
        .name("tencentcloud-api".to_owned())
        .spawn(move || runtime.block_on(pending::<()>()))?;
    Ok(handle)
}
