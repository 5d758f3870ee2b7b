//! Servers that all have the same key.

use super::list;
use crate::image::Image;
use crate::image::place::Place;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0021",
        aliases: &[],
        title: "an image should hold no host keys",
        description: "The key by which clients know a server is in the hands of everybody who has the image: anyone of them can pose as it.",
        severity: Severity::High,
        resolution: "Remove the keys in the layer that makes them, and make them when the container starts: ssh-keygen -A.",
        references: &["https://man.openbsd.org/sshd#/etc/ssh/ssh_host_rsa_key"],
    },
    good: &["file 0644 etc/ssh/ssh_host_rsa_key.pub x", ""],
    bad: &["file 0600 etc/ssh/ssh_host_ed25519_key x"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    list(failures, image.at(Place::HostKey).map(|note| note.failure("every container has this host key")));
}
