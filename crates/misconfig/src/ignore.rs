//! Comments by which a file's authors accept what a check finds: `# tidewaiter:ignore:DS-0002`.
//!
//! Limits: a stub until the first format needs it.

use crate::About;

/// What a file's comments accept.
#[derive(Clone, Debug, Default)]
pub struct Ignores;

impl Ignores {
    /// Whether a finding of this check at these lines is accepted.
    #[must_use]
    pub fn cover(&self, _about: &About, _lines: (usize, usize)) -> bool {
        false
    }
}
