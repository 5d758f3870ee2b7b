//! How a program's version is found among its bytes.
//!
//! Format: texts that compilers leave in a program end with a NUL; linkers keep one copy of equal endings, so that a text
//! need not begin after a NUL.
//! Limits: nothing is searched but literal texts, each in one pass; the first version that fits is taken.

use crate::Source;
use crate::source::windows;
use memchr::{memchr_iter, memmem};
use std::ops::Range;

/// Where a version is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Evidence {
    /// Right after a text.
    After(&'static [u8], Shape, Then),
    /// Right before a text, or before NULs and the text.
    Before(&'static [u8], Shape),
    /// It goes on from the version in the file's name, to the text's end: `3.11.4` in `python3.11`.
    ContinuesName(Shape),
    /// A text that is nothing but a mark (`v`) and a version which begins like this, and the file has no other such.
    Alone(&'static str, &'static str, Shape),
}

/// The form of a version.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// The fewest and most numbers that points part.
    numbers: (usize, usize),
    /// Whether small letters belong to it: `1.1.1w`.
    letters: bool,
    /// The fewest digits of the second number.
    minor: usize,
}

/// `1.2.3`.
pub(super) const THREE: Shape = Shape { numbers: (3, 3), letters: false, minor: 1 };
/// `1.2` or `1.2.3`.
pub(super) const TWO_OR_THREE: Shape = Shape { numbers: (2, 3), letters: false, minor: 1 };
/// `1.2`.
pub(super) const TWO: Shape = Shape { numbers: (2, 2), letters: false, minor: 1 };
/// `1`, `1.2` or `1.2.3`.
pub(super) const UP_TO_THREE: Shape = Shape { numbers: (1, 3), letters: false, minor: 1 };
/// `1.2.3` or `1.2.3.4`.
pub(super) const THREE_OR_FOUR: Shape = Shape { numbers: (3, 4), letters: false, minor: 1 };
/// `1.1.1w`.
pub(super) const LETTERED: Shape = Shape { numbers: (3, 3), letters: true, minor: 1 };

/// `1.40.0`.
pub(super) const THREE_WITH_LONG_MINOR: Shape = Shape { minor: 2, ..THREE };

/// What has to follow a version.
#[derive(Clone, Copy, Debug)]
pub(super) enum Then {
    /// Anything.
    Anything,
    /// This text, at once.
    Text(&'static [u8]),
    /// This text, before the string ends.
    Later(&'static [u8]),
}

/// The end of the string.
pub(super) const END: Then = Then::Text(b"\0");

/// How far a text of [`Then::Later`] may be.
const LATER: usize = 100;
/// Longer ones are no versions.
const MAX_VERSION: usize = 40;
const MAX_PADDING: usize = 16;

impl Evidence {
    /// The version that a file gives evidence of; `of_name` is the version in its name, if there is one.
    pub(super) fn find(self, source: &dyn Source, of_name: &str) -> Option<String> {
        let mut alone = Alone::default();
        let found = windows(source, 0..source.size(), |bytes, window, _| {
            if let Self::Alone(mark, begin, shape) = self {
                alone.look(bytes, &window, mark, begin, shape);
                return None;
            }
            self.find_in(bytes, &window, of_name)
        });
        found.or_else(|| alone.version())
    }

    /// The first version whose text begins in a window; versions and what has to stand around them are shorter than the margins.
    fn find_in(self, bytes: &[u8], window: &Range<usize>, of_name: &str) -> Option<String> {
        let places = |text| memmem::find_iter(bytes, text).filter(|at| window.contains(at));
        match self {
            Self::After(text, shape, then) => places(text).find_map(|at| {
                let rest = bytes.get(at + text.len()..)?;
                let (version, rest) = shape.take(rest)?;
                then.holds(rest).then_some(version)
            }),
            Self::Before(text, shape) => {
                places(text).find_map(|at| shape.ending(unpadded(bytes.get(..at)?)).map(|(version, _)| version))
            }
            Self::ContinuesName(shape) => {
                let begin = Some(of_name).filter(|name| name.contains('.')).map(|name| format!("{name}."))?;
                memmem::find_iter(bytes, begin.as_bytes()).filter(|at| window.contains(at)).find_map(|at| {
                    let is_inside = at > 0 && bytes.get(at - 1).is_some_and(|before| is_of_version(*before));
                    let (version, rest) = shape.take(bytes.get(at..)?)?;
                    (!is_inside && rest.first() == Some(&0)).then_some(version)
                })
            }
            Self::Alone(..) => None,
        }
    }
}

/// The one version that stands alone in a file; more than one say nothing.
#[derive(Default)]
struct Alone {
    found: Option<String>,
    is_ambiguous: bool,
}

impl Alone {
    fn look(&mut self, bytes: &[u8], window: &Range<usize>, mark: &str, begin: &str, shape: Shape) {
        let is_digit = |end: &usize| *end > 0 && bytes.get(*end - 1).is_some_and(u8::is_ascii_digit);
        for end in memchr_iter(0, bytes).filter(|end| window.contains(end) && is_digit(end)) {
            let Some((version, before)) = bytes.get(..end).and_then(|text| shape.ending(text)) else { continue };
            let Some(before) = before.strip_suffix(mark.as_bytes()) else { continue };
            // What lies before may be data as well as another text's NUL.
            let is_alone = before.last().is_none_or(|byte| !matches!(byte, b' '..=b'~'));
            if is_alone && version.starts_with(begin) {
                self.is_ambiguous |= self.found.as_ref().is_some_and(|known| *known != version);
                self.found = Some(version);
            }
        }
    }

    fn version(self) -> Option<String> {
        self.found.filter(|_| !self.is_ambiguous)
    }
}

impl Then {
    fn holds(self, rest: &[u8]) -> bool {
        match self {
            Self::Anything => true,
            Self::Text(text) => rest.starts_with(text),
            Self::Later(text) => {
                let near = rest.get(..LATER).unwrap_or(rest);
                memmem::find(near.split(|byte| *byte == 0).next().unwrap_or(near), text).is_some()
            }
        }
    }
}

impl Shape {
    /// The version at the beginning, and what follows it.
    fn take(self, bytes: &[u8]) -> Option<(String, &[u8])> {
        let mut end = 0;
        for count in 0..self.numbers.1 {
            let after_point = if count == 0 { Some(end) } else { (bytes.get(end) == Some(&b'.')).then_some(end + 1) };
            let digits = after_point.map_or(0, |at| digits(bytes, at));
            let fewest = if count == 1 { self.minor } else { 1 };
            match after_point {
                Some(at) if digits >= fewest => end = at + digits,
                _ if count < self.numbers.0 => return None,
                _ => break,
            }
        }
        end += self.suffix(bytes.get(end..)?);
        let version = bytes.get(..end).filter(|version| version.len() <= MAX_VERSION)?;
        Some((String::from_utf8_lossy(version).into_owned(), bytes.get(end..)?))
    }

    /// The length of what marks a prerelease: `-rc1`, `beta4`, `-alpha.2`, `preview1`; or of letters.
    fn suffix(self, bytes: &[u8]) -> usize {
        const WORDS: [&[u8]; 7] = [b"alpha", b"beta", b"rc", b"RC", b"preview", b"pre", b"dev"];
        let parted = usize::from(matches!(bytes.first(), Some(b'-' | b'.')));
        let word = WORDS.iter().find(|word| bytes.get(parted..).is_some_and(|rest| rest.starts_with(word)));
        if let Some(word) = word {
            let end = parted + word.len();
            let point = usize::from(bytes.get(end) == Some(&b'.') && digits(bytes, end + 1) > 0);
            return end + point + digits(bytes, end + point);
        }
        let letters = bytes.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        if self.letters && letters <= 2 { letters } else { 0 }
    }

    /// The version at the end, which has no suffix, and what lies before it.
    fn ending(self, bytes: &[u8]) -> Option<(String, &[u8])> {
        let length = bytes.iter().rev().take(MAX_VERSION + 1).take_while(|byte| is_of_version(**byte)).count();
        let (before, version) = bytes.split_at(bytes.len() - length);
        let (whole, rest) = self.take(version)?;
        (rest.is_empty() && length <= MAX_VERSION).then_some((whole, before))
    }
}

fn digits(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).map_or(0, |rest| rest.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

fn is_of_version(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'.'
}

/// Without the NULs at the end.
fn unpadded(bytes: &[u8]) -> &[u8] {
    let padding = bytes.iter().rev().take(MAX_PADDING).take_while(|byte| **byte == 0).count();
    bytes.get(..bytes.len() - padding).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(evidence: Evidence, bytes: &[u8]) -> Option<String> {
        evidence.find(&bytes, "3.11")
    }

    #[test]
    fn the_first_that_fits_counts() {
        let apache = Evidence::After(b"Apache/", THREE, Then::Anything);
        assert_eq!(found(apache, b"Apache/2.4\0Apache/2.4.57 (Unix)").as_deref(), Some("2.4.57"));
        let nginx = Evidence::After(b"openresty/", THREE, Then::Anything);
        assert_eq!(found(nginx, b"openresty/1.21.4.1\0").as_deref(), Some("1.21.4"));
        let haproxy = Evidence::After(b" version ", THREE, Then::Later(b", released 20"));
        assert_eq!(found(haproxy, b"a version 1.2.3\0 version 2.6.12-1+deb12u4, released 2026/10/17").as_deref(), Some("2.6.12"));
        assert_eq!(found(haproxy, b" version 2.6.12\0, released 2026"), None);
    }

    #[test]
    fn versions_may_lie_before_a_text() {
        let maria = Evidence::Before(b"-MariaDB\0", THREE);
        assert_eq!(found(maria, b"10.1.1-MariaDB-log.\x0010.11.19-MariaDB\0").as_deref(), Some("10.11.19"));
        assert_eq!(found(Evidence::Before(b"tcmalloc", THREE), b"\x006.0.27\0\0\0tcmalloc").as_deref(), Some("6.0.27"));
    }

    #[test]
    fn a_name_may_hold_the_beginning() {
        let python = Evidence::ContinuesName(THREE);
        assert_eq!(found(python, b"\x0033.11.4\0x13.11.5\0versions/3.11.7\0").as_deref(), Some("3.11.7"));
        assert_eq!(found(python, b"\x003.11.7 \0"), None);
        assert_eq!(python.find(&b"\x003.11.7\0".as_slice(), ""), None);
        assert_eq!(found(python, b"\x003.11.0rc2\0").as_deref(), Some("3.11.0rc2"));
    }

    #[test]
    fn what_is_alone_must_be_alone() {
        assert_eq!(found(Evidence::Alone("", "1.", THREE), b"1.2\0x1.5.4\0\x85\x001.5.6\0").as_deref(), Some("1.5.6"));
        assert_eq!(found(Evidence::Alone("", "1.", THREE), b"\x001.5.6\0\x001.5.7\0"), None);
        assert_eq!(found(Evidence::Alone("v", "", THREE), b"\0v4.9.1\0").as_deref(), Some("4.9.1"));
        assert_eq!(found(Evidence::Alone("", "", THREE), b"\x001.2.3.4\0"), None);
    }

    #[test]
    fn suffixes_are_prereleases_or_letters() {
        let of = |shape: Shape, text: &str| shape.take(text.as_bytes()).map(|(version, _)| version);
        assert_eq!(of(LETTERED, "1.1.1w 11 Sep 2023").as_deref(), Some("1.1.1w"));
        assert_eq!(of(LETTERED, "3.0.0-beta2 x").as_deref(), Some("3.0.0-beta2"));
        assert_eq!(of(THREE, "2.7.7p221 (2022").as_deref(), Some("2.7.7"));
        assert_eq!(of(UP_TO_THREE, "15beta4 on").as_deref(), Some("15beta4"));
        assert_eq!(of(TWO_OR_THREE, "12"), None);
        assert_eq!(of(THREE, "1..3"), None);
        assert_eq!(of(THREE_WITH_LONG_MINOR, "1.0.0"), None);
        assert_eq!(of(THREE_WITH_LONG_MINOR, "1.40.0").as_deref(), Some("1.40.0"));
    }

    proptest! {
        #[test]
        fn anything_is_survived(bytes in prop::collection::vec(prop::sample::select(b"\x00v1.-ab3\xff".to_vec()), 0..60)) {
            for evidence in [
                Evidence::After(b"v", LETTERED, Then::Later(b"a")),
                Evidence::Before(b"-", TWO_OR_THREE),
                Evidence::ContinuesName(THREE),
                Evidence::Alone("v", "", TWO),
                Evidence::Alone("", "1.", THREE_OR_FOUR),
            ] {
                evidence.find(&bytes.as_slice(), "1.1");
            }
        }
    }
}
