//! The position within the pages, and the decision whether another page follows.

use super::loop_guard::TokenCycle;
use super::{EndFlag, MemberPath, Paging};
use crate::codec::{Element, Field as _, Reader, Structure, View, Writer};

/// The state to keep between pages in addition to the request.
#[derive(Debug, Default)]
pub(crate) struct Cursor {
    /// The number of items before the next page.
    seen: Option<i64>,
    /// The latest total that a page stated.
    total: Option<i64>,
    empty_pages: u32,
    tokens: TokenCycle,
}

/// The maximum number of consecutive pages without items while the server announces more.
const MAX_EMPTY_PAGES: u32 = 1_000;

impl Cursor {
    /// Changes the request to ask for the page after `response`, which lists `count` items.
    pub(crate) fn advance(
        &mut self,
        paging: &Paging,
        request: &mut dyn Structure,
        response: &dyn Structure,
        count: usize,
    ) -> Step {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        match *paging {
            Paging::OffsetLimit {
                offset,
                limit,
                total,
                page_size,
            } => {
                let start: i64 = scalar_at(request, offset).unwrap_or(0);
                let seen = start.saturating_add(count);
                let page = Page {
                    count,
                    seen: Some(seen),
                    size: page_size_of(request, limit, page_size),
                    total: self.latest_total(response, total),
                };
                page.step(|| set(request, offset, &seen.to_string()))
            }
            Paging::PageNumber {
                number,
                size,
                total,
                page_size,
                first,
            } => {
                let current = scalar_at(request, number).unwrap_or(i64::from(first));
                let skipped = current.saturating_sub(i64::from(first));
                let size = page_size_of(request, size, page_size);
                let page = Page {
                    count,
                    seen: self.add_items(count, skipped, size),
                    size,
                    total: self.latest_total(response, total),
                };
                let next = current.saturating_add(1);
                page.step(|| set(request, number, &next.to_string()))
            }
            Paging::Token { token, next, end } => {
                if self.follow_token(request, response, count, token, next, end) {
                    Step::Next
                } else {
                    Step::End
                }
            }
        }
    }

    /// Returns the total of this page, or else of the pages before. A total below 1 counts as
    /// absent, except on an empty page, whose 0 says that nothing is left.
    fn latest_total(&mut self, response: &dyn Structure, path: Option<MemberPath>) -> Option<i64> {
        if let Some(stated) = path.and_then(|path| scalar_at(response, path)) {
            self.total = Some(stated);
        }
        self.total
    }

    /// Adds the items of a page and returns the total so far. If paging began on a later page, the
    /// skipped pages count as full; `None` if their size is unknown.
    fn add_items(&mut self, count: i64, skipped: i64, size: Option<i64>) -> Option<i64> {
        let before = match (self.seen, skipped, size) {
            (Some(seen), ..) => seen,
            (None, 0, _) => 0,
            (None, _, size) => skipped.saturating_mul(size?),
        };
        self.seen = Some(before.saturating_add(count));
        self.seen
    }

    /// Copies the response's token to the request, unless paging ends.
    fn follow_token(
        &mut self,
        request: &mut dyn Structure,
        response: &dyn Structure,
        count: i64,
        token: MemberPath,
        next: MemberPath,
        end: Option<EndFlag>,
    ) -> bool {
        self.empty_pages = if count == 0 { self.empty_pages + 1 } else { 0 };
        let more = match end {
            Some(EndFlag::More(flag)) => scalar_at(response, flag),
            Some(EndFlag::Finished(flag)) => scalar_at(response, flag).map(|over: bool| !over),
            None => None,
        };
        // A server that searches in slices may find nothing in many of them, and says that more
        // follow. A server that continues without items and without such a flag is stuck.
        let empty_pages_allowed = if more == Some(true) {
            MAX_EMPTY_PAGES
        } else {
            1
        };
        if more == Some(false) || self.empty_pages > empty_pages_allowed {
            return false;
        }
        let Some(next) = json_at(response, next).filter(|next| next != "\"\"") else {
            return false;
        };
        if json_at(request, token).as_ref() == Some(&next) || self.tokens.repeats_with(&next) {
            return false;
        }
        set(request, token, &next)
    }
}

/// The continuation after a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The request asks for the next page.
    Next,
    /// The page was the last.
    End,
    /// The page is empty, but the total says that items follow.
    Missing {
        /// The number of items so far.
        seen: i64,
        /// The stated total.
        total: i64,
    },
}

/// The facts that decide whether a counted page is the last.
struct Page {
    count: i64,
    /// The number of items up to the end of this page, if known.
    seen: Option<i64>,
    size: Option<i64>,
    total: Option<i64>,
}

impl Page {
    /// Returns the continuation; `move_on` changes the request to ask for the next page.
    ///
    /// Uses the latest total, which can shrink between pages. Ignores a total of 0 on a page with
    /// items. Without a total, a page shorter than requested is the last. With one it isn't,
    /// because servers cap the page size.
    fn step(&self, move_on: impl FnOnce() -> bool) -> Step {
        if self.count == 0 {
            return self.step_of_empty();
        }
        let has_successor = match (self.total.filter(|total| *total > 0), self.seen, self.size) {
            (Some(total), Some(seen), _) => seen < total,
            (_, _, Some(size)) => self.count >= size,
            _ => true,
        };
        if has_successor && move_on() {
            Step::Next
        } else {
            Step::End
        }
    }

    /// A request for no items asks only for the total, so its page may be empty.
    fn step_of_empty(&self) -> Step {
        match (self.total, self.seen) {
            (Some(total), Some(seen)) if seen < total && self.size != Some(0) => {
                Step::Missing { seen, total }
            }
            _ => Step::End,
        }
    }
}

fn page_size_of(request: &dyn Structure, path: MemberPath, default: Option<u32>) -> Option<i64> {
    scalar_at(request, path).or_else(|| default.map(i64::from))
}

/// Returns a member's value converted to another type via JSON. Some products send numbers as text.
fn scalar_at<E: Element>(structure: &dyn Structure, path: MemberPath) -> Option<E> {
    let json = json_at(structure, path)?;
    let mut value: Option<E> = None;
    value.read(&mut Reader::new(&json)).ok()?;
    value
}

/// Returns a member's value as JSON; `None` if absent.
fn json_at(structure: &dyn Structure, path: MemberPath) -> Option<String> {
    let (last, parents) = path.split_last()?;
    let mut structure = structure;
    for index in parents {
        let Some(View::Structure(inner)) = structure.member(*index)?.view() else {
            return None;
        };
        structure = inner;
    }
    let mut writer = Writer::new();
    writer.element(structure.member(*last)?.view()?);
    writer.finish().ok()
}

/// Sets a member from JSON. False if it does not exist or cannot hold the value.
fn set(structure: &mut dyn Structure, path: MemberPath, json: &str) -> bool {
    let Some((first, rest)) = path.split_first() else {
        return false;
    };
    let Some(field) = structure.member_mut(*first) else {
        return false;
    };
    if rest.is_empty() {
        return field.read(&mut Reader::new(json)).is_ok();
    }
    let inner = field.structure_mut();
    inner.is_some_and(|inner| set(inner, rest, json))
}
