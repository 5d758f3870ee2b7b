//! Private keys.

use super::list;
use crate::image::Image;
use crate::image::place::Place;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0025",
        aliases: &["CIS-DI-0010", "CIS-4.10"],
        title: "an image should hold no private keys",
        description: "Everyone who has the image has the key, and can pose as whoever it belongs to.",
        severity: Severity::High,
        resolution: "Mount the key when the container starts, and replace the one that was shipped.",
        references: &["https://docs.docker.com/build/building/secrets/", "https://www.cisecurity.org/benchmark/docker"],
    },
    good: &[
        "file 0600 etc/tls/server.key -----BEGIN ENCRYPTED PRIVATE KEY-----",
        "file 0600 app/white.key x",
        "file 0644 etc/ssl/certs/ca.pem -----BEGIN CERTIFICATE-----",
        "",
    ],
    bad: &[
        "file 0600 etc/tls/server.key -----BEGIN PRIVATE KEY-----",
        "file 0600 root/.ssh/id_rsa -----BEGIN RSA PRIVATE KEY-----",
    ],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    list(failures, image.at(Place::PrivateKey).map(|note| note.failure("a private key without a passphrase")));
}
