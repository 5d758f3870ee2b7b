//! The checks of phase 2 that are about the agent itself, as validations ask for them.

use crate::probe::Prober;
use crate::sbom::Sboms;
use crate::service::seconds;
use crate::validations::{AgentChecks, Checking, Submission};
use std::sync::Arc;

/// What asks agents, and what judges their bills of materials.
pub struct Checks {
    /// Asks agents.
    pub prober: Prober,
    /// Judges bills of materials; routes ask it, too.
    pub sboms: Arc<Sboms>,
}

impl AgentChecks for Checks {
    fn fast<'a>(&'a self, submission: &'a Submission) -> Checking<'a> {
        Box::pin(self.prober.fast(submission))
    }

    fn endpoints<'a>(&'a self, submission: &'a Submission) -> Checking<'a> {
        Box::pin(self.prober.endpoints(submission))
    }

    fn sbom<'a>(&'a self, submission: &'a Submission) -> Checking<'a> {
        Box::pin(self.sboms.check(submission.sbom.as_deref(), seconds()))
    }
}
