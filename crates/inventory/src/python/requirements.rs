//! What pip is told to install.
//!
//! Format: <https://pip.pypa.io/en/stable/reference/requirements-file-format/>.
//! Files: `requirements.txt`, `requirements-*.txt`, `*-requirements.txt` (and with `_` or `.`), `requirements/*.txt`.
//! Limits: included files (`-r`, `-c`) are read where they lie, by their own names; what is installed from a URL, a path or
//! in editable form is no release of the index. A requirement that leaves a choice of versions is stated without one.

use super::requirement::Requirement;
use super::{lock_file, package};
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Setting, Stat};
use std::borrow::Cow;

/// pip's ecosystem.
pub(crate) const PIP: Ecosystem = lock_file("pip");

/// The analyzer.
pub(crate) struct Requirements;

const MAX: u64 = 4 << 20;

/// Words in a file's name that say whom it is for.
const DEVELOPERS: &[&str] = &["ci", "dev", "develop", "development", "doc", "docs", "lint", "test", "testing", "tests"];

impl Analyzer for Requirements {
    fn id(&self) -> &'static str {
        "pip"
    }

    fn version(&self) -> u32 {
        1
    }

    fn setting(&self) -> Setting {
        Setting::Project
    }

    fn names(&self) -> Names {
        Names::End(&[".txt"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        let Some(stem) = stat.name().strip_suffix(".txt") else { return false };
        let folder = stat.path.rsplit('/').nth(1).unwrap_or("");
        stat.size <= MAX && (words(stem).any(|word| word == "requirements") || folder == "requirements")
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let text = decoded(file.bytes).replace("\\\r\n", " ").replace("\\\n", " ");
        let is_dev = words(file.stat.name()).any(|word| DEVELOPERS.contains(&word));
        for line in text.lines() {
            let line = without_comment(line);
            if line.starts_with('-') {
                continue;
            }
            // Options such as hashes follow the requirement.
            let line = line.split(" --").next().unwrap_or(line);
            if let Some(Requirement { name, pin }) = Requirement::parse(line) {
                let mut package = package(&PIP, name, pin.unwrap_or(""), file.stat.path);
                package.dev = is_dev;
                facts.packages.push(package);
            }
        }
        facts.drop_repetitions();
        if text.contains(['\0', '\u{fffd}']) {
            facts.problem("it holds bytes that are no text");
        }
    }
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(['-', '_', '.'])
}

/// A comment begins the line or follows a space.
fn without_comment(line: &str) -> &str {
    let begins = |at: usize| line.get(..at).is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace));
    let at = line.match_indices('#').map(|(at, _)| at).find(|&at| begins(at));
    at.and_then(|at| line.get(..at)).unwrap_or(line).trim()
}

/// Windows' own tools write UTF-16 with a mark before it.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        _ => String::from_utf8_lossy(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/requirements.txt");

    fn versions(path: &str, bytes: &[u8]) -> Vec<(String, String)> {
        read(&Requirements, path, bytes).packages.into_iter().map(|p| (p.name, p.version)).collect()
    }

    fn of(name: &str, version: &str) -> (String, String) {
        (name.to_owned(), version.to_owned())
    }

    #[test]
    fn the_output_of_pip_compile_is_read() {
        let found = versions("requirements.txt", SAMPLE);
        insta::assert_snapshot!(found.iter().map(|(n, v)| format!("{n} {v}\n")).collect::<String>(), @r"
        jinja2 2.11.3
        markupsafe 2.0.1
        ");
    }

    #[test]
    fn pins_are_versions_and_ranges_are_not() {
        let text = "# comment\nDjango==2.2.0 # old\nflask>=1,<2\n-r other.txt\n-e .\nhttps://e.com/a.zip\nb @ file:///b\n\
                    c==1.0 \\\n    --hash=sha256:00\nd==1#e\nd.e==1; python_version<'3'\n";
        let expected = [of("Django", "2.2.0"), of("flask", ""), of("c", "1.0"), of("d", "1#e"), of("d.e", "1")];
        assert_eq!(versions("a/requirements.txt", text.as_bytes()), expected);
    }

    #[test]
    fn encodings_are_told_by_their_marks() {
        let text = "a==1\r\nb==2\r\n";
        let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for bytes in [little, big, marked] {
            assert_eq!(versions("requirements.txt", &bytes), [of("a", "1"), of("b", "2")]);
        }
    }

    #[test]
    fn names_tell_whom_a_file_is_for() {
        let dev = |path: &str| read(&Requirements, path, b"a==1").packages[0].dev;
        assert!(dev("requirements-dev.txt") && dev("test_requirements.txt") && dev("requirements/docs.txt"));
        assert!(!dev("requirements/base.txt") && !dev("requirements.prod.txt"));
        let stat = Stat::new("a/robots.txt", 1, 0);
        assert!(!Requirements.wants(&stat));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Requirements, "requirements.txt", SAMPLE);
    }
}
