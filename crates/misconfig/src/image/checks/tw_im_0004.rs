//! Ports that some engines leave to root.

use super::ports::Ports;
use crate::image::{Image, configured};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0004",
        aliases: &[],
        title: "ports below 1024 should not be exposed",
        description: "To listen there needs a capability wherever the engine does not open these ports to everybody, which is a reason to run as root. Ports 80 and 443 are not told: whoever serves the web is expected there, and Docker opens all ports since version 20.10.",
        severity: Severity::Low,
        resolution: "Let the server listen on a port from 1024 on, and publish it under the lower one.",
        references: &[
            "https://docs.docker.com/reference/dockerfile/#expose",
            "https://docs.docker.com/engine/release-notes/20.10/",
        ],
    },
    good: &["config {\"ExposedPorts\":{\"8080/tcp\":{},\"80/tcp\":{},\"443/udp\":{}}}", "config {}"],
    bad: &[
        "config {\"ExposedPorts\":{\"53/udp\":{}}}",
        "config {\"ExposedPorts\":{\"389/tcp\":{}}}",
        "config {\"ExposedPorts\":{\"1000-2000\":{}}}",
    ],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    for ports in Ports::of(image).filter(|ports| ports.first < 1024 && ports.first > 0) {
        let is_web = ports.first == ports.last && matches!(ports.first, 80 | 443);
        if !is_web && !ports.has_tcp(22) {
            failures.add(configured(ports.resource(), format!("{} is below 1024", ports.first)));
        }
    }
}
