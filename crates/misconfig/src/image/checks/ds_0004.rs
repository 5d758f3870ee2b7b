//! SSH in containers.

use super::ports::Ports;
use crate::image::{Image, configured};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "DS-0004",
        aliases: &["AVD-DS-0004", "DS004"],
        title: "port 22 should not be exposed",
        description: "An SSH server in a container is one more way in, with keys and accounts that nobody rotates; engines have their own way to run a shell.",
        severity: Severity::Medium,
        resolution: "Remove EXPOSE 22 and the SSH server.",
        references: &["https://avd.aquasec.com/misconfig/ds-0004", "https://docs.docker.com/reference/dockerfile/#expose"],
    },
    good: &["config {\"ExposedPorts\":{\"8080/tcp\":{},\"22/udp\":{}}}", "config {}"],
    bad: &["config {\"ExposedPorts\":{\"22/tcp\":{}}}", "config {\"ExposedPorts\":{\"20-25\":{}}}"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    for ports in Ports::of(image).filter(|ports| ports.has_tcp(22)) {
        failures.add(configured(ports.resource(), "port 22 is exposed, which is SSH's"));
    }
}
