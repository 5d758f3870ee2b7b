//! Stages that copy from themselves.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0006",
        aliases: &["AVD-DS-0006", "DS006"],
        title: "COPY --from should name another stage",
        description: "A stage cannot copy from itself: the build fails, or takes an image of that name from a registry.",
        severity: Severity::Critical,
        resolution: "Name an earlier stage or an image in --from.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0006",
            "https://docs.docker.com/reference/dockerfile/#copy---from",
            "https://docs.docker.com/build/building/multi-stage/",
        ],
    },
    good: &[
        "FROM debian:12 AS build\nFROM debian:12 AS run\nCOPY --from=build /a /a\nCOPY --from=0 /b /b",
        "FROM debian:12\nCOPY --from=nginx:1 /a /a",
    ],
    bad: &[
        "FROM debian:12 AS build\nCOPY --from=build /a /a",
        "FROM debian:12 AS Build\nFROM debian:12 AS run\nCOPY --from=1 /a /a",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for (number, stage) in dockerfile.stages.iter().enumerate() {
        let is_own =
            |from: &str| from.parse() == Ok(number) || stage.name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(from));
        for copy in stage.of(Keyword::Copy) {
            if let Some(from) = copy.flag("from").filter(|from| is_own(from)) {
                failures.at(copy.lines, "", format!("--from={from} names the stage that it stands in"));
            }
        }
    }
}
