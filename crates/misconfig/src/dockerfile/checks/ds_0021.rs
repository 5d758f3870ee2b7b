//! apt that waits for an answer.

use crate::dockerfile::packages::{APT, sets_apt};
use crate::dockerfile::parser::Dockerfile;
use crate::dockerfile::shell::{Command, Link};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0021",
        aliases: &["AVD-DS-0021", "DS021"],
        title: "apt-get should not ask",
        description: "Nobody can answer during a build: apt-get gives up, or the build hangs.",
        severity: Severity::High,
        resolution: "Add -y.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0021",
            "https://docs.docker.com/reference/dockerfile/#run",
            "https://manpages.debian.org/stable/apt/apt-get.8.en.html",
        ],
    },
    good: &[
        "FROM debian:12\nRUN apt-get install -y a",
        "FROM debian:12\nRUN apt-get -qqy install a",
        "FROM debian:12\nRUN apt-get -qq install a",
        "FROM debian:12\nRUN apt-get install a --assume-yes",
        "FROM debian:12\nRUN yes | apt-get install a",
        "FROM debian:12\nRUN echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90yes\nRUN apt-get install a",
        "FROM debian:12\nRUN apt-get -o APT::Get::Assume-Yes=true install a",
        "FROM debian:12\nRUN apt-get -s install a",
        "FROM debian:12\nRUN echo apt-get install a",
    ],
    bad: &[
        "FROM debian:12\nRUN apt-get install a",
        "FROM debian:12\nRUN apt-get update && apt-get install -q a && rm -rf x -y",
        "FROM debian:12\nRUN apt-get --no-install-recommends install a b",
        "FROM debian:12\nRUN apt-get upgrade",
        "FROM debian:12\nRUN [\"apt-get\", \"install\", \"a\"]",
        "FROM debian:12\nRUN bash -c 'apt-get install a'",
    ],
    run,
};

/// What apt asks about before it does it.
const ASKED: [&str; 9] =
    ["install", "reinstall", "upgrade", "dist-upgrade", "full-upgrade", "remove", "purge", "autoremove", "build-dep"];

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for stage in &dockerfile.stages {
        for run in stage.runs() {
            // The configuration may have been written by an earlier RUN.
            if sets_apt(run, "apt::get::assume-yes", &["true", "1", "yes"]) {
                break;
            }
            let asks = run.commands.iter().zip(std::iter::once(None).chain(run.commands.iter().map(Some)));
            let asks = asks.filter(|(command, before)| !is_answered(command, *before));
            if let Some((command, _)) = asks.into_iter().find(|(command, _)| APT.does(command, &ASKED) && !has_yes(command)) {
                failures.at(run.lines, "", format!("{} asks, and nobody can answer", command.shown()));
            }
        }
    }
}

fn is_answered(command: &Command, before: Option<&Command>) -> bool {
    command.link == Link::Pipe && before.is_some_and(|before| before.is(&["yes", "echo", "printf"]))
}

fn has_yes(command: &Command) -> bool {
    let has = |long, letter| command.has_flag(long, letter);
    // Two q's mean yes; nothing is asked when nothing is done.
    let quiet = command.args().filter(|arg| arg.starts_with('-') && !arg.starts_with("--")).flat_map(str::chars);
    let quiet = quiet.filter(|c| *c == 'q').count() + command.args().filter(|arg| *arg == "--quiet").count();
    let is_quiet = quiet > 1 || has("--quiet=2", None) || has("-q=2", None);
    let does_nothing =
        has("--simulate", Some('s')) || has("--dry-run", None) || has("--just-print", None) || has("--print-uris", None);
    is_quiet || does_nothing || has("--yes", Some('y')) || has("--assume-yes", None) || has("--download-only", Some('d'))
}
