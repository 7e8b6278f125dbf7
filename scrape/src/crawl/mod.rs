//! The walk over the site: it requests pages, follows their links, and stores pages with facts.

mod finish;
mod groups;
mod plan;

pub(crate) use plan::{Seed, plan};

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;

use crate::fetch::{Client, Conditions, Reply};
use crate::report::Reporter;
use crate::site::Edition;
use crate::site::address::{Address, Identity};
use crate::site::catalogue::{self, Catalogue};
use crate::store::{Journal, Store, StoreError, age};
use groups::{Group, StoredPages};

/// The options of a walk.
#[derive(Debug, Clone)]
pub(crate) struct SiteOptions {
    /// The time at which the run began.
    pub(crate) now: Timestamp,
    /// The age from which a page is requested again.
    pub(crate) max_age: Duration,
    /// Requests every page, whatever its age and its stored version.
    pub(crate) refresh: bool,
    /// The largest number of pages to request.
    pub(crate) budget: usize,
    /// Only lists the pages to request.
    pub(crate) dry_run: bool,
    /// Accepts pages even if they lost most of their facts.
    pub(crate) accept_layout: bool,
}

/// A page to request.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    address: Address,
    /// The index of the group that the page was found in.
    group: usize,
    /// The service of the page that links to it.
    service: Option<String>,
}

/// A request for a worker.
struct Job {
    target: Target,
    conditions: Conditions,
}

/// A walk in progress.
pub(crate) struct Crawl<'a> {
    client: &'a Client,
    store: &'a mut Store,
    journal: Journal,
    reporter: &'a mut Reporter,
    options: &'a SiteOptions,
    stored: StoredPages,
    groups: Vec<Group>,
    catalogues: BTreeMap<Edition, Catalogue>,
    queue: VecDeque<Target>,
    seen: BTreeSet<Identity>,
    /// The number of pages requested so far, which the budget limits.
    requested: usize,
}

impl<'a> Crawl<'a> {
    /// Returns a walk with an empty queue.
    pub(crate) fn new(
        client: &'a Client,
        store: &'a mut Store,
        reporter: &'a mut Reporter,
        options: &'a SiteOptions,
    ) -> Self {
        Self {
            journal: Journal::open(&store.state(), options.now),
            stored: StoredPages::new(store),
            client,
            store,
            reporter,
            options,
            groups: Vec::new(),
            catalogues: BTreeMap::new(),
            queue: VecDeque::new(),
            seen: BTreeSet::new(),
            requested: 0,
        }
    }

    /// Requests the queued pages and all pages that they lead to. Returns the number of pages that
    /// exceed the budget.
    pub(crate) fn run(mut self) -> Result<usize, StoreError> {
        if self.options.dry_run {
            while let Some(target) = self.queue.pop_front() {
                self.report_planned(&target);
            }
            return Ok(0);
        }
        let client = self.client;
        thread::scope(|scope| {
            let (jobs, waiting) = mpsc::channel();
            let (done, results) = mpsc::channel();
            let waiting = Arc::new(Mutex::new(waiting));
            for _ in 0..client.at_once() {
                let (waiting, done) = (Arc::clone(&waiting), done.clone());
                scope.spawn(move || work(client, &waiting, &done));
            }
            // Only the workers keep a sender, so the results end with them.
            drop(done);
            let result = self.dispatch(&jobs, &results);
            if result.is_err() {
                // A worker that waits before a retry must not delay the end.
                client.stop();
            }
            // The workers end when this scope drops the jobs' sender.
            result
        })?;
        Ok(self.queue.len())
    }

    /// Hands jobs to the workers and handles their results, until nothing is left to do.
    fn dispatch(
        &mut self,
        jobs: &Sender<Job>,
        results: &Receiver<(Target, Reply)>,
    ) -> Result<(), StoreError> {
        let mut in_flight = 0;
        loop {
            while in_flight < self.client.at_once() {
                let Some(job) = self.next_job()? else {
                    break;
                };
                if jobs.send(job).is_err() {
                    break;
                }
                in_flight += 1;
            }
            if in_flight == 0 {
                return self.finish_all_pending();
            }
            let Ok((target, reply)) = results.recv() else {
                return Ok(());
            };
            in_flight -= 1;
            self.finish(&target, reply)?;
            self.close_page(target.group)?;
        }
    }

    /// Returns the next page to request, if the budget allows one.
    fn next_job(&mut self) -> Result<Option<Job>, StoreError> {
        while self.requested < self.options.budget {
            let Some(target) = self.queue.pop_front() else {
                break;
            };
            if self.is_fresh(target.address) {
                self.finish_fresh(&target);
                self.close_page(target.group)?;
                continue;
            }
            self.requested += 1;
            let conditions = if self.options.refresh {
                Conditions::default()
            } else {
                let identity = target.address.identity();
                self.stored.conditions(self.store, identity)
            };
            return Ok(Some(Job { target, conditions }));
        }
        Ok(None)
    }

    fn is_fresh(&self, address: Address) -> bool {
        let visited = self.journal.visited(&address.to_string());
        let is_recent = visited.is_some_and(|at| age(at, self.options.now) < self.options.max_age);
        is_recent && !self.options.refresh
    }

    /// Adds a group, and returns its index.
    fn add_group(&mut self, service: Option<String>, whole_product: bool) -> usize {
        self.groups.push(Group::new(service, whole_product));
        self.groups.len() - 1
    }

    /// Queues the pages that the walk hasn't seen yet. `service` is that of the linking page.
    fn enqueue(
        &mut self,
        group: usize,
        service: Option<&str>,
        pages: impl IntoIterator<Item = Address>,
    ) {
        for address in pages {
            if self.seen.insert(address.identity()) {
                if let Some(group) = self.groups.get_mut(group) {
                    group.open += 1;
                }
                self.queue.push_back(Target {
                    address,
                    group,
                    service: service.map(str::to_owned),
                });
            }
        }
        self.reporter.expect(self.seen.len());
    }

    /// Returns the edition's catalogue, and fetches it if needed. Every API page embeds it.
    fn catalogue(&mut self, edition: Edition) -> Result<&Catalogue, String> {
        if !self.catalogues.contains_key(&edition) {
            let page = catalogue::any_page(edition);
            self.requested += 1;
            let found = match self.client.get(page, &Conditions::default()) {
                Reply::Page(served) => {
                    catalogue::parse(&String::from_utf8_lossy(&served.body), edition)
                        .ok_or_else(|| format!("{page} has no readable catalogue"))
                }
                Reply::NotModified => Err(format!("the server did not send {page}")),
                Reply::Gone(reason) | Reply::Failed(reason) => Err(format!("{page}: {reason}")),
            };
            self.catalogues.insert(edition, found?);
        }
        self.catalogues
            .get(&edition)
            .ok_or_else(|| format!("{} has no catalogue", edition.host()))
    }
}

/// Runs jobs until their sender is dropped.
fn work(client: &Client, waiting: &Mutex<Receiver<Job>>, done: &Sender<(Target, Reply)>) {
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
