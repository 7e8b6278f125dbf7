//! What the site's robots.txt allows.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::PoisonError;

use robotxt::Robots;
use ureq::http::StatusCode;
use url::Url;

use super::exchange::{busy, is_passing};
use super::{Client, Conditions, Fault};
use crate::site::edition::Edition;

/// The rules of each edition's host, asked for once.
pub(super) type Rules = BTreeMap<Edition, Robots>;

/// The name that rules may call this program by.
pub(super) const NAME: &str = "tencentcloud-api-scrape";

impl Client {
    /// Fails where the rules forbid the address, or can't be had: then nothing may be asked for.
    pub(super) fn ask_robots(&self, url: &Url, edition: Edition) -> Result<(), Fault> {
        // Held while the rules are asked for: whoever comes second must know them, too.
        let mut rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        let robots = match rules.entry(edition) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let robots = self.robots(edition)?;
                if let Some(delay) = robots.crawl_delay() {
                    self.pace.slow_down(delay);
                }
                unknown.insert(robots)
            }
        };
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        if robots.is_relative_allowed(&path) {
            return Ok(());
        }
        Err(Fault::Lasting(
            "is forbidden by the site's robots.txt".to_owned(),
        ))
    }

    fn robots(&self, edition: Edition) -> Result<Robots, Fault> {
        let base = self.settings.bases.of(edition);
        let url = base
            .join("/robots.txt")
            .map_err(|error| Fault::Lasting(error.to_string()))?;
        let mut response = self.send(&url, &Conditions::default())?;
        let status = response.status();
        if is_passing(status) {
            return Err(busy(&response));
        }
        // RFC 9309: where there are no rules, everything is allowed.
        if status != StatusCode::OK {
            return Ok(Robots::from_always(true, NAME));
        }
        Ok(Robots::from_bytes(&self.body(&mut response)?, NAME))
    }
}
