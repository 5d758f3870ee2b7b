//! Secrets that a build leaves in its image.

use crate::dockerfile::parser::{Dockerfile, Instruction, Keyword};
use crate::dockerfile::secret_words::{is_secret, is_secret_file, is_secret_name};
use crate::{About, Check, Failures};
use std::collections::BTreeSet;
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0031",
        aliases: &["AVD-DS-0031", "DS031"],
        title: "secrets should not come by ARG, ENV, COPY or RUN",
        description: "Values of ARG and ENV and copied files stay in the image and its history: everyone who can pull it can read them.",
        severity: Severity::Critical,
        resolution: "Use RUN --mount=type=secret for the build, and give secrets to containers when they start.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0031",
            "https://docs.docker.com/build/building/secrets/",
            "https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/",
        ],
    },
    good: &[
        "FROM debian:12\nENV TOKEN_FILE=/run/secrets/token",
        "FROM debian:12\nENV MYSQL_ALLOW_EMPTY_PASSWORD=yes GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568",
        "FROM debian:12\nENV DB_PASSWORD=",
        "FROM debian:12\nARG VERSION=1\nENV PUBLIC_KEY=a",
        "FROM debian:12\nRUN --mount=type=secret,id=a aws configure set aws_access_key_id x",
        "FROM debian:12\nCOPY id_rsa.pub /a",
        "FROM debian:12 AS build\nARG NPM_TOKEN\nFROM debian:12",
    ],
    bad: &[
        "FROM debian:12\nARG AWS_SECRET_ACCESS_KEY",
        "FROM debian:12\nENV A=b DB_PASSWORD=hunter2",
        "FROM debian:12\nENV npm_token abc",
        "FROM debian:12\nARG VITE_OPENAI_API_KEY",
        "FROM debian:12\nENV X=ghp_0123456789abcdefABCDEF0123456789abcd",
        "FROM debian:12\nENV DB=postgres://a:s3cr3tpw@db/x",
        "FROM debian:12\nCOPY id_rsa /root/.ssh/",
        "FROM debian:12\nRUN aws configure set aws_access_key_id x",
        "FROM debian:12\nCOPY app /app\nENV GOOGLE_APPLICATION_CREDENTIALS=/app/key.json",
        "FROM debian:12\nARG AWS_CONFIG_FILE\nCOPY a $AWS_CONFIG_FILE",
        "FROM debian:12\nRUN az login -u a -p b",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    let shipped: Vec<_> = dockerfile.shipped().map(|stage| stage.lines).collect();
    for stage in &dockerfile.stages {
        let is_shipped = shipped.contains(&stage.lines);
        let folders: BTreeSet<&str> =
            stage.of(Keyword::Copy).filter_map(Instruction::destination).map(|word| plain(&word.value)).collect();
        for instruction in &stage.instructions {
            if let Some(message) = leak(instruction, is_shipped).or_else(|| copied(instruction, &folders)) {
                failures.secret_at(instruction.lines, "", message);
            }
        }
    }
}

/// How an instruction leaks a secret. What stages that are not shipped are given stays with the builder; what stands in the
/// file does not.
fn leak(instruction: &Instruction, is_shipped: bool) -> Option<String> {
    match instruction.keyword {
        Keyword::Arg | Keyword::Env => instruction.pairs.iter().find_map(|(name, value)| {
            let value = value.as_ref().map(|word| word.value.as_str());
            let is_named = is_shipped && is_secret_name(name, value, instruction.keyword == Keyword::Arg);
            (is_named || value.is_some_and(is_secret)).then(|| format!("{name} looks like a secret and stays in the image"))
        }),
        Keyword::Copy | Keyword::Add if is_shipped => {
            let file = instruction.sources().find(|source| is_secret_file(&source.value))?;
            Some(format!("{} holds secrets and stays in the image", file.value))
        }
        Keyword::Run if is_shipped && instruction.mounts("secret").next().is_none() => {
            let command = instruction.commands.iter().find(|command| {
                let words: Vec<&str> = command.operands(&["--profile", "--project"]).take(3).collect();
                match (command.program(), words.as_slice()) {
                    ("aws", ["configure", "set", key]) => {
                        matches!(*key, "aws_access_key_id" | "aws_secret_access_key" | "aws_session_token")
                    }
                    ("gcloud", ["auth", "activate-service-account", ..]) => true,
                    ("az", ["login", ..]) => command.has_flag("--password", None) || command.args().any(|arg| arg == "-p"),
                    _ => false,
                }
            })?;
            Some(format!("{} … leaves credentials in the layer", command.program()))
        }
        _ => None,
    }
}

/// Variables that name a file with secrets.
const FILE_VARIABLES: [&str; 3] = ["AWS_CONFIG_FILE", "HF_TOKEN_PATH", "GOOGLE_APPLICATION_CREDENTIALS"];

/// Whether the file that such a variable names is one that is copied, alone or in one of these folders.
fn copied(instruction: &Instruction, folders: &BTreeSet<&str>) -> Option<String> {
    let told = |name: &str| format!("the file that {name} names is copied into the image");
    match instruction.keyword {
        Keyword::Copy => {
            let name = instruction.destination()?.raw.trim_start_matches(['$', '{']).trim_end_matches('}');
            FILE_VARIABLES.contains(&name).then(|| told(name))
        }
        Keyword::Arg | Keyword::Env => {
            let mut named = instruction.pairs.iter().filter(|(name, _)| FILE_VARIABLES.contains(&name.as_str()));
            let (name, _) = named.find(|(_, value)| value.as_ref().is_some_and(|word| is_within(plain(&word.value), folders)))?;
            Some(told(name))
        }
        _ => None,
    }
}

/// A path without what builds add to it or take from it.
fn plain(path: &str) -> &str {
    path.trim_start_matches("./").trim_matches('/')
}

fn is_within(path: &str, folders: &BTreeSet<&str>) -> bool {
    let ends = path.match_indices('/').map(|(at, _)| at).chain(std::iter::once(path.len()));
    !path.is_empty() && ends.filter_map(|end| path.get(..end)).any(|above| folders.contains(above))
}
