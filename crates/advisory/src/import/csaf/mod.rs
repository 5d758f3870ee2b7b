//! CSAF documents: what a vendor says of a vulnerability (profile VEX) or mends with an erratum, product by product.
//!
//! Specification: <https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html>. Read of Red Hat
//! (<https://security.access.redhat.com/data/csaf/v2/vex/>, one file a CVE, and a `tar.zst` of all), SUSE
//! (<https://ftp.suse.com/pub/projects/security/csaf-vex/>) and openEuler (<https://repo.openeuler.org/security/data/csaf/>).
//! A CVE becomes one record, whose fixes, decisions, ratings and scores are told by package; each erratum that a fix names becomes
//! another, so that findings name it.
//! Limits: only releases that systems are asked for as (see `publisher`); no container images; debug information is left out; what
//! is not affected is not told, since these feeds are whole. Where a release lists both, Red Hat's sources yield to binaries, and
//! others' binaries to sources.

mod document;
mod products;
mod publisher;

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use crate::record::{Affected, Details, Event, Record};
use document::{Csaf, Head, Remediation, Vulnerability};
use products::{Component, Products};
use publisher::Publisher;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tidewaiter_model::Status;

/// CSAF.
pub(super) const FEED: Feed = Feed {
    id: "csaf",
    name: "CSAF or VEX documents",
    home: "https://security.access.redhat.com/data/csaf/v2/vex/",
    alone_speaks_of: None,
    read,
};

/// What errata mend, by ecosystem and id, gathered over all documents that name them.
#[derive(Default)]
struct Errata(BTreeMap<(&'static str, String), Erratum>);

#[derive(Default)]
struct Erratum {
    cves: BTreeSet<String>,
    fixed: BTreeSet<Component>,
}

fn read(documents: &mut Documents, imported: &mut Imported) -> Result<(), ImportError> {
    let mut errata = Errata::default();
    let mut read_any = false;
    documents.each(&mut |name, bytes| {
        // Beside the documents lie signatures, checksums and lists of changes.
        if !name.ends_with(".json") && !bytes.starts_with(b"{") {
            return;
        }
        match serde_json::from_slice::<Csaf>(&bytes) {
            Ok(csaf) => match Publisher::of(&csaf.document.publisher.namespace) {
                Some(publisher) => {
                    read_any = true;
                    read_document(&csaf, publisher, imported, &mut errata);
                }
                None => {
                    let reason = format!("its publisher, {}, is not known", csaf.document.publisher.namespace);
                    imported.unreadable.push((name.to_owned(), reason));
                }
            },
            Err(error) => imported.unreadable.push((name.to_owned(), error.to_string())),
        }
    })?;
    for ((ecosystem, id), erratum) in errata.0 {
        let record = imported.record(ecosystem, &id);
        record.upstream.extend(erratum.cves);
        record.affected.extend(erratum.fixed.into_iter().map(|component| affected(&component, None)));
    }
    if read_any {
        return Ok(());
    }
    let (document, reason) =
        imported.unreadable.pop().unwrap_or_else(|| (documents.source().to_owned(), "it holds no JSON".to_owned()));
    Err(ImportError::Foreign { document, expected: FEED.name, reason })
}

fn read_document(csaf: &Csaf, publisher: Publisher, imported: &mut Imported, errata: &mut Errata) {
    if csaf.document.tracking.status == "deleted" {
        return;
    }
    let products = Products::new(&csaf.product_tree, publisher);
    for vulnerability in &csaf.vulnerabilities {
        let Some(id) = vulnerability.cve.as_deref().or(Some(&csaf.document.tracking.id)).filter(|id| !id.is_empty()) else {
            continue;
        };
        let said = Said::of(vulnerability);
        let statements = statements(vulnerability, &products, publisher);
        // There are millions of them, so that room to grow would be gigabytes.
        let mut made: BTreeMap<&'static str, Vec<Affected>> = BTreeMap::new();
        // Of several errata on one vulnerability each has ratings of its own.
        let is_whole = csaf.document.tracking.id == *id;
        let vectors = common(said.vectors.values()).filter(|_| is_whole);
        let rating = common(said.ratings.values()).filter(|_| is_whole);
        let mut told: BTreeSet<(&str, &str, &str, &str)> = BTreeSet::new();
        for (product, component, state) in &statements {
            // The same package is listed for each architecture, and in several streams of a release.
            let (system, _) = publisher.part(&component.release);
            if !told.insert((component.ecosystem, system, &component.package, &component.version)) {
                continue;
            }
            let erratum = said.errata.get(product).copied().unwrap_or(&csaf.document.tracking.id);
            if *state == State::Fixed && !erratum.contains("CVE-") {
                let erratum = errata.0.entry((component.ecosystem, erratum.to_owned())).or_default();
                erratum.cves.insert(id.to_owned());
                erratum.fixed.insert(component.clone());
            }
            let status = match state {
                State::Fixed => None,
                State::Affected => said.decisions.get(product).copied(),
                State::UnderInvestigation => Some(Status::UnderInvestigation),
            };
            let mut affected = affected(component, status);
            // What holds for all is told by the record.
            if rating.is_none() {
                affected.rating = said.ratings.get(product).copied().unwrap_or_default().to_owned();
            }
            if vectors.is_none() {
                affected.vectors = said.vectors.get(product).cloned().unwrap_or_default();
            }
            made.entry(component.ecosystem).or_default().push(affected);
        }
        for (ecosystem, mut affected) in made {
            affected.shrink_to_fit();
            imported.add(
                ecosystem,
                Record {
                    id: id.to_owned(),
                    published: or(&vulnerability.release_date, &csaf.document.tracking.initial_release_date).clone(),
                    modified: csaf.document.tracking.current_release_date.clone(),
                    vectors: vectors.cloned().unwrap_or_default(),
                    severity_word: rating.copied().unwrap_or_default().to_owned(),
                    details: details(&csaf.document, vulnerability),
                    affected,
                    ..Record::default()
                },
            );
        }
    }
}

/// What all of them are.
fn common<T: PartialEq>(mut of: impl Iterator<Item = T>) -> Option<T> {
    let first = of.next()?;
    of.all(|other| other == first).then_some(first)
}

/// What the document says of a product's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Fixed,
    Affected,
    UnderInvestigation,
}

/// Every statement about a package of a release, with its product's id.
fn statements<'a>(
    vulnerability: &'a Vulnerability,
    products: &Products<'_>,
    publisher: Publisher,
) -> Vec<(&'a str, Component, State)> {
    const STATES: [(&str, State); 5] = [
        ("fixed", State::Fixed),
        ("first_fixed", State::Fixed),
        // SUSE's word for the fix to install.
        ("recommended", State::Fixed),
        ("known_affected", State::Affected),
        ("under_investigation", State::UnderInvestigation),
    ];
    let mut statements = Vec::new();
    for (status, state) in STATES {
        for product in vulnerability.product_status.get(status).into_iter().flatten() {
            if let Some(component) = products.component(product, state == State::Fixed) {
                statements.push((product.as_str(), component, state));
            }
        }
    }
    let preferred = publisher.tells_sources();
    let place =
        |component: &Component| (component.release.clone(), component.package.split_once("::").map(|(s, _)| s.to_owned()));
    let has_preferred: BTreeSet<_> =
        statements.iter().filter(|(_, c, _)| c.is_source == preferred).map(|(_, c, _)| place(c)).collect();
    statements.retain(|(_, c, _)| c.is_source == preferred || !has_preferred.contains(&place(c)));
    statements.sort_by_key(|(_, component, _)| publisher.part(&component.release).1);
    statements
}

/// What a vulnerability's lists say beside its states, by product id.
#[derive(Default)]
struct Said<'a> {
    decisions: HashMap<&'a str, Status>,
    errata: HashMap<&'a str, &'a str>,
    ratings: HashMap<&'a str, &'a str>,
    vectors: HashMap<&'a str, Vec<String>>,
}

impl<'a> Said<'a> {
    fn of(vulnerability: &'a Vulnerability) -> Self {
        let mut said = Self::default();
        for remediation in &vulnerability.remediations {
            let products = remediation.product_ids.iter().map(String::as_str);
            if let Some(status) = decision(remediation) {
                said.decisions.extend(products.clone().map(|product| (product, status)));
            }
            if let Some(erratum) = erratum(remediation) {
                said.errata.extend(products.map(|product| (product, erratum)));
            }
        }
        for threat in vulnerability.threats.iter().filter(|threat| threat.category == "impact") {
            said.ratings.extend(threat.product_ids.iter().map(|product| (product.as_str(), threat.details.as_str())));
        }
        for score in &vulnerability.scores {
            let vectors = [&score.cvss_v2, &score.cvss_v3, &score.cvss_v4].into_iter().flatten();
            let vectors: Vec<String> = vectors.map(|cvss| cvss.vector_string.clone()).filter(|v| !v.is_empty()).collect();
            said.vectors.extend(score.products.iter().map(|product| (product.as_str(), vectors.clone())));
        }
        said
    }
}

/// What the publisher has decided about what has no fix; the words after the categories are Red Hat's.
fn decision(remediation: &Remediation) -> Option<Status> {
    match (remediation.category.as_str(), remediation.details.as_str()) {
        ("no_fix_planned", "Out of support scope") => Some(Status::EndOfLife),
        ("no_fix_planned", _) => Some(Status::WillNotFix),
        ("none_available", "Deferred" | "Fix deferred") => Some(Status::FixDeferred),
        _ => None,
    }
}

/// `RHSA-2024:1234` of the address of a fix.
fn erratum(remediation: &Remediation) -> Option<&str> {
    let id = remediation.url.rsplit('/').next().filter(|_| remediation.category == "vendor_fix")?;
    let is_id = id.split_once('-').is_some_and(|(kind, _)| kind.len() == 4 && kind.starts_with("RH"));
    is_id.then_some(id)
}

fn affected(component: &Component, status: Option<Status>) -> Affected {
    let fix = (!component.version.is_empty()).then(|| Event::Fixed(component.version.clone()));
    let mut range = Vec::with_capacity(2);
    range.push(Event::Introduced("0".to_owned()));
    range.extend(fix);
    Affected {
        package: component.package.clone(),
        release: component.release.clone(),
        ranges: vec![range],
        status,
        ..Affected::default()
    }
}

fn details(head: &Head, vulnerability: &Vulnerability) -> Details {
    let note = |category: &str| vulnerability.notes.iter().find(|note| note.category == category).map(|note| note.text.clone());
    let references = if vulnerability.references.is_empty() { &head.references } else { &vulnerability.references };
    Details {
        summary: or(&vulnerability.title, &head.title).clone(),
        description: note("description").or_else(|| note("general")).unwrap_or_default(),
        cwe_ids: vulnerability.cwe.iter().map(|cwe| cwe.id.clone()).collect(),
        references: references.iter().map(|reference| reference.url.clone()).collect(),
    }
}

fn or<'a>(first: &'a String, second: &'a String) -> &'a String {
    if first.is_empty() { second } else { first }
}

#[cfg(test)]
mod tests;
