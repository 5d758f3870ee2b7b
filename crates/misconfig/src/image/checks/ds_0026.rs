//! Containers of which nobody knows whether they work.

use crate::image::{Image, configured};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "DS-0026",
        aliases: &["AVD-DS-0026", "DS026", "CIS-DI-0006", "CIS-4.6"],
        title: "image should have a HEALTHCHECK",
        description: "Without a health check an engine only sees that a process runs, not that it answers. Images in OCI's format have no place for one: some builders drop it.",
        severity: Severity::Low,
        resolution: "Add HEALTHCHECK; where an orchestrator probes, accept this finding.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0026",
            "https://docs.docker.com/reference/dockerfile/#healthcheck",
            "https://www.cisecurity.org/benchmark/docker",
        ],
    },
    good: &[
        "config {\"Healthcheck\":{\"Test\":[\"CMD\",\"/check\"]}}",
        "config {\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"curl -f http://localhost/\"]}}",
    ],
    bad: &["config {}", "config {\"Healthcheck\":{\"Test\":[\"NONE\"]}}", "config {\"Healthcheck\":{\"Test\":[]}}"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    let message = match image.settings()["Healthcheck"]["Test"][0].as_str() {
        None | Some("") => "there is no health check",
        Some("NONE") => "the health check is switched off",
        Some(_) => return,
    };
    failures.add(configured("Healthcheck", message));
}
