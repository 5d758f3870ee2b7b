//! What is looked at of an agent itself: its answers, its bill of materials.

use crate::probe::Prober;
use crate::sbom::Sboms;
use crate::service::seconds;
use crate::validations::{AgentChecks, Checked, Checking, Submission};
use std::sync::Arc;

/// Looks at agents.
pub struct Agents {
    prober: Prober,
    sboms: Option<Arc<Sboms>>,
}

impl Agents {
    /// By these.
    #[must_use]
    pub fn new(prober: Prober, sboms: Option<Arc<Sboms>>) -> Self {
        Self { prober, sboms }
    }

    pub(crate) fn sboms(&self) -> Option<Arc<Sboms>> {
        self.sboms.clone()
    }
}

impl AgentChecks for Agents {
    fn fast<'a>(&'a self, submission: &'a Submission) -> Checking<'a> {
        Box::pin(self.prober.fast(submission))
    }

    fn endpoints<'a>(&'a self, submission: &'a Submission) -> Checking<'a> {
        Box::pin(self.prober.endpoints(submission))
    }

    fn sbom<'a>(&'a self, submission: &'a Submission) -> Checking<'a> {
        match &self.sboms {
            Some(sboms) => Box::pin(sboms.check(submission.sbom.as_deref(), seconds())),
            None => Box::pin(async { Checked::default() }),
        }
    }
}
