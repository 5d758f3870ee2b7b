//! Two programs for one task.

use crate::dockerfile::parser::Dockerfile;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0014",
        aliases: &["AVD-DS-0014", "DS014"],
        title: "wget and curl should not be used both",
        description: "Both fetch files. Two of them are two programs to install and to keep patched.",
        severity: Severity::Low,
        resolution: "Choose one of them.",
        references: &["https://avd.aquasec.com/misconfig/ds-0014", "https://docs.docker.com/build/building/best-practices/#run"],
    },
    good: &[
        "FROM debian:12 AS a\nRUN wget http://x\nFROM debian:12\nRUN curl http://x",
        "FROM debian:12\nRUN apt-get install -y wget curl && curl http://x",
    ],
    bad: &[
        "FROM debian:12\nRUN wget http://x\nRUN curl http://x",
        "FROM debian:12\nRUN wget http://x; curl http://x | tar x",
        "FROM debian:12\nRUN [\"curl\", \"x\"]\nRUN [\"wget\", \"x\"]",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for stage in &dockerfile.stages {
        let user_of = |program| stage.runs().find(|run| run.commands.iter().any(|command| command.is(&[program])));
        if let (Some(run), Some(_)) = (user_of("wget"), user_of("curl")) {
            failures.at(run.lines, "", "this stage fetches with wget here and with curl elsewhere");
        }
    }
}
