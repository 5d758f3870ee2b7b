//! Programs that make users others.

use super::list;
use crate::image::Image;
use crate::image::place::Place;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0018",
        aliases: &["DKL-DI-0001"],
        title: "sudo should not be installed",
        description: "A container runs as one user. What has to be root is done while the image is built; afterwards sudo is a way to become it.",
        severity: Severity::Low,
        resolution: "Remove the package; where a start script changes the user, use setpriv or a program that does only that.",
        references: &["https://docs.docker.com/build/building/best-practices/#user"],
    },
    good: &["file 0755 usr/bin/su x", ""],
    bad: &["file 4755 usr/bin/sudo x"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    list(failures, image.at(Place::Sudo).map(|note| note.failure("it is installed")));
}
