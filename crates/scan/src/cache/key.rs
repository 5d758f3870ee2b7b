//! Under what facts of a layer are kept: a digest of everything that they depend on.
//!
//! What two programs were built from tells whether they would find the same, so nobody has to remember to raise a version.

use crate::assemble::Request;
use sha2::{Digest, Sha256};
use std::fmt;
use tidewaiter_image::{FileState, Identity};
use tidewaiter_inventory::analyzers;

/// Changed with the form of entries.
const FORMAT: u64 = 1;
/// The sources that the program was built from; see `build.rs`.
const SOURCES: &str = env!("TIDEWAITER_FACTS");

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactsKey([u8; 32]);

impl FactsKey {
    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for FactsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What the facts of all layers of one scan depend on.
pub(super) struct Common(Parts);

impl Common {
    pub(super) fn new(request: &Request<'_>) -> Self {
        let scanners = request.scanners;
        let mut parts = Parts(Sha256::new());
        parts.number(FORMAT);
        parts.text(SOURCES);
        parts.number(u64::from(scanners.packages));
        for analyzer in analyzers().iter().filter(|_| scanners.packages) {
            parts.text(analyzer.id());
            parts.number(analyzer.version().into());
        }
        parts.optional(scanners.secrets.map(|secrets| secrets.identity()).as_deref());
        parts.optional(scanners.checks.map(|checks| checks.identity()));
        for pattern in request.skip.patterns() {
            parts.text(pattern);
        }
        parts.text(&format!("{:?}", request.walk.limits));
        Self(parts)
    }

    /// The key of one layer. Of the base nothing is kept that hides others.
    pub(super) fn key(&self, layer: &Identity, is_base: bool) -> FactsKey {
        let mut parts = Parts(self.0.0.clone());
        parts.number(u64::from(is_base));
        match layer {
            Identity::Digests { stored, diff_id } => {
                parts.text("digests");
                parts.text(stored.as_str());
                parts.text(diff_id.as_str());
            }
            Identity::Part { file, start, length, diff_id } => {
                let FileState { inode, size, modified, changed } = file;
                parts.text("part");
                [inode.0, inode.1, *size, *start, *length].into_iter().for_each(|number| parts.number(number));
                [modified.0, modified.1, changed.0, changed.1].into_iter().for_each(|time| parts.number(time.cast_unsigned()));
                parts.text(diff_id.as_str());
            }
        }
        FactsKey(parts.0.finalize().into())
    }
}

/// Takes parts so that no two sequences of them look alike.
struct Parts(Sha256);

impl Parts {
    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.update(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn number(&mut self, number: u64) {
        self.0.update(number.to_le_bytes());
    }

    fn optional(&mut self, part: Option<&[u8]>) {
        self.number(u64::from(part.is_some()));
        self.bytes(part.unwrap_or_default());
    }
}
