//! WORKDIR that depends on the one before.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0009",
        aliases: &["AVD-DS-0009", "DS009"],
        title: "WORKDIR should be absolute",
        description: "A relative WORKDIR continues the one before it, which may stand in the base image: nobody sees from the line where it leads.",
        severity: Severity::High,
        resolution: "Begin the path with a slash.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0009",
            "https://docs.docker.com/reference/dockerfile/#workdir",
            "https://docs.docker.com/build/building/best-practices/#workdir",
        ],
    },
    good: &[
        "FROM debian:12\nWORKDIR /app",
        "FROM debian:12\nWORKDIR \"/app dir\"",
        "FROM debian:12\nWORKDIR C:\\\\app",
        "FROM debian:12\nWORKDIR $HOME/app",
        "FROM debian:12\nENV D=/a\nWORKDIR ${D}",
    ],
    bad: &["FROM debian:12\nWORKDIR app", "FROM debian:12\nWORKDIR ./a/b", "FROM debian:12\nENV D=a\nWORKDIR $D/b"],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for workdir in dockerfile.of(Keyword::Workdir) {
        let path = workdir.args.first().map_or("", |word| word.value.trim_start());
        // A drive, or a variable whose value is not known.
        let is_drive = path.get(1..2) == Some(":") && path.starts_with(|c: char| c.is_ascii_alphabetic());
        if !path.starts_with(['/', '\\', '$', '%']) && !is_drive {
            failures.at(workdir.lines, "", format!("WORKDIR {path} is relative"));
        }
    }
}
