//! The packages of all results together, as they are judged, and back again.

use crate::judge::tell_upgrades;
use tidewaiter_model::{Package, ResultSet, Vulnerability};
use tidewaiter_report::changes::Found;

/// The packages of a report, taken out of its results.
pub(super) struct Packages {
    pub(super) all: Vec<Package>,
    /// How many each result has.
    counts: Vec<usize>,
}

impl Packages {
    pub(super) fn taken(results: &mut [ResultSet]) -> Self {
        let counts = results.iter().map(|set| set.packages.len()).collect();
        Self { all: results.iter_mut().flat_map(|set| set.packages.drain(..)).collect(), counts }
    }

    /// Findings as the results tell them.
    pub(super) fn stated<'a>(&'a self, results: &'a [ResultSet]) -> impl Iterator<Item = Found<'a>> {
        let mut first = 0;
        results.iter().zip(&self.counts).flat_map(move |(set, count)| {
            let start = first;
            first += count;
            set.vulnerabilities.iter().filter_map(move |found| Some((self.all.get(start + found.package)?, found)))
        })
    }

    /// Findings as judging tells them.
    pub(super) fn found<'a>(&'a self, findings: &'a [(usize, Vulnerability)]) -> impl Iterator<Item = Found<'a>> {
        findings.iter().filter_map(|(index, found)| Some((self.all.get(*index)?, found)))
    }

    /// Puts packages and new findings where the packages were.
    pub(super) fn give_back(
        self,
        results: &mut [ResultSet],
        mut findings: Vec<(usize, Vulnerability)>,
        upgrades: &[(usize, String)],
    ) {
        let Self { mut all, counts } = self;
        all.iter_mut().for_each(|package| package.upgrade_to = None);
        tell_upgrades(&mut all, upgrades);
        findings.sort_by(|(a, x), (b, y)| a.cmp(b).then(y.severity.cmp(&x.severity)).then_with(|| x.id.cmp(&y.id)));
        let (mut packages, mut findings, mut first) = (all.into_iter(), findings.into_iter().peekable(), 0);
        for (set, count) in results.iter_mut().zip(counts) {
            set.packages = packages.by_ref().take(count).collect();
            set.vulnerabilities.clear();
            while let Some((index, found)) = findings.next_if(|(index, _)| *index < first + count) {
                set.vulnerabilities.push(Vulnerability { package: index - first, ..found });
            }
            first += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_model::Severity;

    fn set(names: &[&str], found: &[(usize, &str)]) -> ResultSet {
        let package = |name: &&str| Package { name: (*name).to_owned(), ..Package::default() };
        ResultSet {
            packages: names.iter().map(package).collect(),
            vulnerabilities: found.iter().map(|(package, id)| vulnerability(*package, id, Severity::Low)).collect(),
            ..ResultSet::default()
        }
    }

    fn vulnerability(package: usize, id: &str, severity: Severity) -> Vulnerability {
        Vulnerability { id: id.to_owned(), package, severity, ..Vulnerability::default() }
    }

    #[test]
    fn findings_come_back_to_their_results() {
        let mut results = [set(&["a", "b"], &[(1, "CVE-1")]), set(&[], &[]), set(&["c"], &[(0, "CVE-2")])];
        let packages = Packages::taken(&mut results);
        let stated: Vec<(&str, &str)> =
            packages.stated(&results).map(|(package, found)| (package.name.as_str(), found.id.as_str())).collect();
        assert_eq!(stated, [("b", "CVE-1"), ("c", "CVE-2")]);
        let new = vec![
            (2, vulnerability(2, "CVE-4", Severity::Low)),
            (0, vulnerability(0, "CVE-3", Severity::Low)),
            (0, vulnerability(0, "CVE-9", Severity::High)),
        ];
        packages.give_back(&mut results, new, &[(2, "3".to_owned())]);
        let told: Vec<Vec<(usize, &str)>> =
            results.iter().map(|set| set.vulnerabilities.iter().map(|v| (v.package, v.id.as_str())).collect()).collect();
        assert_eq!(told, [vec![(0, "CVE-9"), (0, "CVE-3")], vec![], vec![(0, "CVE-4")]]);
        assert_eq!(results[2].packages[0].upgrade_to.as_deref(), Some("3"));
    }
}
