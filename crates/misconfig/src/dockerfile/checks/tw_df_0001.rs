//! Scripts that are run as they come.

use crate::dockerfile::parser::Dockerfile;
use crate::dockerfile::shell::{Command, Link};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "TW-DF-0001",
        aliases: &[],
        title: "downloads should not be piped into a shell",
        description: "What a server sends is run unseen and as root: nothing compares it with what was reviewed, and a download that breaks off is run halfway.",
        severity: Severity::Medium,
        resolution: "Fetch a file, compare its digest, then run it.",
        references: &[
            "https://docs.docker.com/reference/dockerfile/#add---checksum",
            "https://docs.docker.com/build/building/best-practices/#run",
        ],
    },
    good: &[
        "FROM debian:12\nRUN curl -fo a.sh https://x && echo 'abc a.sh' | sha256sum -c && sh a.sh",
        "FROM debian:12\nRUN curl https://x | tar xz",
        "FROM debian:12\nRUN echo a | sh",
    ],
    bad: &[
        "FROM debian:12\nRUN curl -fsSL https://x | sh",
        "FROM debian:12\nRUN wget -qO- https://x | bash -s -- -y",
        "FROM debian:12\nRUN curl https://x | sudo -E bash -",
        "FROM debian:12\nRUN bash -c \"$(curl -fsSL https://x)\"",
        "FROM debian:12\nRUN curl https://x | gunzip | python3 -",
    ],
    run,
};

const INTERPRETERS: [&str; 11] = ["sh", "bash", "ash", "dash", "ksh", "zsh", "python", "python3", "perl", "ruby", "node"];

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for run in dockerfile.runs() {
        // Whether what runs through the pipe was fetched.
        let (mut is_fetched, mut was_fetched) = (false, false);
        for command in &run.commands {
            is_fetched = command.is(&["curl", "wget"]) || (is_fetched && command.link == Link::Pipe);
            let is_piped = is_fetched && command.link == Link::Pipe && reads_input(command);
            if is_piped || (was_fetched && runs_substitution(command)) {
                failures.at(run.lines, "", format!("what is fetched is run by {}", command.program()));
                break;
            }
            was_fetched = command.is(&["curl", "wget"]);
        }
    }
}

fn reads_input(command: &Command) -> bool {
    let is_input = command.operands(&["-o"]).next().is_none_or(|operand| operand == "-" || operand == "/dev/stdin");
    command.is(&INTERPRETERS) && (is_input || command.has_flag("-s", None))
}

/// `sh -c "$(curl …)"`
fn runs_substitution(command: &Command) -> bool {
    command.is(&INTERPRETERS) && command.has_flag("-c", None) && command.args().last().is_some_and(|arg| arg.starts_with("$()"))
}
