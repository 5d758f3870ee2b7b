//! Keys that open all containers.

use super::list;
use crate::image::Image;
use crate::image::place::Place;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0022",
        aliases: &[],
        title: "an image should hold no authorized keys",
        description: "Whoever has the private key can log in to every container of this image, for as long as the image is used.",
        severity: Severity::Medium,
        resolution: "Remove the file, and mount it where it is needed.",
        references: &["https://man.openbsd.org/sshd#AUTHORIZED_KEYS_FILE_FORMAT"],
    },
    good: &["file 0600 root/.ssh/authorized_keys", ""],
    bad: &["file 0600 root/.ssh/authorized_keys ssh-ed25519 AAAA a"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    list(failures, image.at(Place::AuthorizedKeys).map(|note| note.failure("its keys may log in to every container")));
}
