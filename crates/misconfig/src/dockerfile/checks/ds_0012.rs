//! Two stages of one name.

use crate::dockerfile::parser::Dockerfile;
use crate::{About, Check, Failures};
use std::collections::BTreeSet;
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0012",
        aliases: &["AVD-DS-0012", "DS012"],
        title: "stages should have different names",
        description: "Only the last stage of a name can be reached; what was meant for the first one takes the wrong files.",
        severity: Severity::Critical,
        resolution: "Give each stage a name of its own.",
        references: &["https://avd.aquasec.com/misconfig/ds-0012", "https://docs.docker.com/build/building/multi-stage/"],
    },
    good: &["FROM debian:12 AS a\nFROM debian:12 AS b"],
    bad: &["FROM debian:12 AS a\nFROM alpine:3 AS A"],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    let mut names = BTreeSet::new();
    for stage in &dockerfile.stages {
        let Some(name) = &stage.name else { continue };
        if !names.insert(name.to_ascii_lowercase()) {
            failures.at(stage.lines, "", format!("an earlier stage is called {name} too"));
        }
    }
}
