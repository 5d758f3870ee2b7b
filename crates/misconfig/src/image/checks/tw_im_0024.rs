//! What its makers log in with.

use super::list;
use crate::image::Image;
use crate::image::place::Place;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0024",
        aliases: &["CIS-DI-0010", "CIS-4.10"],
        title: "an image should hold no credential files",
        description: "Clients keep in this file what they log in with: everyone who has the image can log in, too.",
        severity: Severity::High,
        resolution: "Keep the file out with .dockerignore or RUN --mount=type=secret, and change what was in it.",
        references: &["https://docs.docker.com/build/building/secrets/", "https://www.cisecurity.org/benchmark/docker"],
    },
    good: &["file 0600 root/.docker/config.json {\"credsStore\":\"pass\"}", "file 0600 root/.aws/config x", ""],
    bad: &["file 0600 root/.aws/credentials x", "file 0600 root/.netrc machine a", "file 0600 home/a/.kube/config x"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    list(failures, image.at(Place::Credentials).map(|note| note.failure("a client keeps its credentials in it")));
}
