//! The modules that errata of rpm distributions speak of.
//!
//! A module is a set of packages in one of several versions (`nodejs:18`, `nodejs:20`), called streams, of which a system has one:
//! <https://docs.fedoraproject.org/en-US/modularity/>. OSV has no field for them. The fixed versions say that a build is for some
//! module (`.module`), and the summary names module and stream: `Important: nodejs:18 security update`. Its packages are then kept
//! under names that say so, `nodejs:18::npm`, lest the fix of one stream be asked of another.
//! Limits: a summary that names no stream leaves the packages under their own names.

use crate::matching::is_modular;
use crate::record::{Affected, Event};

/// The name of a package within a stream.
#[must_use]
pub fn name_in_stream(stream: &str, package: &str) -> String {
    format!("{stream}::{package}")
}

/// The flavour of a build of Oracle Linux that has fixes of its own: `fips` of `10:3.0.7-27.0.3.el9_fips`, `ksplice` of
/// `2:2.34-60.0.3.ksplice1.el9`. Its packages are kept and asked for as those of a stream of that name.
#[must_use]
pub fn flavour(version: &str) -> Option<&'static str> {
    [("_fips", "fips"), (".ksplice", "ksplice")].into_iter().find(|(mark, _)| version.contains(mark)).map(|(_, flavour)| flavour)
}

/// Whether a name is one of a package within a stream.
pub(crate) fn is_in_stream(name: &str) -> bool {
    name.contains("::")
}

/// Puts the builds for modules under their streams.
pub(super) fn name_streams(affected: Vec<Affected>, summary: &str) -> Vec<Affected> {
    let streams: Vec<&str> = summary.split_whitespace().filter_map(stream).collect();
    if streams.is_empty() {
        return affected;
    }
    let is_for_module = |affected: &Affected| {
        let mut events = affected.ranges.iter().flatten();
        events.any(|event| matches!(event, Event::Fixed(version) if is_modular(version)))
    };
    let mut named = Vec::with_capacity(affected.len());
    for affected in affected {
        if is_for_module(&affected) {
            let of = |stream: &&str| Affected { package: name_in_stream(stream, &affected.package), ..affected.clone() };
            named.extend(streams.iter().map(of));
        } else {
            named.push(affected);
        }
    }
    named
}

/// `nodejs:18`; no link, and no word before a colon.
fn stream(word: &str) -> Option<&str> {
    let word = word.trim_end_matches([',', ';', '.']);
    let (module, stream) = word.split_once(':')?;
    let is_name = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.+".contains(&b));
    (is_name(module) && is_name(stream)).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(package: &str, version: &str) -> Affected {
        let ranges = vec![vec![Event::Introduced("0".to_owned()), Event::Fixed(version.to_owned())]];
        Affected { package: package.to_owned(), ranges, ..Affected::default() }
    }

    #[test]
    fn builds_for_modules_go_under_their_streams() {
        let affected = vec![fixed("npm", "1-1.module_el8"), fixed("bash", "5-1.el8")];
        let names =
            |summary: &str| -> Vec<String> { name_streams(affected.clone(), summary).into_iter().map(|a| a.package).collect() };
        assert_eq!(names("Important: nodejs:18 security update"), ["nodejs:18::npm", "bash"]);
        assert_eq!(names("Moderate: a:1 and b:2.0, security update"), ["a:1::npm", "b:2.0::npm", "bash"]);
        assert_eq!(names("Important: criu security update"), ["npm", "bash"]);
        assert_eq!(names("see https://example.com/x"), ["npm", "bash"]);
    }
}
