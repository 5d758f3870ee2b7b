//! Several HEALTHCHECK in one stage.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0023",
        aliases: &["AVD-DS-0023", "DS023"],
        title: "a stage should have one HEALTHCHECK",
        description: "Only the last HEALTHCHECK of a stage counts; the others are never run.",
        severity: Severity::Medium,
        resolution: "Keep the HEALTHCHECK that is meant and remove the others.",
        references: &["https://avd.aquasec.com/misconfig/ds-0023", "https://docs.docker.com/reference/dockerfile/#healthcheck"],
    },
    good: &["FROM debian:12\nHEALTHCHECK CMD a", "FROM debian:12 AS a\nHEALTHCHECK CMD a\nFROM debian:12\nHEALTHCHECK CMD a"],
    bad: &["FROM debian:12\nHEALTHCHECK CMD a\nRUN x\nHEALTHCHECK CMD a"],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for stage in &dockerfile.stages {
        for one in stage.of(Keyword::Healthcheck).skip(1) {
            failures.at(one.lines, "", "this stage has an earlier HEALTHCHECK already, and only the last one counts");
        }
    }
}
