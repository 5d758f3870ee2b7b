//! Upgrades of a whole distribution.

use crate::dockerfile::packages::APT;
use crate::dockerfile::parser::Dockerfile;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0024",
        aliases: &["AVD-DS-0024", "DS024"],
        title: "apt-get dist-upgrade should not be used",
        description: "dist-upgrade removes and replaces packages as it sees fit; the image is no longer the base image that was chosen.",
        severity: Severity::High,
        resolution: "Build on a newer base image.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0024",
            "https://docs.docker.com/build/building/best-practices/#apt-get",
        ],
    },
    good: &["FROM debian:12\nRUN apt-get update && apt-get -y upgrade", "FROM debian:12\nRUN echo apt-get dist-upgrade"],
    bad: &["FROM debian:12\nRUN apt-get update && apt-get -y dist-upgrade", "FROM debian:12\nRUN apt full-upgrade -y"],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for run in dockerfile.runs() {
        if let Some(command) = run.commands.iter().find(|command| APT.does(command, &["dist-upgrade", "full-upgrade"])) {
            failures.at(run.lines, "", format!("{} upgrades the distribution", command.shown()));
        }
    }
}
