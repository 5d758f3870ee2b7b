//! Programs with capabilities.

use super::list;
use crate::image::Image;
use crate::image::known::is_capable_program;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0015",
        aliases: &[],
        title: "no program should have capabilities that no distribution gives it",
        description: "Whoever runs the program has parts of root's power. Servers are given one to listen below 1024, where most engines need none for that.",
        severity: Severity::Low,
        resolution: "Take them away with setcap -r, and let the container have what it needs.",
        references: &["https://man7.org/linux/man-pages/man7/capabilities.7.html"],
    },
    good: &["capable usr/bin/ping", "file 0755 app/server x", ""],
    bad: &["capable app/server"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    let capable = image.notes.values().filter(|note| note.has_capabilities && !is_capable_program(&note.path));
    list(failures, capable.map(|note| note.failure("it has file capabilities")));
}
