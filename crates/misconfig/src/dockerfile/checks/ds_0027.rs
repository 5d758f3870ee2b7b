//! What microdnf leaves behind.

use crate::dockerfile::packages::MICRODNF;
use crate::dockerfile::parser::Dockerfile;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0027",
        aliases: &["AVD-DS-0027", "DS027"],
        title: "microdnf should clean up behind itself",
        description: "microdnf keeps packages and indexes in /var/cache/dnf. Left there they stay in the layer for ever, even if a later RUN removes them.",
        severity: Severity::High,
        resolution: "End the same RUN with `microdnf clean all`, or mount a cache there.",
        references: &["https://avd.aquasec.com/misconfig/ds-0027", "https://docs.docker.com/build/building/best-practices/#run"],
    },
    good: &[
        "FROM debian:12\nRUN microdnf install -y a && microdnf clean all",
        "FROM debian:12\nRUN microdnf -y --setopt=x=y install a; microdnf -y clean all",
        "FROM debian:12\nRUN microdnf install -y a && rm -rf /var/cache/dnf",
        "FROM debian:12\nRUN --mount=type=cache,target=/var/cache/dnf microdnf install -y a",
        "FROM debian:12\nRUN echo 1",
    ],
    bad: &[
        "FROM debian:12\nRUN microdnf install -y a",
        "FROM debian:12\nRUN microdnf clean all && microdnf -y install a",
        "FROM debian:12\nRUN microdnf install -y a && microdnf clean metadata",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for run in dockerfile.runs() {
        if MICRODNF.leaves_cache(
            run,
            &["install", "reinstall"],
            |command| MICRODNF.does(command, &["clean"]) && command.args().any(|arg| arg == "all"),
            "/var/cache/dnf",
        ) {
            failures.at(run.lines, "", "microdnf installs packages, and `microdnf clean all` does not follow in the same RUN");
        }
    }
}
