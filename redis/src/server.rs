//! The Redis server: the connection, the script that assigns slots, and the time limits of both.

use std::fmt;
use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisError, Script};
use tokio::runtime::Handle;
use tokio::time::timeout;

/// Assigns the next slot of a key by the server's clock, as GCRA with a burst of one. Returns 1 and
/// the wait in microseconds, or 0 and the wait if that is too long, which takes no slot.
const ASSIGN_SLOT: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local spacing = tonumber(ARGV[1])
local next_slot = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local wait = next_slot - now
if wait > tonumber(ARGV[2]) then
    return {0, wait}
end
local expiry = math.ceil((wait + spacing) / 1000) + 1000
redis.call('SET', KEYS[1], string.format('%.0f', next_slot + spacing), 'PX', expiry)
return {1, wait}
";

/// The longest reason that messages quote, in characters.
const REASON_CHARS: usize = 200;

/// A slot that the server assigned, or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Assignment {
    /// The slot begins after this wait.
    Slot(Duration),
    /// The slot would begin after this wait, which is too long.
    TooFar(Duration),
}

/// The reason why the server did not assign a slot: one line, without password.
#[derive(Debug)]
pub(crate) struct Unavailable(String);

pub(crate) struct Server {
    client: Client,
    script: Script,
    connect_timeout: Duration,
    command_timeout: Duration,
    connection: Mutex<Option<MultiplexedConnection>>,
}

impl Server {
    pub(crate) fn new(
        client: Client,
        connect_timeout: Duration,
        command_timeout: Duration,
    ) -> Self {
        Self {
            client,
            script: Script::new(ASSIGN_SLOT),
            connect_timeout,
            command_timeout,
            connection: Mutex::new(None),
        }
    }

    /// Returns host and port of the server, or the path of its socket.
    pub(crate) fn address(&self) -> String {
        self.client.get_connection_info().addr().to_string()
    }

    /// Assigns the next slot of this key. If the open connection fails, tries a new one: the server
    /// may have closed an idle connection, or the runtime that served it may have ended.
    pub(crate) async fn assign(
        &self,
        key: &str,
        spacing: Duration,
        longest_wait: Duration,
    ) -> Result<Assignment, Unavailable> {
        if Handle::try_current().is_err() {
            let problem = "the limiter must run within a Tokio runtime";
            return Err(Unavailable(problem.to_owned()));
        }
        let open = self.lock().clone();
        if let Some(connection) = open {
            if let Ok(assignment) = self.ask(connection, key, spacing, longest_wait).await {
                return Ok(assignment);
            }
            *self.lock() = None;
        }
        let connection = self.connect().await?;
        *self.lock() = Some(connection.clone());
        let result = self.ask(connection, key, spacing, longest_wait).await;
        if result.is_err() {
            *self.lock() = None;
        }
        result
    }

    async fn connect(&self) -> Result<MultiplexedConnection, Unavailable> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.connect_timeout))
            .set_response_timeout(Some(self.command_timeout));
        let connection = self
            .client
            .get_multiplexed_async_connection_with_config(&config);
        within(self.connect_timeout, "connecting", connection).await
    }

    async fn ask(
        &self,
        mut connection: MultiplexedConnection,
        key: &str,
        spacing: Duration,
        longest_wait: Duration,
    ) -> Result<Assignment, Unavailable> {
        let mut invocation = self.script.key(key);
        invocation.arg(micros(spacing)).arg(micros(longest_wait));
        let reply = invocation.invoke_async(&mut connection);
        let (granted, wait): (u8, u64) = within(self.command_timeout, "the command", reply).await?;
        let wait = Duration::from_micros(wait);
        Ok(match granted {
            0 => Assignment::TooFar(wait),
            _ => Assignment::Slot(wait),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Option<MultiplexedConnection>> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lua's numbers are exact up to 2⁵³, which is 285 years in microseconds.
fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).map_or(1 << 52, |micros| micros.min(1 << 52))
}

/// Runs an operation within its time limit.
async fn within<T>(
    limit: Duration,
    operation: &str,
    future: impl Future<Output = Result<T, RedisError>>,
) -> Result<T, Unavailable> {
    match timeout(limit, future).await {
        Ok(result) => result.map_err(|error| Unavailable(error.to_string())),
        Err(_) => Err(Unavailable(format!(
            "{operation} took longer than {limit:?}"
        ))),
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.chars().take(REASON_CHARS);
        for c in shown {
            write!(f, "{}", if c.is_control() { ' ' } else { c })?;
        }
        Ok(())
    }
}
