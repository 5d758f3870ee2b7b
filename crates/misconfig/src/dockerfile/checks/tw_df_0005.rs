//! Downloads that are not verified.

use crate::dockerfile::parser::Dockerfile;
use crate::dockerfile::shell::Command;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "TW-DF-0005",
        aliases: &[],
        title: "certificates and signatures should be verified",
        description: "With verification off, whoever is on the way to the server decides what is installed.",
        severity: Severity::High,
        resolution: "Remove the flag; add the certificate or key that is missing.",
        references: &["https://github.com/hadolint/hadolint", "https://manpages.debian.org/stable/apt/apt-secure.8.en.html"],
    },
    good: &[
        "FROM debian:12\nRUN curl -fsSL https://x -o a",
        "FROM debian:12\nRUN wget https://x",
        "FROM debian:12\nRUN apk add --no-cache a",
        "FROM debian:12\nRUN curl --max-time 3 -H 'a: k' https://x",
    ],
    bad: &[
        "FROM debian:12\nRUN curl -k https://x",
        "FROM debian:12\nRUN curl -fsSLk https://x",
        "FROM debian:12\nRUN wget --no-check-certificate https://x",
        "FROM debian:12\nRUN apt-get install -y --allow-unauthenticated a",
        "FROM debian:12\nRUN apk add --no-cache --allow-untrusted a.apk",
        "FROM debian:12\nRUN yum install -y --nogpgcheck a",
        "FROM debian:12\nRUN pip install --trusted-host pypi.org a",
        "FROM debian:12\nRUN npm config set strict-ssl false",
        "FROM debian:12\nRUN git -c http.sslVerify=false clone https://x",
        "FROM debian:12\nRUN git config --global http.sslVerify false",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for run in dockerfile.runs() {
        if let Some(command) = run.commands.iter().find(|command| is_unverified(command)) {
            failures.at(run.lines, "", format!("{} does not verify what it fetches", command.program()));
        }
    }
}

fn is_unverified(command: &Command) -> bool {
    let has = |flag: &str| command.has_flag(flag, None);
    match command.program() {
        "curl" => has("--insecure") || command.args().any(is_insecure_group),
        "wget" => has("--no-check-certificate"),
        "apt-get" | "apt" | "aptitude" => has("--allow-unauthenticated") || has("--force-yes"),
        "apk" => has("--allow-untrusted"),
        "yum" | "dnf" | "dnf5" | "microdnf" => has("--nogpgcheck") || has("--no-gpgchecks"),
        "zypper" => has("--no-gpg-checks"),
        "pip" | "pip3" => command.args().any(|arg| arg.starts_with("--trusted-host")),
        "npm" | "yarn" => is_set_to_false(command, "strict-ssl"),
        "git" => is_set_to_false(command, "http.sslverify"),
        _ => false,
    }
}

/// curl's `-k` among other letters, before one that takes the rest as its value.
fn is_insecure_group(arg: &str) -> bool {
    let letters = arg.strip_prefix('-').filter(|letters| !letters.starts_with('-'));
    letters.is_some_and(|letters| letters.chars().take_while(|c| !"AbcCdDeEFHhKmoPQrtTuUwxXyYz".contains(*c)).any(|c| c == 'k'))
}

fn is_set_to_false(command: &Command, name: &str) -> bool {
    let text = command.args().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    text.split_once(name).is_some_and(|(_, value)| value.trim_start_matches([' ', '=']).starts_with("false"))
}
