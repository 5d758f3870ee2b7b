//! Several files copied to what is no folder.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0011",
        aliases: &["AVD-DS-0011", "DS011"],
        title: "COPY of several files should end in a slash",
        description: "Several sources need a folder as destination; without a slash at its end builders refuse it, or guess.",
        severity: Severity::Critical,
        resolution: "End the destination with a slash.",
        references: &["https://avd.aquasec.com/misconfig/ds-0011", "https://docs.docker.com/reference/dockerfile/#copy"],
    },
    good: &[
        "FROM debian:12\nCOPY a b /app/",
        "FROM debian:12\nCOPY a /app",
        "FROM debian:12\nCOPY a b .",
        "FROM debian:12\nCOPY [\"a\", \"b\", \"/app/\"]",
        "FROM debian:12\nCOPY --chown=a:b a /app",
        "FROM debian:12\nARG D\nCOPY a b $D",
    ],
    bad: &[
        "FROM debian:12\nCOPY a b /app",
        "FROM debian:12\nCOPY --chown=a:b a b ./app",
        "FROM debian:12\nCOPY [\"a\", \"b\", \"/app\"]",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for copy in dockerfile.of(Keyword::Copy).filter(|copy| copy.args.len() > 2) {
        let path = copy.destination().map_or("", |word| &*word.value);
        // BuildKit takes a single dot for a folder too; a variable may bring the slash with it.
        let is_folder = path.ends_with(['/', '\\', '}']) || path == ".";
        if !is_folder {
            failures.at(copy.lines, "", format!("{path} gets several files and does not end in a slash"));
        }
    }
}
