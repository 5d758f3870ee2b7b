//! The user that containers run as.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failure, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0002",
        aliases: &["AVD-DS-0002", "DS002"],
        title: "image should not run as root",
        description: "A process that runs as root in its container is root for the kernel too, unless user namespaces are used: whoever breaks out of it owns the host.",
        severity: Severity::High,
        resolution: "Create a user and name it with USER behind everything that needs root.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0002",
            "https://docs.docker.com/reference/dockerfile/#user",
            "https://docs.docker.com/build/building/best-practices/#user",
        ],
    },
    good: &[
        "FROM debian:12\nUSER app",
        "FROM debian:12 AS base\nUSER 1000:1000\nFROM base\nRUN x",
        "FROM debian:12\nUSER root\nRUN x\nUSER app",
        "FROM debian:12\nARG WHO\nUSER $WHO",
        "FROM gcr.io/distroless/static:nonroot",
    ],
    bad: &[
        "FROM debian:12\n",
        "FROM debian:12\nUSER root",
        "FROM debian:12\nUSER 0:0",
        "FROM debian:12 AS build\nUSER app\nFROM debian:12\nCOPY --from=build /a /a",
        "FROM debian:12\nARG WHO=0\nUSER ${WHO}",
        "FROM debian:12\nUSER app\nUSER root:app",
        "FROM debian:12\nUSER ContainerAdministrator",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    let Some(user) = dockerfile.shipped().find_map(|stage| stage.of(Keyword::User).next_back()) else {
        if !is_nonroot_base(dockerfile) {
            let message =
                "no USER in the last stage nor in those it builds on: containers run as the base image's user, mostly root";
            failures.add(Failure { message: message.to_owned(), ..Failure::default() });
        }
        return;
    };
    let value = user.args.first().map_or("", |word| &*word.value);
    if is_root(value) {
        failures.at(user.lines, "", format!("the last USER is {value}"));
    }
}

fn is_root(value: &str) -> bool {
    let name = value.split(':').next().unwrap_or(value).trim();
    name == "root" || name.parse() == Ok(0u32) || name.eq_ignore_ascii_case("ContainerAdministrator")
}

/// Whether the image that all is built on says in its tag that it has a user: `nonroot`, `debug-nonroot`.
fn is_nonroot_base(dockerfile: &Dockerfile) -> bool {
    let base = dockerfile.shipped().last().map_or("", |stage| &*stage.base.value);
    base.rsplit('/')
        .next()
        .and_then(|name| name.split_once(':'))
        .is_some_and(|(_, tag)| tag.split(['-', '@']).any(|part| part == "nonroot"))
}
