//! Those who wait for a scan to end: told at once by this node's workers, and by looking into the store for those of other nodes.

use super::lock;
use crate::store::{Millis, Scan, Store, StoreError, now};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout_at};

/// How often the store is asked what other nodes have finished.
const LOOK: Duration = Duration::from_millis(250);
/// Clocks of nodes differ by no more; what ended before was seen.
const SKEW: Millis = 10_000;
/// Who waits looks for himself so often, should a word have been missed.
const RECHECK: Duration = Duration::from_secs(5);

#[derive(Default)]
pub(super) struct Waiting {
    bells: Mutex<HashMap<String, Arc<Notify>>>,
}

impl Waiting {
    pub(super) async fn wait(&self, store: &Store, id: &str, patience: Duration) -> Result<Option<Scan>, StoreError> {
        let until = Instant::now() + patience;
        loop {
            let bell = Arc::clone(lock(&self.bells).entry(id.to_owned()).or_default());
            let rings = bell.notified();
            tokio::pin!(rings);
            // From here on no ring is missed, so that what is read next is not older than it.
            rings.as_mut().enable();
            let scan = store.scan(id).await?;
            if scan.as_ref().is_none_or(|scan| scan.status.is_final()) || Instant::now() >= until {
                self.forget(id, &bell);
                return Ok(scan);
            }
            let _ = timeout_at(until.min(Instant::now() + RECHECK), rings).await;
        }
    }

    /// Tells all who wait for a scan that it has ended.
    pub(super) fn tell(&self, id: &str) {
        if let Some(bell) = lock(&self.bells).remove(id) {
            bell.notify_waiters();
        }
    }

    pub(super) async fn watch(&self, store: &Store) {
        let mut since = now();
        loop {
            sleep(LOOK).await;
            if lock(&self.bells).is_empty() {
                since = now();
                continue;
            }
            match store.ended_since(since.saturating_sub(SKEW)).await {
                Ok(ended) => {
                    for (id, time) in ended {
                        self.tell(&id);
                        since = since.max(time);
                    }
                }
                Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "cannot look for finished scans"),
            }
        }
    }

    /// The last who waits takes the bell along.
    fn forget(&self, id: &str, bell: &Arc<Notify>) {
        let mut bells = lock(&self.bells);
        // One is the map's, one this waiter's.
        if Arc::strong_count(bell) <= 2 && bells.get(id).is_some_and(|kept| Arc::ptr_eq(kept, bell)) {
            bells.remove(id);
        }
    }
}
