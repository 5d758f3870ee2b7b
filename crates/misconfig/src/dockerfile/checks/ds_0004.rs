//! SSH in containers.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0004",
        aliases: &["AVD-DS-0004", "DS004"],
        title: "port 22 should not be exposed",
        description: "An SSH server in a container is one more way in, with keys and accounts that nobody rotates; engines have their own way to run a shell.",
        severity: Severity::Medium,
        resolution: "Remove EXPOSE 22 and the SSH server.",
        references: &["https://avd.aquasec.com/misconfig/ds-0004", "https://docs.docker.com/reference/dockerfile/#expose"],
    },
    good: &["FROM debian:12\nEXPOSE 8080 2222", "FROM debian:12\nEXPOSE 22/udp"],
    bad: &[
        "FROM debian:12\nEXPOSE 22",
        "FROM debian:12\nEXPOSE 80 22/tcp",
        "FROM debian:12\nEXPOSE 20-25",
        "FROM debian:12\nARG P=22\nEXPOSE $P",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for expose in dockerfile.of(Keyword::Expose) {
        if expose.args.iter().filter_map(|word| word.known()).any(is_ssh) {
            failures.at(expose.lines, "", "EXPOSE names port 22, which is SSH's");
        }
    }
}

fn is_ssh(port: &str) -> bool {
    let (ports, protocol) = port.split_once('/').unwrap_or((port, "tcp"));
    let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
    let range = first.parse::<u32>().ok().zip(last.parse::<u32>().ok());
    protocol.eq_ignore_ascii_case("tcp") && range.is_some_and(|(first, last)| (first..=last).contains(&22))
}
