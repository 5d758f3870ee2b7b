//! All formats: a line each, sorted.

use crate::{Format, compose, helm, kubernetes};

static FORMATS: [&dyn Format; 3] = [&compose::Compose, &helm::Helm, &kubernetes::Kubernetes];

/// All kinds of files that are checked.
#[must_use]
pub fn formats() -> &'static [&'static dyn Format] {
    &FORMATS
}
