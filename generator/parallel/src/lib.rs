//! Maps a function over independent items on all cores, keeping the items' order.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Applies `work` to every item, on as many threads as the machine has cores.
///
/// A free thread takes the next item, so a few large items do not leave other threads idle.
///
/// # Panics
///
/// Panics if `work` panics.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    // Asking for the number of cores reads files on Linux: not for a single item.
    let threads = match items.len() {
        items @ ..2 => items,
        items => thread::available_parallelism()
            .map_or(1, NonZero::get)
            .min(items),
    };
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return done;
            };
            done.push((index, work(item)));
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        handles
            .into_iter()
            .flat_map(|handle| handle.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn map_keeps_the_order_of_items() {
        let items: Vec<usize> = (0..1000).collect();
        let doubled: Vec<usize> = items.iter().map(|n| n * 2).collect();
        assert_eq!(super::map(&items, |n| n * 2), doubled);
    }

    #[test]
    fn map_of_no_items_is_empty() {
        assert_eq!(super::map(&[] as &[u8], |n| *n), Vec::<u8>::new());
    }

    #[test]
    #[should_panic(expected = "item 7")]
    fn panic_in_work_reaches_the_caller() {
        let items: Vec<usize> = (0..100).collect();
        super::map(&items, |n| assert_ne!(*n, 7, "item {n}"));
    }
}
