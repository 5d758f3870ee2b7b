//! Why there is no scan, and what may be said of it: who asks learns what concerns the image, and nothing of the inside.

use crate::store::{Refused, StoreError};
use tidewaiter_engine::EngineError;
use tidewaiter_image::{ImageError, RegistryError};

/// A scan was not taken on.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The registry is not one that may be asked. Whose fault: the caller's.
    #[error("registry {0} is not allowed")]
    Registry(String),
    /// There is no engine, or the image cannot be found.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Too many scans wait. Whose fault: nobody's; come again later.
    #[error("too many scans are waiting")]
    QueueFull,
    /// Too many scans of this caller wait.
    #[error("too many of your scans are waiting")]
    Quota,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A thread of ours broke off.
    #[error("the request could not be completed")]
    Broken,
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::QueueFull => Self::QueueFull,
            Refused::Quota => Self::Quota,
        }
    }
}

impl Refusal {
    /// A stable word and a sentence for whoever asked.
    #[must_use]
    pub fn told(&self) -> (&'static str, String) {
        match self {
            Self::Registry(registry) => ("registry_not_allowed", format!("Images of {registry} are not accepted here")),
            Self::Engine(error) => told(error),
            Self::QueueFull => ("queue_full", "Too many scans are waiting".to_owned()),
            Self::Quota => ("quota", "Too many of your scans are waiting".to_owned()),
            Self::Store(_) | Self::Broken => ("failed", "The scan could not be taken on".to_owned()),
        }
    }
}

/// A stable word for why a scan failed, and a sentence that tells nothing of the inside.
#[must_use]
pub fn told(error: &EngineError) -> (&'static str, String) {
    let (code, text) = match error {
        EngineError::Missing | EngineError::TimedOut { .. } => {
            let code = if matches!(error, EngineError::Missing) { "no_scanner" } else { "timeout" };
            return (code, error.to_string());
        }
        EngineError::Cancelled => ("cancelled", "The scan was cancelled"),
        EngineError::NoDatabase { .. } => ("no_database", "Vulnerability database is missing"),
        EngineError::Image(error) => return ("image", of_image(error).to_owned()),
        EngineError::Scan(tidewaiter_scan::ScanError::Image(error)) => return ("image", of_image(error).to_owned()),
        _ => ("failed", "Container scan failed"),
    };
    (code, text.to_owned())
}

fn of_image(error: &ImageError) -> &'static str {
    match error {
        ImageError::Registry(RegistryError::Missing { .. }) => "Container image not found in its registry",
        ImageError::Registry(RegistryError::Unauthorized { .. } | RegistryError::Denied { .. }) => {
            "The registry does not give this container image to the gate"
        }
        ImageError::Registry(RegistryError::TooManyRequests { .. }) => "The registry refuses more requests for now",
        ImageError::Registry(_) => "The container image's registry could not be asked",
        ImageError::NoSuchPlatform { .. } => "The container image is not there for the platform that is judged",
        ImageError::Limit { .. } => "The container image is larger than the gate accepts",
        _ => "The container image cannot be read",
    }
}
