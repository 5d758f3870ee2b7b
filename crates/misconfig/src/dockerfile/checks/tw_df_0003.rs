//! Mounted secrets that are copied into the layer.

use crate::dockerfile::parser::Dockerfile;
use crate::dockerfile::shell::{Command, Link};
use crate::{About, Check, Failures};
use std::collections::BTreeSet;
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "TW-DF-0003",
        aliases: &[],
        title: "mounted secrets should not be written to files",
        description: "A secret mount leaves no trace in the image; a copy of its file does.",
        severity: Severity::Critical,
        resolution: "Let programs read the mount where it is.",
        references: &["https://docs.docker.com/build/building/secrets/"],
    },
    good: &[
        "FROM debian:12\nRUN --mount=type=secret,id=a TOKEN=$(cat /run/secrets/a) make",
        "FROM debian:12\nRUN --mount=type=secret,id=a,target=/root/.npmrc npm ci",
        "FROM debian:12\nRUN --mount=type=secret,id=a cat /run/secrets/a > /dev/null",
        "FROM debian:12\nRUN --mount=type=secret,id=a cp /run/secrets/a /tmp/a && make && rm /tmp/a",
    ],
    bad: &[
        "FROM debian:12\nRUN --mount=type=secret,id=a cat /run/secrets/a > /root/.npmrc",
        "FROM debian:12\nRUN --mount=type=secret,id=a,target=/k cp /k /root/.ssh/id_rsa",
        "FROM debian:12\nRUN --mount=type=secret,id=a install -m 600 /run/secrets/a /etc/a",
        "FROM debian:12\nRUN --mount=type=secret,id=a cat /run/secrets/a | tee /a",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for run in dockerfile.runs() {
        let secrets: BTreeSet<String> = run.mounts("secret").map(|settings| path(&settings)).collect();
        let removed: BTreeSet<&str> =
            run.commands.iter().filter(|command| command.is(&["rm", "shred"])).flat_map(Command::args).collect();
        let mut is_piped = false;
        for command in &run.commands {
            let reads = command.args().any(|arg| secrets.contains(arg));
            is_piped = (command.is(&["cat", "head", "tail"]) && reads) || (is_piped && command.link == Link::Pipe);
            let Some(file) = written(command, reads, is_piped) else { continue };
            if !removed.contains(file) {
                failures.at(run.lines, "", format!("the secret is written to {file}"));
                break;
            }
        }
    }
}

/// Where a secret is mounted.
fn path(settings: &[(&str, &str)]) -> String {
    let value = |names: &[&str]| settings.iter().find(|(name, _)| names.contains(name)).map(|(_, value)| *value);
    let target = value(&["target", "dst", "destination"]).map(str::to_owned);
    target.unwrap_or_else(|| format!("/run/secrets/{}", value(&["id"]).unwrap_or("")))
}

/// The file that a command copies the secret to.
fn written(command: &Command, reads: bool, is_piped: bool) -> Option<&str> {
    let file = match command.program() {
        "cp" | "install" | "mv" if reads => command.operands(&["-m", "-o", "-g"]).last(),
        "cat" | "head" | "tail" if reads || is_piped => command.writes.first().map(String::as_str),
        "tee" if is_piped => command.operands(&[]).next(),
        _ => None,
    };
    file.filter(|file| !file.starts_with("/dev/"))
}
