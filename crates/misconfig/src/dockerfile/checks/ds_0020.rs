//! What zypper leaves behind.

use crate::dockerfile::packages::ZYPPER;
use crate::dockerfile::parser::Dockerfile;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0020",
        aliases: &["AVD-DS-0020", "DS020"],
        title: "zypper should clean up behind itself",
        description: "zypper keeps packages and indexes in /var/cache/zypp. Left there they stay in the layer for ever, even if a later RUN removes them.",
        severity: Severity::High,
        resolution: "End the same RUN with `zypper clean`, or mount a cache there.",
        references: &["https://avd.aquasec.com/misconfig/ds-0020", "https://docs.docker.com/build/building/best-practices/#run"],
    },
    good: &[
        "FROM debian:12\nRUN zypper -n in a && zypper cc -a",
        "FROM debian:12\nRUN zypper --non-interactive install -y a && zypper clean",
        "FROM debian:12\nRUN zypper in -y a && rm -rf /var/cache/zypp/*",
    ],
    bad: &[
        "FROM debian:12\nRUN zypper -n in a",
        "FROM debian:12\nRUN zypper clean && zypper --non-interactive --gpg-auto-import-keys install a",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for run in dockerfile.runs() {
        if ZYPPER.leaves_cache(
            run,
            &["install", "in", "source-install", "si", "patch", "update", "up", "dist-upgrade", "dup"],
            |command| ZYPPER.does(command, &["clean", "cc"]),
            "/var/cache/zypp",
        ) {
            failures.at(run.lines, "", "zypper installs packages, and `zypper clean` does not follow in the same RUN");
        }
    }
}
