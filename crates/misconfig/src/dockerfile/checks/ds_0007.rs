//! Several ENTRYPOINT in one stage.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0007",
        aliases: &["AVD-DS-0007", "DS007"],
        title: "a stage should have one ENTRYPOINT",
        description: "Only the last ENTRYPOINT of a stage counts; the others mislead whoever reads the file.",
        severity: Severity::Critical,
        resolution: "Keep the ENTRYPOINT that is meant and remove the others.",
        references: &["https://avd.aquasec.com/misconfig/ds-0007", "https://docs.docker.com/reference/dockerfile/#entrypoint"],
    },
    good: &[
        "FROM debian:12\nENTRYPOINT [\"a\"]",
        "FROM debian:12 AS a\nENTRYPOINT [\"a\"]\nFROM debian:12\nENTRYPOINT [\"a\"]",
        "FROM debian:12\nONBUILD ENTRYPOINT a\nENTRYPOINT b",
    ],
    bad: &["FROM debian:12\nENTRYPOINT [\"a\"]\nRUN x\nENTRYPOINT [\"a\"]"],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for stage in &dockerfile.stages {
        for one in stage.of(Keyword::Entrypoint).skip(1) {
            failures.at(one.lines, "", "this stage has an earlier ENTRYPOINT already, and only the last one counts");
        }
    }
}
