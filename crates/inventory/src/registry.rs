//! The one list of analyzers, ecosystems and distributions. A new one is a folder and a line in each list here.

use crate::{Analyzer, Distribution, Ecosystem};

/// Every analyzer.
#[must_use]
pub fn analyzers() -> &'static [&'static dyn Analyzer] {
    &[]
}

/// Every ecosystem, sorted by id.
#[must_use]
pub fn ecosystems() -> &'static [Ecosystem] {
    &[]
}

/// Every distribution, sorted by family.
#[must_use]
pub fn distributions() -> &'static [Distribution] {
    &[]
}

/// The ecosystem of this id.
#[must_use]
pub fn ecosystem(id: &str) -> Option<&'static Ecosystem> {
    ecosystems().iter().find(|ecosystem| ecosystem.id == id)
}

/// The distribution of this family (`ID` of os-release).
#[must_use]
pub fn distribution(family: &str) -> Option<&'static Distribution> {
    distributions().iter().find(|distribution| distribution.family == family)
}
