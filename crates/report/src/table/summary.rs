//! What the findings come to: counts, what to do first, and what was not judged.

use super::paint::{Paint, plain};
use std::collections::BTreeMap;
use std::io::{self, Write};
use tidewaiter_model::{CheckStatus, Class, Gap, Report, Severity};

/// What was scanned.
pub(crate) fn heading(report: &Report, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    write!(out, "{}", paint.bold(&report.artifact.name))?;
    if let Some(os) = &report.os {
        let name = os.pretty_name.clone().unwrap_or_else(|| format!("{} {}", os.family, os.version));
        write!(out, " · {}", plain(&name))?;
    }
    if let Some(image) = &report.artifact.image {
        let layers = counted(image.layers.len(), "layer");
        write!(out, " · {} · {layers} · {} MB", plain(&image.platform.to_string()), image.size / 1_000_000)?;
    }
    writeln!(out)
}

/// `1 layer`, `2 layers`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `1 critical, 2 high`.
pub(super) fn counts(severities: impl Iterator<Item = Severity>, paint: Paint) -> String {
    let mut counts: BTreeMap<Severity, usize> = BTreeMap::new();
    severities.for_each(|severity| *counts.entry(severity).or_default() += 1);
    let shown = Severity::WORST_FIRST.iter().filter_map(|severity| counts.get(severity).map(|count| (severity, count)));
    shown
        .map(|(severity, count)| super::severity(*severity, &format!("{count} {}", severity.as_str().to_lowercase()), paint))
        .collect::<Vec<_>>()
        .join(", ")
}

pub(super) fn write(report: &Report, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    let findings: Vec<_> = report.results.iter().flat_map(|set| &set.vulnerabilities).collect();
    let secrets: Vec<_> = report.results.iter().flat_map(|set| &set.secrets).collect();
    let failures: Vec<_> = report
        .results
        .iter()
        .flat_map(|set| &set.misconfigurations)
        .filter(|result| result.status == CheckStatus::Fail)
        .collect();
    let packages = counted(report.results.iter().map(|set| set.packages.len()).sum(), "package");
    let is_complete = report.coverage.is_complete();
    let mut lines = Vec::new();
    if !findings.is_empty() {
        let fixable = findings.iter().filter(|finding| finding.upgrade_to.is_some()).count();
        let all = counts(findings.iter().map(|finding| finding.severity), paint);
        let found = counted(findings.len(), "finding");
        lines.push(format!("{found} in {packages}: {all}; {fixable} can be fixed by an upgrade"));
    }
    let exploited = findings.iter().filter(|finding| finding.exploited.is_some()).count();
    if exploited > 0 {
        lines.push(paint.with("1;31", &format!("{exploited} of them are known to be exploited")));
    }
    if !secrets.is_empty() {
        let all = counts(secrets.iter().map(|secret| secret.severity), paint);
        lines.push(format!("{}: {all}", counted(secrets.len(), "secret")));
    }
    if !failures.is_empty() {
        let all = counts(failures.iter().map(|failure| failure.severity), paint);
        lines.push(format!("{}: {all}", counted(failures.len(), "misconfiguration")));
    }
    if lines.is_empty() {
        let verdict = if is_complete {
            paint.with("1;32", "nothing found")
        } else {
            paint.with("1;33", "nothing found in what was judged")
        };
        let passes: usize = report.results.iter().filter_map(|set| set.checked).map(|checked| checked.passes).sum();
        let checks = if passes > 0 { format!(" and {}", counted(passes, "check")) } else { String::new() };
        let looked_at = match (report.results.iter().any(|set| !set.packages.is_empty()), checks.is_empty()) {
            (true, _) => format!(" in {packages}{checks}"),
            (false, false) => format!(" in {}", counted(passes, "check")),
            (false, true) => String::new(),
        };
        lines.push(format!("{verdict}{looked_at}"));
    }
    for (index, line) in lines.iter().enumerate() {
        writeln!(out, "{} {line}", if index == 0 { paint.bold("Result") } else { "      ".to_owned() })?;
    }
    first_steps(report, paint, out)?;
    coverage(report, paint, out)
}

/// The upgrades that mend the worst.
fn first_steps(report: &Report, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    let mut steps: BTreeMap<[&str; 4], Vec<Severity>> = BTreeMap::new();
    for set in &report.results {
        for finding in set.vulnerabilities.iter().filter(|finding| finding.upgrade_to.is_some()) {
            let Some(package) = set.packages.get(finding.package) else { continue };
            let Some(version) = package.upgrade_to.as_deref().or(finding.upgrade_to.as_deref()) else { continue };
            // Packages of one source are upgraded together.
            let name = if set.class == Class::OsPkgs { package.source_name_version().0 } else { &package.name };
            steps.entry([&set.kind, name, &package.version, version]).or_default().push(finding.severity);
        }
    }
    let mut steps: Vec<_> = steps.into_iter().collect();
    let weight =
        |severities: &[Severity]| Severity::WORST_FIRST.map(|severity| severities.iter().filter(|s| **s == severity).count());
    steps.sort_by(|(name_a, a), (name_b, b)| weight(b).cmp(&weight(a)).then_with(|| name_a.cmp(name_b)));
    for (index, ([kind, name, installed, version], severities)) in steps.iter().take(3).enumerate() {
        let label = if index == 0 { paint.bold("Do first") } else { "        ".to_owned() };
        writeln!(
            out,
            "{label} upgrade {} ({kind}): mends {}",
            plain(&format!("{name} {installed} to {version}")),
            counts(severities.iter().copied(), paint)
        )?;
    }
    Ok(())
}

/// What was not judged.
pub(crate) fn coverage(report: &Report, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    let coverage = &report.coverage;
    if coverage.is_complete() {
        writeln!(out, "{} everything was judged", paint.bold("Coverage"))?;
    } else {
        writeln!(out, "{} {}", paint.bold("Coverage"), paint.with("1;33", "not everything was judged:"))?;
    }
    coverage.gaps.iter().try_for_each(|gap| writeln!(out, "  - {}", plain(&sentence(gap))))?;
    for problem in coverage.problems.iter().take(10) {
        writeln!(out, "    {} {}", plain(&problem.path), paint.dim(&problem.message))?;
    }
    if coverage.problems.len() > 10 {
        writeln!(out, "    and {} more, which --format json tells", coverage.problems.len() - 10)?;
    }
    if !coverage.third_party.is_empty() {
        let names = coverage.third_party.iter().take(10).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = coverage.third_party.len().saturating_sub(10);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        writeln!(
            out,
            "  {} from elsewhere, of which the advisories say nothing: {}{more}",
            coverage.third_party.len(),
            plain(&names)
        )?;
    }
    Ok(())
}

/// A gap, for people.
#[must_use]
pub fn sentence(gap: &Gap) -> String {
    match gap {
        Gap::UnknownOs { packages } => {
            format!("no release file says which system this is: {} not matched", were(*packages, "system package"))
        }
        Gap::UnsupportedOs { os, packages } => {
            format!("nobody here has advisories for {os}: {} not matched", were(*packages, "system package"))
        }
        Gap::UnknownRelease { os, ecosystem, packages } => {
            format!("the advisories do not know {os} ({ecosystem}): {} not matched", were(*packages, "system package"))
        }
        Gap::EndOfLife { os, since } => {
            format!("{os} is past its end of life since {since}: newer vulnerabilities are not tracked for it")
        }
        Gap::MissingShard { ecosystem, packages, reason, feed } => {
            let remedy = match feed {
                Some(feed) => format!("build them with `tidewaiter db build --feed {feed}=PATH_OR_URL`"),
                None => {
                    format!("get them with `tidewaiter db build --ecosystem '{ecosystem}'`, from a mirror with --db-source")
                }
            };
            format!("no advisories for {ecosystem}: {} not matched ({reason}); {remedy}", were(*packages, "package"))
        }
        Gap::MissingRatings { reason } => {
            format!("no ratings by CVE, so severities may be unknown ({reason}); name a mirror with --nvd-source")
        }
        Gap::OutdatedShard { ecosystem, days } => {
            let is_others = ecosystem.ends_with("-db");
            let remedy = if is_others { "" } else { "; run `tidewaiter db update`" };
            format!("Vulnerability database is outdated: {ecosystem} was built {days} days ago{remedy}")
        }
        Gap::Unreadable { files } => format!("{} could not be read or judged in full", counted(*files, "file")),
        Gap::UnusableRules { rules } => format!("{} of yours could not be used", counted(*rules, "rule")),
        Gap::Unsought { engine, what } => format!("{engine} does not look for {what}"),
        Gap::Unadvised { packages } => {
            format!("nobody publishes advisories about the kind of {}", counted(*packages, "package"))
        }
        Gap::Unversioned { packages } => {
            format!("{} not matched: no version is stated, or none that could be ordered", were(*packages, "package"))
        }
    }
}

/// `1 package was`, `2 packages were`.
fn were(number: usize, noun: &str) -> String {
    format!("{} {}", counted(number, noun), if number == 1 { "was" } else { "were" })
}
