//! cd where WORKDIR is meant.

use crate::dockerfile::parser::{Dockerfile, Stage};
use crate::dockerfile::shell::Command;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0013",
        aliases: &["AVD-DS-0013", "DS013"],
        title: "WORKDIR should be preferred to cd",
        description: "The folder that `cd` enters is left at the end of its RUN: long chains that repeat it are hard to read and easy to break.",
        severity: Severity::Medium,
        resolution: "Set the folder with WORKDIR.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0013",
            "https://docs.docker.com/reference/dockerfile/#workdir",
            "https://docs.docker.com/build/building/best-practices/#workdir",
        ],
    },
    good: &[
        "FROM debian:12\nWORKDIR /app\nRUN make",
        "FROM debian:12\nRUN a && (cd /b && make) && c",
        "FROM debian:12\nRUN echo 'cd /a'",
        "FROM debian:12\nRUN d=$(mktemp -d) && cd \"$d\" && make",
    ],
    bad: &[
        "FROM debian:12\nRUN cd /app && make",
        "FROM debian:12\nRUN a; cd /app; make",
        "FROM debian:12\nRUN <<END\ncd /app\nmake\nEND",
        "FROM debian:12\nARG D=/a\nRUN a && cd $D",
        "FROM debian:12\nENV V=1\nRUN a && cd a-$V/${V}",
        "FROM debian:12\nRUN [\"sh\", \"-c\", \"cd /app && make\"]",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for stage in &dockerfile.stages {
        for run in stage.runs() {
            if let Some(command) = run.commands.iter().find(|command| command.is(&["cd"]) && could_be_workdir(command, stage)) {
                failures.at(run.lines, "", format!("{} changes the folder for this RUN only", command.shown()));
            }
        }
    }
}

/// Whether the folder is known before the shell runs, and the shell stays in it.
fn could_be_workdir(command: &Command, stage: &Stage) -> bool {
    let Some(folder) = command.operands(&[]).next() else { return false };
    let is_declared = |rest: &str| {
        let rest = rest.trim_start_matches('{');
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        rest.get(..end).is_some_and(|name| stage.scope.declares(name))
    };
    let is_static = folder.split('$').skip(1).all(is_declared);
    !command.is_inner && is_static && folder != "-"
}
