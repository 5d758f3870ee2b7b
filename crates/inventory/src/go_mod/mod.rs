//! The modules that a Go project requires.
//!
//! Specification: <https://go.dev/ref/mod#go-mod-file>.
//! Files: `go.mod`.
//! Limits: since Go 1.17 the file lists every module that a build needs; of older ones indirect requirements are missing.
//! The `go` and `toolchain` lines name the least toolchain, not the one that builds, so the standard library is not told.
//! The project's own module has no version here and is left out, and so is what a folder replaces.

use crate::Analyzer;
use crate::{Ecosystem, File, FileFacts, Names, Setting, Stat, go_binary};
use std::collections::BTreeMap;
use tidewaiter_model::{Package, Relationship};

/// The ecosystem of `go.mod`.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem { id: "gomod", kind: "gomod", ..go_binary::ECOSYSTEM };

/// The analyzer.
pub(crate) struct GoMod;

const MAX: u64 = 4 << 20;

impl Analyzer for GoMod {
    fn id(&self) -> &'static str {
        "gomod"
    }

    fn version(&self) -> u32 {
        1
    }

    fn setting(&self) -> Setting {
        Setting::Project
    }

    fn names(&self) -> Names {
        Names::Are(&["go.mod"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.name() == "go.mod" && stat.size <= MAX
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let text = String::from_utf8_lossy(file.bytes);
        let module = Module::read(&text);
        if module.requires.is_empty() && !module.is_named {
            return facts.problem("a go.mod without a module");
        }
        for required in &module.requires {
            let Some((name, version)) = module.replaced(required) else { continue };
            let relationship = if required.is_indirect { Relationship::Indirect } else { Relationship::Direct };
            facts.packages.push(Package { relationship, ..go_binary::package(&ECOSYSTEM, name, version, file.stat.path) });
        }
        facts.drop_repetitions();
    }
}

#[derive(Default)]
struct Module<'a> {
    is_named: bool,
    requires: Vec<Required<'a>>,
    /// By module and version; the version is empty where every one is replaced. No version in its place means a folder.
    replaces: BTreeMap<(&'a str, &'a str), Option<(&'a str, &'a str)>>,
}

struct Required<'a> {
    name: &'a str,
    version: &'a str,
    is_indirect: bool,
}

impl<'a> Module<'a> {
    fn read(text: &'a str) -> Self {
        let mut module = Self::default();
        let mut block = "";
        for line in text.lines() {
            let (code, comment) = line.split_once("//").unwrap_or((line, ""));
            let words: Vec<&str> = code.split_whitespace().map(|word| word.trim_matches(['"', '`'])).collect();
            match words[..] {
                [")"] => block = "",
                [verb, "("] => block = verb,
                ["module", _] if block.is_empty() => module.is_named = true,
                [verb, ref rest @ ..] if block.is_empty() => module.directive(verb, rest, comment),
                ref rest => module.directive(block, rest, comment),
            }
        }
        module
    }

    fn directive(&mut self, verb: &str, words: &[&'a str], comment: &str) {
        match (verb, words) {
            ("require", [name, version]) => {
                let mut remarks = comment.split(';').map(str::trim);
                self.requires.push(Required { name, version, is_indirect: remarks.any(|remark| remark == "indirect") });
            }
            ("replace", [name, "=>", _]) => drop(self.replaces.insert((name, ""), None)),
            ("replace", [name, version, "=>", _]) => drop(self.replaces.insert((name, version), None)),
            ("replace", [name, "=>", target, as_version]) => drop(self.replaces.insert((name, ""), Some((target, as_version)))),
            ("replace", [name, version, "=>", target, as_version]) => {
                self.replaces.insert((name, version), Some((target, as_version)));
            }
            _ => {}
        }
    }

    /// What is built in a requirement's place; `None` for a folder.
    fn replaced(&self, required: &Required<'a>) -> Option<(&'a str, &'a str)> {
        let exact = self.replaces.get(&(required.name, required.version));
        match exact.or_else(|| self.replaces.get(&(required.name, ""))) {
            Some(replacement) => *replacement,
            None => Some((required.name, required.version)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/go.mod");

    fn told(bytes: &[u8]) -> Vec<String> {
        let facts = read(&GoMod, "go.mod", bytes);
        facts.packages.iter().map(|p| format!("{} {} {:?}", p.name, p.version, p.relationship)).collect()
    }

    #[test]
    fn a_real_module_is_read() {
        insta::assert_snapshot!(told(SAMPLE).join("\n"), @r"
        github.com/gin-gonic/gin v1.6.0 Direct
        golang.org/x/text v0.3.5 Direct
        rsc.io/quote/v3 v3.1.0 Direct
        github.com/golang/protobuf v1.3.3 Indirect
        github.com/json-iterator/go v1.1.9 Indirect
        github.com/modern-go/concurrent v0.0.0-20180228061459-e0a39a4cb421 Indirect
        github.com/modern-go/reflect2 v0.0.0-20180701023420-4b7aa43c6742 Indirect
        github.com/ugorji/go/codec v1.1.7 Indirect
        gopkg.in/yaml.v2 v2.2.8 Indirect
        rsc.io/sampler v1.3.0 Indirect
        ");
    }

    #[test]
    fn all_directives_are_understood() {
        let text = b"module \"m\" // x\ngo 1.17\nrequire a v1.0.0\nrequire (\n\tb v1.0.0 // indirect; why\n\t\"c\" v1.0.0\n\td v1.0.0+incompatible\n)\nexclude a v0.9.0\nreplace a v1.0.0 => x/a v2.0.0\nreplace a v1.1.0 => y/a v2.0.0\nreplace (\n\tc => ../c\n)\ntool x/y\nretract (\n\tv1.0.0\n)\n";
        assert_eq!(told(text), ["x/a v2.0.0 Direct", "b v1.0.0 Indirect", "d v1.0.0+incompatible Direct"]);
        assert_eq!(read(&GoMod, "go.mod", b"").problems.len(), 1);
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&GoMod, "go.mod", SAMPLE);
    }
}
