//! What apk leaves behind.

use crate::dockerfile::packages::{APK, removes};
use crate::dockerfile::parser::Dockerfile;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0025",
        aliases: &["AVD-DS-0025", "DS025"],
        title: "apk add should not keep its cache",
        description: "apk keeps its index in the layer unless it is told not to.",
        severity: Severity::High,
        resolution: "Use apk add --no-cache.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0025",
            "https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper",
            "https://docs.docker.com/build/building/best-practices/#run",
        ],
    },
    good: &[
        "FROM debian:12\nRUN apk add --no-cache a",
        "FROM debian:12\nRUN apk --no-cache add a",
        "FROM debian:12\nRUN apk add a && rm -rf /var/cache/apk/*",
        "FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apk apk add a",
        "FROM debian:12\nRUN apk info; echo apk add a",
    ],
    bad: &[
        "FROM debian:12\nRUN apk add a",
        "FROM debian:12\nRUN apk update && apk add --virtual .deps a",
        "FROM debian:12\nRUN apk add --no-cache a && apk add b",
        "FROM debian:12\nRUN [\"apk\", \"add\", \"a\"]",
    ],
    run,
};

const CACHE: &str = "/var/cache/apk";

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for run in dockerfile.runs().filter(|run| !run.caches(CACHE)) {
        let last = run.commands.iter().rposition(|command| APK.does(command, &["add"]) && !command.has_flag("--no-cache", None));
        let Some((command, rest)) = last.and_then(|at| run.commands.get(at..)?.split_first()) else { continue };
        if !rest.iter().any(|command| removes(command, CACHE) || APK.does(command, &["cache"])) {
            failures.at(run.lines, "", format!("{} keeps its cache in the layer", command.shown()));
        }
    }
}
