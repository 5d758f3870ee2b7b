//! From the report to Grype's shape.

use super::kinds;
use super::schema::{
    Artifact, Cvss, Cwe, Db, Descriptor, Distro, Document, Empty, Epss, Fix, Found, Image, KnownExploited, Layer, Location,
    Match, MatchDetails, Metrics, Named, Related, SearchedBy, Source, Status, SuggestedFix, Target, Vulnerability,
};
use crate::json::{page_of, sha256};
use tidewaiter_model as model;
use tidewaiter_model::{ArtifactKind, Package, ResultSet, Severity};

/// What reports are called that Grype did not make.
const OURS: &str = "tidewaiter";

impl<'a> Document<'a> {
    pub(super) fn of(report: &'a model::Report) -> Self {
        let mut matches = Vec::new();
        for set in &report.results {
            let of_set = |found| Match::of(found, set, report);
            matches.extend(set.vulnerabilities.iter().filter_map(of_set));
        }
        Self { matches, source: Source::of(report), distro: Distro::of(report), descriptor: Descriptor::of(report) }
    }
}

impl<'a> Source<'a> {
    fn of(report: &'a model::Report) -> Self {
        let artifact = &report.artifact;
        let Some(image) = &artifact.image else {
            let kind = if artifact.kind == ArtifactKind::Filesystem { "directory" } else { "sbom-file" };
            return Self { kind, target: Target::Path(&artifact.name) };
        };
        let mut platform = image.platform.split('/');
        let (os, architecture) = (platform.next().unwrap_or_default(), platform.next().unwrap_or_default());
        let layer = |layer: &'a model::Layer| Layer {
            media_type: "application/vnd.oci.image.layer.v1.tar",
            digest: layer.diff_id.as_ref().map_or("", model::Digest::as_str),
            size: layer.size,
        };
        let image = Image {
            user_input: &artifact.name,
            image_id: image.image_id.as_ref().map_or("", model::Digest::as_str),
            manifest_digest: image.manifest_digest.as_ref().map_or("", model::Digest::as_str),
            media_type: "application/vnd.oci.image.manifest.v1+json",
            tags: &image.repo_tags,
            image_size: image.size,
            layers: image.layers.iter().map(layer).collect(),
            repo_digests: &image.repo_digests,
            architecture,
            os,
        };
        Self { kind: "image", target: Target::Image(image) }
    }
}

impl<'a> Distro<'a> {
    fn of(report: &'a model::Report) -> Self {
        report.os.as_ref().map_or_else(Self::default, |os| Self { name: &os.family, version: &os.version, id_like: &os.id_like })
    }
}

impl<'a> Descriptor<'a> {
    fn of(report: &'a model::Report) -> Self {
        let name = if report.engine.is_native() { OURS } else { &report.engine.name };
        let built = report.coverage.shards.iter().map(|shard| shard.built.as_str()).filter(|built| !built.is_empty()).min();
        let db = Db { status: Status { built, valid: built.is_some() } };
        Self { name, version: &report.engine.version, db, timestamp: &report.created_at }
    }
}

impl<'a> Match<'a> {
    fn of(found: &'a model::Vulnerability, set: &'a ResultSet, report: &'a model::Report) -> Option<Self> {
        let package = set.packages.get(found.package)?;
        let artifact = Artifact::of(package, set, report);
        let related = |id: &'a String| Related { id, data_source: page_of(id), urls: [], cvss: [] };
        let (name, version) = package.source_name_version();
        let kind = if name == package.name { "exact-direct-match" } else { "exact-indirect-match" };
        let details = MatchDetails {
            kind,
            matcher: format!("{}-matcher", artifact.kind),
            searched_by: SearchedBy { package: Named { name, version } },
            found: Found { vulnerability_id: &found.id },
            fix: found.upgrade_to.as_deref().map(|suggested_version| SuggestedFix { suggested_version }),
        };
        Some(Self {
            vulnerability: Vulnerability::of(found, namespace(found, artifact.language, report)),
            related_vulnerabilities: found.vendor_ids.iter().map(related).collect(),
            match_details: [details],
            artifact,
        })
    }
}

/// `debian:distro:debian:12`, `ghsa:language:python`.
fn namespace(found: &model::Vulnerability, language: &str, report: &model::Report) -> String {
    let place = match &report.os {
        _ if !language.is_empty() => format!("language:{language}"),
        Some(os) => format!("distro:{}:{}", os.family, os.version),
        None => String::new(),
    };
    let parts = [found.data_source.id.as_str(), &place];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(":")
}

impl<'a> Vulnerability<'a> {
    fn of(found: &'a model::Vulnerability, namespace: String) -> Self {
        let ratings = found.ratings.iter().flat_map(|rating| rating.cvss.iter().map(move |cvss| (rating, cvss)));
        Self {
            id: &found.id,
            data_source: found.primary_url.clone().unwrap_or_else(|| page_of(&found.id)),
            namespace,
            severity: severity(found.severity),
            urls: &found.references,
            description: if found.description.is_empty() { &found.title } else { &found.description },
            cvss: ratings.map(|(rating, (vector, score))| Cvss::of(&rating.source, vector, *score)).collect(),
            known_exploited: found.exploited.as_ref().map(|exploited| {
                [KnownExploited {
                    cve: &found.id,
                    date_added: &exploited.added,
                    due_date: &exploited.due,
                    known_ransomware_campaign_use: if exploited.by_ransomware { "Known" } else { "Unknown" },
                }]
            }),
            epss: found.epss.map(|epss| [Epss { cve: &found.id, epss: epss.probability, percentile: epss.percentile }]),
            cwes: found.cwe_ids.iter().map(|cwe| Cwe { cve: &found.id, cwe }).collect(),
            fix: Fix {
                versions: found.fixed_version.split(", ").filter(|version| !version.is_empty()).collect(),
                state: state(found),
            },
            advisories: [],
            risk: risk(found),
        }
    }
}

impl<'a> Cvss<'a> {
    fn of(source: &'a str, vector: &'a str, score: f64) -> Self {
        let version = match vector.strip_prefix("CVSS:").and_then(|rest| rest.split_once('/')) {
            Some((version, _)) => version,
            None => "2.0",
        };
        let metrics = Metrics { base_score: score };
        Self { source, kind: "Primary", version, vector, metrics, vendor_metadata: Empty {} }
    }
}

impl<'a> Artifact<'a> {
    fn of(package: &'a Package, set: &'a ResultSet, report: &'a model::Report) -> Self {
        let known = kinds::of_package(package);
        let layers = report.artifact.image.as_ref().map_or(&[][..], |image| &image.layers);
        let layer = package.layer.and_then(|index| layers.get(index)).and_then(|layer| layer.diff_id.as_ref());
        let location = Location { path: format!("/{}", package.path), layer_id: layer.map(model::Digest::as_str) };
        let source = package.source.as_ref().map(|source| Named { name: &source.name, version: &source.version });
        Self {
            id: sha256(&format!("{}:{}:{}", set.target, package.path, package.id())).chars().skip(7).take(16).collect(),
            name: &package.name,
            version: &package.version,
            kind: known.map_or(&*package.ecosystem, |kind| kind.grype),
            locations: if package.path.is_empty() { Vec::new() } else { vec![location] },
            language: known.map_or("", |kind| kind.language),
            licenses: &package.licenses,
            cpes: [],
            purl: package.purl.as_ref().map(ToString::to_string).unwrap_or_default(),
            upstreams: source.into_iter().collect(),
        }
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
        Severity::Unknown => "Unknown",
    }
}

fn state(found: &model::Vulnerability) -> &'static str {
    match found.status {
        _ if !found.fixed_version.is_empty() => "fixed",
        model::Status::WillNotFix | model::Status::EndOfLife => "wont-fix",
        model::Status::UnderInvestigation => "unknown",
        _ => "not-fixed",
    }
}

/// Grype's score, 0 to 100: how likely somebody uses it times how bad it is
/// (<https://github.com/anchore/grype/blob/main/grype/vulnerability/metadata.go>).
fn risk(found: &model::Vulnerability) -> f64 {
    let threat = match &found.exploited {
        Some(_) => 1.0,
        None => found.epss.map_or(0.0, |epss| epss.probability),
    };
    let of_word = match found.severity {
        Severity::Critical => 9.0,
        Severity::High => 7.5,
        Severity::Low => 3.0,
        Severity::Medium | Severity::Unknown => 5.0,
    };
    let scores: Vec<f64> =
        found.ratings.iter().flat_map(|r| &r.cvss).map(|(_, score)| *score).filter(|score| *score > 0.0).collect();
    let mean = if scores.is_empty() { of_word } else { scores.iter().sum::<f64>() / scores.len() as f64 };
    let boost = found.exploited.as_ref().map_or(1.0, |exploited| if exploited.by_ransomware { 1.1 } else { 1.05 });
    (threat * (of_word + mean) / 20.0 * boost).min(1.0) * 100.0
}
