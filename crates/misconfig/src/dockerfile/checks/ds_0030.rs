//! WORKDIR where the kernel and the boot loader live.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0030",
        aliases: &["AVD-DS-0030", "DS030"],
        title: "WORKDIR should not be a system folder",
        description: "/proc, /sys and /dev are the kernel's: a process that works there, and whoever follows its file descriptors, comes close to the host (CVE-2024-21626).",
        severity: Severity::High,
        resolution: "Work in a folder of your own.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0030",
            "https://docs.docker.com/reference/dockerfile/#workdir",
            "https://nvd.nist.gov/vuln/detail/CVE-2024-21626",
        ],
    },
    good: &["FROM debian:12\nWORKDIR /app/proc", "FROM debian:12\nWORKDIR /development"],
    bad: &[
        "FROM debian:12\nWORKDIR /proc/self/fd/8",
        "FROM debian:12\nWORKDIR /dev/",
        "FROM debian:12\nWORKDIR \"/boot/x\"",
        "FROM debian:12\nARG D=/proc\nWORKDIR $D/self",
        "FROM debian:12\nWORKDIR /app/../proc/self",
    ],
    run,
};

const SYSTEM: [&str; 6] = ["proc", "sys", "dev", "boot", "initrd", "lost+found"];

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for workdir in dockerfile.of(Keyword::Workdir) {
        let path = workdir.args.first().map_or("", |word| &*word.value);
        let mut parts: Vec<&str> = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                _ => parts.push(part),
            }
        }
        if path.starts_with('/') && parts.first().is_some_and(|first| SYSTEM.contains(first)) {
            failures.at(workdir.lines, "", format!("WORKDIR {path} is a system folder"));
        }
    }
}
