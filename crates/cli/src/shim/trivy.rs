//! Trivy's arguments (<https://trivy.dev/latest/docs/references/configuration/cli/trivy_image/>). Most of ours have their names.

use super::{Asked, Translated};
use crate::args::Manner;
use std::ffi::OsString;

/// Flags without a value that make no difference to us.
const IDLE: [&str; 8] = [
    "--dependency-tree",
    "--disable-telemetry",
    "--skip-check-update",
    "--skip-java-db-update",
    "--skip-policy-update",
    "--skip-version-check",
    "--skip-vex-repo-update",
    "--light",
];
/// Flags with one: where Trivy keeps and fetches what we keep and fetch elsewhere, and what we look at anyway.
const IDLE_WITH_VALUE: [&str; 9] = [
    "--cache-backend",
    "--cache-ttl",
    "--checks-bundle-repository",
    "--db-repository",
    "--detection-priority",
    "--image-config-scanners",
    "--java-db-repository",
    "--policy-bundle-repository",
    "--table-mode",
];
/// What may stand before the command and has a value.
const GLOBAL_WITH_VALUE: [&str; 2] = ["--cache-dir", "--timeout"];
/// Trivy's commands, and ours.
const COMMANDS: [(&str, &str); 8] = [
    ("image", "image"),
    ("i", "image"),
    ("rootfs", "rootfs"),
    ("filesystem", "fs"),
    ("fs", "fs"),
    ("config", "config"),
    ("conf", "config"),
    ("sbom", "sbom"),
];

pub(super) fn translate(arguments: Vec<OsString>) -> Result<Translated, String> {
    let mut rest = arguments.into_iter();
    let mut globals = Vec::new();
    let command = loop {
        let Some(argument) = rest.next() else { return Err("no command is given: trivy image REFERENCE".to_owned()) };
        let text = argument.to_string_lossy().into_owned();
        match text.as_str() {
            "--version" | "-v" => return Ok(Translated { asked: Asked::Version { json: false }, notes: Vec::new() }),
            flag if GLOBAL_WITH_VALUE.contains(&flag) => {
                globals.push(argument);
                globals.push(rest.next().ok_or_else(|| format!("{flag} has no value"))?);
            }
            flag if flag.starts_with('-') => globals.push(argument),
            _ => break text,
        }
    };
    let rest: Vec<OsString> = globals.into_iter().chain(rest).collect();
    if command == "version" {
        let json = rest.windows(2).any(|pair| (pair[0] == "--format" || pair[0] == "-f") && pair[1] == "json");
        let json = json || rest.iter().any(|argument| argument == "--format=json");
        return Ok(Translated { asked: Asked::Version { json }, notes: Vec::new() });
    }
    let Some((_, ours)) = COMMANDS.into_iter().find(|(theirs, _)| *theirs == command) else {
        return Err(format!("there is no `trivy {command}` here: this is tidewaiter"));
    };
    let mut translated = vec!["tidewaiter".into(), ours.into()];
    let notes = flags(rest, &mut translated)?;
    Ok(Translated { asked: Asked::Ours(translated, Manner::Trivy), notes })
}

/// Puts flags into our words; gives notes on those that are left out.
fn flags(arguments: Vec<OsString>, translated: &mut Vec<OsString>) -> Result<Vec<String>, String> {
    let mut notes = Vec::new();
    let mut rest = arguments.into_iter();
    while let Some(argument) = rest.next() {
        if argument == "--" {
            translated.push(argument);
            translated.extend(rest);
            break;
        }
        let Some(text) = argument.to_str().filter(|text| text.starts_with('-')) else {
            translated.push(argument);
            continue;
        };
        let (flag, value) = text.split_once('=').map_or((text, None), |(flag, value)| (flag, Some(value.to_owned())));
        let mut value_of = || {
            let next = || rest.next().map(|value| value.to_string_lossy().into_owned());
            value.clone().or_else(next).ok_or_else(|| format!("{flag} has no value"))
        };
        match flag {
            flag if IDLE.contains(&flag) => notes.push(idle(flag)),
            flag if IDLE_WITH_VALUE.contains(&flag) => {
                value_of()?;
                notes.push(idle(flag));
            }
            "--scanners" | "--security-checks" => {
                let scanners = value_of()?;
                let scanners: Vec<&str> =
                    scanners.split(',').map(|name| if name == "config" { "misconfig" } else { name }).collect();
                translated.extend(["--scanners".into(), scanners.join(",").into()]);
            }
            "--vuln-type" => translated.extend(["--pkg-types".into(), value_of()?.into()]),
            "-d" => translated.push("--debug".into()),
            // Who calls by this name passes on what others gave him for the name of an image.
            "--input" => return Err("archives are not scanned under this name: call `tidewaiter image --input`".to_owned()),
            flag if value.as_deref() == Some("true") && flag != "--list-all-pkgs" => translated.push(flag.into()),
            flag if value.as_deref() == Some("false") && flag != "--list-all-pkgs" => {}
            _ => translated.push(argument),
        }
    }
    Ok(notes)
}

fn idle(flag: &str) -> String {
    format!("{flag} makes no difference here")
}
