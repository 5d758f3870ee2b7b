//! What the formats have in common: components with package URLs, and which of them are packages that we know.

use super::OTHER;
use crate::graph::MAX_ID;
use crate::registry::stated_as;
use crate::{FileFacts, OsFact, binary, license};
use std::collections::HashMap;
use tidewaiter_model::{Class, Os, Package, Purl, SourcePackage};

/// What a document states, in any format.
#[derive(Debug, Default)]
pub(super) struct Bill {
    /// The system, if it names one.
    pub(super) os: Option<Os>,
    /// Everything else.
    pub(super) components: Vec<Component>,
    /// What could not be read.
    pub(super) problems: Vec<String>,
}

/// One component.
#[derive(Debug, Default)]
pub(super) struct Component {
    /// How the document refers to it.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// Its version; empty if none is told.
    pub(super) version: String,
    /// Its package URL; empty if none is told.
    pub(super) purl: String,
    /// Who supplies or publishes it.
    pub(super) supplier: Option<String>,
    /// Licences, as they are written.
    pub(super) licenses: Vec<String>,
    /// The source package: its name, and its version if that is told.
    pub(super) source: Option<(String, Option<String>)>,
    /// Where in the artifact it is.
    pub(super) path: Option<String>,
    /// What it depends on, as the document refers to it.
    pub(super) depends_on: Vec<String>,
}

impl Bill {
    /// States the packages, each once.
    pub(super) fn state(self, facts: &mut FileFacts) {
        for problem in self.problems {
            facts.problem(problem);
        }
        let mut packages: Vec<(String, Vec<String>, Package)> = Vec::new();
        let (mut nameless, mut distro) = (0, None);
        for component in self.components {
            let purl: Purl = match component.purl.parse() {
                Ok(purl) => purl,
                Err(_) if component.purl.is_empty() => {
                    nameless += 1;
                    continue;
                }
                Err(error) => {
                    facts.problem(format!("{}: the package URL {} is broken: {error}", component.name, component.purl));
                    continue;
                }
            };
            distro = distro.or_else(|| system_of(&purl));
            let path = component.path.clone().unwrap_or_else(|| facts.path.clone());
            let (id, depends_on) = (component.id.clone(), component.depends_on.clone());
            packages.push((id, depends_on, package(component, purl, path)));
        }
        if nameless > 0 {
            facts.problem(format!("{nameless} components have no package URL and were not judged"));
        }
        // Every edge repeats the id that it leads to.
        let is_edge = |(_, _, package): &&(String, Vec<String>, Package)| package.id().len() <= MAX_ID;
        let ids: HashMap<String, String> =
            packages.iter().filter(is_edge).map(|(id, _, package)| (id.clone(), package.id())).collect();
        let mut seen = std::collections::HashSet::new();
        for (_, depends_on, mut package) in packages {
            package.depends_on = depends_on.iter().filter_map(|id| ids.get(id)).cloned().collect();
            if seen.insert((package.purl.as_ref().map(ToString::to_string), package.path.clone())) {
                facts.packages.push(package);
            }
        }
        let mut os = self.os.or(distro);
        if let Some(ubuntu) = os.as_mut().filter(|os| os.family == "ubuntu")
            && let Some(entitlement) = crate::dpkg::entitlement(facts)
        {
            ubuntu.subscriptions = entitlement.os.subscriptions;
        }
        facts.os = os.map(|os| OsFact { precedence: 0, os });
    }
}

/// A component in the report's words.
fn package(component: Component, mut purl: Purl, path: String) -> Package {
    // Syft states programs that nobody packaged so.
    let program = binary::advised(&purl.name).filter(|_| purl.kind == "generic" && purl.namespace.is_empty());
    let ecosystem = if program.is_some() { &binary::ECOSYSTEM } else { stated_as(&purl.kind).unwrap_or(&OTHER) };
    let is_system = ecosystem.class == Class::OsPkgs;
    let name = match purl.kind.as_str() {
        "generic" if program.is_some() => program.unwrap_or_default().to_owned(),
        "ebuild" if !purl.namespace.is_empty() => format!("{}/{}", purl.namespace, purl.name),
        _ if is_system || purl.namespace.is_empty() => purl.name.clone(),
        "maven" => format!("{}:{}", purl.namespace, purl.name),
        "bitnami" | "conan" | "hex" | "pub" => purl.name.clone(),
        // Syft puts the end of a module's path where others name a folder within the module.
        "golang" if component.name == format!("{}/{}/{}", purl.namespace, purl.name, purl.subpath) => component.name.clone(),
        _ => format!("{}/{}", purl.namespace, purl.name),
    };
    purl.version = known(purl.version);
    if purl.kind == "golang" && purl.version.starts_with(|c: char| c.is_ascii_digit()) {
        // Go's own versions begin with a v, which Syft leaves out for the standard library.
        purl.version.insert(0, 'v');
    }
    let epoch = purl.qualifier("epoch").filter(|epoch| is_system && *epoch != "0" && !purl.version.contains(':'));
    let version = match epoch {
        Some(epoch) => format!("{epoch}:{}", purl.version),
        None if purl.version.is_empty() => known(component.version),
        None => purl.version.clone(),
    };
    let source = component.source.or_else(|| upstream(&purl)).filter(|_| is_system);
    let source = source.map(|(name, source_version)| {
        let source_version = match (source_version, version.split_once(':')) {
            // A source rpm's name has no epoch, which is that of its packages.
            (Some(told), Some((epoch, _))) if purl.kind == "rpm" && !told.contains(':') => format!("{epoch}:{told}"),
            (Some(told), _) => told,
            (None, _) => version.clone(),
        };
        SourcePackage { name, version: source_version }
    });
    let supplier = component.supplier.filter(|supplier| !supplier.is_empty() && supplier != "NOASSERTION");
    let third_party = match purl.kind.as_str() {
        "deb" => supplier.as_deref().and_then(crate::dpkg::third_party).map(str::to_owned),
        "rpm" => supplier.clone().filter(|vendor| !crate::rpm::is_distribution(vendor)),
        _ => None,
    };
    let mut licenses = Vec::new();
    let is_told = |license: &&String| !license.is_empty() && *license != "NOASSERTION" && *license != "NONE";
    let told = component.licenses.iter().filter(is_told).flat_map(|statement| license::names(statement));
    told.for_each(|name| license::add(&mut licenses, &name));
    let arch = purl.qualifier("arch").map(str::to_owned);
    let modularity = purl.qualifier("modularitylabel").map(str::to_owned);
    // What the report adds itself.
    purl.qualifiers.retain(|(key, _)| key != "distro" && key != "upstream" && key != "package-id");
    Package {
        ecosystem: ecosystem.id.into(),
        name,
        version,
        arch,
        source,
        licenses,
        maintainer: supplier,
        third_party,
        modularity,
        path,
        purl: Some(purl),
        ..Package::default()
    }
}

/// A version, unless it is a word for none.
fn known(version: String) -> String {
    if matches!(version.as_str(), "(devel)" | "UNKNOWN" | "NOASSERTION") { String::new() } else { version }
}

/// The source package of the qualifier that Syft introduced: `openssl@3.0.9-1`, `mpfr4`, `bash-5.1.8-6.el9.src.rpm`.
fn upstream(purl: &Purl) -> Option<(String, Option<String>)> {
    let upstream = purl.qualifier("upstream").or_else(|| purl.qualifier("sourcerpm"))?;
    if let Some((name, version)) = crate::rpm::source(upstream) {
        return Some((name.to_owned(), Some(version.to_owned())));
    }
    match upstream.split_once('@') {
        Some((name, version)) => Some((name.to_owned(), Some(version.to_owned()))),
        None => Some((upstream.to_owned(), None)),
    }
}

/// `debian` and `12.8` of a system package's `distro=debian-12.8`.
fn system_of(purl: &Purl) -> Option<Os> {
    stated_as(&purl.kind).filter(|ecosystem| ecosystem.class == Class::OsPkgs)?;
    let distro = purl.qualifier("distro")?;
    match distro.rsplit_once('-') {
        Some((family, version)) if version.starts_with(|c: char| c.is_ascii_digit()) => Some(system(family, version)),
        Some((family, "rolling" | "")) => Some(system(family, "")),
        _ if distro.starts_with(|c: char| c.is_ascii_digit()) => Some(system(&purl.namespace, distro)),
        _ => Some(system(distro, "")),
    }
}

/// A system by what other scanners call it.
pub(super) fn system(name: &str, version: &str) -> Os {
    let name = name.to_ascii_lowercase();
    let family = match name.as_str() {
        "alma" => "almalinux",
        "amazon" => "amzn",
        "cbl-mariner" => "mariner",
        "oracle" => "ol",
        "redhat" => "rhel",
        "opensuse.leap" => "opensuse-leap",
        "opensuse.tumbleweed" => "opensuse-tumbleweed",
        "suse linux enterprise server" => "sles",
        "suse linux enterprise micro" => "sle-micro",
        family => family,
    };
    Os { family: family.to_owned(), version: version.to_owned(), ..Os::default() }
}
