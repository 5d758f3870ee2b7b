//! Several CMD in one stage.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0016",
        aliases: &["AVD-DS-0016", "DS016"],
        title: "a stage should have one CMD",
        description: "Only the last CMD of a stage counts; the others mislead whoever reads the file.",
        severity: Severity::High,
        resolution: "Keep the CMD that is meant and remove the others.",
        references: &["https://avd.aquasec.com/misconfig/ds-0016", "https://docs.docker.com/reference/dockerfile/#cmd"],
    },
    good: &[
        "FROM debian:12\nCMD [\"a\"]",
        "FROM debian:12 AS a\nCMD [\"a\"]\nFROM debian:12\nCMD [\"a\"]",
        "FROM debian:12\nHEALTHCHECK CMD a\nCMD b",
    ],
    bad: &["FROM debian:12\nCMD [\"a\"]\nRUN x\nCMD [\"a\"]"],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for stage in &dockerfile.stages {
        for one in stage.of(Keyword::Cmd).skip(1) {
            failures.at(one.lines, "", "this stage has an earlier CMD already, and only the last one counts");
        }
    }
}
