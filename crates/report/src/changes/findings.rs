//! Findings of one artifact, each once, and what differs from others.

use super::{Change, Found};
use std::collections::BTreeMap;
use tidewaiter_model::{Severity, Vulnerability};

/// Package, version, vulnerability.
type Key<'a> = (&'a str, &'a str, &'a str);

/// What is told of a finding, and what it is worst rated with in any file.
type Known<'a> = (&'a Vulnerability, Severity);

#[derive(Default)]
pub(super) struct Findings<'a> {
    by_key: BTreeMap<Key<'a>, Known<'a>>,
}

/// New ones, those that are gone, and those that are rated otherwise.
type Differences = (Vec<Change>, Vec<Change>, Vec<Change>);

impl<'a> Findings<'a> {
    pub(super) fn of(all: impl Iterator<Item = Found<'a>>) -> Self {
        let mut by_key: BTreeMap<Key<'a>, Known<'a>> = BTreeMap::new();
        for (package, found) in all {
            let known = by_key.entry((&package.name, &package.version, &found.id)).or_insert((found, found.severity));
            known.1 = known.1.max(found.severity);
        }
        Self { by_key }
    }

    pub(super) fn severities(&self) -> impl Iterator<Item = Severity> {
        self.by_key.values().map(|(_, severity)| *severity)
    }

    /// What differs from what was known before.
    pub(super) fn since(self, mut before: Self) -> Differences {
        let (mut new, mut rated) = (Vec::new(), Vec::new());
        let mut compare = |key: Key<'_>, known: Known<'_>, severity_before: Severity| {
            if severity_before != known.1 {
                rated.push(Change { severity_before: Some(severity_before), ..change(key, known) });
            }
        };
        let mut open = Vec::new();
        for (key, known) in self.by_key {
            match before.by_key.remove(&key) {
                Some((_, severity)) => compare(key, known, severity),
                None => open.push((key, known)),
            }
        }
        for (key, known) in open {
            // What was told under another of its names is not new.
            match before.other_name(key, known.0) {
                Some(other) => {
                    if let Some((_, severity)) = before.by_key.remove(&other) {
                        compare(key, known, severity);
                    }
                }
                None => new.push(change(key, known)),
            }
        }
        let gone = before.by_key.into_iter().map(|(key, known)| change(key, known)).collect();
        (new, gone, rated)
    }

    fn other_name(&self, (package, version, id): Key<'a>, found: &Vulnerability) -> Option<Key<'a>> {
        let of_package = self.by_key.range((package, version, "")..).take_while(|((p, v, _), _)| (*p, *v) == (package, version));
        let mut same = of_package.filter(|((_, _, other), (theirs, _))| {
            found.vendor_ids.iter().any(|mine| mine == other) || theirs.vendor_ids.iter().any(|theirs| theirs == id)
        });
        same.next().map(|(key, _)| *key)
    }
}

fn change((package, version, id): Key<'_>, (found, severity): Known<'_>) -> Change {
    Change {
        id: id.to_owned(),
        pkg_name: package.to_owned(),
        installed_version: version.to_owned(),
        fixed_version: found.upgrade_to.clone().unwrap_or_else(|| found.fixed_version.clone()),
        severity,
        severity_before: None,
        exploited: found.exploited.is_some(),
    }
}
