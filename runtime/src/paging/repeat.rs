//! Notices when a server answers with the page before once more.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::codec::{Structure, View, Writer};

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
