//! The operating system that an image or root file system holds.

use serde::{Deserialize, Serialize};

/// What the release files say of the system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Os {
    /// The distribution's identifier, as `ID=` of os-release: `debian`, `alpine`.
    pub family: String,
    /// The release, as precise as it is known: `12.8`, `3.18.9`, `trixie/sid`; empty when nothing tells it.
    pub version: String,
    /// `VERSION_CODENAME=`, where it is given: `bookworm`.
    pub codename: Option<String>,
    /// The name for people: `Debian GNU/Linux 12 (bookworm)`.
    pub pretty_name: Option<String>,
    /// Distributions that this one says it resembles (`ID_LIKE=`), nearest first.
    pub id_like: Vec<String>,
    /// Support beyond the release's own that the system is entitled to: `esm-infra`, `esm-apps`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subscriptions: Vec<String>,
}
