//! Notices when a server answers with the page before once more.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::codec::{Structure, View, Writer};

/// A counted page lists the same as the page before, though the server was asked for what follows: it
/// ignores `Offset` or the page's number, or goes no further than this. What comes after that page, if
/// anything, is out of reach, and a walk that went on might never end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "page {page} of {action} lists the same as the page before: the action does not heed the offset or page number that it was asked for, so that what follows cannot be had by paging"
)]
#[non_exhaustive]
pub struct RepeatedPage {
    /// The action.
    pub action: String,
    /// Which page of the walk it was, counted from 1.
    pub page: u64,
}

/// Remembers what the last page listed.
#[derive(Debug, Default)]
pub(super) struct LastPage {
    /// A hash rather than the page, which belongs to the caller.
    listed: Option<u64>,
    pages: u64,
}

impl LastPage {
    /// Takes the next page; its number where it lists the same as the one before.
    pub(super) fn repeated_by(&mut self, response: &dyn Structure) -> Option<u64> {
        let listed = fingerprint(response);
        self.pages += 1;
        let is_same = listed.is_some() && listed == self.listed;
        self.listed = listed;
        is_same.then_some(self.pages)
    }
}

/// A hash over the response's lists alone: its id, and perhaps a time, differ from reply to reply.
/// `None` where nothing is listed.
fn fingerprint(response: &dyn Structure) -> Option<u64> {
    let mut writer = Writer::new();
    let members = 0..response.schema().members.len();
    for index in members {
        if let Some(list @ View::List(_)) = response.member(index).and_then(|place| place.view()) {
            writer.element(list);
        }
    }
    let text = writer.finish().ok().filter(|text| !text.is_empty())?;
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    Some(hasher.finish())
}
