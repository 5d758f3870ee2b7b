//! From the report to its frozen shape.

use super::schema::{
    CoverageOf, Cvss, DataSource, EngineOf, Epss, Identifier, KnownExploited, Layer, Metadata, MisconfSummary, Misconfiguration,
    Os, Package, Report, Repository, ResultOf, Secret, Tidewaiter, Vulnerability,
};
use super::{Inner, Options, artifact_id, sha256};
use std::collections::{HashMap, HashSet};
use tidewaiter_model as model;
use tidewaiter_model::{ArtifactKind, Class, Coverage, ResultSet};

impl<'a> Report<'a> {
    pub(super) fn of(report: &'a model::Report, options: Options, inner: Inner) -> Self {
        let artifact_id = artifact_id(&report.artifact);
        let result = |set| ResultOf::of(set, report, (options, inner), artifact_id.as_deref().unwrap_or_default());
        let results = report.results.iter().map(result).filter(|result| !result.is_empty()).collect();
        Self {
            schema_version: 2,
            tidewaiter: Tidewaiter::of(&report.engine),
            created_at: &report.created_at,
            artifact_id,
            artifact_name: &report.artifact.name,
            artifact_type: match report.artifact.kind {
                ArtifactKind::ContainerImage => "container_image",
                ArtifactKind::Filesystem => "filesystem",
                ArtifactKind::CycloneDx => "cyclonedx",
                ArtifactKind::Spdx => "spdx",
                ArtifactKind::Syft => "syft",
            },
            metadata: Metadata::of(report),
            results,
            coverage: CoverageOf::of(&report.coverage),
        }
    }
}

impl<'a> Tidewaiter<'a> {
    fn of(engine: &'a model::Engine) -> Self {
        if engine.is_native() {
            return Self { version: &engine.version, engine: None };
        }
        Self { version: env!("CARGO_PKG_VERSION"), engine: Some(EngineOf { name: &engine.name, version: &engine.version }) }
    }
}

impl<'a> CoverageOf<'a> {
    fn of(coverage: &'a Coverage) -> Self {
        Self {
            complete: coverage.is_complete(),
            gaps: &coverage.gaps,
            problems: &coverage.problems,
            shards: &coverage.shards,
            third_party: &coverage.third_party,
            layers_verified: coverage.layers_verified,
        }
    }
}

impl<'a> Metadata<'a> {
    fn of(report: &'a model::Report) -> Self {
        let os = report.os.as_ref().map(|os| Os {
            family: &os.family,
            name: &os.version,
            eosl: report.end_of_life.filter(|ended| *ended),
        });
        let Some(image) = &report.artifact.image else { return Self { os, ..Self::default() } };
        Self {
            size: image.size,
            os,
            image_id: image.image_id.as_ref(),
            manifest_digest: image.manifest_digest.as_ref(),
            diff_ids: image.layers.iter().filter_map(|layer| layer.diff_id.as_ref()).collect(),
            repo_tags: &image.repo_tags,
            repo_digests: &image.repo_digests,
            reference: image.reference.as_deref(),
            image_config: Some(&image.config).filter(|config| !config.is_null()),
            layers: image.layers.iter().map(|layer| Layer { size: layer.size, created_by: None, ..Layer::of(layer) }).collect(),
        }
    }
}

impl<'a> Layer<'a> {
    pub(super) fn of(layer: &'a model::Layer) -> Self {
        Self { size: 0, digest: layer.digest.as_ref(), diff_id: layer.diff_id.as_ref(), created_by: layer.created_by.as_deref() }
    }
}

impl<'a> ResultOf<'a> {
    pub(super) fn of(
        set: &'a ResultSet,
        report: &'a model::Report,
        (options, inner): (Options, Inner),
        artifact_id: &str,
    ) -> Self {
        let target = (inner == Inner::Targets).then_some(set.target.as_str());
        let packages = Packages::of(set, report);
        let vulnerabilities = Findings { set, packages: &packages, artifact_id }.vulnerabilities();
        let layers = report.artifact.image.as_ref().map_or(&[][..], |image| &image.layers);
        Self {
            target: &set.target,
            class: set.class,
            kind: &set.kind,
            packages: if options.packages { packages.shown } else { Vec::new() },
            vulnerabilities,
            misconf_summary: set.checked.map(|checked| MisconfSummary { successes: checked.passes, failures: checked.failures }),
            misconfigurations: set.misconfigurations.iter().map(|found| Misconfiguration::of(found, layers, target)).collect(),
            secrets: set.secrets.iter().map(|found| Secret::of(found, layers, target)).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        let has_findings = !self.vulnerabilities.is_empty() || !self.misconfigurations.is_empty() || !self.secrets.is_empty();
        self.packages.is_empty() && !has_findings && self.misconf_summary.is_none()
    }
}

/// The packages of one result, ready to be shown and referred to.
pub(super) struct Packages<'a> {
    shown: Vec<Package<'a>>,
}

impl<'a> Packages<'a> {
    pub(super) fn of(set: &'a ResultSet, report: &'a model::Report) -> Self {
        let layers = report.artifact.image.as_ref().map_or(&[][..], |image| &image.layers);
        let by_name: HashMap<&str, &model::Package> =
            set.packages.iter().map(|package| (package.name.as_str(), package)).collect();
        // Lock files say `name@version` where there are several of a name.
        let ids: HashSet<String> = set.packages.iter().map(model::Package::id).collect();
        let package = |package: &'a model::Package| {
            let (epoch, version, release) = parts(set.evr, &package.version);
            let (src_name, src) = if set.class == Class::OsPkgs { package.source_name_version() } else { ("", "") };
            let (src_epoch, src_version, src_release) = parts(set.evr, src);
            let found = |wanted: &String| match by_name.get(wanted.as_str()) {
                Some(found) => Some(found.id()),
                None => ids.contains(wanted).then(|| wanted.clone()),
            };
            // What does not tell its file in the report is not known by it: reports that were read are written alike.
            let path = if set.class == Class::LangPkgs { &package.path } else { "" };
            let mut depends_on: Vec<String> = package.depends_on.iter().filter_map(found).collect();
            depends_on.sort();
            depends_on.dedup();
            Package {
                id: package.id(),
                name: &package.name,
                identifier: Identifier {
                    purl: package.purl.as_ref().map(ToString::to_string),
                    uid: sha256(&format!("{}:{}:{}", set.target, path, package.id())).chars().skip(7).take(16).collect(),
                },
                version,
                release,
                epoch,
                arch: package.arch.as_deref(),
                dev: package.dev,
                modularity_label: package.modularity.as_deref(),
                relationship: package.relationship,
                indirect: package.relationship == model::Relationship::Indirect,
                src_name,
                src_version,
                src_release,
                src_epoch,
                licenses: &package.licenses,
                maintainer: package.maintainer.as_deref(),
                repository: (set.class == Class::OsPkgs).then(|| Repository {
                    class: if package.third_party.is_some() { "third-party" } else { "official" },
                    vendor: package.third_party.as_deref(),
                }),
                depends_on,
                layer: package.layer.and_then(|index| layers.get(index)).map(Layer::of).unwrap_or_default(),
                file_path: (set.class == Class::LangPkgs).then_some(&package.path),
                digest: package.evidence.as_ref().map(|evidence| evidence.digest.as_str()),
                analyzed_by: &package.ecosystem,
            }
        };
        Self { shown: set.packages.iter().map(package).collect() }
    }
}

/// Epoch, version and release of `[epoch:]version[-release]`, where versions have that form.
fn parts(evr: bool, version: &str) -> (u64, &str, &str) {
    if !evr {
        return (0, version, "");
    }
    let (epoch, rest) = match version.split_once(':') {
        Some((epoch, rest)) => (epoch.parse().unwrap_or(0), rest),
        None => (0, version),
    };
    match rest.rsplit_once('-') {
        Some((version, release)) => (epoch, version, release),
        None => (epoch, rest, ""),
    }
}

/// Turns a result's findings into their shown form.
pub(super) struct Findings<'a, 'p> {
    pub(super) set: &'a ResultSet,
    pub(super) packages: &'p Packages<'a>,
    pub(super) artifact_id: &'p str,
}

impl<'a> Findings<'a, '_> {
    pub(super) fn vulnerabilities(&self) -> Vec<Vulnerability<'a>> {
        self.set.vulnerabilities.iter().filter_map(|finding| self.vulnerability(finding)).collect()
    }

    fn vulnerability(&self, finding: &'a model::Vulnerability) -> Option<Vulnerability<'a>> {
        let package = self.set.packages.get(finding.package)?;
        let shown = self.packages.shown.get(finding.package)?;
        let fingerprint = sha256(&format!("{}:{}:{}:{}", self.artifact_id, self.set.target, shown.id, finding.id));
        Some(Vulnerability {
            vulnerability_id: &finding.id,
            vendor_ids: &finding.vendor_ids,
            pkg_id: shown.id.clone(),
            pkg_name: &package.name,
            pkg_path: shown.file_path,
            pkg_identifier: shown.identifier.clone(),
            installed_version: &package.version,
            fixed_version: &finding.fixed_version,
            upgrade_to: finding.upgrade_to.as_deref(),
            status: finding.status.as_str(),
            layer: shown.layer,
            severity_source: finding.severity_source.as_deref(),
            primary_url: finding.primary_url.clone().unwrap_or_else(|| page_of(&finding.id)),
            data_source: DataSource {
                id: &finding.data_source.id,
                name: &finding.data_source.name,
                url: &finding.data_source.url,
            },
            fingerprint,
            title: &finding.title,
            description: &finding.description,
            severity: finding.severity,
            cwe_ids: &finding.cwe_ids,
            vendor_severity: finding.ratings.iter().map(|rating| (rating.source.as_str(), rating.severity.rank())).collect(),
            cvss: finding.ratings.iter().filter(|r| !r.cvss.is_empty()).map(|r| (r.source.as_str(), Cvss::of(r))).collect(),
            references: &finding.references,
            known_exploited: finding.exploited.as_ref().map(|exploited| KnownExploited {
                date_added: &exploited.added,
                due_date: &exploited.due,
                ransomware: exploited.by_ransomware,
            }),
            epss: finding.epss.map(|epss| Epss { probability: epss.probability, percentile: epss.percentile }),
            published_date: finding.published.as_deref(),
            last_modified_date: finding.modified.as_deref(),
        })
    }
}

impl<'a> Cvss<'a> {
    fn of(rating: &'a model::Rating) -> Self {
        let mut cvss = Self::default();
        for (vector, score) in &rating.cvss {
            let (vector, score) = (Some(vector.as_str()), Some(*score));
            match vector {
                Some(v) if v.starts_with("CVSS:4") => (cvss.v40_vector, cvss.v40_score) = (vector, score),
                Some(v) if v.starts_with("CVSS:3") => (cvss.v3_vector, cvss.v3_score) = (vector, score),
                _ => (cvss.v2_vector, cvss.v2_score) = (vector, score),
            }
        }
        cvss
    }
}

/// The public page of a vulnerability.
pub(crate) fn page_of(id: &str) -> String {
    match id.split('-').next() {
        Some("CVE") => format!("https://nvd.nist.gov/vuln/detail/{id}"),
        Some("GHSA") => format!("https://github.com/advisories/{id}"),
        Some("GO") => format!("https://pkg.go.dev/vuln/{id}"),
        Some("RUSTSEC") => format!("https://rustsec.org/advisories/{id}.html"),
        Some("DSA" | "DLA") => format!("https://security-tracker.debian.org/tracker/{id}"),
        _ => format!("https://osv.dev/vulnerability/{id}"),
    }
}
