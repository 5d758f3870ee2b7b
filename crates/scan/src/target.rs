//! Which advisories speak of a package: of which ecosystem and releases, under which names and versions.

use std::borrow::Cow;
use tidewaiter_advisory::import::modules::{flavour, name_in_stream};
use tidewaiter_advisory::matching::{Builds, is_modular};
use tidewaiter_inventory::{Advised, Distribution, ecosystem};
use tidewaiter_model::{Os, Package};
use tidewaiter_versions::Order;

/// Where to look for a package's advisories.
pub(crate) struct Target<'a> {
    pub(crate) osv: &'static str,
    pub(crate) releases: Vec<String>,
    pub(crate) questions: Vec<Question<'a>>,
    pub(crate) order: Order,
    pub(crate) same_name: fn(&str, &str) -> bool,
}

/// One name and version to ask for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Question<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) version: Cow<'a, str>,
    pub(crate) builds: Builds,
}

fn same(a: &str, b: &str) -> bool {
    a == b
}

/// `None` for a system package of an unknown or unsupported system.
pub(crate) fn target<'a>(package: &'a Package, system: Option<(&'static Distribution, &Os)>) -> Option<Target<'a>> {
    if let Some(advisories) = ecosystem(&package.ecosystem)?.advisories {
        let (name, version) = (package.name.as_str().into(), package.version.as_str().into());
        return Some(Target {
            osv: advisories.osv,
            releases: vec![String::new()],
            questions: vec![Question { name, version, builds: Builds::Any }],
            order: advisories.order,
            same_name: advisories.same_name,
        });
    }
    let (distribution, os) = system?;
    // A system that does not tell its release is asked for as none, which no advisory of a distribution with releases is about.
    let releases = match (distribution.release)(os) {
        Some(release) => (distribution.scopes)(&release, os),
        None => vec!["?".to_owned()],
    };
    let questions = questions(package, distribution);
    Some(Target { osv: distribution.osv, releases, questions, order: distribution.order, same_name: same })
}

fn questions<'a>(package: &'a Package, distribution: &Distribution) -> Vec<Question<'a>> {
    let (source, source_version) = package.source_name_version();
    let binary = (package.name.as_str(), package.version.as_str());
    let without_epoch = source_version.split_once(':').map_or(source_version, |(_, rest)| rest);
    let asked = match distribution.advised {
        Advised::Source => vec![(source, source_version)],
        Advised::SourceWithoutEpoch => vec![(source, without_epoch)],
        Advised::SourceName => vec![(source, package.version.as_str())],
        Advised::Binary => vec![binary],
        Advised::Either if binary.0 == source => vec![binary],
        Advised::Either => vec![binary, (source, source_version)],
    };
    let builds = match distribution.modular {
        false => Builds::Any,
        true if package.modularity.is_some() || is_modular(&package.version) => Builds::Modular,
        true => Builds::Plain,
    };
    let stream = package.modularity.as_deref().filter(|_| distribution.modular).and_then(stream);
    let flavour = flavour(&package.version).filter(|_| distribution.family == "ol");
    let mut questions = Vec::new();
    for (name, version) in asked {
        if let Some(flavour) = flavour {
            questions.push(Question { name: name_in_stream(flavour, name).into(), version: version.into(), builds });
            continue;
        }
        let version: Cow<'_, str> = version.into();
        questions.extend(stream.map(|stream| Question {
            name: name_in_stream(stream, name).into(),
            version: version.clone(),
            builds,
        }));
        questions.push(Question { name: name.into(), version, builds });
    }
    questions
}

/// `nodejs:18` of `nodejs:18:8080020230206:abcdef`.
fn stream(label: &str) -> Option<&str> {
    let mut colons = label.match_indices(':').map(|(at, _)| at);
    colons.next()?;
    label.get(..colons.next().unwrap_or(label.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_inventory::distribution;
    use tidewaiter_model::SourcePackage;

    fn asked(family: &str, package: &Package) -> Vec<(String, String)> {
        let os = Os { family: family.to_owned(), version: "9.3".to_owned(), ..Os::default() };
        let target = target(package, Some((distribution(family).unwrap(), &os))).unwrap();
        target.questions.into_iter().map(|q| (q.name.into_owned(), q.version.into_owned())).collect()
    }

    fn package(modularity: Option<&str>) -> Package {
        Package {
            ecosystem: "rpm".into(),
            name: "npm".to_owned(),
            version: "1:8.0-1.module_el9".to_owned(),
            source: Some(SourcePackage { name: "nodejs".to_owned(), version: "1:18.0-1.module_el9".to_owned() }),
            modularity: modularity.map(str::to_owned),
            ..Package::default()
        }
    }

    fn pair(name: &str, version: &str) -> (String, String) {
        (name.to_owned(), version.to_owned())
    }

    #[test]
    fn each_distribution_asks_in_its_own_words() {
        let plain = package(None);
        assert_eq!(asked("almalinux", &plain), [pair("npm", "1:8.0-1.module_el9")]);
        assert_eq!(asked("photon", &plain), [pair("npm", "1:8.0-1.module_el9"), pair("nodejs", "1:18.0-1.module_el9")]);
        assert_eq!(asked("azurelinux", &plain), [pair("nodejs", "18.0-1.module_el9")]);
        assert_eq!(asked("wolfi", &plain), [pair("nodejs", "1:8.0-1.module_el9")]);
        assert_eq!(asked("arch", &plain), [pair("npm", "1:8.0-1.module_el9")]);
        assert_eq!(asked("gentoo", &plain), [pair("npm", "1:8.0-1.module_el9")]);
        assert_eq!(asked("sles", &plain), [pair("nodejs", "1:18.0-1.module_el9")]);
    }

    #[test]
    fn a_package_of_a_module_asks_for_its_stream() {
        let modular = package(Some("nodejs:18:9030020231013:abcdef"));
        let version = "1:8.0-1.module_el9";
        assert_eq!(asked("almalinux", &modular), [pair("nodejs:18::npm", version), pair("npm", version)]);
    }

    #[test]
    fn a_flavour_of_oracle_linux_asks_for_its_own_fixes() {
        let fips = Package { version: "10:3.0.7-25.0.1.el9_fips".to_owned(), ..package(None) };
        assert_eq!(asked("ol", &fips), [pair("fips::npm", "10:3.0.7-25.0.1.el9_fips")]);
        assert_eq!(asked("almalinux", &fips), [pair("npm", "10:3.0.7-25.0.1.el9_fips")]);
    }

    #[test]
    fn an_unknown_release_is_not_taken_for_none() {
        let os = Os { family: "alpine".to_owned(), version: "nonsense".to_owned(), ..Os::default() };
        let package = Package { ecosystem: "apk".into(), name: "a".to_owned(), version: "1".to_owned(), ..Package::default() };
        assert_eq!(target(&package, Some((distribution("alpine").unwrap(), &os))).unwrap().releases, ["?"]);
    }
}
