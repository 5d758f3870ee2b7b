//! Ubuntu.
//!
//! OSV: `Ubuntu:22.04:LTS`, `Ubuntu:24.10`, and `Ubuntu:Pro:18.04:LTS` for what Ubuntu Pro mends; names of source packages.
//! Limits: the FIPS variants, `Ubuntu:Pro:FIPS:…`, are not told apart.

use crate::{Advised, Distribution};
use tidewaiter_model::Os;

/// Ubuntu.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "ubuntu",
    osv: "Ubuntu",
    release,
    scopes,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::DPKG,
    purl_namespace: "ubuntu",
};

/// `22.04` of `22.04.4`.
fn release(os: &Os) -> Option<String> {
    let mut parts = os.version.split(['.', ' ']);
    let (year, month) = (parts.next()?, parts.next()?);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (is_number(year) && is_number(month)).then(|| format!("{year}.{month}"))
}

fn scopes(release: &str, os: &Os) -> Vec<String> {
    let suffix = if is_lts(release) { ":LTS" } else { "" };
    let mut scopes = vec![format!("{release}{suffix}")];
    if os.subscriptions.iter().any(|name| name.starts_with("esm-")) {
        scopes.insert(0, format!("Pro:{release}{suffix}"));
    }
    scopes
}

/// Every second April since 2008, and June 2006.
fn is_lts(release: &str) -> bool {
    let year = release.split_once('.').filter(|(_, month)| *month == "04").and_then(|(year, _)| year.parse::<u32>().ok());
    release == "6.06" || year.is_some_and(|year| year % 2 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_know_long_support_and_pro() {
        let of = |version: &str, pro: &[&str]| {
            let subscriptions = pro.iter().map(|&name| name.to_owned()).collect();
            let os = Os { version: version.to_owned(), subscriptions, ..Os::default() };
            release(&os).map(|release| scopes(&release, &os))
        };
        assert_eq!(of("22.04.4", &[]).unwrap(), ["22.04:LTS"]);
        assert_eq!(of("24.10", &[]).unwrap(), ["24.10"]);
        assert_eq!(of("25.04", &[]).unwrap(), ["25.04"]);
        assert_eq!(of("18.04", &["esm-infra"]).unwrap(), ["Pro:18.04:LTS", "18.04:LTS"]);
        assert_eq!(of("", &[]), None);
    }
}
