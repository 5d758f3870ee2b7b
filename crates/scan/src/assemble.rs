//! From an open image or a folder to its report.

use crate::cache::FactsCache;
use crate::charts::{self, Render};
use crate::findings::Finder;
use crate::judge::{Advisories, judge, name, tell_upgrades};
use crate::mask::Mask;
use crate::skip::Skip;
use crate::squash::{Inventory, squash};
use crate::survey::{LayerFacts, survey_folder, survey_layers};
use crate::{ScanError, clock, coverage, identify, misconfigurations, ownership, secrets};
use std::collections::BTreeMap;
use std::path::Path;
use tidewaiter_advisory::matching::SeverityOrder;
use tidewaiter_image::{Image, WalkOptions};
use tidewaiter_inventory::{SbomError, SbomFormat, distribution, ecosystem, read_sbom};
use tidewaiter_misconfig::{self as checks, Checks};
use tidewaiter_model::{Artifact, ArtifactKind, Class, Coverage, Engine, Os, Package, Report, ResultSet, Vulnerability};
use tidewaiter_secrets::{Baseline, Found, Scanner};

/// A package and what was found of it.
type Judged = (Package, Vec<Vulnerability>);
/// What is shown together: the system before languages before single files, by name, one ecosystem.
type SetKey = (Class, u8, String, &'static str);

/// What to look for.
#[derive(Clone, Copy)]
pub struct Scanners<'a> {
    /// Packages, and what is known to be wrong with them.
    pub packages: bool,
    /// Secrets, and how.
    pub secrets: Option<&'a Scanner>,
    /// Misconfigurations, and how.
    pub checks: Option<&'a Checks>,
}

/// How to scan.
pub struct Request<'a> {
    /// How to walk layers.
    pub walk: WalkOptions<'a>,
    /// What to look for.
    pub scanners: Scanners<'a>,
    /// Secrets that were accepted.
    pub baseline: Option<&'a Baseline>,
    /// What to leave alone.
    pub skip: &'a Skip,
    /// Layers of images that were read before; without it all are read.
    pub cache: Option<&'a FactsCache>,
    /// How to render Helm's charts; without it they are told as not checked.
    pub render: Option<Render<'a>>,
    /// Layers that are read at the same time, and threads that examine files beside; with one, everything is done in turn.
    pub threads: usize,
    /// Whose ratings count.
    pub severity: &'a SeverityOrder,
    /// Report the system's packages.
    pub os_packages: bool,
    /// Report languages' packages.
    pub library_packages: bool,
    /// Report what only developers need, too.
    pub dev_packages: bool,
    /// Advisories older than this many days are told as outdated.
    pub max_age_days: u64,
    /// The time, seconds since 1970.
    pub now: u64,
}

/// Scans an image.
///
/// # Errors
/// A layer cannot be read or is not what it should be, or a shard is damaged.
pub fn scan_image(mut image: Image, request: &Request<'_>, advisories: &mut dyn Advisories) -> Result<Report, ScanError> {
    let mut mask = Mask::new(request.scanners.secrets);
    let surveyed = survey_layers(&image, request, &mask)?;
    let mut problems = Vec::new();
    let mut all_facts = Vec::with_capacity(surveyed.len());
    let mut is_verified = true;
    for (index, (facts, outcome)) in surveyed.into_iter().enumerate() {
        if let Some(layer) = image.metadata.layers.get_mut(index) {
            layer.size = outcome.size;
        }
        is_verified &= outcome.diff_id_verified;
        problems.extend(outcome.problems);
        all_facts.push(facts);
    }
    image.metadata.size = image.metadata.layers.iter().map(|layer| layer.size).sum();
    let mut found = Found::default();
    if let Some(scanner) = request.scanners.secrets {
        secrets::of_configuration(&image.metadata, scanner, &mut found);
    }
    let config = request.scanners.checks.map(|_| image.metadata.config.clone());
    // The report shows configuration and history, whether anybody asked for secrets or not.
    mask.configuration(&mut image.metadata);
    let by_file = secrets::settle(&mut all_facts, true);
    let checked_image = request.scanners.checks.map(|checks| {
        let notes = misconfigurations::notes(&mut all_facts, true);
        let secrets = misconfigurations::places(&found.secrets, request.baseline);
        checks.image(checks::Image { name: image.name.clone(), config: config.unwrap_or_default(), notes, secrets })
    });
    let checked = misconfigurations::settle(&mut all_facts, true);
    let mut inventory = squash(all_facts, true);
    inventory.problems.extend(problems);
    inventory.problems.extend(checked_image.iter().flat_map(|checked| checked.problems.iter().cloned()));
    inventory.problems.extend(found.problems);
    inventory.others = secrets::results(&image.name, found.secrets, by_file, true, request.baseline);
    let checked = checked_image.into_iter().chain(checked.into_values());
    inventory.others.extend(misconfigurations::results(checked));
    let artifact = Artifact { name: image.name.clone(), kind: ArtifactKind::ContainerImage, image: Some(image.metadata) };
    report(artifact, inventory, is_verified, &mask, request, advisories)
}

/// Scans a folder. A project's is read for what its lock files would install, too; a root file system's is not.
///
/// # Errors
/// The folder cannot be read, or a shard is damaged.
pub fn scan_directory(
    root: &Path,
    is_project: bool,
    request: &Request<'_>,
    advisories: &mut dyn Advisories,
) -> Result<Report, ScanError> {
    let mask = Mask::new(request.scanners.secrets);
    let (mut facts, outcome) = survey_folder(root, is_project, request, &mask)?;
    if let Some(render) = request.render.filter(|_| is_project) {
        charts::render(&mut facts, root, &clock::day(request.now), render);
    }
    let mut all_facts = vec![facts];
    let by_file = secrets::settle(&mut all_facts, false);
    let checked_root = request.scanners.checks.filter(|_| !is_project).map(|checks| {
        let notes = misconfigurations::notes(&mut all_facts, false);
        checks.image(checks::Image { name: root.display().to_string(), notes, ..checks::Image::default() })
    });
    let checked = misconfigurations::settle(&mut all_facts, false);
    let mut inventory = squash(all_facts, false);
    inventory.problems.extend(outcome.problems);
    inventory.problems.extend(checked_root.iter().flat_map(|checked| checked.problems.iter().cloned()));
    inventory.others = secrets::results("", Vec::new(), by_file, !is_project, request.baseline);
    let checked = checked_root.into_iter().chain(checked.into_values());
    inventory.others.extend(misconfigurations::results(checked));
    let artifact = Artifact { name: root.display().to_string(), kind: ArtifactKind::Filesystem, image: None };
    report(artifact, inventory, true, &mask, request, advisories)
}

/// Judges what a bill of materials states.
///
/// # Errors
/// It is none, or a shard is damaged.
pub fn scan_sbom(name: &str, bytes: &[u8], request: &Request<'_>, advisories: &mut dyn Advisories) -> Result<Report, ScanError> {
    let (artifact, inventory) = stated(name, bytes)?;
    let mask = Mask::new(request.scanners.secrets);
    report(artifact, inventory, true, &mask, request, advisories)
}

/// What a bill of materials states.
pub(crate) fn stated(name: &str, bytes: &[u8]) -> Result<(Artifact, Inventory), SbomError> {
    let (format, facts) = read_sbom(name, bytes)?;
    let inventory = squash(vec![LayerFacts { files: vec![facts], ..LayerFacts::default() }], false);
    let kind = match format {
        SbomFormat::CycloneDx => ArtifactKind::CycloneDx,
        SbomFormat::Spdx => ArtifactKind::Spdx,
        SbomFormat::Syft => ArtifactKind::Syft,
    };
    Ok((Artifact { name: name.to_owned(), kind, image: None }, inventory))
}

fn report(
    artifact: Artifact,
    mut inventory: Inventory,
    layers_verified: bool,
    mask: &Mask<'_>,
    request: &Request<'_>,
    advisories: &mut dyn Advisories,
) -> Result<Report, ScanError> {
    settle(&mut inventory, advisories);
    let Inventory { os, mut packages, problems, others, .. } = inventory;
    let class = |package: &Package| ecosystem(&package.ecosystem).map_or(Class::LangPkgs, |ecosystem| ecosystem.class);
    packages.retain(|package| if class(package) == Class::OsPkgs { request.os_packages } else { request.library_packages });
    packages.retain(|package| request.dev_packages || !package.dev);
    complete_purls(&mut packages, os.as_ref());
    let mut finder = Finder { order: request.severity, with_texts: true, memo: None };
    let judging = judge(&packages, os.as_ref(), advisories, &mut finder)?;
    tell_upgrades(&mut packages, &judging.upgrades);
    let (end_of_life, over) = os.as_ref().map_or((None, None), |os| coverage::end_of_life(os, request.now));
    let (shards, outdated) = coverage::ages(&judging.shards, request.now, request.max_age_days);
    let mut gaps = judging.gaps;
    gaps.extend(over);
    gaps.extend(outdated);
    gaps.extend(coverage::unreadable(&problems));
    let coverage = Coverage { gaps, problems, shards, third_party: coverage::third_party(&packages), layers_verified };
    let mut results = results(&artifact, os.as_ref(), packages, judging.findings);
    results.extend(others);
    let mut report = Report {
        engine: Engine::native(),
        artifact,
        os,
        end_of_life,
        results,
        coverage,
        created_at: clock::rfc3339(request.now),
    };
    mask.report(&mut report);
    Ok(report)
}

/// Drops what is told twice, and names what an index knows.
pub(crate) fn settle(inventory: &mut Inventory, advisories: &mut dyn Advisories) {
    ownership::drop_owned(inventory);
    ownership::drop_listed_assemblies(inventory);
    ownership::tell_programs_once(inventory);
    identify::name_archives(inventory, advisories);
}

/// What only the system knows of its packages' purls.
pub(crate) fn complete_purls(packages: &mut [Package], os: Option<&Os>) {
    let Some(os) = os else { return };
    let namespace = distribution(&os.family).map_or(os.family.as_str(), |distribution| distribution.purl_namespace);
    for package in packages.iter_mut().filter(|p| ecosystem(&p.ecosystem).is_some_and(|e| e.class == Class::OsPkgs)) {
        if let Some(purl) = &mut package.purl {
            // Gentoo's packages have their category for a namespace.
            if purl.namespace.is_empty() {
                namespace.clone_into(&mut purl.namespace);
            }
            let value = match os.family.as_str() {
                // Alpine's own tools write the version alone.
                "alpine" => os.version.clone(),
                family if os.version.is_empty() => family.to_owned(),
                family => format!("{family}-{}", os.version),
            };
            purl.qualifiers.push(("distro".to_owned(), value));
        }
    }
}

/// Packages and findings by target: the system first, then languages by name, then single files by path.
pub(crate) fn results(
    artifact: &Artifact,
    os: Option<&Os>,
    packages: Vec<Package>,
    findings: Vec<(usize, Vulnerability)>,
) -> Vec<ResultSet> {
    let mut by_package: BTreeMap<usize, Vec<Vulnerability>> = BTreeMap::new();
    for (index, finding) in findings {
        by_package.entry(index).or_default().push(finding);
    }
    let mut sets: BTreeMap<SetKey, Vec<Judged>> = BTreeMap::new();
    for (index, package) in packages.into_iter().enumerate() {
        let Some(ecosystem) = ecosystem(&package.ecosystem) else { continue };
        let target = match (ecosystem.class, ecosystem.target) {
            (Class::OsPkgs, _) => (0, format!("{} ({})", artifact.name, os.map_or_else(|| "unknown system".to_owned(), name))),
            (_, Some(target)) => (1, target.to_owned()),
            (_, None) => (2, package.path.clone()),
        };
        let found = by_package.remove(&index).unwrap_or_default();
        sets.entry((ecosystem.class, target.0, target.1, ecosystem.id)).or_default().push((package, found));
    }
    sets.into_iter().filter_map(|((class, _, target, id), members)| result_set(class, target, id, os, members)).collect()
}

fn result_set(class: Class, target: String, id: &str, os: Option<&Os>, mut members: Vec<Judged>) -> Option<ResultSet> {
    let ecosystem = ecosystem(id)?;
    members.sort_by(|(a, _), (b, _)| (&a.name, &a.version, &a.arch, &a.path).cmp(&(&b.name, &b.version, &b.arch, &b.path)));
    let mut packages = Vec::with_capacity(members.len());
    let mut vulnerabilities = Vec::new();
    for (index, (package, mut found)) in members.into_iter().enumerate() {
        found.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.id.cmp(&b.id)));
        vulnerabilities.extend(found.into_iter().map(|finding| Vulnerability { package: index, ..finding }));
        packages.push(package);
    }
    let kind = match (class, os) {
        (Class::OsPkgs, Some(os)) => os.family.clone(),
        _ => ecosystem.kind.to_owned(),
    };
    Some(ResultSet { target, class, kind, evr: ecosystem.evr, packages, vulnerabilities, ..ResultSet::default() })
}
