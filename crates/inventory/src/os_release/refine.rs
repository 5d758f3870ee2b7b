//! What apk's repositories tell of a release: that an Alpine takes its packages from edge.
//!
//! Format: <https://wiki.alpinelinux.org/wiki/Repositories>.

use crate::{OsFact, Stat};
use tidewaiter_model::Os;

pub(super) const REPOSITORIES: &str = "etc/apk/repositories";
/// The version of an Alpine that follows edge.
pub(super) const EDGE: &str = "edge";

pub(super) fn wants(stat: &Stat<'_>) -> bool {
    stat.path == REPOSITORIES && stat.size <= 64 << 10
}

/// Whether packages come from edge: a line that is no comment names its `main`.
pub(super) fn edge(text: &str) -> Option<OsFact> {
    let mut urls =
        text.lines().map(str::trim).filter(|line| !line.starts_with('#')).filter_map(|line| line.split(' ').next_back());
    urls.any(|url| url.trim_end_matches('/').ends_with("/edge/main"))
        .then(|| OsFact { precedence: 0, os: Os { family: "alpine".to_owned(), version: EDGE.to_owned(), ..Os::default() } })
}

#[cfg(test)]
mod tests {
    use super::super::{OsRelease, merge_os};
    use super::*;
    use crate::testing::read;

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
}
