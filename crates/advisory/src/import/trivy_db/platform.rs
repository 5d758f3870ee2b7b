//! Which OSV ecosystem and release a bucket of Trivy's database stands for.

/// An ecosystem and a release of it.
pub(super) struct Platform {
    pub(super) ecosystem: &'static str,
    /// Empty for languages and rolling distributions.
    pub(super) release: String,
}

/// Prefix of the bucket's name and OSV ecosystem; what follows the prefix is the release.
const DISTRIBUTIONS: [(&str, &str); 13] = [
    ("debian ", "Debian"),
    ("alma ", "AlmaLinux"),
    ("rocky ", "Rocky Linux"),
    ("Oracle Linux ", "Oracle Linux"),
    ("amazon linux ", "Amazon Linux"),
    ("Photon OS ", "Photon OS"),
    ("openSUSE ", "openSUSE"),
    ("SUSE ", "SUSE"),
    ("CBL-Mariner ", "Azure Linux"),
    ("Azure Linux ", "Azure Linux"),
    ("wolfi", "Wolfi"),
    ("chainguard", "Chainguard"),
    ("minimos", "MinimOS"),
];

const LANGUAGES: [(&str, &str); 15] = [
    ("npm", "npm"),
    ("composer", "Packagist"),
    ("pip", "PyPI"),
    ("rubygems", "RubyGems"),
    ("cargo", "crates.io"),
    ("nuget", "NuGet"),
    ("maven", "Maven"),
    ("go", "Go"),
    ("conan", "ConanCenter"),
    ("erlang", "Hex"),
    ("pub", "Pub"),
    ("swift", "SwiftURL"),
    ("cocoapods", "CocoaPods"),
    ("bitnami", "Bitnami"),
    ("julia", "Julia"),
];

impl Platform {
    pub(super) fn of(bucket: &str) -> Option<Self> {
        if let Some((language, _)) = bucket.split_once("::") {
            let (_, ecosystem) = LANGUAGES.iter().find(|(name, _)| *name == language)?;
            return Some(Self { ecosystem, release: String::new() });
        }
        if let Some(version) = bucket.strip_prefix("alpine ") {
            let release = if version == "edge" { version.to_owned() } else { format!("v{version}") };
            return Some(Self { ecosystem: "Alpine", release });
        }
        if let Some(version) = bucket.strip_prefix("ubuntu ") {
            return Some(Self { ecosystem: "Ubuntu", release: ubuntu(version) });
        }
        let (prefix, ecosystem) = DISTRIBUTIONS.iter().find(|(prefix, _)| bucket.starts_with(prefix))?;
        Some(Self { ecosystem, release: bucket.get(prefix.len()..)?.to_owned() })
    }
}

/// OSV marks releases with long-term support, every second April, and those that are paid for.
fn ubuntu(version: &str) -> String {
    let (number, is_paid) = version.strip_suffix("-ESM").map_or((version, false), |number| (number, true));
    let year = number.split('.').next().and_then(|year| year.parse::<u32>().ok()).unwrap_or(1);
    let is_long = year % 2 == 0 && number.ends_with(".04");
    format!("{}{number}{}", if is_paid { "Pro:" } else { "" }, if is_long { ":LTS" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_told_apart() {
        for (bucket, expected) in [
            ("alpine 3.18", "Alpine:v3.18"),
            ("alpine edge", "Alpine:edge"),
            ("debian 12", "Debian:12"),
            ("ubuntu 22.04", "Ubuntu:22.04:LTS"),
            ("ubuntu 23.10", "Ubuntu:23.10"),
            ("ubuntu 14.04-ESM", "Ubuntu:Pro:14.04:LTS"),
            ("wolfi", "Wolfi:"),
            ("npm::GitHub Security Advisory npm", "npm:"),
        ] {
            let platform = Platform::of(bucket).unwrap();
            assert_eq!(format!("{}:{}", platform.ecosystem, platform.release), expected);
        }
        assert!(Platform::of("Red Hat CPE").is_none() && Platform::of("k8s::x").is_none());
    }
}
