//! Ready-made waits for the final state of resources.

use std::borrow::Cow;
use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use super::WaitError;
use super::timing::{Progress, Timing};
use crate::client::ServiceClient;
use crate::error::FailedState;
use crate::operation::Request;
use crate::time::BoxFuture;

/// The maximum number of ids in one request. Actions that take lists of ids accept 100.
const BATCH: usize = 100;

/// The documented states to wait for.
#[derive(Debug, Clone)]
pub struct Goal {
    /// The member that has the state.
    pub state: &'static str,
    /// The states of success.
    pub success: &'static [&'static str],
    /// The states of failure.
    pub failure: &'static [&'static str],
    /// The request to which the states must belong. States of other requests are ignored.
    pub request_id: Option<String>,
}

/// The state of a resource in a response.
#[derive(Debug)]
pub struct Observed<'a> {
    /// The id; `None` if the response is about the only resource.
    pub id: Option<&'a str>,
    /// The state; `None` if it is absent.
    pub state: Option<Cow<'a, str>>,
    /// The request to which the state belongs, if the response has it.
    pub request_id: Option<&'a str>,
}

/// A function that returns the states of the resources in a response.
pub type Observe<T> = for<'r> fn(&'r T) -> Vec<Observed<'r>>;

/// A ready-made wait until resources reach a documented state. It starts when awaited. Dropping the
/// future cancels it.
///
/// It calls a query action until all resources have a state of success. A resource that the
/// response lacks isn't ready, because new resources appear with a delay. Awaiting it returns the
/// last responses, one for each 100 resources; none if there is no resource.
///
/// # Errors
/// [`WaitError::Failed`] as soon as a resource has a documented state of failure. Otherwise a
/// [`WaitError`] if a call fails permanently or the time limit expires.
#[must_use = "waits do nothing unless awaited"]
pub struct Waiter<R: Request> {
    client: ServiceClient,
    goal: Goal,
    batches: Vec<(Vec<String>, R)>,
    observe: Observe<R::Response>,
    timing: Timing,
}

impl<R: Request> Waiter<R> {
    pub(crate) fn new(
        client: ServiceClient,
        goal: Goal,
        ids: Vec<String>,
        request: impl Fn(&[String]) -> R,
        observe: Observe<R::Response>,
    ) -> Self {
        let batches = ids.chunks(BATCH);
        Self {
            client,
            goal,
            batches: batches.map(|ids| (ids.to_vec(), request(ids))).collect(),
            observe,
            timing: Timing::new(R::OPERATION),
        }
    }

    /// Sets the time limit for all resources. Default: 10 minutes. If a pause would exceed it, the
    /// wait fails at once. With zero, the action is called once.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.timing.limit = limit;
        self
    }

    /// Sets the delay after the first call. Default: 1 s. Never more than the longest delay.
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.timing.pauses.first = delay;
        self
    }

    /// Sets the longest delay between calls, to which up to a tenth is added at random. Default:
    /// 15 s. The documented rate limit applies in any case.
    pub fn longest_delay(mut self, delay: Duration) -> Self {
        self.timing.pauses.longest = delay;
        self
    }

    pub(crate) async fn run(self) -> Result<Vec<R::Response>, WaitError<R::Response>> {
        let clock = &self.client.config().0.clock;
        let began = clock.monotonic();
        let mut responses = Vec::with_capacity(self.batches.len());
        for (ids, request) in &self.batches {
            let spent = clock.monotonic().saturating_sub(began);
            let progress = |response: &R::Response| {
                let observed = (self.observe)(response);
                self.goal.progress(ids, &observed)
            };
            let waiting = self.timing.run(&self.client, request, spent, progress);
            responses.push(waiting.await?);
        }
        Ok(responses)
    }
}

impl Goal {
    /// Returns how far the resources with these ids are.
    fn progress(&self, ids: &[String], observed: &[Observed<'_>]) -> Progress {
        let current = || observed.iter().filter(|resource| self.is_current(resource));
        let has = |resource: &Observed<'_>, states: &[&str]| {
            let state = resource.state.as_deref();
            state.is_some_and(|state| states.contains(&state))
        };
        let is_wanted = |resource: &Observed<'_>, id: &String| {
            resource.id.is_none_or(|observed| observed == id)
        };
        for id in ids {
            let failed =
                current().find(|resource| is_wanted(resource, id) && has(resource, self.failure));
            if let Some(resource) = failed {
                return Progress::Failed(FailedState {
                    id: id.clone(),
                    member: self.state,
                    state: resource.state.as_deref().unwrap_or_default().to_owned(),
                });
            }
        }
        let is_ready = |id: &String| {
            current().any(|resource| is_wanted(resource, id) && has(resource, self.success))
        };
        match ids.iter().all(is_ready) {
            true => Progress::Done,
            false => Progress::Pending,
        }
    }

    /// Returns whether a state belongs to the request in question.
    fn is_current(&self, resource: &Observed<'_>) -> bool {
        let request = self.request_id.as_deref();
        request.is_none_or(|request| resource.request_id == Some(request))
    }
}

impl<R: Request> IntoFuture for Waiter<R> {
    type Output = Result<Vec<R::Response>, WaitError<R::Response>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<R: Request> fmt::Debug for Waiter<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter")
            .field("action", &R::OPERATION.action)
            .field("goal", &self.goal)
            .field("time_limit", &self.timing.limit)
            .finish_non_exhaustive()
    }
}
