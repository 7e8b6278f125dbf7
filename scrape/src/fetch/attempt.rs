//! One attempt to fetch a page: robots.txt, the request, and its redirects.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use std::sync::PoisonError;
use std::time::Duration;

use robotxt::Robots;
use ureq::http::{StatusCode, header};
use url::Url;

use crate::fetch::exchange::{busy, header_text, is_temporary};
use crate::fetch::{Client, Conditions, Fault, Reply, Served};
use crate::site::Edition;
use crate::site::address::Address;

/// The rules of robots.txt by edition.
pub(crate) type Rules = BTreeMap<Edition, Robots>;

/// The name of this program in robots.txt.
const NAME: &str = "tencentcloud-api-scrape";

/// The most redirects that an attempt follows.
const MOST_REDIRECTS: usize = 5;

/// The longest pause after a request, whatever robots.txt asks for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

impl Client {
    /// Sends the request, and follows redirects.
    pub(crate) fn attempt(
        &self,
        address: Address,
        conditions: &Conditions,
    ) -> Result<Reply, Fault> {
        let base = self.settings.bases.get(address.edition);
        let mut url = base
            .join(&address.path())
            .map_err(|error| Fault::Permanent(error.to_string()))?;
        let mut address = address;
        let mut seen = BTreeSet::new();
        loop {
            self.check_robots(&url, address.edition)?;
            let mut response = self.exchange.send(&url, conditions)?;
            let status = response.status();
            let answer = format!("the server answers {}", status.as_u16());
            seen.insert(url.clone());
            match status {
                StatusCode::OK => {
                    return Ok(Reply::Page(Served {
                        address,
                        body: self.exchange.page(&mut response)?,
                        etag: header_text(&response, header::ETAG),
                        last_modified: header_text(&response, header::LAST_MODIFIED),
                    }));
                }
                StatusCode::NOT_MODIFIED => return Ok(Reply::NotModified),
                StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(Reply::Gone(answer)),
                StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                    let reason = format!("is behind a login: {answer}");
                    return Err(Fault::Permanent(reason));
                }
                status if is_temporary(status) => return Err(busy(&response)),
                status if status.is_redirection() => {
                    let location = header_text(&response, header::LOCATION);
                    (url, address) = self.redirect(&url, address, location.as_deref())?;
                    if seen.contains(&url) {
                        let reason = format!("redirects in a circle, via {url}");
                        return Err(Fault::Permanent(reason));
                    }
                    if seen.len() > MOST_REDIRECTS {
                        let reason = format!("redirects more than {MOST_REDIRECTS} times");
                        return Err(Fault::Permanent(reason));
                    }
                }
                _ => return Err(Fault::Permanent(answer)),
            }
        }
    }

    /// Returns the URL to request after a redirect, and its address. The target must be a page of
    /// the same edition.
    fn redirect(
        &self,
        url: &Url,
        address: Address,
        location: Option<&str>,
    ) -> Result<(Url, Address), Fault> {
        let edition = address.edition;
        let Some(location) = location else {
            let reason = "redirects without a location".to_owned();
            return Err(Fault::Permanent(reason));
        };
        let target = url.join(location).map_err(|_| outside(location))?;
        if self.settings.bases.edition_of(&target, edition) != Some(edition) {
            return Err(outside(target.as_str()));
        }
        let page = Address::from_path(target.path(), edition)
            .filter(|page| page.page.is_some() || address.page.is_none())
            .ok_or_else(|| outside(target.as_str()))?;
        Ok((self.on_base(edition, &target), page))
    }

    /// Fails if robots.txt forbids the address. Also fails if the server can't send robots.txt,
    /// because RFC 9309 then forbids all requests.
    fn check_robots(&self, url: &Url, edition: Edition) -> Result<(), Fault> {
        // The lock is held during the request, because other workers need the rules too.
        let mut rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        let robots = match rules.entry(edition) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let robots = self.fetch_robots(edition)?;
                if let Some(delay) = robots.crawl_delay() {
                    self.slow_down(delay);
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
        let reason = "is forbidden by the site's robots.txt".to_owned();
        Err(Fault::Permanent(reason))
    }

    /// Requests the rules, and follows redirects within the site. Only a refusal such as 404 means
    /// that there are no rules. After anything else, the caller has to ask again.
    fn fetch_robots(&self, edition: Edition) -> Result<Robots, Fault> {
        let base = self.settings.bases.get(edition);
        let mut url = base
            .join("/robots.txt")
            .map_err(|error| Fault::Permanent(error.to_string()))?;
        for redirects in 0..=MOST_REDIRECTS {
            let mut response = self.exchange.send(&url, &Conditions::default())?;
            let status = response.status();
            if is_temporary(status) {
                return Err(busy(&response));
            }
            if status.is_redirection() {
                let location = header_text(&response, header::LOCATION);
                url = self.robots_after_redirect(&url, edition, location.as_deref())?;
                continue;
            }
            // RFC 9309 allows everything if the file doesn't exist.
            if status.is_client_error() {
                return Ok(Robots::from_always(true, NAME));
            }
            if status != StatusCode::OK {
                let answer = format!("the server answers {} to it", status.as_u16());
                return Err(without_rules(&answer));
            }
            let rules = self.exchange.body(&mut response)?;
            if redirects > 0 && rules.trim_ascii_start().starts_with(b"<") {
                return Err(without_rules("it redirects to a page"));
            }
            return Ok(Robots::from_bytes(&rules, NAME));
        }
        let reason = format!("it redirects more than {MOST_REDIRECTS} times");
        Err(without_rules(&reason))
    }

    /// Returns the URL to request after a redirect of robots.txt. The target must be of the same
    /// edition.
    fn robots_after_redirect(
        &self,
        url: &Url,
        edition: Edition,
        location: Option<&str>,
    ) -> Result<Url, Fault> {
        let Some(location) = location else {
            return Err(without_rules("it redirects without a location"));
        };
        let elsewhere = || without_rules(&format!("it redirects to {location}, another site"));
        let target = url.join(location).map_err(|_| elsewhere())?;
        if self.settings.bases.edition_of(&target, edition) != Some(edition) {
            return Err(elsewhere());
        }
        Ok(self.on_base(edition, &target))
    }

    /// Returns the URL of a path on the edition's server. Other hosts of the edition serve the same
    /// pages, so one host is enough.
    fn on_base(&self, edition: Edition, target: &Url) -> Url {
        let mut url = self.settings.bases.get(edition).clone();
        url.set_path(target.path());
        url.set_query(target.query());
        url
    }

    /// Makes the pauses at least as long as robots.txt asks, up to a limit.
    fn slow_down(&self, delay: Duration) {
        if delay > LONGEST_PAUSE {
            let (asked, longest) = (delay.as_secs(), LONGEST_PAUSE.as_secs());
            (self.tell)(&format!(
                "robots.txt asks for a pause of {asked} s after each request; the pauses are \
                 {longest} s, the most that this program waits"
            ));
        }
        self.exchange.slow_down(delay.min(LONGEST_PAUSE));
    }
}

/// Returns the fault of a server whose rules are unknown. A later attempt may find them.
fn without_rules(reason: &str) -> Fault {
    Fault::Temporary {
        reason: format!("the rules in robots.txt are unknown: {reason}; run again later"),
        after: None,
    }
}

fn outside(target: &str) -> Fault {
    Fault::Permanent(if target.contains("login") || target.contains("passport") {
        format!("is behind a login: it redirects to {target}")
    } else {
        format!("redirects to {target}, which isn't a page of this documentation")
    })
}
