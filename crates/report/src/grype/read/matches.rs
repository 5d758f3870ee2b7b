//! Matches by target, package and vulnerability.

use super::document::{Artifact, Match, Vulnerability as Told};
use crate::grype::kinds;
use crate::json::page_of;
use std::collections::{BTreeMap, HashMap};
use tidewaiter_model::{
    Class, DataSource, Digest, Epss, Exploited, Layer, Os, Package, Purl, Rating, ResultSet, Severity, SourcePackage, Status,
    Vulnerability,
};

/// The system before languages, by target and kind.
type SetKey = (Class, String, String);

/// What is put together of matches.
pub(super) struct Results<'a> {
    name: &'a str,
    os: Option<&'a Os>,
    layers: HashMap<&'a Digest, usize>,
    sets: BTreeMap<SetKey, ResultSet>,
    /// Where a package is, by Grype's id.
    packages: HashMap<(SetKey, String), usize>,
    /// Where a finding is. The same vulnerability may be told under two names.
    findings: HashMap<(SetKey, usize, String), usize>,
}

impl<'a> Results<'a> {
    pub(super) fn new(name: &'a str, os: Option<&'a Os>, layers: &'a [Layer]) -> Self {
        let numbered = layers.iter().enumerate().rev();
        let layers = numbered.filter_map(|(index, layer)| Some((layer.diff_id.as_ref()?, index))).collect();
        Self { name, os, layers, sets: BTreeMap::new(), packages: HashMap::new(), findings: HashMap::new() }
    }

    pub(super) fn add(&mut self, told: Match) {
        let key = self.key(&told.artifact);
        let suggested = told.match_details.iter().find_map(|details| details.fix.as_ref()?.suggested_version.clone());
        let package = self.package(&key, told.artifact);
        let found = Vulnerability { package, ..vulnerability(told.vulnerability, told.related_vulnerabilities, suggested) };
        let Some(set) = self.sets.get_mut(&key) else { return };
        let at = *self.findings.entry((key, package, found.id.clone())).or_insert(set.vulnerabilities.len());
        match set.vulnerabilities.get_mut(at) {
            Some(known) => merge(known, found),
            None => set.vulnerabilities.push(found),
        }
    }

    fn key(&self, told: &Artifact) -> SetKey {
        let known = kinds::of_grype(&told.kind);
        let class = known.map_or(Class::LangPkgs, kinds::Kind::class);
        let file = || told.locations.first().map_or_else(|| told.kind.clone(), |location| path(&location.path));
        match (class, self.os) {
            (Class::OsPkgs, Some(os)) => (class, format!("{} ({} {})", self.name, os.family, os.version), os.family.clone()),
            (Class::OsPkgs, None) => (class, format!("{} (unknown system)", self.name), told.kind.clone()),
            _ => {
                let target = known.and_then(|kind| kind.target).map_or_else(file, str::to_owned);
                (class, target, known.map_or(&*told.kind, |kind| kind.kind).to_owned())
            }
        }
    }

    /// Where the package is; it is put there when it is met first.
    fn package(&mut self, key: &SetKey, told: Artifact) -> usize {
        let set = self.sets.entry(key.clone()).or_insert_with(|| ResultSet {
            class: key.0,
            target: key.1.clone(),
            kind: key.2.clone(),
            evr: kinds::of_grype(&told.kind).is_some_and(kinds::Kind::is_evr),
            ..ResultSet::default()
        });
        let id = if told.id.is_empty() { format!("{}@{}", told.name, told.version) } else { told.id.clone() };
        let at = *self.packages.entry((key.clone(), id)).or_insert(set.packages.len());
        if at == set.packages.len() {
            set.packages.push(package(told, &self.layers));
        }
        at
    }

    pub(super) fn finish(self) -> Vec<ResultSet> {
        self.sets.into_values().collect()
    }
}

fn package(told: Artifact, layers: &HashMap<&Digest, usize>) -> Package {
    let purl: Option<Purl> = told.purl.parse().ok();
    let location = told.locations.into_iter().next().unwrap_or_default();
    let layer = location.layer_id.and_then(|id| Digest::parse(&id).ok());
    let version = told.version;
    let source = told.upstreams.into_iter().next();
    Package {
        source: source.map(|source| SourcePackage {
            name: source.name,
            version: source.version.filter(|text| !text.is_empty()).unwrap_or_else(|| version.clone()),
        }),
        ecosystem: told.kind.into(),
        name: told.name,
        arch: purl.as_ref().and_then(|purl| purl.qualifier("arch")).map(str::to_owned),
        licenses: told.licenses,
        path: path(&location.path),
        layer: layer.and_then(|diff_id| layers.get(&diff_id).copied()),
        purl,
        version,
        ..Package::default()
    }
}

fn path(told: &str) -> String {
    told.trim_start_matches('/').to_owned()
}

fn vulnerability(told: Told, related: Vec<Told>, suggested: Option<String>) -> Vulnerability {
    let (id, vendor_ids) = names(&told, &related);
    let source = publisher(&told.namespace).to_owned();
    let all = || std::iter::once(&told).chain(&related);
    let description = all().map(|told| &told.description).find(|text| !text.is_empty()).cloned().unwrap_or_default();
    let exploited = all().find_map(|told| told.known_exploited.first());
    let epss = all().find_map(|told| told.epss.first());
    let mut cwe_ids: Vec<String> = all().flat_map(|told| &told.cwes).map(|cwe| cwe.cwe.clone()).collect();
    cwe_ids.sort();
    cwe_ids.dedup();
    let severity = severity(&told.severity);
    let usual = page_of(&id);
    Vulnerability {
        fixed_version: told.fix.versions.join(", "),
        upgrade_to: suggested.or_else(|| told.fix.versions.first().filter(|_| told.fix.versions.len() == 1).cloned()),
        status: match told.fix.state.as_str() {
            _ if !told.fix.versions.is_empty() => Status::Fixed,
            "wont-fix" => Status::WillNotFix,
            _ => Status::Affected,
        },
        severity,
        severity_source: (severity != Severity::Unknown && !source.is_empty()).then(|| source.clone()),
        ratings: ratings(&told, &related),
        exploited: exploited.map(|told| Exploited {
            added: day(&told.date_added),
            due: day(&told.due_date),
            by_ransomware: told.known_ransomware_campaign_use.eq_ignore_ascii_case("known"),
        }),
        epss: epss.map(|told| Epss { probability: told.epss, percentile: told.percentile }),
        data_source: DataSource { id: source, name: told.namespace, url: String::new() },
        description,
        cwe_ids,
        primary_url: Some(told.data_source).filter(|url| !url.is_empty() && *url != usual),
        references: told.urls,
        id,
        vendor_ids,
        ..Vulnerability::default()
    }
}

/// The name that it is told under, and the others.
fn names(told: &Told, related: &[Told]) -> (String, Vec<String>) {
    let mut all: Vec<&str> = std::iter::once(told).chain(related).map(|told| told.id.as_str()).collect();
    all.extend(told.advisories.iter().map(|advisory| advisory.id.as_str()));
    all.retain(|id| !id.is_empty());
    all.sort_unstable();
    all.dedup();
    let is_cve = |id: &&str| id.starts_with("CVE-");
    let mut cves = all.iter().copied().filter(is_cve);
    let id = match (cves.next(), cves.next()) {
        (Some(only), None) => only,
        _ => told.id.as_str(),
    };
    (id.to_owned(), all.iter().filter(|other| **other != id).map(|other| (*other).to_owned()).collect())
}

/// Grype's own step below low counts as low; a word that rates nothing means that nobody rated it.
fn severity(word: &str) -> Severity {
    Severity::from_word(word).unwrap_or_default()
}

/// Who speaks in a namespace such as `debian:distro:debian:12` or `github:language:python`, as data sources are called here.
fn publisher(namespace: &str) -> &str {
    match namespace.split(':').next().unwrap_or_default() {
        "github" => "ghsa",
        publisher => publisher,
    }
}

/// Each namespace's word, and vectors by who published them.
fn ratings(told: &Told, related: &[Told]) -> Vec<Rating> {
    let mut by_source: BTreeMap<&str, Rating> = BTreeMap::new();
    for told in std::iter::once(told).chain(related) {
        let publisher = publisher(&told.namespace);
        if !publisher.is_empty() {
            by_source.entry(publisher).or_default().severity = severity(&told.severity);
        }
        for cvss in &told.cvss {
            let source = cvss.source.as_deref().filter(|source| !source.is_empty()).unwrap_or(publisher);
            // NVD's own analysts sign with their address.
            let source = if source == "nvd@nist.gov" { "nvd" } else { source };
            let rating = by_source.entry(source).or_default();
            if !rating.cvss.iter().any(|(vector, _)| *vector == cvss.vector) {
                rating.cvss.push((cvss.vector.clone(), cvss.metrics.base_score));
            }
        }
    }
    let finish = |(source, mut rating): (&str, Rating)| {
        let version = |vector: &str| if vector.starts_with("CVSS:") { vector.get(5..6).map(str::to_owned) } else { None };
        rating.cvss.sort_by_key(|(vector, _)| version(vector));
        if rating.severity == Severity::Unknown
            && let Some((vector, score)) = rating.cvss.last()
            && vector.starts_with("CVSS:")
        {
            rating.severity = Severity::from_score(*score);
        }
        Rating { source: source.to_owned(), ..rating }
    };
    by_source.into_iter().map(finish).collect()
}

/// Go writes a date that is not known as that of the first year.
fn day(told: &str) -> String {
    if told.starts_with("0001-") { String::new() } else { told.to_owned() }
}

/// Two matches of a package by the same vulnerability: the worse severity and whatever fix is known.
fn merge(known: &mut Vulnerability, other: Vulnerability) {
    if other.severity > known.severity {
        (known.severity, known.severity_source) = (other.severity, other.severity_source);
    }
    if known.fixed_version.is_empty() && !other.fixed_version.is_empty() {
        (known.fixed_version, known.upgrade_to, known.status) = (other.fixed_version, other.upgrade_to, other.status);
    }
    known.exploited = known.exploited.take().or(other.exploited);
    known.epss = known.epss.or(other.epss);
    known.vendor_ids.extend(other.vendor_ids);
    known.vendor_ids.sort();
    known.vendor_ids.dedup();
    for rating in other.ratings {
        if !known.ratings.iter().any(|mine| mine.source == rating.source) {
            known.ratings.push(rating);
        }
    }
    known.ratings.sort_by(|a, b| a.source.cmp(&b.source));
}
