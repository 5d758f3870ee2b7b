//! Called under another scanner's name (a link to the program, `trivy` or `grype`), it takes that one's arguments and answers in its JSON.
//!
//! For servers that run those by name: what they do not look for in an answer may be missing, what they do is there. The report is on
//! standard output, everything else on standard error, and every failure ends with 1 and nothing on standard output: who calls
//! takes whatever is there for a whole report. So packages that could not be judged for want of advisories are a failure here, and not a note.
//! Limits: commands that have nothing to do with a scan are not there.

mod grype;
mod trivy;

use crate::args::{Args, DatabaseArgs};
use crate::commands::{self, cache_dir};
use crate::exit::{Exit, Failure};
use clap::Parser;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use tidewaiter_advisory::store::{Kind, Store};
use tidewaiter_scan::rfc3339;

/// Whose name it is called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Trivy,
    Grype,
}

/// What is asked of it, in our own words.
#[derive(Debug, PartialEq)]
enum Asked {
    /// A command of ours; what it prints is put into the other's words by [`crate::args::Manner`].
    Ours(Vec<OsString>, crate::args::Manner),
    /// Which version this is.
    Version { json: bool },
    /// How old the advisories are.
    Databases { json: bool },
}

/// What an argument list means, and what of it makes no difference.
struct Translated {
    asked: Asked,
    notes: Vec<String>,
}

impl Name {
    /// By the name that the program is called by.
    pub(crate) fn of(program: &OsStr) -> Option<Self> {
        match Path::new(program).file_stem()?.to_str()? {
            "trivy" => Some(Self::Trivy),
            "grype" => Some(Self::Grype),
            _ => None,
        }
    }

    /// Does what is asked.
    pub(crate) fn run(self, arguments: Vec<OsString>) -> ExitCode {
        let translated = match self {
            Self::Trivy => trivy::translate(arguments),
            Self::Grype => grype::translate(arguments),
        };
        let outcome = translated.map_err(|message| Failure::message(Exit::Usage, message)).and_then(|translated| {
            translated.notes.iter().for_each(|note| eprintln!("note: {note}"));
            self.answer(translated.asked)
        });
        match outcome {
            Ok(Exit::Done | Exit::Incomplete) => ExitCode::SUCCESS,
            Ok(Exit::Findings(code)) => ExitCode::from(code),
            Ok(_) => ExitCode::FAILURE,
            Err(failure) => {
                failure.print();
                ExitCode::FAILURE
            }
        }
    }

    fn answer(self, asked: Asked) -> Result<Exit, Failure> {
        match asked {
            Asked::Ours(arguments, manner) => match Args::try_parse_from(arguments) {
                Ok(args) => commands::run(args.in_the_manner_of(manner)),
                Err(error) => {
                    // What cannot be printed is told to nobody.
                    let _ = error.print();
                    Ok(if error.use_stderr() { Exit::Usage } else { Exit::Done })
                }
            },
            Asked::Version { json } => say(&self.version(json)?),
            Asked::Databases { json } => {
                let (text, is_usable) = databases(json)?;
                say(&text)?;
                Ok(if is_usable { Exit::Done } else { Exit::Database })
            }
        }
    }

    fn version(self, json: bool) -> Result<String, Failure> {
        let version = env!("CARGO_PKG_VERSION");
        let built = oldest()?.map(|(built, _)| built);
        Ok(match (self, json) {
            (Self::Trivy, true) => {
                let database = built.map(|built| serde_json::json!({ "Version": 2, "UpdatedAt": built, "DownloadedAt": built }));
                let mut told = serde_json::json!({ "Version": version, "Tidewaiter": { "Version": version } });
                if let (Some(database), Some(fields)) = (database, told.as_object_mut()) {
                    fields.insert("VulnerabilityDB".to_owned(), database);
                }
                told.to_string()
            }
            (Self::Trivy, false) => {
                let database = built.map(|built| format!("\nVulnerability DB:\n  Version: 2\n  UpdatedAt: {built}"));
                format!("Version: {version} (tidewaiter){}", database.unwrap_or_default())
            }
            (Self::Grype, true) => serde_json::json!({ "application": "tidewaiter", "version": version }).to_string(),
            (Self::Grype, false) => format!("Application: tidewaiter\nVersion: {version}"),
        })
    }
}

fn say(text: &str) -> Result<Exit, Failure> {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Exit::Internal, error, "cannot write to standard output".to_owned()))
        }
        _ => Ok(Exit::Done),
    }
}

/// When the oldest of the advisories were built that there are, and where they are.
fn oldest() -> Result<Option<(String, String)>, Failure> {
    // Where they are is told by the environment, as for any scan that is asked for under another's name.
    let args = DatabaseArgs { cache_dir: std::env::var_os("TIDEWAITER_CACHE_DIR").map(Into::into), ..DatabaseArgs::default() };
    let store = Store::new(&cache_dir(args.cache_dir.as_deref())?);
    let cannot = |error| Failure::new(Exit::Database, error, "cannot list the advisories".to_owned());
    let entries = store.entries().map_err(cannot)?;
    let built = entries.iter().filter(|entry| entry.kind == Kind::Advisories).filter_map(|entry| entry.state.as_ref().ok());
    let oldest = built.map(|(about, _)| about.built).min();
    Ok(oldest.map(|built| (rfc3339(built), store.folder().display().to_string())))
}

/// What `grype db status` says, and whether there are any.
fn databases(json: bool) -> Result<(String, bool), Failure> {
    let oldest = oldest()?;
    let is_usable = oldest.is_some();
    let (built, path) = oldest.unwrap_or_default();
    let text = if json {
        serde_json::json!({ "built": built, "path": path, "valid": is_usable }).to_string()
    } else {
        format!("Path:   {path}\nBuilt:  {built}\nStatus: {}", if is_usable { "valid" } else { "invalid" })
    };
    Ok((text, is_usable))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Manner;

    #[test]
    fn names_are_those_of_the_file() {
        for (program, name) in [
            ("trivy", Some(Name::Trivy)),
            ("/usr/local/bin/grype", Some(Name::Grype)),
            ("trivy.exe", Some(Name::Trivy)),
            ("tidewaiter", None),
            ("/opt/trivy/tidewaiter", None),
            ("", None),
        ] {
            assert_eq!(Name::of(OsStr::new(program)), name, "{program}");
        }
    }

    /// The words after our own name, and the notes.
    fn told(name: Name, line: &str) -> Result<(String, usize), String> {
        let arguments = line.split(' ').map(Into::into).collect();
        let translated = match name {
            Name::Trivy => trivy::translate(arguments)?,
            Name::Grype => grype::translate(arguments)?,
        };
        let asked = match translated.asked {
            Asked::Ours(arguments, manner) => {
                assert_ne!(manner, Manner::Own);
                let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
                assert!(Args::try_parse_from(&arguments).is_ok(), "{words:?}");
                words[1..].join(" ")
            }
            other => format!("{other:?}"),
        };
        Ok((asked, translated.notes.len()))
    }

    #[test]
    fn what_the_registrys_server_asks_trivy_is_understood() {
        let line = "image --format json --severity CRITICAL,HIGH,MEDIUM,LOW --no-progress --timeout 300s --scanners vuln,secret,misconfig a:1";
        assert_eq!(told(Name::Trivy, line), Ok((line.to_owned(), 0)));
    }

    #[test]
    fn flags_of_trivys_are_put_into_our_words_or_left_out() {
        let of = |line| told(Name::Trivy, line);
        assert_eq!(
            of("-q --cache-dir c i --db-repository=x --skip-check-update -f json a"),
            Ok(("image -q --cache-dir c -f json a".to_owned(), 2))
        );
        assert_eq!(
            of("image --cache-backend fs --security-checks vuln,config --vuln-type os a"),
            Ok(("image --scanners vuln,misconfig --pkg-types os a".to_owned(), 1))
        );
        assert_eq!(of("fs --no-progress=true --ignore-unfixed=false ."), Ok(("fs --no-progress .".to_owned(), 0)));
        assert_eq!(of("image -- a"), Ok(("image -- a".to_owned(), 0)));
        assert_eq!(of("version --format json"), Ok(("Version { json: true }".to_owned(), 0)));
        assert_eq!(of("--version"), Ok(("Version { json: false }".to_owned(), 0)));
        assert!(of("server").is_err() && of("image --input=/etc/x").is_err() && of("image --cache-backend").is_err());
    }

    #[test]
    fn flags_of_grypes_are_put_into_our_words_or_left_out() {
        let of = |line| told(Name::Grype, line);
        let whole = "image --scanners vuln --format json -- a:1";
        assert_eq!(of("--output json a:1"), Ok((whole.to_owned(), 0)));
        assert_eq!(of("a:1 -o=json --scope squashed --by-cve"), Ok((whole.to_owned(), 2)));
        assert_eq!(
            of("registry:a@sha256:0000000000000000000000000000000000000000000000000000000000000000 -q --only-fixed --platform linux/arm64 -f high"),
            Ok(("image --scanners vuln --quiet --ignore-unfixed --platform linux/arm64 --image-src remote --format table -- a@sha256:0000000000000000000000000000000000000000000000000000000000000000".to_owned(), 0))
        );
        assert_eq!(of("version -o json"), Ok(("Version { json: true }".to_owned(), 0)));
        assert_eq!(of("db status"), Ok(("Databases { json: false }".to_owned(), 0)));
        for refused in ["dir:/etc", "sbom:x.json", "-o sarif a", "--config x a", "-o", "", "a b", "--fail-on x a", "db import x"]
        {
            assert!(of(refused).is_err(), "{refused}");
        }
    }
}
