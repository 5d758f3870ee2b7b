//! Who publishes under which identifiers. A new publisher is a line here.

use tidewaiter_model::DataSource;

/// Prefix of ids, OSV ecosystem (empty: any), id, name for people, home.
const PUBLISHERS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "GHSA-",
        "npm",
        "ghsa",
        "GitHub Security Advisory npm",
        "https://github.com/advisories?query=type%3Areviewed+ecosystem%3Anpm",
    ),
    (
        "GHSA-",
        "PyPI",
        "ghsa",
        "GitHub Security Advisory pip",
        "https://github.com/advisories?query=type%3Areviewed+ecosystem%3Apip",
    ),
    (
        "GHSA-",
        "Maven",
        "ghsa",
        "GitHub Security Advisory Maven",
        "https://github.com/advisories?query=type%3Areviewed+ecosystem%3Amaven",
    ),
    (
        "GHSA-",
        "RubyGems",
        "ghsa",
        "GitHub Security Advisory RubyGems",
        "https://github.com/advisories?query=type%3Areviewed+ecosystem%3Arubygems",
    ),
    ("GHSA-", "", "ghsa", "GitHub Security Advisory", "https://github.com/advisories"),
    // Trivy's database tells GitHub's and others' advisories under the CVE alone.
    ("CVE-", "npm", "ghsa", "GitHub Security Advisory npm", "https://github.com/advisories"),
    ("CVE-", "PyPI", "ghsa", "GitHub Security Advisory pip", "https://github.com/advisories"),
    ("CVE-", "Maven", "ghsa", "GitHub Security Advisory Maven", "https://github.com/advisories"),
    ("CVE-", "RubyGems", "ghsa", "GitHub Security Advisory RubyGems", "https://github.com/advisories"),
    ("CVE-", "Packagist", "ghsa", "GitHub Security Advisory Composer", "https://github.com/advisories"),
    ("CVE-", "NuGet", "ghsa", "GitHub Security Advisory NuGet", "https://github.com/advisories"),
    ("CVE-", "Go", "govulndb", "The Go Vulnerability Database", "https://pkg.go.dev/vuln/"),
    ("CVE-", "crates.io", "rustsec", "RustSec Advisory Database", "https://rustsec.org"),
    ("GO-", "", "govulndb", "The Go Vulnerability Database", "https://pkg.go.dev/vuln/"),
    ("PYSEC-", "", "pysec", "Python Packaging Advisory Database", "https://github.com/pypa/advisory-database"),
    ("RUSTSEC-", "", "rustsec", "RustSec Advisory Database", "https://rustsec.org"),
    ("HSEC-", "", "haskell", "Haskell Security Advisory Database", "https://github.com/haskell/security-advisories"),
    ("JLSEC-", "", "julia", "Julia Ecosystem Security Advisories", "https://github.com/JuliaLang/SecurityAdvisories.jl"),
    ("RSEC-", "", "rconsortium", "R Consortium Advisory Database", "https://github.com/RConsortium/r-advisory-database"),
    ("BIT-", "", "bitnami", "Bitnami Vulnerability Database", "https://github.com/bitnami/vulndb"),
    ("", "Debian", "debian", "Debian Security Tracker", "https://salsa.debian.org/security-tracker-team/security-tracker"),
    ("", "Alpine", "alpine", "Alpine Secdb", "https://secdb.alpinelinux.org/"),
    ("", "Ubuntu", "ubuntu", "Ubuntu CVE Tracker", "https://ubuntu.com/security/cves"),
    ("", "Red Hat", "redhat", "Red Hat Security Data", "https://security.access.redhat.com/data/"),
    ("", "Rocky Linux", "rocky", "Rocky Linux Errata", "https://errata.rockylinux.org/"),
    ("", "Oracle Linux", "oracle-oval", "Oracle Linux Errata", "https://linux.oracle.com/security/"),
    ("", "Amazon Linux", "amazon", "Amazon Linux Security Center", "https://alas.aws.amazon.com/"),
    ("", "SUSE", "suse-cvrf", "SUSE Security Advisories", "https://www.suse.com/support/security/"),
    ("", "openSUSE", "suse-cvrf", "SUSE Security Advisories", "https://www.suse.com/support/security/"),
    ("", "Photon OS", "photon", "Photon OS Security Advisories", "https://github.com/vmware/photon/wiki/Security-Advisories"),
    ("", "Arch Linux", "arch-linux", "Arch Linux Security", "https://security.archlinux.org/"),
    ("", "Bottlerocket", "bottlerocket", "Bottlerocket Security Advisories", "https://advisories.bottlerocket.aws/"),
    ("", "Azure Linux", "azure", "Azure Linux Vulnerability Data", "https://github.com/microsoft/AzureLinuxVulnerabilityData"),
    ("", "openEuler", "openeuler", "openEuler Security Advisories", "https://www.openeuler.org/en/security/security-bulletins"),
    ("", "Wolfi", "wolfi", "Wolfi Secdb", "https://packages.wolfi.dev/os/security.json"),
    ("", "Chainguard", "chainguard", "Chainguard Security Data", "https://packages.cgr.dev/chainguard/security.json"),
    ("", "MinimOS", "minimos", "MinimOS Security Data", "https://packages.mini.dev/advisories/secdb/security.json"),
    ("", "Echo", "echo", "Echo", "https://advisory.echohq.com/data.json"),
    ("", "Alpaquita", "alpaquita", "BellSoft Alpaquita Linux Security Advisories", "https://docs.bell-sw.com/security/"),
    // Trivy's database tells theirs under the CVE alone.
    ("", "ConanCenter", "glad", "GitLab Advisory Database Community", "https://gitlab.com/gitlab-org/advisories-community"),
    ("", "Julia", "julia", "Julia Ecosystem Security Advisories", "https://github.com/JuliaLang/SecurityAdvisories.jl"),
    ("", "AlmaLinux", "alma", "AlmaLinux Product Errata", "https://errata.almalinux.org/"),
];

/// Who published a record of this id in an OSV ecosystem.
#[must_use]
pub fn publisher(id: &str, ecosystem: &str) -> DataSource {
    let known = PUBLISHERS.iter().find(|(prefix, of, ..)| id.starts_with(prefix) && (of.is_empty() || *of == ecosystem));
    let (source, name, url) =
        known.map_or(("osv", ecosystem, "https://osv.dev"), |(_, _, source, name, url)| (*source, *name, *url));
    DataSource { id: source.to_owned(), name: name.to_owned(), url: url.to_owned() }
}

/// Whose rating a record carries for the whole of its vulnerability: a distribution that tells it under the CVE's own name passes
/// on NVD's, but for those that rate and score each CVE themselves.
pub(crate) fn rating_source(id: &str, ecosystem: &str) -> String {
    const RATING: [&str; 4] = ["Red Hat", "SUSE", "openEuler", "openSUSE"];
    if id.contains("CVE-") && !RATING.contains(&ecosystem) { "nvd".to_owned() } else { publisher(id, ecosystem).id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_decides_before_the_ecosystem() {
        let id = |id, ecosystem| publisher(id, ecosystem).id;
        assert_eq!(id("GHSA-x", "npm"), "ghsa");
        assert_eq!(id("CVE-2024-1", "Debian"), "debian");
        assert_eq!(id("CVE-2024-1", "Alpine"), "alpine");
        assert_eq!(id("PYSEC-1", "PyPI"), "pysec");
        assert_eq!(id("CVE-2024-1", "ConanCenter"), "glad");
        assert_eq!(id("JLSEC-2025-1", "Julia"), "julia");
        assert_eq!(id("RSEC-2023-1", "CRAN"), "rconsortium");
        assert_eq!(id("X-1", "Somewhere"), "osv");
        assert_eq!(rating_source("CVE-2024-1", "Ubuntu"), "nvd");
        assert_eq!(rating_source("CVE-2024-1", "Red Hat"), "redhat");
        assert_eq!(rating_source("GHSA-1", "npm"), "ghsa");
    }
}
