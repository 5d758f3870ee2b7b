//! Downloads that nothing is compared with.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "TW-DF-0002",
        aliases: &[],
        title: "ADD of an address should have a checksum",
        description: "What a server sends becomes part of the image unseen; whoever controls it, or the way to it, controls the image.",
        severity: Severity::Medium,
        resolution: "Add --checksum=sha256:… to ADD.",
        references: &["https://docs.docker.com/reference/dockerfile/#add---checksum"],
    },
    good: &[
        "FROM debian:12\nADD --checksum=sha256:aa https://x/a /a",
        "FROM debian:12\nADD a /a",
        "FROM debian:12\nADD https://github.com/a/b.git#v1 /b",
    ],
    bad: &["FROM debian:12\nADD https://x/a.tgz /a", "FROM debian:12\nARG V=1\nADD http://x/$V /a"],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for add in dockerfile.of(Keyword::Add).filter(|add| add.flag("checksum").is_none()) {
        let is_download = |value: &str| {
            let address = value.split('#').next().unwrap_or(value);
            (value.starts_with("http://") || value.starts_with("https://")) && !address.ends_with(".git")
        };
        if let Some(source) = add.sources().find(|source| is_download(&source.value)) {
            failures.at(add.lines, "", format!("nothing is compared with {}", source.value));
        }
    }
}
