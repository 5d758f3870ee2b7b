//! Debian.
//!
//! OSV: `Debian:12`, with names of source packages.
//! Limits: sid is taken for the next release, `forky`, whose packages it becomes; advisories that do not know that release
//! yet make a gap in the coverage.

use crate::{Advised, Distribution};
use tidewaiter_model::Os;

/// Debian.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "debian",
    osv: "Debian",
    release,
    scopes: Distribution::own_release,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::DPKG,
    purl_namespace: "debian",
};

const CODENAMES: [(&str, &str); 9] = [
    ("wheezy", "7"),
    ("jessie", "8"),
    ("stretch", "9"),
    ("buster", "10"),
    ("bookworm", "12"),
    ("bullseye", "11"),
    ("trixie", "13"),
    ("forky", "14"),
    ("sid", "14"),
];

/// `12` of `12.8`, `6.0` of `6.0.10`; by the codename where there is no number.
fn release(os: &Os) -> Option<String> {
    let digits: String = os.version.chars().take_while(char::is_ascii_digit).collect();
    match digits.parse::<u32>() {
        Ok(major) if major < 7 => Some(os.version.splitn(3, '.').take(2).collect::<Vec<_>>().join(".")),
        Ok(major) => Some(major.to_string()),
        Err(_) => {
            let name = os.version.split('/').next().filter(|name| !name.is_empty()).or(os.codename.as_deref())?;
            CODENAMES.iter().find(|(codename, _)| *codename == name).map(|(_, release)| (*release).to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_named_as_osv_names_them() {
        let of = |version: &str, codename: Option<&str>| {
            release(&Os { version: version.to_owned(), codename: codename.map(str::to_owned), ..Os::default() })
        };
        assert_eq!(of("12.8", None).as_deref(), Some("12"));
        assert_eq!(of("6.0.10", None).as_deref(), Some("6.0"));
        assert_eq!(of("trixie/sid", None).as_deref(), Some("13"));
        assert_eq!(of("", Some("bookworm")).as_deref(), Some("12"));
        assert_eq!(of("nonsense", None), None);
    }
}
