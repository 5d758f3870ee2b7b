//! The history of source code.

use super::list;
use crate::image::Image;
use crate::image::place::Place;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0026",
        aliases: &["DKL-LI-0003"],
        title: "an image should hold no repositories",
        description: "A .git folder holds every state the sources ever had, also what was removed for good reason, and often the address and the credentials of its origin.",
        severity: Severity::Medium,
        resolution: "Write .git into .dockerignore, and remove what was cloned in the RUN that cloned it.",
        references: &["https://docs.docker.com/build/concepts/context/#dockerignore-files"],
    },
    good: &["file 0644 app/.gitignore x", "file 0644 app/HEAD x", ""],
    bad: &["file 0644 app/.git/HEAD ref"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    list(
        failures,
        image.at(Place::Repository).map(|note| {
            let mut failure = note.failure("a repository with its history");
            failure.resource.truncate(failure.resource.len().saturating_sub("/HEAD".len()));
            failure
        }),
    );
}
