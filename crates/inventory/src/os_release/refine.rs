//! What other files tell of a release: that an Alpine takes its packages from edge, and what an Ubuntu is entitled to.
//!
//! Formats: <https://wiki.alpinelinux.org/wiki/Repositories>; the status that `pro status --format json` writes,
//! <https://documentation.ubuntu.com/pro-client/en/latest/references/api/>.

use crate::{FileFacts, OsFact, Stat};
use serde::Deserialize;
use tidewaiter_model::Os;

pub(super) const REPOSITORIES: &str = "etc/apk/repositories";
pub(super) const UBUNTU_PRO: &str = "var/lib/ubuntu-advantage/status.json";
/// The version of an Alpine that follows edge.
pub(super) const EDGE: &str = "edge";

pub(super) fn wants(stat: &Stat<'_>) -> bool {
    match stat.path {
        REPOSITORIES => stat.size <= 64 << 10,
        UBUNTU_PRO => stat.size <= 1 << 20,
        _ => false,
    }
}

/// Whether packages come from edge: a line that is no comment names its `main`.
pub(super) fn edge(text: &str) -> Option<OsFact> {
    let mut urls =
        text.lines().map(str::trim).filter(|line| !line.starts_with('#')).filter_map(|line| line.split(' ').next_back());
    urls.any(|url| url.trim_end_matches('/').ends_with("/edge/main"))
        .then(|| OsFact { precedence: 0, os: Os { family: "alpine".to_owned(), version: EDGE.to_owned(), ..Os::default() } })
}

/// The services that are switched on.
pub(super) fn ubuntu_pro(text: &str, facts: &mut FileFacts) -> Option<OsFact> {
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
            return None;
        }
    };
    let enabled = status.services.into_iter().filter(|service| service.status == "enabled" && service.name.starts_with("esm-"));
    let subscriptions: Vec<String> = enabled.map(|service| service.name).collect();
    (!subscriptions.is_empty())
        .then(|| OsFact { precedence: 0, os: Os { family: "ubuntu".to_owned(), subscriptions, ..Os::default() } })
}

#[cfg(test)]
mod tests {
    use super::super::{OsRelease, merge_os};
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    fn os(files: &[(&str, &str)]) -> Os {
        let facts: Vec<OsFact> = files.iter().filter_map(|(path, text)| read(&OsRelease, path, text.as_bytes()).os).collect();
        merge_os(facts.iter()).unwrap()
    }

    #[test]
    fn an_alpine_with_the_repositories_of_edge_is_edge() {
        let release = ("etc/os-release", "ID=alpine\nVERSION_ID=3.21.0_alpha20240807\n");
        let edge = "# https://x/alpine/v3.20/main\nhttps://x/alpine/edge/main\nhttps://x/alpine/edge/community/\n";
        assert_eq!(os(&[release, (REPOSITORIES, edge)]).version, "edge");
        let testing = "https://x/alpine/v3.20/main\n#https://x/alpine/edge/main\n@testing https://x/alpine/edge/testing\n";
        assert_eq!(os(&[release, (REPOSITORIES, testing)]).version, "3.21.0_alpha20240807");
    }

    #[test]
    fn ubuntu_pro_is_known_by_its_status() {
        let status = r#"{"attached":true,"services":[{"name":"esm-infra","status":"enabled"},{"name":"esm-apps","status":"disabled"},
            {"name":"livepatch","status":"enabled"}]}"#;
        let ubuntu = os(&[("etc/os-release", "ID=ubuntu\nVERSION_ID=\"18.04\"\n"), (UBUNTU_PRO, status)]);
        assert_eq!((ubuntu.version.as_str(), ubuntu.subscriptions.as_slice()), ("18.04", &["esm-infra".to_owned()][..]));
        assert_eq!(read(&OsRelease, UBUNTU_PRO, b"{").problems.len(), 1);
        assert_survives_damage(&OsRelease, UBUNTU_PRO, status.as_bytes());
    }
}
