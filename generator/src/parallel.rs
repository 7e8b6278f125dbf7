//! Work on many independent items at once, with the results in the items' order.

use std::num::NonZero;
use std::thread;

/// `work` applied to every item, on as many threads as the machine runs at once.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = items.len().div_ceil(threads).max(1);
    if items.len() < 2 || threads == 1 {
        return items.iter().map(work).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let handles: Vec<_> = items
            .chunks(share)
            .map(|chunk| scope.spawn(move || chunk.iter().map(work).collect::<Vec<R>>()))
            .collect();
        handles.into_iter().flat_map(joined).collect()
    })
}

/// The thread's results; where the work panicked, the panic goes on in the caller.
fn joined<R>(handle: thread::ScopedJoinHandle<'_, Vec<R>>) -> Vec<R> {
    handle
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_keep_the_items_order() {
        let items: Vec<usize> = (0..1000).collect();
        let doubled: Vec<usize> = items.iter().map(|n| n * 2).collect();
        assert_eq!(super::map(&items, |n| n * 2), doubled);
    }

    #[test]
    fn nothing_becomes_nothing() {
        assert_eq!(super::map(&[] as &[u8], |n| *n), Vec::<u8>::new());
    }
}
