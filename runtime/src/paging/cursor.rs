//! The position within the pages, and the decision whether another page follows.

use super::loop_guard::TokenCycle;
use super::{EndFlag, MemberPath, Paging};
use crate::codec::{Element, Field as _, Reader, Structure, View, Writer};

/// The state to keep between pages in addition to the request.
#[derive(Debug, Default)]
pub(crate) struct Cursor {
    /// The number of items before the next page.
    seen: Option<i64>,
    empty_pages: u32,
    tokens: TokenCycle,
}

/// The maximum number of consecutive pages without items while the server announces more.
const MAX_EMPTY_PAGES: u32 = 1_000;

impl Cursor {
    /// Changes the request to ask for the page after `response`, which lists `count` items. False
    /// if there isn't one.
    pub(crate) fn advance(
        &mut self,
        paging: &Paging,
        request: &mut dyn Structure,
        response: &dyn Structure,
        count: usize,
    ) -> bool {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let total = |path: Option<MemberPath>| scalar_at(response, path?);
        match *paging {
            Paging::OffsetLimit {
                offset,
                limit,
                total: path,
                page_size,
            } => {
                let start: i64 = scalar_at(request, offset).unwrap_or(0);
                let seen = start.saturating_add(count);
                let page = Page {
                    count,
                    seen,
                    size: page_size_of(request, limit, page_size),
                    total: total(path),
                };
                page.has_successor() && set(request, offset, &seen.to_string())
            }
            Paging::PageNumber {
                number,
                size,
                total: path,
                page_size,
                first,
            } => {
                let current = scalar_at(request, number).unwrap_or(i64::from(first));
                let size = page_size_of(request, size, page_size);
                let page = Page {
                    count,
                    seen: self.add_items(
                        count,
                        current
                            .saturating_sub(i64::from(first))
                            .saturating_mul(size.unwrap_or(0)),
                    ),
                    size,
                    total: total(path),
                };
                let next = current.saturating_add(1);
                page.has_successor() && set(request, number, &next.to_string())
            }
            Paging::Token { token, next, end } => {
                self.follow_token(request, response, count, token, next, end)
            }
        }
    }

    /// Adds the items of a page and returns the total so far. If paging began on a later page, the
    /// skipped pages count as `before` items.
    fn add_items(&mut self, count: i64, before: i64) -> i64 {
        let seen = self.seen.unwrap_or(before).saturating_add(count);
        self.seen = Some(seen);
        seen
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

/// The facts that decide whether a counted page is the last.
struct Page {
    count: i64,
    /// The number of items up to the end of this page.
    seen: i64,
    size: Option<i64>,
    total: Option<i64>,
}

impl Page {
    /// Returns whether another page follows.
    ///
    /// Uses the latest total, which can shrink between pages. Ignores a total of 0 on a page with
    /// items. Without a total, a page shorter than requested is the last. With one it isn't,
    /// because servers cap the page size.
    fn has_successor(&self) -> bool {
        if self.count == 0 {
            return false;
        }
        match (self.total.filter(|total| *total > 0), self.size) {
            (Some(total), _) => self.seen < total,
            (None, Some(size)) => self.count >= size,
            (None, None) => true,
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
