//! Secrets that an image gives to everybody who has it.

use crate::image::variables::of_settings;
use crate::image::{Image, configured};
use crate::{About, Check, Failures};
use std::collections::BTreeSet;
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "DS-0031",
        aliases: &["AVD-DS-0031", "DS031", "CIS-DI-0010", "CIS-4.10"],
        title: "secrets should not stand in the configuration",
        description: "The configuration of an image is no secret: everyone who can pull it can read the variables, and every process of the container inherits them.",
        severity: Severity::Critical,
        resolution: "Give secrets to containers when they start, and to builds with RUN --mount=type=secret. Change those that were shipped.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0031",
            "https://docs.docker.com/build/building/secrets/",
            "https://www.cisecurity.org/benchmark/docker",
        ],
    },
    good: &[
        "config {\"Env\":[\"PATH=/bin\",\"TOKEN_FILE=/run/secrets/token\",\"DB_PASSWORD=\"]}",
        "config {}",
        "config {\"Env\":[\"GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568\",\"EMPTY\"]}",
    ],
    bad: &[
        "config {\"Env\":[\"DB_PASSWORD=hunter2\"]}",
        "config {\"Env\":[\"X=ghp_0123456789abcdefABCDEF0123456789abcd\"]}",
        "config {\"Env\":[\"DB=postgres://a:s3cr3tpw@db/x\"]}",
        "config {}\nsecret Labels key, history line 2",
        "config {\"Env\":[\"X=1\"]}\nsecret Env X",
    ],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    let mut told = BTreeSet::new();
    for (name, _) in of_settings(image.settings()) {
        // What history says of the same variable is told in the same words.
        failures.add(configured(format!("Env {name}"), format!("{name} looks like a secret and stays in the image")));
        told.insert(format!("Env {name}"));
    }
    for secret in &image.secrets {
        let first = secret.place.split(", ").next().unwrap_or_default();
        if !told.contains(first) {
            failures.add(configured(first, format!("{} stands in {}", secret.what, secret.place)));
        }
    }
}
