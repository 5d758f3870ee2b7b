//! Ubuntu.
//!
//! OSV: `Ubuntu:22.04:LTS`, `Ubuntu:24.10`, and with names of services of Ubuntu Pro between, `Ubuntu:Pro:18.04:LTS`,
//! `Ubuntu:Pro:FIPS-updates:22.04:LTS`, `Ubuntu:Pro:Realtime:22.04:LTS`; names of source packages. Where a record speaks of
//! several, the most special counts: the certified builds of FIPS have version numbers of their own, which say nothing beside
//! those of the others.
//! Limits: on a system with FIPS a package that was not replaced by its certified build is judged by the fixes of that.

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

/// Services of Ubuntu Pro and the parts of OSV's names that are asked for them. Fixes of FIPS's one stream are in the other
/// as well, sooner or later.
const SERVICES: &[(&str, &[&str])] = &[
    ("fips-preview", &["FIPS-preview", "FIPS-updates", "FIPS"]),
    ("fips-updates", &["FIPS-updates", "FIPS"]),
    ("fips", &["FIPS", "FIPS-updates"]),
    ("realtime-kernel", &["Realtime"]),
];

fn scopes(release: &str, os: &Os) -> Vec<String> {
    let suffix = if is_lts(release) { ":LTS" } else { "" };
    let has = |service: &str| os.subscriptions.iter().any(|name| name == service);
    let mut scopes: Vec<String> = Vec::new();
    for part in SERVICES.iter().filter(|(service, _)| has(service)).flat_map(|(_, parts)| *parts) {
        let scope = format!("Pro:{part}:{release}{suffix}");
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    // Whoever has one service has the others at his disposal.
    if !os.subscriptions.is_empty() {
        scopes.push(format!("Pro:{release}{suffix}"));
    }
    scopes.push(format!("{release}{suffix}"));
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
        assert_eq!(
            of("20.04", &["esm-apps", "fips-updates"]).unwrap(),
            ["Pro:FIPS-updates:20.04:LTS", "Pro:FIPS:20.04:LTS", "Pro:20.04:LTS", "20.04:LTS"]
        );
        assert_eq!(of("22.04", &["realtime-kernel"]).unwrap(), ["Pro:Realtime:22.04:LTS", "Pro:22.04:LTS", "22.04:LTS"]);
        assert_eq!(of("", &[]), None);
    }
}
