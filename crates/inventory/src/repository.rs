//! Packages that are taken from a repository and not from a registry.
//!
//! Specification: <https://github.com/package-url/purl-spec/tree/main/types>: `github` and `bitbucket` have purls of their own,
//! in lower case; others are `generic` with `vcs_url`.

use tidewaiter_model::Purl;

/// The purl of a commit, tag or branch of a repository, and of what it is called by those who take it from there.
pub(crate) fn purl(url: &str, called: &str, reference: &str) -> Purl {
    let (host, path) = host_and_path(url);
    let kind = match host {
        "github.com" => "github",
        "bitbucket.org" => "bitbucket",
        _ => "",
    };
    match path.to_ascii_lowercase().split_once('/') {
        Some((owner, name)) if !kind.is_empty() && !name.contains('/') => Purl::new(kind, owner, name, reference),
        _ => {
            let at = if reference.is_empty() { String::new() } else { format!("@{reference}") };
            Purl::new("generic", "", called, reference).with("vcs_url", &format!("git+{url}{at}"))
        }
    }
}

/// `github.com` and `owner/name` of `https://github.com/owner/name.git` and `git@github.com:owner/name.git`.
pub(crate) fn host_and_path(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    // Who asks, and with which password, is nobody's business.
    let rest = match rest.split_once('@') {
        Some((user, rest)) if !user.contains('/') => rest,
        _ => rest,
    };
    let (host, path) = match rest.split_once(['/', ':']) {
        // A port.
        Some((host, path))
            if path.starts_with(|c: char| c.is_ascii_digit()) && rest.get(host.len()..).is_some_and(|r| r.starts_with(':')) =>
        {
            (host, path.split_once('/').map_or("", |(_, path)| path))
        }
        parts => parts.unwrap_or((rest, "")),
    };
    let path = path.trim_matches('/');
    (host, path.strip_suffix(".git").unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_a_url_are_one() {
        for url in [
            "https://github.com/Owner/name.git",
            "git@github.com:owner/name.git",
            "ssh://git@github.com/owner/name",
            "https://user:secret@github.com/owner/name/",
            "ssh://git@github.com:22/owner/name?x#y",
        ] {
            let (host, path) = host_and_path(url);
            assert_eq!((host, path.to_lowercase().as_str()), ("github.com", "owner/name"), "{url}");
        }
        assert_eq!(host_and_path(""), ("", ""));
    }

    #[test]
    fn purls_name_the_repository() {
        let told = |url| purl(url, "tool", "v1").to_string();
        assert_eq!(told("https://github.com/Owner/Name.git"), "pkg:github/owner/name@v1");
        assert_eq!(told("../tool"), "pkg:generic/tool@v1?vcs_url=git%2B..%2Ftool%40v1");
        assert_eq!(purl("https://h/a", "a", "").to_string(), "pkg:generic/a?vcs_url=git%2Bhttps:%2F%2Fh%2Fa");
    }
}
