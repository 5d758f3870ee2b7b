//! Where the advisories come from that bills of materials are matched against.

use tidewaiter_advisory::artifact::Reach;
use tidewaiter_advisory::source::Mirror;
use tidewaiter_advisory::store::{Builder, Store};
use tidewaiter_image::RegistryOptions;
use tidewaiter_image::artifact::cosign::VerifyingKey;
use tidewaiter_scan::{Advisories, Stored};

/// Lends advisories. Each bill of materials gets them anew, so that what was renewed in the meantime counts.
pub trait AdvisorySource: Send + Sync {
    /// Calls back with them, once.
    fn lend(&self, judge: &mut dyn FnMut(&mut dyn Advisories));
}

/// A cache folder, and where what is missing comes from.
pub struct Database {
    /// The shards.
    pub store: Store,
    /// The mirror of the OSV bucket.
    pub osv: Mirror,
    /// The mirror of NVD's feeds.
    pub nvd: Mirror,
    /// Who we are at registries that have shards as artifacts.
    pub registry: RegistryOptions,
    /// Whose signature of them counts; `None` believes everybody.
    pub key: Option<VerifyingKey>,
    /// Fetch what is missing; otherwise only what is there is used.
    pub may_fetch: bool,
}

impl AdvisorySource for Database {
    fn lend(&self, judge: &mut dyn FnMut(&mut dyn Advisories)) {
        let Self { store, osv, nvd, registry, key, may_fetch } = self;
        let reach = Reach::new(registry.clone(), key.clone());
        let builder = Builder { store, osv, nvd, reach: &reach, progress: &|_| {} };
        judge(&mut Stored { builder, may_fetch: *may_fetch });
    }
}
