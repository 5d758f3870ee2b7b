//! Programs of the distribution that run as somebody else.

use super::setuid;
use crate::Failure;
use crate::image::{Image, Note};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0013",
        aliases: &["CIS-DI-0008", "CIS-4.8"],
        title: "programs should run as who starts them",
        description: "Programs with the setuid or setgid bit run as their owner, mostly root; a fault in one makes its caller root. Distributions install some, and few containers need any.",
        severity: Severity::Low,
        resolution: "Take the bits away in the build: find / -xdev -perm /6000 -type f -exec chmod a-s {} +; or run containers with no-new-privileges.",
        references: &["https://www.cisecurity.org/benchmark/docker", "https://man7.org/linux/man-pages/man2/execve.2.html"],
    },
    good: &["file 0755 usr/bin/su x", "file 4644 usr/bin/su x", "file 4755 opt/x x", ""],
    bad: &["file 4755 usr/bin/su x", "file 2755 usr/bin/chage x\nfile 4755 usr/bin/su x"],
    run,
};

/// Programs that are named.
const MAX_NAMES: usize = 40;

fn run(image: &Image, failures: &mut Failures) {
    let known: Vec<&Note> = setuid::programs(image).filter(|program| program.is_known).map(|program| program.note).collect();
    let Some(first) = known.first() else { return };
    let named: Vec<String> = known.iter().take(MAX_NAMES).map(|note| format!("/{}", note.path)).collect();
    let more = known.len().checked_sub(MAX_NAMES).filter(|more| *more > 0).map(|more| format!(" and {more} more"));
    let message = format!("they run as their owner or group: {}", named.join(", "));
    let is_of_one_layer = known.iter().all(|note| note.layer == first.layer);
    let layer = first.layer.filter(|_| is_of_one_layer);
    failures.add(Failure { message: message + &more.unwrap_or_default(), layer, ..Failure::default() });
}
