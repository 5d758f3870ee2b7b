//! Hands on what several workers bring in the order of its numbers, and lets nobody get far ahead: what waits for a large inventory takes
//! memory.

use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;
use std::sync::{Condvar, Mutex};

/// What may wait.
const MOST: usize = 256;

#[derive(Default)]
pub(super) struct Queue {
    /// The number that is handed on next.
    next: Mutex<usize>,
    moved: Condvar,
}

impl Queue {
    /// Waits until this number is not far ahead. The one that all wait for never does.
    pub(super) fn wait(&self, number: usize) {
        let Ok(next) = self.next.lock() else { return };
        // If the lock is poisoned, there is nobody to wait for.
        drop(self.moved.wait_while(next, |next| number >= next.saturating_add(MOST)));
    }

    /// Lets everybody go on, since what is missing will not come.
    pub(super) fn open(&self) {
        self.set(usize::MAX);
    }

    /// Calls with each thing in the order of numbers, which begin with 0, until one call fails or all senders are gone.
    pub(super) fn in_order<T, E>(
        &self,
        incoming: Receiver<(usize, T)>,
        mut each: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, thing) in incoming {
            waiting.insert(number, thing);
            while let Some(thing) = waiting.remove(&next) {
                next += 1;
                if let Err(error) = each(thing) {
                    self.open();
                    return Err(error);
                }
            }
            self.set(next);
        }
        Ok(())
    }

    fn set(&self, to: usize) {
        if let Ok(mut next) = self.next.lock() {
            *next = to.max(*next);
        }
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::sync_channel;

    #[test]
    fn what_comes_in_any_order_goes_on_in_its_own() {
        let queue = Queue::default();
        let (sender, receiver) = sync_channel(2);
        let mut told = Vec::new();
        std::thread::scope(|scope| {
            for first in [1, 0] {
                let (sender, queue) = (sender.clone(), &queue);
                scope.spawn(move || {
                    for number in (first..1000).step_by(2) {
                        queue.wait(number);
                        sender.send((number, number)).unwrap();
                    }
                });
            }
            drop(sender);
            let keep = |number| {
                told.push(number);
                Ok::<_, ()>(())
            };
            queue.in_order(receiver, keep).unwrap();
        });
        assert_eq!(told, Vec::from_iter(0..1000));
    }

    #[test]
    fn a_failure_lets_everybody_go() {
        let queue = Queue::default();
        let (sender, receiver) = sync_channel(MOST);
        sender.send((0, ())).unwrap();
        assert_eq!(queue.in_order(receiver, |()| Err(1)), Err(1));
        queue.wait(usize::MAX - 1);
        assert!(sender.send((1, ())).is_err());
    }
}
