//! sudo in builds.

use crate::dockerfile::parser::Dockerfile;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0010",
        aliases: &["AVD-DS-0010", "DS010"],
        title: "RUN should not use sudo",
        description: "sudo behaves unlike a plain root (environment, terminal, signals), and an image that has it hands root to whoever gets in.",
        severity: Severity::Critical,
        resolution: "Switch with USER, or run what needs root before USER.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0010",
            "https://docs.docker.com/reference/dockerfile/#run",
            "https://docs.docker.com/build/building/best-practices/#user",
        ],
    },
    good: &["FROM debian:12\nRUN apt-get install -y sudo", "FROM debian:12\nRUN echo sudo && echo 'sudo x'"],
    bad: &[
        "FROM debian:12\nRUN sudo ls",
        "FROM debian:12\nRUN a &&\\\n  sudo -E apt-get update",
        "FROM debian:12\nRUN sh -c 'sudo ls'",
        "FROM debian:12\nRUN <<END\nset -e\nsudo ls\nEND",
        "FROM debian:12\nRUN [\"sudo\", \"ls\"]",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for run in dockerfile.runs() {
        if let Some(command) = run.commands.iter().find(|command| command.has_sudo || command.is(&["sudo"])) {
            failures.at(run.lines, "", format!("sudo runs {}", command.shown()));
        }
    }
}
