//! One file of the tracker: keys, values, and values that go on in indented lines.
//!
//! Format: <https://documentation.ubuntu.com/security/security-updates/cve-status/> for the states, and the tracker's own
//! `README`: `RELEASE_PACKAGE: STATE (WORDS)`.

use std::collections::BTreeMap;

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct File<'a> {
    pub(super) candidate: &'a str,
    pub(super) public_date: &'a str,
    pub(super) description: String,
    pub(super) references: Vec<&'a str>,
    pub(super) vectors: Vec<&'a str>,
    pub(super) states: Vec<State<'a>>,
    priorities: BTreeMap<&'a str, &'a str>,
}

/// The state of a package in a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State<'a> {
    /// `jammy`, `esm-infra/xenial`, `trusty/esm`.
    pub(super) release: &'a str,
    pub(super) package: &'a str,
    /// `released`, `needed`.
    pub(super) word: &'a str,
    /// What stands in parentheses.
    pub(super) note: &'a str,
}

impl<'a> File<'a> {
    pub(super) fn read(text: &'a str) -> Self {
        let mut file = Self::default();
        let mut key = "";
        for line in text.lines() {
            if let Some(more) = line.strip_prefix([' ', '\t']) {
                file.go_on(key, more.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                key = name.trim();
                file.begin(key, value.trim());
            }
        }
        file
    }

    /// The priority of a package in a release, or else of the package, or else of the whole.
    pub(super) fn priority(&self, package: &str, release: &str) -> &'a str {
        let of = |key: &str| self.priorities.get(key).copied();
        of(&format!("_{package}_{release}")).or_else(|| of(&format!("_{package}"))).or_else(|| of("")).unwrap_or("")
    }

    fn begin(&mut self, key: &'a str, value: &'a str) {
        match key {
            "Candidate" => self.candidate = value,
            "PublicDate" => self.public_date = value,
            _ if key.starts_with("Patches_") || key.starts_with("Tags") || value.is_empty() => {}
            _ => {
                if let Some(of) = key.strip_prefix("Priority") {
                    self.priorities.insert(of, value);
                } else if let Some((release, package)) = key.split_once('_') {
                    let (word, note) = value.split_once(' ').unwrap_or((value, ""));
                    let note = note.trim().trim_start_matches('(').trim_end_matches(')');
                    self.states.push(State { release, package, word, note });
                }
            }
        }
    }

    fn go_on(&mut self, key: &str, line: &'a str) {
        match key {
            "References" => self.references.push(line),
            "Description" => {
                if !self.description.is_empty() {
                    self.description.push(' ');
                }
                self.description.push_str(line);
            }
            "CVSS" => self.vectors.extend(line.split_whitespace().find(|word| word.starts_with("CVSS:"))),
            _ => {}
        }
    }
}
