//! What an Ubuntu is entitled to: the services of Ubuntu Pro that its packages come from.
//!
//! Formats: the status that `pro status --format json` writes,
//! <https://documentation.ubuntu.com/pro-client/en/latest/references/api/>; apt's lists of sources, in one line
//! (<https://manpages.debian.org/sources.list.5>) or as paragraphs, and its credentials
//! (<https://manpages.debian.org/apt_auth.conf.5>), all of which name `https://esm.ubuntu.com/SERVICE/`.
//! Limits: of images whose builders took the client away again nothing is left but the packages; `dpkg` looks at their versions.
//! The credentials themselves are passed over.

use crate::{FileFacts, OsFact, Stat};
use serde::Deserialize;
use tidewaiter_model::Os;

const STATUS: &str = "var/lib/ubuntu-advantage/status.json";
const SOURCES: &str = "etc/apt/sources.list";
const CREDENTIALS: &str = "etc/apt/auth.conf.d/90ubuntu-advantage";

/// The parts of the server's paths, and the services that the client calls so.
const SERVICES: &[(&str, &str)] = &[
    ("apps", "esm-apps"),
    ("fips", "fips"),
    ("fips-preview", "fips-preview"),
    ("fips-updates", "fips-updates"),
    ("infra", "esm-infra"),
    ("realtime", "realtime-kernel"),
];

pub(super) fn wants(stat: &Stat<'_>) -> bool {
    let path = stat.path;
    match path {
        STATUS => stat.size <= 1 << 20,
        SOURCES | CREDENTIALS => stat.size <= 64 << 10,
        _ => {
            let list = path.strip_prefix("etc/apt/sources.list.d/").unwrap_or("");
            stat.size <= 64 << 10 && (list.ends_with(".list") || list.ends_with(".sources"))
        }
    }
}

/// The services that a file of these speaks of.
pub(super) fn read(text: &str, facts: &mut FileFacts) -> Option<OsFact> {
    entitled(if facts.path == STATUS { status(text, facts) } else { sources(text) })
}

/// The fact that an Ubuntu is entitled to these services, if there are any.
pub(crate) fn entitled(mut subscriptions: Vec<String>) -> Option<OsFact> {
    subscriptions.sort();
    subscriptions.dedup();
    (!subscriptions.is_empty())
        .then(|| OsFact { precedence: 0, os: Os { family: "ubuntu".to_owned(), subscriptions, ..Os::default() } })
}

/// The services that are switched on.
fn status(text: &str, facts: &mut FileFacts) -> Vec<String> {
    #[derive(Deserialize)]
    struct Status {
        #[serde(default)]
        services: Vec<Service>,
    }
    #[derive(Deserialize)]
    struct Service {
        #[serde(default)]
        name: String,
        #[serde(default)]
        status: String,
    }
    let status: Status = match serde_json::from_str(text) {
        Ok(status) => status,
        Err(error) => {
            facts.problem(format!("it does not say what Ubuntu Pro serves: {error}"));
            return Vec::new();
        }
    };
    let is_known = |name: &str| SERVICES.iter().any(|(_, service)| *service == name);
    let enabled = status.services.into_iter().filter(|service| service.status == "enabled" && is_known(&service.name));
    enabled.map(|service| service.name).collect()
}

/// The services whose packages apt may take.
fn sources(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for paragraph in text.split("\n\n") {
        let lines = paragraph.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let is_off = |line: &str| line.to_ascii_lowercase().replace(' ', "") == "enabled:no";
        if lines.clone().any(is_off) {
            continue;
        }
        for after in lines.flat_map(|line| line.split("esm.ubuntu.com/").skip(1)) {
            let part = after.split(['/', ' ']).next().unwrap_or("");
            found.extend(SERVICES.iter().filter(|(known, _)| *known == part).map(|(_, service)| (*service).to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::{OsRelease, merge_os};
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const RELEASE: (&str, &str) = ("etc/os-release", "ID=ubuntu\nVERSION_ID=\"18.04\"\n");

    fn subscriptions(files: &[(&str, &str)]) -> String {
        let files = std::iter::once(&RELEASE).chain(files);
        let facts: Vec<OsFact> = files.filter_map(|(path, text)| read(&OsRelease, path, text.as_bytes()).os).collect();
        let os = merge_os(facts.iter()).unwrap();
        assert_eq!(os.version, "18.04");
        os.subscriptions.join(" ")
    }

    #[test]
    fn the_status_tells() {
        let status = r#"{"attached":true,"services":[{"name":"esm-infra","status":"enabled"},{"name":"esm-apps","status":"disabled"},
            {"name":"livepatch","status":"enabled"},{"name":"fips-updates","status":"enabled"}]}"#;
        assert_eq!(subscriptions(&[(STATUS, status)]), "esm-infra fips-updates");
        assert_eq!(read(&OsRelease, STATUS, b"{").problems.len(), 1);
        assert_survives_damage(&OsRelease, STATUS, status.as_bytes());
    }

    #[test]
    fn lists_of_sources_tell() {
        let list = "# Written by ubuntu-pro-client\ndeb https://esm.ubuntu.com/infra/ubuntu bionic-infra-security main\n\
            # deb-src https://esm.ubuntu.com/apps/ubuntu bionic-apps-security main\n";
        let off = "Types: deb\nURIs: https://esm.ubuntu.com/apps/ubuntu\nEnabled: no\n\nTypes: deb\n\
            URIs: https://esm.ubuntu.com/fips-updates/ubuntu\nSuites: jammy-updates\n";
        let credentials = "machine esm.ubuntu.com/infra/ubuntu/ login bearer password secret  # ubuntu-pro-client\n\
            machine esm.ubuntu.com/realtime/ubuntu/ login bearer password secret\n";
        let path = "etc/apt/sources.list.d/ubuntu-esm-infra.list";
        assert_eq!(subscriptions(&[(path, list)]), "esm-infra");
        assert_eq!(subscriptions(&[("etc/apt/sources.list.d/ubuntu.sources", off)]), "fips-updates");
        assert_eq!(subscriptions(&[(CREDENTIALS, credentials), (path, list)]), "esm-infra realtime-kernel");
        assert_eq!(subscriptions(&[(SOURCES, "deb http://archive.ubuntu.com/ubuntu bionic main\n")]), "");
        assert!(!format!("{:?}", read(&OsRelease, CREDENTIALS, credentials.as_bytes())).contains("secret"));
    }

    #[test]
    fn debian_is_entitled_to_nothing() {
        let facts = [
            read(&OsRelease, "etc/os-release", b"ID=debian\nVERSION_ID=12\n").os.unwrap(),
            read(&OsRelease, SOURCES, b"deb https://esm.ubuntu.com/infra/ubuntu x main\n").os.unwrap(),
        ];
        assert_eq!(merge_os(facts.iter()).unwrap().subscriptions, [""; 0]);
    }
}
