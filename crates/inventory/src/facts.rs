//! What one file states.

use crate::Ecosystem;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashSet;
use tidewaiter_model::{EcosystemId, Os, OwnedFiles, Package, Problem};

/// The facts of one file, stated by one analyzer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// The file, relative to the root, without a leading slash.
    pub path: String,
    /// The analyzer's id.
    pub analyzer: String,
    /// What it says of the operating system, and how much it is to be trusted against other files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os: Option<OsFact>,
    /// The packages that it states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packages: Vec<Package>,
    /// The files that it says belong to packages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owned: Vec<OwnedFiles>,
    /// Licences of packages whose own records do not state them (Debian's copyright files).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<Licensed>,
    /// What a project's manifest asks for (`package.json`, `Cargo.toml`): a lock file beside it often does not say which of
    /// its packages were asked for, and which of these by developers only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<Declared>,
    /// What could not be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

/// Licences of a package that another file states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licensed {
    /// The package's ecosystem.
    pub ecosystem: EcosystemId,
    /// Its name; `name@version` where versions of one package may differ.
    pub package: String,
    /// The licences, SPDX identifiers where they could be found out.
    pub licenses: Vec<String>,
}

/// One dependency that a project's manifest asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// The purl type of its packages, which joins manifest and lock file: `npm`, `cargo`.
    pub purl_type: Cow<'static, str>,
    /// Its name, as the lock file spells it.
    pub name: String,
    /// Whether only developers need it.
    pub dev: bool,
}

/// What one release file says of the operating system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OsFact {
    /// Higher is better: the winner names the system, the others only fill what it leaves empty or refine its version.
    pub precedence: u8,
    /// The statement. `family` is empty where the file only refines a version (`etc/debian_version`).
    pub os: Os,
}

/// As many problems are told of one file.
pub(crate) const MAX_PROBLEMS: usize = 20;
/// Characters of one of them.
const MAX_MESSAGE: usize = 400;

impl FileFacts {
    /// Empty facts of a file, for an analyzer to fill.
    #[must_use]
    pub fn new(path: &str, analyzer: &str) -> Self {
        Self { path: path.to_owned(), analyzer: analyzer.to_owned(), ..Self::default() }
    }

    /// States licences of a package that is stated elsewhere; nothing if there are none.
    pub(crate) fn license(&mut self, ecosystem: &Ecosystem, package: impl Into<String>, licenses: Vec<String>) {
        if !licenses.is_empty() {
            self.licenses.push(Licensed { ecosystem: ecosystem.id.into(), package: package.into(), licenses });
        }
    }

    /// Notes what could not be read: the first twenty of a file, each on one line of bounded length. A broken file
    /// may break in as many places as it has lines.
    pub fn problem(&mut self, message: impl Into<String>) {
        let message = match self.problems.len().cmp(&MAX_PROBLEMS) {
            Ordering::Less => one_line(message.into()),
            Ordering::Equal => "more is broken, which is not listed".to_owned(),
            Ordering::Greater => return,
        };
        self.problems.push(Problem { path: self.path.clone(), origin: self.analyzer.clone(), message });
    }

    /// Keeps one of the packages that are stated word for word several times.
    pub(crate) fn drop_repetitions(&mut self) {
        let mut seen = HashSet::new();
        let is_first: Vec<bool> = self.packages.iter().map(|package| seen.insert(package)).collect();
        let mut is_first = is_first.into_iter();
        self.packages.retain(|_| is_first.next().unwrap_or(true));
    }

    /// Whether nothing was stated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.os.is_none()
            && self.packages.is_empty()
            && self.owned.is_empty()
            && self.licenses.is_empty()
            && self.declared.is_empty()
            && self.problems.is_empty()
    }
}

/// Texts of files end up in messages, however long, and with whatever controls terminals.
fn one_line(message: String) -> String {
    let is_fit = message.len() <= MAX_MESSAGE && !message.contains(char::is_control);
    if is_fit {
        return message;
    }
    let told = message.char_indices().nth(MAX_MESSAGE).and_then(|(end, _)| message.get(..end));
    let line = told
        .unwrap_or(&message)
        .split(char::is_control)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if told.is_some() { line + "…" } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_are_dropped_in_their_order() {
        let mut facts = FileFacts::new("a", "b");
        let package = |name: String| Package { name, ..Package::default() };
        facts.packages.extend((0..100_000).map(|number| package((number % 50_000).to_string())));
        facts.drop_repetitions();
        assert_eq!((facts.packages.len(), facts.packages[49_999].name.as_str()), (50_000, "49999"));
    }

    #[test]
    fn problems_are_few_and_short() {
        let mut facts = FileFacts::new("a", "b");
        for number in 0..1000 {
            facts.problem(format!("{number}\n  \x1b[31m{}", "ä".repeat(1000)));
        }
        assert_eq!(facts.problems.len(), MAX_PROBLEMS + 1);
        assert_eq!(facts.problems[MAX_PROBLEMS].message, "more is broken, which is not listed");
        let first = &facts.problems[0].message;
        assert!(first.starts_with("0 [31mää") && first.ends_with("ä…") && first.chars().count() <= MAX_MESSAGE + 1, "{first}");
    }
}
