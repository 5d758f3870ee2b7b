//! Bases that change under their name.

use crate::image::{Image, configured};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0006",
        aliases: &[],
        title: "the base image should be known by its digest",
        description: "The labels name the image that this one is built on and not which state of it: nobody can tell whether a fix in the base has come through. Images that do not name their base are not told.",
        severity: Severity::Low,
        resolution: "Write the label org.opencontainers.image.base.digest beside that of the name, and build FROM name@digest.",
        references: &["https://github.com/opencontainers/image-spec/blob/main/annotations.md"],
    },
    good: &[
        "config {}",
        "config {\"Labels\":{\"org.opencontainers.image.base.name\":\"debian:12\",\"org.opencontainers.image.base.digest\":\"sha256:00\"}}",
        "config {\"Labels\":{\"org.opencontainers.image.base.name\":\"debian@sha256:00\"}}",
    ],
    bad: &["config {\"Labels\":{\"org.opencontainers.image.base.name\":\"debian:12\"}}"],
    run,
};

const NAME: &str = "org.opencontainers.image.base.name";
const DIGEST: &str = "org.opencontainers.image.base.digest";

fn run(image: &Image, failures: &mut Failures) {
    let labels = &image.settings()["Labels"];
    let has_digest = labels[DIGEST].as_str().is_some_and(|digest| digest.contains(':'));
    if let Some(name) = labels[NAME].as_str().filter(|name| !name.is_empty() && !name.contains('@') && !has_digest) {
        failures.add(configured(format!("Labels {NAME}"), format!("the base is called {name}, without a digest")));
    }
}
