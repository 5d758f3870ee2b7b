//! What dnf leaves behind.

use crate::dockerfile::packages::DNF;
use crate::dockerfile::parser::Dockerfile;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0019",
        aliases: &["AVD-DS-0019", "DS019"],
        title: "dnf should clean up behind itself",
        description: "dnf keeps packages and indexes in /var/cache/dnf. Left there they stay in the layer for ever, even if a later RUN removes them.",
        severity: Severity::High,
        resolution: "End the same RUN with `dnf clean all`, or mount a cache there.",
        references: &["https://avd.aquasec.com/misconfig/ds-0019", "https://docs.docker.com/build/building/best-practices/#run"],
    },
    good: &[
        "FROM debian:12\nRUN dnf install -y a && dnf clean all",
        "FROM debian:12\nRUN dnf -y --setopt=x=y install a; dnf -y clean all",
        "FROM debian:12\nRUN dnf install -y a && rm -rf /var/cache/dnf",
        "FROM debian:12\nRUN --mount=type=cache,target=/var/cache/dnf dnf install -y a",
        "FROM debian:12\nRUN echo 1",
    ],
    bad: &[
        "FROM debian:12\nRUN dnf install -y a",
        "FROM debian:12\nRUN dnf clean all && dnf -y install a",
        "FROM debian:12\nRUN dnf install -y a && dnf clean metadata",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for run in dockerfile.runs() {
        if DNF.leaves_cache(
            run,
            &["install", "reinstall", "localinstall", "groupinstall"],
            |command| DNF.does(command, &["clean"]) && command.args().any(|arg| arg == "all"),
            "/var/cache/dnf",
        ) {
            failures.at(run.lines, "", "dnf installs packages, and `dnf clean all` does not follow in the same RUN");
        }
    }
}
