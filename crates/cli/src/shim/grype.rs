//! Grype's arguments (<https://oss.anchore.com/docs/reference/grype/cli/>).

use super::{Asked, Translated};
use crate::args::Manner;
use std::ffi::OsString;
use tidewaiter_model::Severity;

/// Flags without a value that make no difference to us.
const IDLE: [&str; 4] = ["--add-cpes-if-none", "--by-cve", "--verbose", "-v"];
/// Flags with one.
const IDLE_WITH_VALUE: [&str; 3] = ["--name", "--scope", "-s"];
/// What may stand before an image's name, and where we look for it then.
const SCHEMES: [(&str, &str); 3] = [("registry", "remote"), ("docker", "docker"), ("podman", "podman")];
/// What else may, and names no image.
const OTHERS: [&str; 11] =
    ["containerd", "cpe", "dir", "docker-archive", "file", "oci-archive", "oci-dir", "purl", "sbom", "singularity", "snap"];

pub(super) fn translate(arguments: Vec<OsString>) -> Result<Translated, String> {
    let arguments: Result<Vec<String>, _> = arguments.into_iter().map(OsString::into_string).collect();
    let line = Line::read(arguments.map_err(|_| "an argument is not UTF-8".to_owned())?)?;
    let names: Vec<&str> = line.names.iter().map(String::as_str).collect();
    let asked = match names[..] {
        _ if line.is_version => Asked::Version { json: false },
        ["version"] => Asked::Version { json: line.output.as_deref() == Some("json") },
        ["db", "status"] => Asked::Databases { json: line.output.as_deref() == Some("json") },
        ["db", "update"] => Asked::Ours(["tidewaiter", "db", "update"].map(Into::into).into(), Manner::Grype { fail_on: None }),
        ["db", ..] => return Err(format!("there is no `grype {}` here: this is tidewaiter", names.join(" "))),
        [image] => line.scan(image)?,
        [] => return Err("no image is named: grype REFERENCE".to_owned()),
        _ => return Err(format!("one image at a time, and not {}", names.join(" "))),
    };
    Ok(Translated { asked, notes: line.notes })
}

/// What stands on the command line.
#[derive(Default)]
struct Line {
    /// What is no flag.
    names: Vec<String>,
    output: Option<String>,
    fail_on: Option<Severity>,
    is_version: bool,
    /// Flags that are ours as well.
    ours: Vec<OsString>,
    notes: Vec<String>,
}

impl Line {
    fn read(arguments: Vec<String>) -> Result<Self, String> {
        let mut line = Self::default();
        let mut rest = arguments.into_iter();
        while let Some(argument) = rest.next() {
            if argument == "--" {
                line.names.extend(rest);
                break;
            }
            let (flag, value) = match argument.split_once('=') {
                Some((flag, value)) if flag.starts_with('-') => (flag.to_owned(), Some(value.to_owned())),
                _ => (argument, None),
            };
            let mut value_of = || value.clone().or_else(|| rest.next()).ok_or_else(|| format!("{flag} has no value"));
            match flag.as_str() {
                "-o" | "--output" => line.output = Some(value_of()?),
                "-q" | "--quiet" => line.ours.push("--quiet".into()),
                "--only-fixed" => line.ours.push("--ignore-unfixed".into()),
                "--platform" => line.ours.extend(["--platform".into(), value_of()?.into()]),
                "--file" => line.ours.extend(["--output".into(), value_of()?.into()]),
                "-f" | "--fail-on" => {
                    let word = value_of()?;
                    let severity = Severity::from_word(&word).ok_or_else(|| format!("{flag}: `{word}` is no severity"))?;
                    line.fail_on = Some(severity);
                }
                "--version" => line.is_version = true,
                flag if IDLE.contains(&flag) => line.note(flag),
                flag if IDLE_WITH_VALUE.contains(&flag) => {
                    value_of()?;
                    line.note(flag);
                }
                flag if flag.starts_with('-') => return Err(format!("{flag} is not known here: this is tidewaiter")),
                "" => return Err("no image is named: grype REFERENCE".to_owned()),
                _ => line.names.push(flag),
            }
        }
        Ok(line)
    }

    fn note(&mut self, flag: &str) {
        self.notes.push(format!("{flag} makes no difference here"));
    }

    /// An image, and nothing that lies on this machine's disk: who calls by this name passes on what others gave him for its name.
    fn scan(&self, image: &str) -> Result<Asked, String> {
        let (scheme, name) = image.split_once(':').unwrap_or(("", image));
        if OTHERS.contains(&scheme) {
            return Err(format!(
                "`{scheme}:` is not scanned under this name: call tidewaiter for archives, folders and bills of materials"
            ));
        }
        let source = SCHEMES.into_iter().find(|(known, _)| *known == scheme).map(|(_, source)| source);
        let format = match self.output.as_deref() {
            Some("json") => "json",
            None | Some("table") => "table",
            Some(other) => return Err(format!("`{other}` is not written under this name, only json and table")),
        };
        let mut arguments: Vec<OsString> = ["tidewaiter", "image", "--scanners", "vuln"].map(Into::into).into();
        arguments.extend(self.ours.iter().cloned());
        if let Some(source) = source {
            arguments.extend(["--image-src", source].map(Into::into));
        }
        arguments.extend(["--format", format, "--"].map(Into::into));
        arguments.push(if source.is_some() { name } else { image }.into());
        Ok(Asked::Ours(arguments, Manner::Grype { fail_on: self.fail_on }))
    }
}
