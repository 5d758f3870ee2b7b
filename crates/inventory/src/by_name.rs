//! Which analyzers are asked about a file: those that know its name, and those that know no names.

use crate::{Analyzer, Names, Stat};
use std::collections::HashMap;

/// Analyzers by the names of their files.
pub struct ByName {
    analyzers: Vec<&'static dyn Analyzer>,
    /// By number, in order: those that may want a file of any name,
    any: Vec<usize>,
    /// of this name,
    names: HashMap<&'static str, Vec<usize>>,
    /// of a name that ends like this.
    ends: HashMap<&'static str, Vec<usize>>,
}

/// Longer than the longest end.
const LONGEST: usize = 16;

impl ByName {
    /// Of these, which are asked in this order.
    #[must_use]
    pub fn new(analyzers: Vec<&'static dyn Analyzer>) -> Self {
        let mut known = Self { any: Vec::new(), names: HashMap::new(), ends: HashMap::new(), analyzers: Vec::new() };
        for (number, analyzer) in analyzers.iter().enumerate() {
            let (names, ends): (&[_], &[_]) = match analyzer.names() {
                Names::Any => {
                    known.any.push(number);
                    continue;
                }
                Names::Are(names) => (names, &[]),
                Names::End(ends) => (&[], ends),
                Names::AreOrEnd(names, ends) => (names, ends),
            };
            names.iter().for_each(|name| known.names.entry(name).or_default().push(number));
            ends.iter().for_each(|end| known.ends.entry(end).or_default().push(number));
        }
        Self { analyzers, ..known }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &'static dyn Analyzer> {
        self.analyzers.iter().copied()
    }

    /// Those that want a file, in order.
    #[must_use]
    pub fn wanting(&self, stat: &Stat<'_>) -> Vec<&'static dyn Analyzer> {
        let named = self.names.get(stat.name()).map(Vec::as_slice).unwrap_or_default();
        let mut lower = [0; LONGEST];
        let ending = end(stat.name(), &mut lower).and_then(|end| self.ends.get(end)).map(Vec::as_slice).unwrap_or_default();
        let mut wanting: Vec<usize> = Vec::new();
        for number in self.any.iter().chain(named).chain(ending) {
            if self.analyzers.get(*number).is_some_and(|analyzer| analyzer.wants(stat)) {
                wanting.push(*number);
            }
        }
        wanting.sort_unstable();
        wanting.dedup();
        debug_assert!(
            self.analyzers.iter().filter(|analyzer| analyzer.wants(stat)).count() == wanting.len(),
            "an analyzer wants {}, and does not say so by its names",
            stat.path
        );
        wanting.into_iter().filter_map(|number| self.analyzers.get(number).copied()).collect()
    }
}

/// What stands from the last dot of a name on, in lower case.
fn end<'b>(name: &str, lower: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let end = name.get(name.rfind('.')?..)?.as_bytes();
    let lower = lower.get_mut(..end.len())?;
    lower.copy_from_slice(end);
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyzers;

    #[test]
    fn analyzers_are_found_by_the_names_of_their_files() {
        let by_name = ByName::new(analyzers().to_vec());
        let ids = |path: &str| {
            by_name.wanting(&Stat::new(path, 1 << 10, 0o644)).iter().map(|analyzer| analyzer.id()).collect::<Vec<_>>()
        };
        assert_eq!(ids("app/Cargo.lock"), ["cargo"]);
        assert_eq!(ids("app/a.JAR"), ["jar"]);
        assert_eq!(ids("var/lib/dpkg/status"), ["dpkg"]);
        assert_eq!(ids("app/main.rs"), [""; 0]);
    }

    #[test]
    fn ends_are_what_stands_behind_the_last_dot() {
        for analyzer in analyzers() {
            let (Names::End(ends) | Names::AreOrEnd(_, ends)) = analyzer.names() else { continue };
            let is_end = |end: &&str| end.rfind('.') == Some(0) && end.len() < LONGEST && **end == end.to_ascii_lowercase();
            assert!(ends.iter().all(is_end), "{}", analyzer.id());
        }
    }
}
