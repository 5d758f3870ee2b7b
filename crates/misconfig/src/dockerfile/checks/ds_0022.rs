//! MAINTAINER, which is no more.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0022",
        aliases: &["AVD-DS-0022", "DS022"],
        title: "MAINTAINER should not be used",
        description: "MAINTAINER is deprecated since Docker 1.13, and tools do not look for it.",
        severity: Severity::High,
        resolution: "Use LABEL org.opencontainers.image.authors.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0022",
            "https://docs.docker.com/reference/dockerfile/#maintainer-deprecated",
            "https://docs.docker.com/engine/deprecated/",
        ],
    },
    good: &["FROM debian:12\nLABEL org.opencontainers.image.authors=a@example.org"],
    bad: &["FROM debian:12\nMAINTAINER a@example.org"],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for maintainer in dockerfile.of(Keyword::Maintainer) {
        failures.at(maintainer.lines, "", format!("MAINTAINER {} is a label today", maintainer.text));
    }
}
