//! All formats: a line each, sorted.

use crate::{About, Format, compose, dockerfile, helm, image, kubernetes};

static FORMATS: [&dyn Format; 4] = [&compose::Compose, &dockerfile::DockerfileFormat, &helm::Helm, &kubernetes::Kubernetes];

/// All kinds of files that are checked.
#[must_use]
pub fn formats() -> &'static [&'static dyn Format] {
    &FORMATS
}

/// What all checks say of themselves, by what they are about: `dockerfile`, `kubernetes`, `image`.
pub fn abouts() -> impl Iterator<Item = (&'static str, &'static About)> {
    let of_formats = FORMATS.iter().flat_map(|format| format.abouts().into_iter().map(|about| (format.id(), about)));
    of_formats.chain(image::abouts().map(|about| ("image", about)))
}

/// Whether any format has a check of this name.
pub(crate) fn is_known(name: &str) -> bool {
    FORMATS.iter().flat_map(|format| format.abouts()).chain(image::abouts()).any(|about: &About| about.is_called(name))
}
