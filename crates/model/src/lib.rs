//! The words of tidewaiter as types.
//!
//! What the scanner finds out is passed from room to room in these types, so this crate knows nothing of files,
//! networks, clocks or command lines, and it holds no closed list: an ecosystem, a distribution or a vendor is named by a
//! string that its own unit chooses.

mod code;
mod compliance;
mod coverage;
mod digest;
mod finding;
mod misconfiguration;
mod os;
mod package;
mod purl;
mod report;
mod secret;
mod severity;

pub use code::CodeLine;
pub use compliance::{ComplianceReport, Control, ControlStatus};
pub use coverage::{Coverage, Gap, Problem, ShardAge};
pub use digest::{Digest, InvalidDigest};
pub use finding::{DataSource, Epss, Exploited, Rating, Status, Vulnerability};
pub use misconfiguration::{Cause, CheckStatus, Misconfiguration};
pub use os::Os;
pub use package::{EcosystemId, Evidence, OwnedFiles, Package, Relationship, SourcePackage};
pub use purl::{Purl, PurlError};
pub use report::{Artifact, ArtifactKind, Checked, Class, Engine, ImageMetadata, Layer, Report, ResultSet};
pub use secret::Secret;
pub use severity::Severity;
