//! What yum leaves behind.

use crate::dockerfile::packages::YUM;
use crate::dockerfile::parser::Dockerfile;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0015",
        aliases: &["AVD-DS-0015", "DS015"],
        title: "yum should clean up behind itself",
        description: "yum keeps packages and indexes in /var/cache/yum. Left there they stay in the layer for ever, even if a later RUN removes them.",
        severity: Severity::High,
        resolution: "End the same RUN with `yum clean all`, or mount a cache there.",
        references: &["https://avd.aquasec.com/misconfig/ds-0015", "https://docs.docker.com/build/building/best-practices/#run"],
    },
    good: &[
        "FROM debian:12\nRUN yum install -y a && yum clean all",
        "FROM debian:12\nRUN yum -y --setopt=x=y install a; yum -y clean all",
        "FROM debian:12\nRUN yum install -y a && rm -rf /var/cache/yum",
        "FROM debian:12\nRUN --mount=type=cache,target=/var/cache/yum yum install -y a",
        "FROM debian:12\nRUN echo 1",
    ],
    bad: &[
        "FROM debian:12\nRUN yum install -y a",
        "FROM debian:12\nRUN yum clean all && yum -y install a",
        "FROM debian:12\nRUN yum install -y a && yum clean metadata",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for run in dockerfile.runs() {
        if YUM.leaves_cache(
            run,
            &["install", "reinstall", "localinstall", "groupinstall"],
            |command| YUM.does(command, &["clean"]) && command.args().any(|arg| arg == "all"),
            "/var/cache/yum",
        ) {
            failures.at(run.lines, "", "yum installs packages, and `yum clean all` does not follow in the same RUN");
        }
    }
}
