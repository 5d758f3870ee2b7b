//! Findings of all reports, by package and vulnerability.

use super::{Found, Row};
use std::collections::{BTreeMap, BTreeSet};
use tidewaiter_model::{Class, Package, Report, Vulnerability};

/// How a package is told from others: kind, name, version.
type PackageKey = (String, String, String);

/// A finding as a report tells it.
#[derive(Clone, Debug)]
struct Told {
    found: Found,
    aliases: BTreeSet<String>,
}

/// What all reports say of one package, by the ids that they use.
struct Said {
    reports: usize,
    /// The name and version, as the first one writes them.
    name: String,
    version: String,
    by_id: BTreeMap<String, Vec<Option<Told>>>,
}

/// Of all packages.
pub(super) struct Rows {
    reports: usize,
    packages: BTreeMap<PackageKey, Said>,
}

impl Rows {
    pub(super) fn of(reports: &[(String, Report)]) -> Self {
        let mut rows = Self { reports: reports.len(), packages: BTreeMap::new() };
        for (index, (_, report)) in reports.iter().enumerate() {
            for set in &report.results {
                for found in &set.vulnerabilities {
                    if let Some(package) = set.packages.get(found.package) {
                        rows.add(index, set.class, package, found);
                    }
                }
            }
        }
        rows
    }

    fn add(&mut self, report: usize, class: Class, package: &Package, found: &Vulnerability) {
        let said = self.packages.entry(key(class, package)).or_insert_with(|| Said {
            name: package.name.clone(),
            version: package.version.clone(),
            reports: self.reports,
            by_id: BTreeMap::new(),
        });
        let row = said.by_id.entry(found.id.clone()).or_insert_with(|| vec![None; self.reports]);
        let told = Told {
            found: Found { id: found.id.clone(), severity: found.severity, fixed_version: found.fixed_version.clone() },
            aliases: found.vendor_ids.iter().cloned().collect(),
        };
        match row.get_mut(report) {
            // The same package in two files.
            Some(Some(known)) => {
                known.found.severity = known.found.severity.max(told.found.severity);
                known.aliases.extend(told.aliases);
            }
            Some(empty) => *empty = Some(told),
            None => {}
        }
    }

    /// One row a vulnerability, worst first.
    pub(super) fn finish(self) -> Vec<Row> {
        let mut rows: Vec<Row> = self.packages.into_values().flat_map(Said::finish).collect();
        rows.sort_by(|a, b| {
            let order = b.severity().cmp(&a.severity());
            order.then_with(|| (&a.package, &a.version, &a.id).cmp(&(&b.package, &b.version, &b.id)))
        });
        rows
    }
}

impl Said {
    /// Puts together what is told under several names: under the CVE, if one of them is one.
    fn finish(self) -> Vec<Row> {
        let mut ids: Vec<&str> = self.by_id.keys().map(String::as_str).collect();
        ids.sort_by_key(|id| !id.starts_with("CVE-"));
        let mut taken: BTreeSet<(&str, usize)> = BTreeSet::new();
        let mut rows = Vec::new();
        for (at, id) in ids.iter().enumerate() {
            let own = |index| self.told(id, index).filter(|_| !taken.contains(&(*id, index)));
            let mut row: Vec<Option<&Told>> = (0..self.reports).map(own).collect();
            if row.iter().all(Option::is_none) {
                continue;
            }
            let others = ids.get(at + 1..).unwrap_or_default();
            for (index, place) in row.iter_mut().enumerate().filter(|(_, place)| place.is_none()) {
                // An erratum may be taken for several vulnerabilities that it mends.
                if let Some(other) = others.iter().find(|other| self.is_same(id, other, index)) {
                    *place = self.told(other, index);
                    taken.insert((other, index));
                }
            }
            let found = row.into_iter().map(|told| told.map(|told| told.found.clone())).collect();
            rows.push(Row { package: self.name.clone(), version: self.version.clone(), id: (*id).to_owned(), found });
        }
        rows
    }

    fn told(&self, id: &str, report: usize) -> Option<&Told> {
        self.by_id.get(id)?.get(report)?.as_ref()
    }

    /// Whether what a report tells under another id is what others tell under this one.
    fn is_same(&self, id: &str, other: &str, report: usize) -> bool {
        let Some(theirs) = self.told(other, report) else { return false };
        let mut all = self.by_id.get(id).into_iter().flatten().flatten();
        theirs.aliases.contains(id) || all.any(|mine| mine.aliases.contains(other))
    }
}

/// Systems' packages by name, languages' by purl: engines write the same name in several ways.
fn key(class: Class, package: &Package) -> PackageKey {
    let version = package.version.trim_start_matches(['v', 'V']);
    // Go's own library is told with the tool's name before the version.
    let version = version.strip_prefix("go").filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(version);
    let version = if class == Class::OsPkgs { package.version.strip_prefix("0:").unwrap_or(&package.version) } else { version };
    match &package.purl {
        Some(purl) if class != Class::OsPkgs => {
            let name = format!("{}/{}", purl.namespace, purl.name).to_lowercase();
            (purl.kind.clone(), name.trim_start_matches('/').to_owned(), version.to_owned())
        }
        _ => (String::new(), package.name.to_lowercase(), version.to_owned()),
    }
}
