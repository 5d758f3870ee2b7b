//! All formats: a line each, sorted.

use crate::{About, Format, dockerfile};

static FORMATS: [&dyn Format; 1] = [
    &dockerfile::DockerfileFormat, //
];

/// All kinds of files that are checked.
#[must_use]
pub fn formats() -> &'static [&'static dyn Format] {
    &FORMATS
}

/// Whether any format has a check of this name.
pub(crate) fn is_known(name: &str) -> bool {
    FORMATS.iter().flat_map(|format| format.abouts()).any(|about: &About| about.is_called(name))
}
