//! Indexes that are older than what is installed by them.

use crate::dockerfile::packages::{APK, APT, DNF, MICRODNF, Manager, YUM, ZYPPER};
use crate::dockerfile::parser::Dockerfile;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0017",
        aliases: &["AVD-DS-0017", "DS017"],
        title: "an update of package indexes should go with an install",
        description: "The layer of a lone update is cached: later builds install from an index that is weeks old, miss security fixes or fail.",
        severity: Severity::High,
        resolution: "Run update and install in the same RUN.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0017",
            "https://docs.docker.com/build/building/best-practices/#apt-get",
        ],
    },
    good: &[
        "FROM debian:12\nRUN apt-get update && apt-get install -y a",
        "FROM debian:12\nRUN apt update; DEBIAN_FRONTEND=noninteractive apt-get -y install a",
        "FROM debian:12\nRUN apk update && apk add --no-cache a",
        "FROM debian:12\nRUN echo apt-get update",
        "FROM debian:12\nRUN apt-get update && xargs apt-get install -y < list",
        "FROM debian:12\nRUN apt-get update && apt-get -y upgrade",
        "FROM debian:12\nRUN bash -c 'apt-get update && apt-get install -y a'",
    ],
    bad: &[
        "FROM debian:12\nRUN apt-get update",
        "FROM debian:12\nRUN apt-get -qq update || true",
        "FROM debian:12\nRUN apk update",
        "FROM debian:12\nRUN apt-get install -y a && apt-get update",
        "FROM debian:12\nRUN zypper refresh",
        "FROM debian:12\nRUN /usr/bin/apt-get update",
        "FROM debian:12\nRUN yum -y update",
        "FROM debian:12\nRUN dnf makecache",
    ],
    run,
};

/// Package managers, with the words by which they update and install.
const MANAGERS: [(&Manager, &[&str], &[&str]); 6] = [
    (
        &APT,
        &["update"],
        &["install", "reinstall", "upgrade", "dist-upgrade", "full-upgrade", "safe-upgrade", "build-dep", "satisfy"],
    ),
    (&APK, &["update"], &["add", "upgrade", "fix"]),
    (&YUM, &["update", "makecache", "check-update"], RPM_INSTALL),
    (&DNF, &["update", "makecache", "check-update"], RPM_INSTALL),
    (&MICRODNF, &["update", "makecache"], RPM_INSTALL),
    (&ZYPPER, &["update", "up", "refresh", "ref"], &["install", "in", "source-install", "si", "patch", "dist-upgrade", "dup"]),
];
const RPM_INSTALL: &[&str] =
    &["install", "reinstall", "localinstall", "groupinstall", "group", "upgrade", "distro-sync", "builddep", "module", "swap"];

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for run in dockerfile.runs() {
        let alone = MANAGERS.iter().find(|(manager, update, install)| {
            let first_update = run.commands.iter().position(|command| manager.does(command, update));
            let rest = first_update.and_then(|at| run.commands.get(at + 1..));
            rest.is_some_and(|rest| !rest.iter().any(|command| manager.does(command, install)))
        });
        if let Some(name) = alone.and_then(|(manager, ..)| manager.programs.first()) {
            failures.at(run.lines, "", format!("{name} updates here and installs nothing in the same RUN"));
        }
    }
}
