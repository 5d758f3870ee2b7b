//! Containers of which nobody knows whether they work.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failure, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0026",
        aliases: &["AVD-DS-0026", "DS026"],
        title: "image should have a HEALTHCHECK",
        description: "Without HEALTHCHECK an engine only sees that a process runs, not that it answers.",
        severity: Severity::Low,
        resolution: "Add HEALTHCHECK, or HEALTHCHECK NONE if the orchestrator probes.",
        references: &["https://avd.aquasec.com/misconfig/ds-0026", "https://docs.docker.com/reference/dockerfile/#healthcheck"],
    },
    good: &[
        "FROM debian:12\nHEALTHCHECK CMD curl -f http://localhost/",
        "FROM debian:12\nHEALTHCHECK NONE",
        "FROM debian:12 AS a\nHEALTHCHECK CMD a\nFROM a",
    ],
    bad: &["FROM debian:12\n", "FROM debian:12 AS a\nHEALTHCHECK CMD a\nFROM debian:12"],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    let mut stages = dockerfile.shipped();
    if stages.all(|stage| stage.of(Keyword::Healthcheck).next().is_none()) {
        let message = "no HEALTHCHECK in the last stage nor in those it builds on".to_owned();
        failures.add(Failure { message, ..Failure::default() });
    }
}
