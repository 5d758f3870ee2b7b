//! Policy on reports that are there: after the cache, so that another policy never needs another scan.

use crate::metrics::Metrics;
use crate::store::{Scan, Store, StoreError, StoredVerdict, now};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tidewaiter_policy::{Policy, Subject};

/// Verdicts that are kept at hand.
const AT_HAND: usize = 512;

/// Judges reports.
pub struct Judge {
    store: Store,
    policy: RwLock<Arc<Policy>>,
    metrics: Metrics,
    at_hand: Mutex<VecDeque<Arc<StoredVerdict>>>,
}

impl Judge {
    /// By this policy, until there is another.
    #[must_use]
    pub fn new(store: Store, policy: Policy, metrics: Metrics) -> Self {
        Self { store, policy: RwLock::new(Arc::new(policy)), metrics, at_hand: Mutex::default() }
    }

    /// The policy in force.
    #[must_use]
    pub fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.policy.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Judges by another policy from now on.
    pub fn replace(&self, policy: Policy) {
        *self.policy.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(policy);
    }

    /// The verdict on a finished scan; `None` when its report is gone.
    ///
    /// # Errors
    /// The store fails.
    pub async fn verdict(&self, scan: &Scan, subject: &Subject) -> Result<Option<Arc<StoredVerdict>>, StoreError> {
        let policy = self.policy();
        let (digest, whom) = (policy.id().digest, named(subject));
        let is_same =
            |kept: &StoredVerdict| kept.scan_id == scan.id && kept.subject == whom && kept.verdict.policy.digest == digest;
        if let Some(kept) = self.at_hand().iter().find(|kept| is_same(kept)) {
            return Ok(Some(Arc::clone(kept)));
        }
        let kept = match self.store.verdict(&scan.id, digest.as_str(), &whom).await? {
            Some(kept) => kept,
            None => {
                let Some(report) = self.store.report(&scan.id).await? else { return Ok(None) };
                let verdict = policy.judge(&report, subject);
                let (is_new, kept) = self.store.keep_verdict(&scan.id, &whom, &verdict, now()).await?;
                if is_new {
                    self.metrics.judged(verdict.passed);
                    let (policy, digest) = (&verdict.policy.name, &verdict.manifest_digest);
                    tracing::info!(
                        scan = scan.id,
                        passed = verdict.passed,
                        policy,
                        manifest = digest.as_ref().map(ToString::to_string),
                        "verdict"
                    );
                }
                kept
            }
        };
        let kept = Arc::new(kept);
        let mut at_hand = self.at_hand();
        at_hand.push_front(Arc::clone(&kept));
        at_hand.truncate(AT_HAND);
        Ok(Some(kept))
    }

    fn at_hand(&self) -> std::sync::MutexGuard<'_, VecDeque<Arc<StoredVerdict>>> {
        self.at_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A subject as one text, the same for the same.
fn named(subject: &Subject) -> String {
    serde_json::json!([subject.agent_type, subject.namespace]).to_string()
}
