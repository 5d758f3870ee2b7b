//! Packages that nobody asked for.

use crate::dockerfile::packages::{APT, sets_apt};
use crate::dockerfile::parser::Dockerfile;
use crate::dockerfile::shell::Command;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0029",
        aliases: &["AVD-DS-0029", "DS029"],
        title: "apt-get should not install recommended packages",
        description: "Recommended packages make the image larger and bring vulnerabilities with them.",
        severity: Severity::High,
        resolution: "Add --no-install-recommends.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0029",
            "https://docs.docker.com/build/building/best-practices/#apt-get",
        ],
    },
    good: &[
        "FROM debian:12\nRUN apt-get install -y --no-install-recommends a",
        "FROM debian:12\nRUN apt-get --no-install-recommends -y install a",
        "FROM debian:12\nRUN apt-get install -y a --no-install-recommends",
        "FROM debian:12\nRUN apt-get -o APT::Install-Recommends=false install -y a",
        "FROM debian:12\nRUN echo 'APT::Install-Recommends \"0\";' > /etc/apt/apt.conf.d/90\nRUN apt-get install -y a",
        "FROM debian:12\nRUN echo apt-get install a",
    ],
    bad: &[
        "FROM debian:12\nRUN apt-get install -y a",
        "FROM debian:12\nRUN apt-get install -y --no-install-recommends a && apt-get install -y b",
        "FROM debian:12\nRUN apt-get -o Acquire::Retries=3 install -y a",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for stage in &dockerfile.stages {
        for run in stage.runs() {
            // The configuration may have been written by an earlier RUN.
            if sets_apt(run, "apt::install-recommends", &["false", "0", "no"]) {
                break;
            }
            let mut installs = run.commands.iter().filter(|command| APT.does(command, &["install"]));
            if let Some(command) = installs.find(|command| !is_lean(command)) {
                failures.at(run.lines, "", format!("{} installs what is only recommended too", command.shown()));
            }
        }
    }
}

fn is_lean(command: &Command) -> bool {
    // aptitude's name for it has a letter.
    command.has_flag("--no-install-recommends", None)
        || (command.is(&["aptitude"]) && command.has_flag("--without-recommends", Some('R')))
}
