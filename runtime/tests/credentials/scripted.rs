//! A scripted provider, and a clock that a test moves.

use std::future::{pending, ready};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use tencentcloud_api_runtime::{
    BoxFuture, Clock, Credential, CredentialContext, CredentialError, CredentialProvider,
};
use tokio::sync::{Notify, watch};

use crate::network::Nowhere;
use crate::support::clock::NOW;

/// The result of asking the provider once.
#[derive(Clone)]
pub(crate) enum Answer {
    /// A secret key that expires this many seconds after the start; `None` for never.
    Key(&'static str, Option<u64>),
    Fail(&'static str),
    Panic,
    /// Waits for the notification, then provides the key `late`.
    Wait(Arc<Notify>),
    Never,
}

/// A provider that gives these answers in order, and then repeats the last one.
#[derive(Clone)]
pub(crate) struct Scripted {
    answers: Arc<Mutex<Vec<Answer>>>,
    asked: Arc<Mutex<usize>>,
}

impl Scripted {
    pub(crate) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self {
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            asked: Arc::default(),
        }
    }

    /// Returns how often the provider was asked.
    pub(crate) fn asked(&self) -> usize {
        *self.asked.lock().unwrap()
    }

    fn next(&self) -> Answer {
        *self.asked.lock().unwrap() += 1;
        let mut answers = self.answers.lock().unwrap();
        if answers.len() > 1 {
            return answers.remove(0);
        }
        answers[0].clone()
    }
}

impl CredentialProvider for Scripted {
    fn credential<'a>(
        &'a self,
        _: &'a CredentialContext,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        match self.next() {
            Answer::Key(key, expiry) => Box::pin(ready(Ok(credential(key, expiry)))),
            Answer::Fail(problem) => Box::pin(ready(Err(CredentialError::new(problem)))),
            Answer::Panic => panic!("as scripted"),
            Answer::Wait(go_on) => Box::pin(async move {
                go_on.notified().await;
                Ok(credential("late", None))
            }),
            Answer::Never => Box::pin(pending()),
        }
    }
}

fn credential(key: &str, expiry: Option<u64>) -> Credential {
    let credential = Credential::new("AKID", key).unwrap();
    match expiry {
        Some(seconds) => credential.with_expiry(start() + Duration::from_secs(seconds)),
        None => credential,
    }
}

/// Returns the time that the clock starts at.
pub(crate) fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
}

/// A clock that a test moves. Sleepers wake once it reaches their time.
#[derive(Clone)]
pub(crate) struct ManualClock {
    elapsed: watch::Sender<Duration>,
    /// The spawned tasks; `None` if the clock cannot run tasks in the background.
    pub(crate) tasks: Option<Arc<Mutex<Vec<BoxFuture<'static, ()>>>>>,
}

impl ManualClock {
    pub(crate) fn new() -> Self {
        Self {
            elapsed: watch::channel(Duration::ZERO).0,
            tasks: None,
        }
    }

    pub(crate) fn with_background() -> Self {
        Self {
            tasks: Some(Arc::default()),
            ..Self::new()
        }
    }

    /// Moves the clock to this many seconds after the start.
    pub(crate) fn move_to(&self, seconds: f64) {
        self.elapsed.send_replace(Duration::from_secs_f64(seconds));
    }

    /// Runs the background tasks and returns their number.
    pub(crate) async fn run_tasks(&self) -> usize {
        let tasks = std::mem::take(&mut *self.tasks.as_ref().unwrap().lock().unwrap());
        let count = tasks.len();
        for task in tasks {
            task.await;
        }
        count
    }

    pub(crate) fn context(&self) -> CredentialContext {
        CredentialContext::new(Nowhere, self.clone())
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        start() + *self.elapsed.borrow()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let end = *self.elapsed.borrow() + duration;
        let mut elapsed = self.elapsed.subscribe();
        Box::pin(async move {
            elapsed.wait_for(|elapsed| *elapsed >= end).await.unwrap();
        })
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        match &self.tasks {
            Some(tasks) => tasks.lock().unwrap().push(task),
            None => return Err(task),
        }
        Ok(())
    }
}
