//! Everything that routes reach: one value, shared by all of them.

use crate::dpop::{self, Once};
use crate::judge::Judge;
use crate::keys::AgentKeys;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::proxies::TrustedProxies;
use crate::quotas::Quotas;
use crate::sbom::Sboms;
use crate::scans::Scans;
use crate::store::{Millis, Store};
use crate::tokens::Issuer;
use crate::validations::{Switches, Validations};
use crate::{certificates, store};
use std::sync::Arc;
use std::time::Duration;

/// The service behind the routes.
pub struct Service {
    /// The memory.
    pub store: Store,
    /// Scans.
    pub scans: Arc<Scans>,
    /// Verdicts.
    pub judge: Arc<Judge>,
    /// Validations.
    pub validations: Arc<Validations>,
    /// Tokens of agents.
    pub issuer: Issuer,
    /// Keys that agents ask for tokens with.
    pub keys: AgentKeys,
    /// Who may ask how often.
    pub quotas: Quotas,
    /// Bills of materials.
    pub sboms: Arc<Sboms>,
    /// Counters.
    pub metrics: Metrics,
    /// The rest.
    pub options: Options,
}

/// How the routes behave.
#[derive(Clone, Debug)]
pub struct Options {
    /// Registration in three phases.
    pub tpr: bool,
    /// What is looked at in phase 2.
    pub switches: Switches,
    /// The service's address as clients see it; `None` for what they say in `Host`.
    pub public_url: Option<String>,
    /// Types of agents that may register, lower case.
    pub agent_types: Vec<String>,
    /// An agent that was silent for longer is dead.
    pub heartbeat_timeout: Duration,
    /// How long answers are kept for repeated requests.
    pub idempotency: Duration,
    /// Proofs of possession: whether they are looked at.
    pub dpop: Option<dpop::Settings>,
    /// They have to be there.
    pub dpop_required: bool,
    /// Client certificates: whether they are looked at.
    pub certificates: Option<certificates::Settings>,
    /// Remote agents have to have one.
    pub certificate_required: bool,
    /// Who may speak for others.
    pub proxies: TrustedProxies,
    /// Validations that may wait.
    pub validation_queue: i64,
    /// Longer bodies are refused.
    pub max_body: usize,
    /// After how many days advisories are outdated.
    pub max_database_age_days: u64,
    /// Under which address the registry's problems are described.
    pub problems: String,
}

impl Service {
    /// An agent that was heard of since then is alive.
    #[must_use]
    pub fn alive_since(&self, time: Millis) -> Millis {
        time.saturating_sub(store::millis(self.options.heartbeat_timeout))
    }

    /// The address of a path as a client sees it.
    #[must_use]
    pub fn address(&self, scheme: &str, host: Option<&str>, path: &str) -> String {
        let base = match (&self.options.public_url, host) {
            (Some(url), _) => url.trim_end_matches('/').to_owned(),
            (None, Some(host)) => format!("{scheme}://{host}"),
            (None, None) => format!("{scheme}://localhost"),
        };
        format!("{base}{path}")
    }
}

impl Once for Service {
    async fn first_use(&self, id: &str, expires: u64) -> Result<bool, Problem> {
        let expires = Millis::try_from(expires.saturating_mul(1000)).unwrap_or(Millis::MAX);
        self.store.is_first(&format!("dpop:{id}"), expires).await.map_err(|error| Problem::internal(&error))
    }
}

/// Seconds since 1970.
#[must_use]
pub fn seconds() -> u64 {
    u64::try_from(store::now() / 1000).unwrap_or(0)
}
