//! The tests of a document: what each asks of a package's version.

use crate::import::xml::{self, Element};
use std::collections::HashMap;

/// What a test asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// Versions below it.
    Below(String),
    /// It and those below.
    UpTo(String),
    /// It and those above.
    From(String),
    /// Every version.
    Any,
}

/// The tests of a document by id.
#[derive(Default)]
pub(super) struct Tests {
    /// Object and state.
    tests: HashMap<String, (String, String)>,
    /// Names of packages.
    objects: HashMap<String, String>,
    states: HashMap<String, Bound>,
}

impl Tests {
    /// Those of a document, and the name of its root, or why it could not be read to its end.
    pub(super) fn read(xml: &[u8]) -> (Self, Result<String, String>) {
        let mut tests = Self::default();
        let outcome = xml::each(xml, &["rpminfo_test", "rpminfo_object", "rpminfo_state"], &mut |element| tests.add(&element));
        (tests, outcome)
    }

    /// The package and the versions that a criterion asks for.
    pub(super) fn bound(&self, criterion: &Element) -> Option<(String, Bound)> {
        self.by_test(criterion.attribute("test_ref")).or_else(|| in_words(criterion.attribute("comment")))
    }

    fn add(&mut self, element: &Element) {
        let id = element.attribute("id").to_owned();
        match element.name.as_str() {
            "rpminfo_test" => {
                let of = |name: &str, key: &str| element.at(&[name]).map_or("", |child| child.attribute(key)).to_owned();
                self.tests.insert(id, (of("object", "object_ref"), of("state", "state_ref")));
            }
            "rpminfo_object" => drop(self.objects.insert(id, element.text_at(&["name"]).to_owned())),
            _ => {
                if let Some(evr) = element.at(&["evr"])
                    && let Some(bound) = bound(evr.attribute("operation"), evr.text())
                {
                    self.states.insert(id, bound);
                }
            }
        }
    }

    fn by_test(&self, id: &str) -> Option<(String, Bound)> {
        let (object, state) = self.tests.get(id)?;
        let package = self.objects.get(object).filter(|name| !name.is_empty())?;
        Some((package.clone(), self.states.get(state)?.clone()))
    }
}

fn bound(operation: &str, evr: &str) -> Option<Bound> {
    let version = evr.strip_prefix("0:").unwrap_or(evr).to_owned();
    match operation {
        _ if evr.is_empty() => None,
        "less than" => Some(Bound::Below(version)),
        "less than or equal" => Some(Bound::UpTo(version)),
        // Of builds of one version these two differ, and no publisher means one alone.
        "greater than" | "greater than or equal" => Some(Bound::From(version)),
        _ => None,
    }
}

/// `openssl is earlier than 1:3.0.7-27.el9`, `Package ceph is earlier than 18.2.1-1, affected by CVE-2020-27304`.
fn in_words(comment: &str) -> Option<(String, Bound)> {
    let comment = comment.strip_prefix("Package ").unwrap_or(comment);
    let (package, rest) = comment.split_once(" is ")?;
    if package.contains(' ') {
        return None;
    }
    let version = |text: &str| {
        let version = text.split([',', ' ']).next().unwrap_or("");
        version.strip_prefix("0:").unwrap_or(version).to_owned()
    };
    let bound = match rest.strip_prefix("earlier than ") {
        Some(rest) => Bound::Below(version(rest)),
        None if rest == "installed" => Bound::Any,
        None => return None,
    };
    Some((package.to_owned(), bound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_tell_the_same_in_words() {
        let below = |package: &str, version: &str| Some((package.to_owned(), Bound::Below(version.to_owned())));
        assert_eq!(in_words("rsyslog is earlier than 0:8.24.0-57.el7"), below("rsyslog", "8.24.0-57.el7"));
        assert_eq!(in_words("Package ceph is earlier than 18.2.1-1, affected by CVE-2020-1"), below("ceph", "18.2.1-1"));
        assert_eq!(in_words("rsyslog is signed with the Oracle Linux 7 key"), None);
        assert_eq!(in_words("Oracle Linux 7 is installed"), None);
        assert_eq!(in_words("Oracle Linux arch is x86_64"), None);
        assert_eq!(in_words(""), None);
    }
}
