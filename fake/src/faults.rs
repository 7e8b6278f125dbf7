//! Faults on demand: latency, error codes, throttling, resets and half bodies.

use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::problem::quoted;

/// The longest name or message of a fault, in bytes.
const LONGEST: usize = 1024;

/// A fault to inject into calls.
///
/// Its parts combine: latency and a code delay an error. The action takes effect unless the fault
/// has a code, throttles the call or resets the connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fault {
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    latency_ms: u64,
    throttle: bool,
    reset: bool,
    half_body: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
}

/// The error for a fault that does nothing, or is malformed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("malformed fault: {0}")]
pub struct InvalidFault(String);

impl Fault {
    /// Returns a fault that answers with an error code.
    #[must_use]
    pub fn code(code: impl Into<String>) -> Self {
        Self {
            code: Some(code.into()),
            ..Self::default()
        }
    }

    /// Returns a fault that delays answers.
    #[must_use]
    pub fn latency(latency: Duration) -> Self {
        Self::default().and_latency(latency)
    }

    /// Returns a fault that resets the connection before the action takes effect.
    #[must_use]
    pub fn reset() -> Self {
        Self {
            reset: true,
            ..Self::default()
        }
    }

    /// Returns a fault that ends the connection in the middle of the reply, after the action took
    /// effect.
    #[must_use]
    pub fn half_body() -> Self {
        Self {
            half_body: true,
            ..Self::default()
        }
    }

    /// Returns a fault that answers with an HTTP status and without JSON, as a gateway does.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self {
            status: Some(status),
            ..Self::default()
        }
    }

    /// Returns a fault that refuses calls beyond the documented rate of their action, which is per
    /// second. Actions without a documented rate are never refused.
    #[must_use]
    pub fn throttle() -> Self {
        Self {
            throttle: true,
            ..Self::default()
        }
    }

    /// Adds a delay.
    #[must_use]
    pub fn and_latency(mut self, latency: Duration) -> Self {
        self.latency_ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
        self
    }

    /// Sets the message of the error code.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Restricts the fault to a service, `cvm`. Default: all services.
    #[must_use]
    pub fn service(mut self, service: impl Into<String>) -> Self {
        self.service = Some(service.into());
        self
    }

    /// Restricts the fault to an action. Default: all actions.
    #[must_use]
    pub fn action(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }

    /// Sets the number of calls after which the fault is gone. Default: it stays.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Parses the value of the header `X-Fake-Fault`:
    /// `code=RequestLimitExceeded; latency=200ms; times=2`.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidFault> {
        let mut fault = Self::default();
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            fault.set(name.trim(), value.trim())?;
        }
        fault.check()?;
        Ok(fault)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), InvalidFault> {
        let bad = |expected: &str| {
            InvalidFault(format!(
                "`{name}` is `{}`, expected {expected}",
                quoted(value)
            ))
        };
        match name {
            "code" => self.code = Some(value.to_owned()),
            "message" => self.message = Some(value.to_owned()),
            "status" => {
                self.status = Some(value.parse().map_err(|_| bad("a number such as 502"))?);
            }
            "latency" => {
                self.latency_ms = milliseconds(value).ok_or_else(|| bad("200ms or 2s"))?;
            }
            "times" => self.times = Some(value.parse().map_err(|_| bad("a number"))?),
            "throttle" => self.throttle = true,
            "reset" => self.reset = true,
            "half-body" => self.half_body = true,
            _ => {
                return Err(InvalidFault(format!(
                    "`{}` is unknown; use code, message, status, latency, throttle, reset, \
                     half-body and times",
                    quoted(name)
                )));
            }
        }
        Ok(())
    }

    /// Checks that the fault does something, and that its status exists.
    pub(crate) fn check(&self) -> Result<(), InvalidFault> {
        let problem = |text: &str| Err(InvalidFault(text.to_owned()));
        let is_code = |code: &String| {
            let allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
            !code.is_empty() && code.chars().all(allowed)
        };
        if self.code.as_ref().is_some_and(|code| !is_code(code)) {
            return problem("a code has letters, digits and dots, as `RequestLimitExceeded`");
        }
        if self
            .status
            .is_some_and(|status| !(200..600).contains(&status))
        {
            return problem("a status is from 200 to 599");
        }
        if self.times == Some(0) {
            return problem("times is the number of calls, at least 1");
        }
        let names = [&self.service, &self.action, &self.code, &self.message];
        let mut names = names.into_iter().flatten();
        if names.any(|name| name.len() > LONGEST) {
            return problem("a name or message has at most 1024 bytes");
        }
        let does_nothing = self.code.is_none()
            && self.status.is_none()
            && self.latency_ms == 0
            && !(self.throttle || self.reset || self.half_body);
        if does_nothing {
            return problem("give a code, status, latency, throttle, reset or half body");
        }
        Ok(())
    }

    fn concerns(&self, service: &str, action: &str) -> bool {
        self.service.as_deref().is_none_or(|one| one == service)
            && self.action.as_deref().is_none_or(|one| one == action)
    }
}

fn milliseconds(text: &str) -> Option<u64> {
    if let Some(number) = text.strip_suffix("ms") {
        return number.trim().parse().ok();
    }
    let seconds: u64 = text.strip_suffix('s')?.trim().parse().ok()?;
    seconds.checked_mul(1000)
}

/// The faults of a fake.
#[derive(Default)]
pub(crate) struct Faults {
    next: u64,
    entries: Vec<Entry>,
    /// Calls that had a fault in their header, by header, service and action.
    by_header: HashMap<String, u32>,
    /// Calls in the current second, by service and action.
    rates: HashMap<String, (i64, u32)>,
}

/// A fault with its number and the number of calls that it still concerns.
#[derive(Serialize)]
pub(crate) struct Entry {
    id: u64,
    #[serde(flatten)]
    fault: Fault,
    remaining: Option<u32>,
}

/// The faults of one call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Effect {
    pub(crate) latency: Duration,
    pub(crate) code: Option<(String, String)>,
    pub(crate) status: Option<u16>,
    pub(crate) throttle: bool,
    pub(crate) reset: bool,
    pub(crate) half_body: bool,
}

impl Effect {
    fn add(&mut self, fault: &Fault) {
        self.latency = self
            .latency
            .saturating_add(Duration::from_millis(fault.latency_ms));
        if self.code.is_none()
            && let Some(code) = &fault.code
        {
            let message = fault.message.clone();
            let message = message.unwrap_or_else(|| "a fault that was injected".to_owned());
            self.code = Some((code.clone(), message));
        }
        self.status = self.status.or(fault.status);
        self.throttle |= fault.throttle;
        self.reset |= fault.reset;
        self.half_body |= fault.half_body;
    }
}

impl Faults {
    /// Adds a fault and returns its number.
    pub(crate) fn add(&mut self, fault: Fault) -> Result<u64, InvalidFault> {
        /// More faults than any test adds, unless it forgets to remove them.
        const CAPACITY: usize = 1000;
        if self.entries.len() >= CAPACITY {
            return Err(InvalidFault(format!(
                "there are {CAPACITY} faults already; remove some, or reset the fake"
            )));
        }
        self.next += 1;
        let (id, remaining) = (self.next, fault.times);
        self.entries.push(Entry {
            id,
            fault,
            remaining,
        });
        Ok(id)
    }

    /// Removes a fault; returns whether there was one.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.id != id);
        self.entries.len() < before
    }

    /// Removes all faults.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.by_header.clear();
        self.rates.clear();
    }

    /// Returns all faults.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the faults of a call, and counts them as used.
    pub(crate) fn take(
        &mut self,
        service: &str,
        action: &str,
        header: Option<&str>,
    ) -> Result<Effect, InvalidFault> {
        let mut effect = Effect::default();
        if let Some(header) = header {
            if header.len() > 4 * LONGEST {
                return Err(InvalidFault("the header is too long".to_owned()));
            }
            let fault = Fault::parse(header)?;
            if self.is_due(&format!("{service} {action} {header}"), fault.times) {
                effect.add(&fault);
            }
        }
        for entry in &mut self.entries {
            if entry.fault.concerns(service, action) {
                let used = |remaining: u32| remaining.saturating_sub(1);
                entry.remaining = entry.remaining.map(used);
                effect.add(&entry.fault);
            }
        }
        self.entries.retain(|entry| entry.remaining != Some(0));
        Ok(effect)
    }

    /// Counts the calls with a header. An SDK sends the same one with each attempt, so after
    /// `times` of them the next one passes, and the count begins again.
    fn is_due(&mut self, key: &str, times: Option<u32>) -> bool {
        let Some(times) = times else {
            return true;
        };
        /// More headers than any test sends.
        const CAPACITY: usize = 1024;
        if self.by_header.len() >= CAPACITY {
            self.by_header.clear();
        }
        let count = self.by_header.entry(key.to_owned()).or_default();
        if *count >= times {
            self.by_header.remove(key);
            return false;
        }
        *count += 1;
        true
    }

    /// Counts a call in this second; returns the number of calls if they exceed the limit.
    pub(crate) fn exceeds(&mut self, key: &str, limit: u32, second: i64) -> Option<u32> {
        let (counted, count) = self.rates.entry(key.to_owned()).or_insert((second, 0));
        if *counted != second {
            (*counted, *count) = (second, 0);
        }
        *count = count.saturating_add(1);
        (*count > limit).then_some(*count)
    }
}
