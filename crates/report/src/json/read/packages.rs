//! Packages, and the vulnerabilities that refer to them.
//!
//! A vulnerability names its package by `PkgIdentifier.UID`; reports that tell no packages tell those that something was found of.

use super::Reading;
use super::document::{Cvss, Package as Told, Vulnerability as ToldVulnerability};
use super::words::{relationship, severity, severity_of_rank, status};
use crate::json::page_of;
use std::collections::{BTreeMap, HashMap};
use tidewaiter_model::{Class, DataSource, Epss, Evidence, Exploited, Package, Purl, Rating, SourcePackage, Vulnerability};

/// The packages of one result.
pub(super) struct Packages<'a> {
    pub(super) packages: Vec<Package>,
    /// Whether versions here have the form `[epoch:]version[-release]`.
    pub(super) evr: bool,
    target: &'a str,
    class: Class,
    /// How many the report tells as packages.
    told: usize,
    by_key: HashMap<String, Vec<usize>>,
}

impl<'a> Packages<'a> {
    pub(super) fn of(told: Vec<Told>, target: &'a str, class: Class, reading: &mut Reading) -> Self {
        let has_parts = |p: &Told| !p.release.is_empty() || p.epoch > 0 || !p.src_release.is_empty() || p.src_epoch > 0;
        // An epoch of zero leaves no part behind, only a version that is not the whole.
        let evr = told.iter().any(|package| has_parts(package) || version(package, reading.is_ours) != package.version);
        let mut packages =
            Self { packages: Vec::with_capacity(told.len()), evr, target, class, told: told.len(), by_key: HashMap::new() };
        for told in told {
            let uid = told.identifier.uid.clone();
            let package = packages.package(told, reading);
            packages.add(package, &uid);
        }
        packages
    }

    fn package(&self, told: Told, reading: &mut Reading) -> Package {
        let version = version(&told, reading.is_ours);
        let source = SourcePackage { name: told.src_name, version: whole(told.src_epoch, &told.src_version, &told.src_release) };
        let is_own = source.name == told.name && source.version == version;
        let is_system = self.class == Class::OsPkgs;
        let digest = told.digest.filter(|digest| reading.is_ours || digest.starts_with("sha1:"));
        Package {
            ecosystem: told.analyzed_by.into(),
            arch: told.arch,
            source: Some(source).filter(|source| is_system && !is_own && !source.name.is_empty()),
            licenses: told.licenses,
            maintainer: told.maintainer,
            third_party: told
                .repository
                .filter(|repository| repository.class == "third-party")
                .map(|r| r.vendor.unwrap_or_default()),
            evidence: digest.map(|digest| Evidence { digest, namespace: String::new() }),
            depends_on: told.depends_on,
            dev: told.dev,
            relationship: relationship(&told.relationship, told.indirect),
            modularity: told.modularity_label,
            path: self.path(told.file_path),
            purl: told.identifier.purl.parse().ok(),
            upgrade_to: None,
            layer: reading.layers.index(&told.layer),
            name: told.name,
            version,
        }
    }

    /// The file that states a language's package is the target, where none is named.
    fn path(&self, told: Option<String>) -> String {
        told.unwrap_or_else(|| if self.class == Class::LangPkgs { self.target.to_owned() } else { String::new() })
    }

    fn add(&mut self, package: Package, uid: &str) -> usize {
        let index = self.packages.len();
        let key = key(uid, &package.name, &package.version);
        self.by_key.entry(key).or_default().push(index);
        self.packages.push(package);
        index
    }

    pub(super) fn vulnerability(&mut self, told: ToldVulnerability, reading: &mut Reading) -> Vulnerability {
        let package = self.package_of(&told, reading);
        let usual = page_of(&told.vulnerability_id);
        Vulnerability {
            package,
            primary_url: Some(told.primary_url).filter(|url| !url.is_empty() && *url != usual),
            id: told.vulnerability_id,
            vendor_ids: told.vendor_ids,
            fixed_version: told.fixed_version,
            upgrade_to: told.upgrade_to,
            status: status(&told.status),
            severity: severity(&told.severity),
            severity_source: told.severity_source,
            ratings: ratings(told.vendor_severity, told.cvss),
            exploited: told.known_exploited.map(|exploited| Exploited {
                added: exploited.date_added,
                due: exploited.due_date,
                by_ransomware: exploited.ransomware,
            }),
            epss: told.epss.map(|epss| Epss { probability: epss.probability, percentile: epss.percentile }),
            data_source: DataSource { id: told.data_source.id, name: told.data_source.name, url: told.data_source.url },
            title: told.title,
            description: told.description,
            cwe_ids: told.cwe_ids,
            references: told.references,
            published: told.published_date,
            modified: told.last_modified_date,
        }
    }

    /// The package that a vulnerability means; a new one, if the report does not tell packages.
    fn package_of(&mut self, told: &ToldVulnerability, reading: &mut Reading) -> usize {
        let uid = &told.pkg_identifier.uid;
        let purl: Option<Purl> = told.pkg_identifier.purl.parse().ok();
        let layer = reading.layers.index(&told.layer);
        let known = self.by_key.get(&key(uid, &told.pkg_name, &told.installed_version)).map(Vec::as_slice).unwrap_or_default();
        let is_meant = |package: &Package| {
            let is_there = told.pkg_path.as_ref().is_none_or(|path| *path == package.path);
            is_there && package.purl == purl && package.layer == layer && package.version == told.installed_version
        };
        let meant = known.iter().copied().find(|index| self.packages.get(*index).is_some_and(is_meant));
        let likely = || known.first().copied().filter(|index| *index < self.told);
        if let Some(index) = meant.or_else(likely) {
            return index;
        }
        let package = Package {
            name: told.pkg_name.clone(),
            version: told.installed_version.clone(),
            path: self.path(told.pkg_path.clone()),
            purl,
            layer,
            ..Package::default()
        };
        self.add(package, uid)
    }
}

fn key(uid: &str, name: &str, version: &str) -> String {
    if uid.is_empty() { format!("{name}@{version}") } else { uid.to_owned() }
}

/// The whole version. Ours say it as it stands, which cannot always be put together again.
fn version(told: &Told, is_ours: bool) -> String {
    match told.id.strip_prefix(&told.name) {
        Some(rest) if is_ours => rest.strip_prefix('@').unwrap_or_default().to_owned(),
        _ => whole(told.epoch, &told.version, &told.release),
    }
}

/// `[epoch:]version[-release]`.
fn whole(epoch: u64, version: &str, release: &str) -> String {
    let epoch = if epoch > 0 { format!("{epoch}:") } else { String::new() };
    let release = if release.is_empty() { String::new() } else { format!("-{release}") };
    format!("{epoch}{version}{release}")
}

fn ratings(severities: BTreeMap<String, u64>, cvss: BTreeMap<String, Cvss>) -> Vec<Rating> {
    let mut by_source: BTreeMap<String, Rating> = BTreeMap::new();
    for (source, rank) in severities {
        let rating = Rating { source: source.clone(), severity: severity_of_rank(rank), ..Rating::default() };
        by_source.insert(source, rating);
    }
    for (source, told) in cvss {
        let rating = by_source.entry(source.clone()).or_insert_with(|| Rating { source, ..Rating::default() });
        let told = [(told.v2_vector, told.v2_score), (told.v3_vector, told.v3_score), (told.v40_vector, told.v40_score)];
        rating.cvss = told.into_iter().filter_map(|(vector, score)| Some((vector?, score))).collect();
    }
    by_source.into_values().collect()
}
