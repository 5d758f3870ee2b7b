//! ADD where COPY is enough.

use crate::dockerfile::parser::{Dockerfile, Keyword, Word};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0005",
        aliases: &["AVD-DS-0005", "DS005"],
        title: "COPY should be preferred to ADD",
        description: "ADD fetches addresses and unpacks archives by itself. For plain files that is never wanted, and one day a file turns out to be an archive.",
        severity: Severity::Low,
        resolution: "Use COPY for files and folders of the build context.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0005",
            "https://docs.docker.com/reference/dockerfile/#add",
            "https://docs.docker.com/build/building/best-practices/#add-or-copy",
        ],
    },
    good: &[
        "FROM debian:12\nCOPY a /b",
        "FROM debian:12\nADD app.tar.gz /app",
        "FROM debian:12\nADD https://example.org/a /a",
        "FROM debian:12\nADD git@github.com:a/b.git /b",
        "FROM debian:12\nADD [\"dist/app.tgz\", \"/app\"]",
        "FROM debian:12\nADD <<END /a\ntext\nEND",
    ],
    bad: &[
        "FROM debian:12\nADD . /app",
        "FROM debian:12\nADD target /app",
        "FROM debian:12\nADD [\"a file\", \"/b\"]",
        "FROM debian:12\nADD starter.sh notes /opt/",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for add in dockerfile.of(Keyword::Add).filter(|add| add.heredocs.is_empty() && add.destination().is_some()) {
        if add.sources().all(|source| !needs_add(source)) {
            failures.at(add.lines, "", format!("ADD {} only copies", add.text));
        }
    }
}

/// Endings of archives that ADD unpacks.
const ARCHIVES: [&str; 10] = [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz", ".tar.zst", ".tar.lzma"];

fn needs_add(source: &Word) -> bool {
    let value = source.value.to_ascii_lowercase();
    let is_remote = value.contains("://") || value.starts_with("git@") || value.contains(".git#") || value.ends_with(".git");
    // An ending that only the build knows may be an archive's, as may any in an image's history, which keeps a sum only.
    let is_unknown = value.ends_with('}') || ["file:", "dir:", "multi:"].iter().any(|sum| value.starts_with(sum));
    is_remote
        || is_unknown
        || ARCHIVES.iter().any(|ending| value.trim_end_matches('*').ends_with(ending))
        || value.contains(".tar.")
}
