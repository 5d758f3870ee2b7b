//! Alpine's order: `digits{.digits}[letter]{_suffix[digits]}[~hash][-r digits]`.
//!
//! Specification: <https://wiki.alpinelinux.org/wiki/APKBUILD_Reference#pkgver> and apk-package(5).
//! Limits: the rules of apk-tools 2.14 to the letter. Beyond
//! them a commit hash (`~0a1b`) is read, as apk-tools 3 does. A component after a dot that begins with zeros is below one that does not.

use crate::Order;
use std::cmp::Ordering;

/// The order of `apk version -t`.
pub const ORDER: Order = Order { id: "apk", compare, is_valid };

/// Suffixes before the bare version, worst first, then those after it.
const BEFORE: [&str; 4] = ["alpha", "beta", "pre", "rc"];
const AFTER: [&str; 5] = ["cvs", "svn", "git", "hg", "p"];

/// The next piece of a version. Of two versions that differ in kind where they first differ, the one whose kind comes
/// later here is the older, but for a suffix that means "before".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Component,
    Digits,
    Letter,
    Suffix,
    SuffixNumber,
    Hash,
    Revision,
    End,
}

/// What a piece weighs against another of its kind.
#[derive(Clone, Copy)]
enum Weight<'a> {
    /// Zeros that begin a component: the more, the less.
    Zeros(usize),
    Number(&'a str),
    Suffix(i32),
    Text(&'a str),
}

struct Pieces<'a> {
    rest: &'a str,
    kind: Kind,
}

fn is_valid(version: &str) -> bool {
    let mut pieces = Pieces { rest: version, kind: Kind::Digits };
    !version.is_empty()
        && loop {
            match pieces.next() {
                None => break false,
                Some((Kind::End, _)) => break true,
                Some(_) => {}
            }
        }
}

fn compare(a: &str, b: &str) -> Ordering {
    match (is_valid(a), is_valid(b)) {
        (true, true) => {}
        (false, false) => return a.cmp(b),
        (valid_a, valid_b) => return valid_a.cmp(&valid_b),
    }
    let (mut left, mut right) = (Pieces { rest: a, kind: Kind::Digits }, Pieces { rest: b, kind: Kind::Digits });
    while let (Some((kind_a, a)), Some((kind_b, b))) = (left.next(), right.next()) {
        if kind_a != kind_b {
            let is_before = |weight| matches!(weight, Weight::Suffix(..0));
            return match (is_before(a), is_before(b)) {
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                _ => kind_b.cmp(&kind_a),
            };
        }
        let order = match (a, b) {
            _ if kind_a == Kind::End => return Ordering::Equal,
            (Weight::Zeros(a), Weight::Zeros(b)) => b.cmp(&a),
            (Weight::Zeros(_), _) => Ordering::Less,
            (_, Weight::Zeros(_)) => Ordering::Greater,
            (Weight::Number(a), Weight::Number(b)) => super::compare_digits(a, b),
            (Weight::Suffix(a), Weight::Suffix(b)) => a.cmp(&b),
            (Weight::Text(a), Weight::Text(b)) => a.cmp(b),
            _ => Ordering::Equal,
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

fn suffix(name: &str) -> Option<i32> {
    let before = BEFORE.iter().position(|s| *s == name).map(|at| at as i32 - BEFORE.len() as i32);
    before.or_else(|| AFTER.iter().position(|s| *s == name).map(|at| at as i32))
}

impl<'a> Pieces<'a> {
    /// The next piece; `None` where the string stops being a version.
    fn next(&mut self) -> Option<(Kind, Weight<'a>)> {
        let kind = self.kind;
        if self.rest.is_empty() {
            self.kind = Kind::End;
            return Some((kind, Weight::Number("")));
        }
        let (weight, rest) = match kind {
            Kind::Component if self.rest.starts_with('0') => {
                let rest = self.rest.trim_start_matches('0');
                let zeros = self.rest.len() - rest.len();
                // The rest of the component is a number of its own, even if it is empty.
                (self.kind, self.rest) = (if rest.is_empty() { Kind::End } else { Kind::Digits }, rest);
                return Some((kind, Weight::Zeros(zeros)));
            }
            Kind::Component | Kind::Digits | Kind::SuffixNumber | Kind::Revision => {
                let (digits, rest) = super::take_digits(self.rest);
                (Weight::Number(digits), rest)
            }
            Kind::Letter => (Weight::Text(self.rest.get(..1)?), self.rest.get(1..)?),
            Kind::Suffix => {
                let (name, rest) = self.rest.split_at(self.rest.bytes().take_while(u8::is_ascii_lowercase).count());
                (Weight::Suffix(suffix(name)?), rest)
            }
            Kind::Hash => {
                let (hash, rest) = self.rest.split_at(self.rest.bytes().take_while(u8::is_ascii_hexdigit).count());
                (Weight::Text(hash), rest)
            }
            Kind::End => return None,
        };
        self.rest = rest;
        self.advance()?;
        Some((kind, weight))
    }

    /// Finds out which kind comes next, and passes over what announces it.
    fn advance(&mut self) -> Option<()> {
        let Some(first) = self.rest.bytes().next() else {
            self.kind = Kind::End;
            return Some(());
        };
        let (kind, announcement) = match (self.kind, first) {
            (Kind::Component | Kind::Digits, b'a'..=b'z') => (Kind::Letter, 0),
            (Kind::Letter, b'0'..=b'9') => (Kind::Digits, 0),
            (Kind::Suffix, b'0'..=b'9') => (Kind::SuffixNumber, 0),
            (Kind::Component | Kind::Digits, b'.') => (Kind::Component, 1),
            (_, b'_') => (Kind::Suffix, 1),
            (_, b'~') => (Kind::Hash, 1),
            (_, b'-') if self.rest.starts_with("-r") => (Kind::Revision, 2),
            _ => return None,
        };
        // Kinds only rise, but for numbers that go on.
        let goes_on = matches!(
            (self.kind, kind),
            (Kind::Digits, Kind::Component) | (Kind::Letter, Kind::Digits) | (Kind::SuffixNumber, Kind::Suffix)
        );
        if kind < self.kind && !goes_on {
            return None;
        }
        (self.kind, self.rest) = (kind, self.rest.get(announcement..)?);
        Some(())
    }
}
