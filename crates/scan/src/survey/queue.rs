//! What waits to be examined: bounded by number and bytes, so that whoever walks waits for those who examine.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Items and bytes that wait at most.
const MOST: usize = 512;
const MOST_BYTES: usize = 8 << 20;
/// Taken at once, so that locks and wake-ups are few.
const BATCH: usize = 16;
const BATCH_BYTES: usize = 1 << 20;

/// First in, first out, among threads.
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    has_items: Condvar,
    has_room: Condvar,
}

struct State<T> {
    items: VecDeque<(T, usize)>,
    bytes: usize,
    is_closed: bool,
    /// Those who wait for items, and for room.
    takers: usize,
    givers: usize,
}

impl<T> Queue<T> {
    pub(super) fn new() -> Self {
        let state = State { items: VecDeque::new(), bytes: 0, is_closed: false, takers: 0, givers: 0 };
        Self { state: Mutex::new(state), has_items: Condvar::new(), has_room: Condvar::new() }
    }

    /// Adds an item that takes so many bytes; waits until there is room. After the end items are dropped.
    pub(super) fn put(&self, item: T, bytes: usize) {
        let mut state = self.state();
        let is_full = |state: &State<T>| {
            let is_large = state.bytes.saturating_add(bytes) > MOST_BYTES && !state.items.is_empty();
            !state.is_closed && (state.items.len() >= MOST || is_large)
        };
        while is_full(&state) {
            state.givers += 1;
            state = self.has_room.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.givers -= 1;
        }
        if state.is_closed {
            return;
        }
        state.items.push_back((item, bytes));
        state.bytes = state.bytes.saturating_add(bytes);
        if state.takers > 0 {
            self.has_items.notify_one();
        }
    }

    /// Takes the next items; waits for them. `None` at the end.
    pub(super) fn take(&self) -> Option<Vec<T>> {
        let mut state = self.state();
        while state.items.is_empty() && !state.is_closed {
            state.takers += 1;
            state = self.has_items.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.takers -= 1;
        }
        let (mut batch, mut taken) = (Vec::new(), 0);
        while batch.len() < BATCH && taken < BATCH_BYTES {
            let Some((item, bytes)) = state.items.pop_front() else { break };
            batch.push(item);
            taken += bytes;
        }
        state.bytes = state.bytes.saturating_sub(taken);
        // Whoever waits for room is not woken for every place.
        if state.givers > 0 && state.items.len() <= MOST / 2 && state.bytes <= MOST_BYTES / 2 {
            self.has_room.notify_all();
        }
        (!batch.is_empty()).then_some(batch)
    }

    /// Says that nothing more comes.
    pub(super) fn close(&self) {
        self.state().is_closed = true;
        self.has_items.notify_all();
        self.has_room.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_comes_out_once_and_nobody_waits_for_ever() {
        let queue = Queue::new();
        let taken = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    while let Some(batch) = queue.take() {
                        taken.lock().unwrap().extend(batch);
                    }
                });
            }
            // More than fit, some larger than all that may wait.
            (0..10_000).for_each(|item| queue.put(item, if item % 1000 == 0 { MOST_BYTES + 1 } else { item }));
            queue.close();
        });
        let mut taken = taken.into_inner().unwrap();
        taken.sort_unstable();
        assert_eq!(taken, (0..10_000).collect::<Vec<_>>());
    }

    #[test]
    fn after_the_end_items_are_dropped() {
        let queue = Queue::new();
        queue.put(1, 0);
        queue.close();
        queue.put(2, 0);
        assert_eq!((queue.take(), queue.take()), (Some(vec![1]), None));
    }
}
