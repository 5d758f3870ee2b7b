//! Programs of nobody's distribution that run as somebody else.

use super::{list, setuid};
use crate::image::Image;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0014",
        aliases: &["CIS-DI-0008", "CIS-4.8"],
        title: "no program should run as somebody else that no distribution installs so",
        description: "Programs with the setuid or setgid bit run as their owner, mostly root. This one has it from whoever made the image, and nobody but them has looked at what that allows.",
        severity: Severity::High,
        resolution: "Take the bit away: chmod a-s.",
        references: &["https://man7.org/linux/man-pages/man2/execve.2.html", "https://www.cisecurity.org/benchmark/docker"],
    },
    good: &["file 4755 usr/bin/su x", "file 0755 usr/bin/python3 x", ""],
    bad: &[
        "file 4755 usr/bin/python3 x",
        "file 2755 app/tool x",
        "file 4755 usr/local/bin/su x",
        "file 0644 etc/os-release ID=debian\nfile 4755 bin/bbsuid x",
    ],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    let others = setuid::programs(image).filter(|program| !program.is_known);
    list(
        failures,
        others.map(|program| {
            let (bit, who) = if program.is_setuid { ("setuid", "owner") } else { ("setgid", "group") };
            program.note.failure(format!("it is {bit} (mode {:04o}): it runs as its {who}", program.note.mode))
        }),
    );
}
