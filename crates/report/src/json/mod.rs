//! The JSON report, in the shape that Trivy's readers know (its `SchemaVersion` 2), field for field.
//!
//! Shape: <https://trivy.dev/latest/docs/configuration/reporting/#json>.
//! What that shape has no field for is in fields of our own: `Tidewaiter` (with the `Engine`, where it is another) and `Coverage`
//! at the top, `ManifestDigest` in the metadata, `UpgradeTo` in a vulnerability, `StartColumn`, `Encodings`, `Place` and `RemovedBy`
//! in a secret. [`read()`] takes both shapes.
//! Limits: packages' files (`InstalledFiles`) are not told; `PrimaryURL` leads to the vulnerability's public page.

mod convert;
mod escape;
mod findings;
mod read;
mod schema;

pub(crate) use convert::page_of;
pub use read::{ReadError, read};

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::io::{self, Write};
use tidewaiter_model::{Artifact, Digest, Report, ResultSet};

/// What to tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Tell packages too, not only findings.
    pub packages: bool,
}

/// What is told in secrets and misconfigurations that stands beside them, too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inner {
    Nothing,
    Targets,
}

/// Writes the report and a line feed.
///
/// # Errors
/// The output cannot be written.
pub fn write(report: &Report, options: Options, mut out: impl Write) -> io::Result<()> {
    write_value(&schema::Report::of(report, options, Inner::Nothing), &mut out)
}

/// The same, and in secrets and misconfigurations the target that they stand under: some readers of Trivy's look for it there.
///
/// # Errors
/// The output cannot be written.
pub fn write_with_targets(report: &Report, options: Options, mut out: impl Write) -> io::Result<()> {
    write_value(&schema::Report::of(report, options, Inner::Targets), &mut out)
}

/// Writes anything as reports are written, and a line feed.
pub(crate) fn write_value(value: &impl Serialize, mut out: impl Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, escape::HtmlSafe::default());
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// Findings of a report at one target, in the shape that they have there.
pub(crate) fn findings<'a>(set: &'a ResultSet, report: &'a Report) -> impl Serialize + 'a {
    let artifact_id = artifact_id(&report.artifact).unwrap_or_default();
    schema::ResultOf::of(set, report, (Options { packages: false }, Inner::Nothing), &artifact_id)
}

/// `sha256:` and the hash of a text.
pub(crate) fn sha256(text: &str) -> String {
    Digest::sha256(&Sha256::digest(text.as_bytes()).into()).as_str().to_owned()
}

/// The image's identity in its repository, if it has one; else the image's.
fn artifact_id(artifact: &Artifact) -> Option<String> {
    let image = artifact.image.as_ref()?;
    let image_id = image.image_id.as_ref()?;
    Some(match image.reference.as_deref().map(repository) {
        Some(repository) => sha256(&format!("{image_id}:{repository}")),
        None => image_id.to_string(),
    })
}

/// A reference without tag and digest, with the registry that is meant when none is named.
fn repository(reference: &str) -> String {
    let without_digest = reference.split('@').next().unwrap_or(reference);
    let name = match without_digest.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => without_digest,
    };
    match name.split_once('/') {
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => match name.strip_prefix("docker.io/") {
            Some(path) => format!("index.docker.io/{path}"),
            None => name.to_owned(),
        },
        Some(_) => format!("index.docker.io/{name}"),
        None => format!("index.docker.io/library/{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(options: Options) -> String {
        let mut out = Vec::new();
        write(&crate::sample::report(), options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_shape_never_changes_unseen() {
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("report.json", written(Options { packages: true }).replace(env!("CARGO_PKG_VERSION"), "VERSION"));
        });
    }

    #[test]
    fn packages_are_told_when_they_are_asked_for() {
        let findings: serde_json::Value = serde_json::from_str(&written(Options { packages: false })).unwrap();
        assert!(findings["Results"][0]["Packages"].is_null() && findings["Results"][0]["Vulnerabilities"].is_array());
    }

    #[test]
    fn targets_are_told_inside_for_those_who_look_there() {
        let mut out = Vec::new();
        write_with_targets(&crate::sample::report(), Options { packages: false }, &mut out).unwrap();
        let told: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(told["Results"][3]["Secrets"][0]["Target"], "/app/.env");
        assert_eq!(told["Results"][4]["Misconfigurations"][0]["Target"], "app/Dockerfile");
    }

    #[test]
    fn references_are_completed_as_clients_do() {
        assert_eq!(repository("debian12:1"), "index.docker.io/library/debian12");
        assert_eq!(repository("org/app@sha256:00"), "index.docker.io/org/app");
        assert_eq!(repository("localhost:5000/app:1"), "localhost:5000/app");
        assert_eq!(repository("docker.io/library/a:2"), "index.docker.io/library/a");
    }
}
