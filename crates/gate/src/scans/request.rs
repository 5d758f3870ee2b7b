//! What is asked for, and what the worker is told of it.

use serde::{Deserialize, Serialize};
use tidewaiter_engine::Wanted;
use tidewaiter_image::{Platform, Reference, Resolved};

/// A scan as somebody asks for it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which image.
    pub image: Reference,
    /// Which of an index's, if not the usual one.
    pub platform: Option<Platform>,
    /// Who shall scan, if not the usual engine.
    pub engine: Option<String>,
    /// What to look for.
    pub wanted: Wanted,
}

impl Asked {
    /// Everything about an image, by the usual engine.
    #[must_use]
    pub fn all(image: Reference) -> Self {
        Self { image, platform: None, engine: None, wanted: Wanted::ALL }
    }
}

/// What a worker needs to know, as it stands in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanRequest {
    /// Pinned to the digest of one manifest.
    pub image: String,
    /// The platform that was asked for.
    pub platform: Option<String>,
    /// Who scans.
    pub engine: String,
    /// Packages, and what is known to be wrong with them.
    pub vulnerabilities: bool,
    /// Secrets.
    pub secrets: bool,
    /// Misconfigurations.
    pub misconfigurations: bool,
}

impl ScanRequest {
    pub(super) fn new(asked: &Asked, resolved: &Resolved, engine: &str) -> Self {
        Self {
            image: resolved.image.to_string(),
            platform: asked.platform.as_ref().map(ToString::to_string),
            engine: engine.to_owned(),
            vulnerabilities: asked.wanted.vulnerabilities,
            secrets: asked.wanted.secrets,
            misconfigurations: asked.wanted.misconfigurations,
        }
    }

    /// What to look for.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        Wanted { vulnerabilities: self.vulnerabilities, secrets: self.secrets, misconfigurations: self.misconfigurations }
    }
}
