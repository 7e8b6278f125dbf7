//! Those who ask the site, two at a time by default.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Scope;

use super::Target;
use crate::fetch::{Client, Conditions, Reply};

/// A page to ask for, and what is known of it.
pub(super) struct Job {
    pub(super) target: Target,
    pub(super) conditions: Conditions,
}

/// Starts them; they end when nobody has jobs for them any more.
pub(super) fn start<'scope>(
    scope: &'scope Scope<'scope, '_>,
    client: &'scope Client,
) -> (Sender<Job>, Receiver<(Target, Reply)>) {
    let (jobs, waiting) = mpsc::channel();
    let (done, results) = mpsc::channel();
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..client.at_once() {
        let (waiting, done) = (Arc::clone(&waiting), done.clone());
        scope.spawn(move || work(client, &waiting, &done));
    }
    (jobs, results)
}

pub(super) fn work(
    client: &Client,
    waiting: &Mutex<Receiver<Job>>,
    done: &Sender<(Target, Reply)>,
) {
    loop {
        let job = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(Job { target, conditions }) = job else {
            return;
        };
        let reply = client.get(target.address, &conditions);
        if done.send((target, reply)).is_err() {
            return;
        }
    }
}
