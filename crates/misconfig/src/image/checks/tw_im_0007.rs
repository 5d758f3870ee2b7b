//! Shells where there should be none.

use super::list;
use crate::image::Image;
use crate::image::place::Place;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0007",
        aliases: &[],
        title: "an image that is distroless should have no shell and no package manager",
        description: "The image says in its name, its labels or its system that it is distroless: those who run it trust that an intruder finds no tools in it.",
        severity: Severity::Medium,
        resolution: "Build on the variant without tools, and copy nothing but the application.",
        references: &["https://github.com/GoogleContainerTools/distroless"],
    },
    good: &[
        "config {}\nfile 0755 bin/sh x",
        "name gcr.io/distroless/static",
        "file 0644 usr/lib/os-release PRETTY_NAME=\"Distroless\"\\nID=debian",
    ],
    bad: &[
        "name gcr.io/distroless/base:debug\nfile 0755 busybox/sh x",
        "file 0644 usr/lib/os-release PRETTY_NAME=\"Distroless\"\nlink bin/sh bin/busybox",
        "config {\"Labels\":{\"org.opencontainers.image.title\":\"app-distroless\"}}\nfile 0755 usr/bin/apk x",
    ],
    run,
};

/// Labels by which images say what they are.
const LABELS: [&str; 4] = [
    "org.opencontainers.image.title",
    "org.opencontainers.image.description",
    "org.opencontainers.image.ref.name",
    "org.opencontainers.image.base.name",
];

fn run(image: &Image, failures: &mut Failures) {
    let says_so = |text: &str| text.to_ascii_lowercase().contains("distroless");
    let labels = &image.settings()["Labels"];
    let is_labelled = LABELS.iter().any(|label| labels[*label].as_str().is_some_and(says_so));
    if !is_labelled && !says_so(&image.name) && !image.system().is_distroless {
        return;
    }
    let shells = image.at(Place::Shell).map(|note| note.failure("a shell, though the image is distroless"));
    let managers = image.at(Place::PackageManager).map(|note| note.failure("a package manager, though the image is distroless"));
    list(failures, shells.chain(managers));
}
