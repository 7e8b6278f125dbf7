//! Follows redirects, as long as they stay in the documentation.

use std::collections::BTreeSet;

use ureq::http::{StatusCode, header};
use url::Url;

use super::exchange::{busy, header_text, is_passing};
use super::{Client, Conditions, Fault, Reply, Served};
use crate::site::address::Address;

/// More redirects than this lead nowhere.
const MOST: usize = 5;

impl Client {
    /// One attempt: the request, and those that it is redirected to.
    pub(super) fn follow(&self, address: Address, conditions: &Conditions) -> Result<Reply, Fault> {
        let base = self.settings.bases.of(address.edition);
        let start = base.join(&address.path());
        let mut url = start.map_err(|error| Fault::Lasting(error.to_string()))?;
        let mut address = address;
        let mut seen = BTreeSet::new();
        loop {
            self.ask_robots(&url, address.edition)?;
            let mut response = self.send(&url, conditions)?;
            let status = response.status();
            seen.insert(url.clone());
            match status {
                StatusCode::OK => {
                    return Ok(Reply::Page(Served {
                        address,
                        body: self.page(&mut response)?,
                        etag: header_text(&response, header::ETAG),
                        last_modified: header_text(&response, header::LAST_MODIFIED),
                    }));
                }
                StatusCode::NOT_MODIFIED => return Ok(Reply::NotModified),
                StatusCode::NOT_FOUND | StatusCode::GONE => {
                    return Ok(Reply::Gone(format!(
                        "the server answers {}",
                        status.as_u16()
                    )));
                }
                StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                    let reason =
                        format!("is behind a login: the server answers {}", status.as_u16());
                    return Err(Fault::Lasting(reason));
                }
                status if is_passing(status) => return Err(busy(&response)),
                status if status.is_redirection() => {
                    let target = header_text(&response, header::LOCATION);
                    (url, address) = self.target(&url, address, target.as_deref())?;
                    if seen.contains(&url) {
                        return Err(Fault::Lasting(format!("redirects in a circle, by {url}")));
                    }
                    if seen.len() > MOST {
                        return Err(Fault::Lasting(format!("redirects more than {MOST} times")));
                    }
                }
                status => {
                    return Err(Fault::Lasting(format!(
                        "the server answers {}",
                        status.as_u16()
                    )));
                }
            }
        }
    }

    /// Where a redirect leads, if that is a page of the same edition.
    fn target(
        &self,
        url: &Url,
        address: Address,
        location: Option<&str>,
    ) -> Result<(Url, Address), Fault> {
        let location = location.ok_or_else(|| Fault::Lasting("redirects to nowhere".to_owned()))?;
        let outside = |target: &str| Fault::Lasting(describe(target));
        let target = url.join(location).map_err(|_| outside(location))?;
        let edition = address.edition;
        if self.settings.bases.edition_of(&target, edition) != Some(edition) {
            return Err(outside(target.as_str()));
        }
        let page = Address::of_path(target.path(), edition)
            .filter(|page| page.page.is_some() || address.page.is_none())
            .ok_or_else(|| outside(target.as_str()))?;
        // Other hosts of the edition serve the same pages: all are asked for at one.
        let mut next = self.settings.bases.of(edition).clone();
        next.set_path(target.path());
        next.set_query(target.query());
        Ok((next, page))
    }
}

fn describe(target: &str) -> String {
    if target.contains("login") || target.contains("passport") {
        return format!("is behind a login: it redirects to {target}");
    }
    format!("redirects to {target}, which is no page of this documentation")
}
