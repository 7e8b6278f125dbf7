//! Walks the site: asks for pages, follows what they list, and stores what holds facts.

mod follow;
mod group;
mod known;
mod plan;
mod product;
mod record;
mod settle;
mod workers;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::mpsc::{Receiver, Sender};
use std::thread;

use crate::fetch::{Client, Reply};
use crate::options::SiteOptions;
use crate::report::Reporter;
use crate::site::address::{Address, Identity};
use crate::site::catalogue::Catalogue;
use crate::site::edition::Edition;
use crate::store::{Journal, Store, StoreError};
use group::Group;
use known::Known;
pub(crate) use plan::{Seed, plan};
use workers::Job;

/// A page to ask for.
#[derive(Debug, Clone)]
struct Target {
    address: Address,
    /// The group that it was found in.
    group: usize,
    /// The service of the page that led here.
    service: Option<String>,
}

/// A walk in progress.
pub(crate) struct Crawl<'a> {
    client: &'a Client,
    store: &'a mut Store,
    journal: Journal,
    reporter: &'a mut Reporter,
    options: &'a SiteOptions,
    known: Known,
    groups: Vec<Group>,
    catalogues: BTreeMap<Edition, Catalogue>,
    queue: VecDeque<Target>,
    seen: BTreeSet<Identity>,
    /// Pages asked for so far, which the budget limits.
    asked: usize,
}

impl<'a> Crawl<'a> {
    pub(crate) fn new(
        client: &'a Client,
        store: &'a mut Store,
        reporter: &'a mut Reporter,
        options: &'a SiteOptions,
    ) -> Self {
        Self {
            journal: Journal::open(&store.state(), options.now),
            known: Known::of(store),
            client,
            store,
            reporter,
            options,
            groups: Vec::new(),
            catalogues: BTreeMap::new(),
            queue: VecDeque::new(),
            seen: BTreeSet::new(),
            asked: 0,
        }
    }

    /// Asks for all that is queued and all that it leads to; how many pages the budget left.
    pub(crate) fn run(mut self) -> Result<usize, StoreError> {
        if self.options.dry_run {
            return Ok(self.show_plan());
        }
        let client = self.client;
        let result = thread::scope(|scope| {
            let (jobs, results) = workers::start(scope, client);
            let result = self.conduct(&jobs, &results);
            if result.is_err() {
                // Whoever waits for a busy server must not keep the run from ending.
                client.stop();
            }
            result
        });
        result.map(|()| self.queue.len())
    }

    fn conduct(
        &mut self,
        jobs: &Sender<Job>,
        results: &Receiver<(Target, Reply)>,
    ) -> Result<(), StoreError> {
        let mut in_flight = 0;
        loop {
            while in_flight < self.client.at_once() {
                let Some(job) = self.next_job()? else { break };
                if jobs.send(job).is_err() {
                    break;
                }
                in_flight += 1;
            }
            if in_flight == 0 {
                return self.settle_pending();
            }
            let Ok((target, reply)) = results.recv() else {
                return Ok(());
            };
            in_flight -= 1;
            self.settle(&target, reply)?;
        }
    }

    /// The next page that has to be asked for.
    fn next_job(&mut self) -> Result<Option<Job>, StoreError> {
        while self.asked < self.options.budget {
            let Some(target) = self.queue.pop_front() else {
                return Ok(None);
            };
            if self.is_fresh(target.address) {
                self.settle_fresh(&target)?;
                continue;
            }
            self.asked += 1;
            let conditions = match self.options.refresh {
                true => Default::default(),
                false => self.known.conditions(self.store, target.address.identity()),
            };
            return Ok(Some(Job { target, conditions }));
        }
        Ok(None)
    }

    /// Queues pages that nobody has seen yet.
    fn enqueue(&mut self, targets: impl IntoIterator<Item = Target>) {
        for target in targets {
            if self.seen.insert(target.address.identity()) {
                self.queue.push_back(target);
            }
        }
        self.reporter.expect(self.seen.len());
    }

    fn show_plan(&mut self) -> usize {
        let targets: Vec<Target> = self.queue.drain(..).collect();
        for target in targets {
            self.plan_event(&target);
        }
        0
    }
}
