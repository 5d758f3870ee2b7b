//! Ruby gems as they are installed.
//!
//! Format: <https://guides.rubygems.org/specification-reference/>, in the form that RubyGems writes on installation.
//! Files: `specifications/**/*.gemspec`.
//! Limits: a gemspec is a program; of one that computes its name or version nothing is stated but a problem.

use crate::{Advisories, Analyzer, Ecosystem, File, FileFacts, Stat};
use tidewaiter_model::{Class, Package, Purl};

/// RubyGems' ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "rubygems",
    class: Class::LangPkgs,
    kind: "gemspec",
    target: Some("Ruby"),
    evr: false,
    advisories: Some(Advisories { osv: "RubyGems", order: tidewaiter_versions::RUBYGEMS, same_name: |a, b| a == b }),
};

/// The analyzer.
pub(crate) struct Ruby;

const MAX: u64 = 1 << 20;

impl Analyzer for Ruby {
    fn id(&self) -> &'static str {
        "gemspec"
    }

    fn version(&self) -> u32 {
        1
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
            ecosystem: ECOSYSTEM.id.into(),
            licenses: licenses.flat_map(|(_, value)| strings(value)).map(str::to_owned).collect(),
            purl: Some(Purl::new("gem", "", name, version)),
            name: name.to_owned(),
            version: version.to_owned(),
            path: file.stat.path.to_owned(),
            ..Package::default()
        });
    }
}

/// `s.name`, whatever the variable is called.
fn is_attribute(target: &str, attribute: &str) -> bool {
    target
        .rsplit_once('.')
        .is_some_and(|(variable, name)| name == attribute && variable.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
}

/// The quoted strings of an expression.
fn strings(expression: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = expression;
    while let Some(start) = rest.find(['"', '\'']) {
        let quote = if rest.as_bytes().get(start) == Some(&b'"') { '"' } else { '\'' };
        let Some((text, after)) = rest.get(start + 1..).and_then(|inner| inner.split_once(quote)) else { break };
        if !text.is_empty() && !text.contains("#{") {
            found.push(text);
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/sample-2.0.6.gemspec");
    const PATH: &str = "usr/local/bundle/specifications/sample-2.0.6.gemspec";

    #[test]
    fn a_real_gemspec_is_read() {
        let facts = read(&Ruby, PATH, SAMPLE);
        let package = &facts.packages[0];
        assert_eq!((package.name.as_str(), package.version.as_str()), ("sample", "2.0.6"));
        assert_eq!(package.licenses, ["MIT", "Ruby"]);
        assert_eq!(package.purl.as_ref().unwrap().to_string(), "pkg:gem/sample@2.0.6");
    }

    #[test]
    fn a_computed_version_is_a_problem() {
        assert_eq!(read(&Ruby, PATH, b"s.name = 'a'\ns.version = A::VERSION\n").problems.len(), 1);
        let new = read(&Ruby, PATH, b"  spec.name = 'a'\n  spec.version = Gem::Version.new \"1.2\"\n");
        assert_eq!(new.packages[0].version, "1.2");
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Ruby, PATH, SAMPLE);
    }
}
