//! SSH servers.

use super::list;
use crate::image::Image;
use crate::image::place::Place;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0020",
        aliases: &[],
        title: "no SSH server should be installed",
        description: "It is one more way in, with keys and accounts that nobody rotates; engines have their own way to run a shell.",
        severity: Severity::Medium,
        resolution: "Remove the server, and use the engine's exec.",
        references: &["https://docs.docker.com/reference/cli/docker/container/exec/"],
    },
    good: &["file 0755 usr/bin/ssh x", ""],
    bad: &["file 0755 usr/sbin/sshd x"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    list(failures, image.at(Place::SshServer).map(|note| note.failure("an SSH server is installed")));
}
