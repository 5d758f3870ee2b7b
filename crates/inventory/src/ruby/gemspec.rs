//! Ruby gems as they are installed.
//!
//! Format: <https://guides.rubygems.org/specification-reference/>, in the form that RubyGems writes on installation.
//! Files: `specifications/**/*.gemspec`.
//! Limits: a gemspec is a program; of one that computes its name or version nothing is stated but a problem.

use super::strings;
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat};
use tidewaiter_model::Package;

/// What is installed.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem { target: Some("Ruby"), ..super::ecosystem("rubygems", "gemspec") };

/// The analyzer.
pub(crate) struct Gemspec;

const MAX: u64 = 1 << 20;

impl Analyzer for Gemspec {
    fn id(&self) -> &'static str {
        "gemspec"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::End(&[".gemspec"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.path.ends_with(".gemspec") && stat.size <= MAX && stat.path.split('/').any(|part| part == "specifications")
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let text = String::from_utf8_lossy(file.bytes);
        let assignments =
            || text.lines().filter_map(|line| line.trim().split_once('=')).map(|(target, value)| (target.trim(), value.trim()));
        let first = |attribute: &str| {
            assignments()
                .find(|(target, _)| is_attribute(target, attribute))
                .and_then(|(_, value)| strings(value).into_iter().next())
        };
        let (Some(name), Some(version)) = (first("name"), first("version")) else {
            facts.problem("a gemspec that does not state its name and version");
            return;
        };
        let licenses = assignments().filter(|(target, _)| is_attribute(target, "licenses") || is_attribute(target, "license"));
        facts.packages.push(Package {
            licenses: licenses.flat_map(|(_, value)| strings(value)).map(str::to_owned).collect(),
            ..super::package(&ECOSYSTEM, file.stat.path, name, version)
        });
    }
}

/// `s.name`, whatever the variable is called.
fn is_attribute(target: &str, attribute: &str) -> bool {
    target
        .rsplit_once('.')
        .is_some_and(|(variable, name)| name == attribute && variable.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/sample-2.0.6.gemspec");
    const PATH: &str = "usr/local/bundle/specifications/sample-2.0.6.gemspec";

    #[test]
    fn a_real_gemspec_is_read() {
        let facts = read(&Gemspec, PATH, SAMPLE);
        let package = &facts.packages[0];
        assert_eq!((package.name.as_str(), package.version.as_str()), ("sample", "2.0.6"));
        assert_eq!(package.licenses, ["MIT", "Ruby"]);
        assert_eq!(package.purl.as_ref().unwrap().to_string(), "pkg:gem/sample@2.0.6");
    }

    #[test]
    fn a_computed_version_is_a_problem() {
        assert_eq!(read(&Gemspec, PATH, b"s.name = 'a'\ns.version = A::VERSION\n").problems.len(), 1);
        let new = read(&Gemspec, PATH, b"  spec.name = 'a'\n  spec.version = Gem::Version.new \"1.2\"\n");
        assert_eq!(new.packages[0].version, "1.2");
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Gemspec, PATH, SAMPLE);
    }
}
