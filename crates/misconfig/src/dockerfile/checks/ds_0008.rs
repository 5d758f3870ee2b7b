//! Ports that do not exist.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0008",
        aliases: &["AVD-DS-0008", "DS008"],
        title: "exposed ports should be in range",
        description: "Ports end at 65535; a larger number is a slip, and the build fails or the port is never reached.",
        severity: Severity::Critical,
        resolution: "Name a port from 0 to 65535.",
        references: &["https://avd.aquasec.com/misconfig/ds-0008", "https://docs.docker.com/reference/dockerfile/#expose"],
    },
    good: &["FROM debian:12\nEXPOSE 80 65535/tcp 8000-8010"],
    bad: &["FROM debian:12\nEXPOSE 65536", "FROM debian:12\nEXPOSE 80 100000/udp", "FROM debian:12\nEXPOSE 8000-80000"],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for expose in dockerfile.of(Keyword::Expose) {
        for port in expose.args.iter().filter_map(|word| word.known()) {
            let mut numbers = port.split('/').next().unwrap_or(port).split(['-', ':']);
            if numbers.any(|number| number.parse::<u64>().is_ok_and(|number| number > 65535)) {
                failures.at(expose.lines, "", format!("there is no port {port}"));
            }
        }
    }
}
