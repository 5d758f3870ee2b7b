//! Programs built by Go, which carry the list of their modules.
//!
//! Format: <https://pkg.go.dev/runtime/debug#BuildInfo>, found as <https://go.dev/src/debug/buildinfo/buildinfo.go> does.
//! Files: executables (ELF, Mach-O, PE) with an execute bit or named `.exe`.
//! Limits: executables of up to 16 GiB. The main module's version is what Go stamped if that is a release, else what the
//! build wrote into a variable, else the commit's version that Go stamped; a commit alone says nothing of the release.

mod build_info;
mod stamp;

use crate::source::cached;
use crate::{Advisories, Analyzer, Ecosystem, File, FileFacts, Partial, Source, Stat, executable};
use build_info::BuildInfo;
use tidewaiter_model::{Class, Package, Purl};

/// Go's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "go",
    class: Class::LangPkgs,
    kind: "gobinary",
    target: None,
    evr: false,
    advisories: Some(Advisories { osv: "Go", order: tidewaiter_versions::GO, same_name: |a, b| a == b }),
};

/// The analyzer.
pub(crate) struct GoBinary;

impl Analyzer for GoBinary {
    fn id(&self) -> &'static str {
        "gobinary"
    }

    fn version(&self) -> u32 {
        2
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        executable::wants(stat)
    }

    fn sniff(&self, head: &[u8]) -> bool {
        executable::sniff(head)
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        self.look(&file.stat, &file.bytes, facts);
    }

    fn partial(&self) -> Option<&dyn Partial> {
        Some(self)
    }
}

impl Partial for GoBinary {
    fn look(&self, stat: &Stat<'_>, source: &dyn Source, facts: &mut FileFacts) {
        let info = match source.whole() {
            Some(bytes) => build_info::find(bytes, source),
            None => build_info::find(&cached(source), source),
        };
        let Some(info) = info else { return };
        let BuildInfo { go_version, mut modules, linker_flags } = info;
        // `go1.22.1 X:boringcrypto` is Go 1.22.1 with an experiment.
        let release = go_version.split([' ', '-']).next().unwrap_or("");
        if let Some(version) = release.strip_prefix("go") {
            facts.packages.push(package(&ECOSYSTEM, "stdlib", &format!("v{version}"), stat.path));
        }
        let is_unstamped = |version: &str| version.is_empty() || is_of_a_commit(version);
        if let Some(main) = modules.iter_mut().find(|module| module.is_main && is_unstamped(&module.version)) {
            main.version = stamp::version(&linker_flags).unwrap_or_else(|| std::mem::take(&mut main.version));
        }
        facts.packages.extend(modules.iter().map(|module| package(&ECOSYSTEM, &module.path, &module.version, stat.path)));
    }
}

/// `v0.0.0-20240102150405-abcdef123456`: a version that Go makes of a commit's time and revision.
fn is_of_a_commit(version: &str) -> bool {
    let version = version.split('+').next().unwrap_or(version);
    let mut parts = version.rsplit('-');
    let is_revision = parts.next().is_some_and(|part| part.len() == 12 && part.bytes().all(|b| b.is_ascii_hexdigit()));
    let time = parts.next().and_then(|part| part.rsplit('.').next());
    is_revision && time.is_some_and(|time| time.len() == 14 && time.bytes().all(|b| b.is_ascii_digit()))
}

/// A module; `stdlib` is the standard library.
pub(crate) fn package(ecosystem: &Ecosystem, name: &str, version: &str, path: &str) -> Package {
    let (namespace, bare) = name.rsplit_once('/').unwrap_or(("", name));
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("golang", namespace, bare, version)),
        ..Package::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};
    use std::io::Read;

    fn sample(gzipped: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(gzipped).read_to_end(&mut bytes).unwrap();
        bytes
    }

    fn names(bytes: &[u8], path: &str) -> Vec<(String, String)> {
        read(&GoBinary, path, bytes).packages.into_iter().map(|p| (p.name, p.version)).collect()
    }

    #[test]
    fn programs_for_three_systems_are_read() {
        for (path, gzipped) in [
            ("bin/linux", &include_bytes!("testdata/linux.gz")[..]),
            ("bin/darwin", include_bytes!("testdata/darwin.gz")),
            ("bin/windows.exe", include_bytes!("testdata/windows.exe.gz")),
        ] {
            let found = names(&sample(gzipped), path);
            assert!(found.contains(&("golang.org/x/text".to_owned(), "v0.3.5".to_owned())), "{path}: {found:?}");
            assert!(found.iter().any(|(name, version)| name == "stdlib" && version.starts_with("v1.")), "{path}: {found:?}");
            assert!(found.contains(&("example.com/app".to_owned(), String::new())), "{path}: {found:?}");
        }
    }

    #[test]
    fn a_replaced_module_is_told_as_what_replaces_it() {
        let found = names(&sample(include_bytes!("testdata/linux.gz")), "bin/linux");
        assert!(found.contains(&("rsc.io/quote/v3".to_owned(), "v3.1.0".to_owned())), "{found:?}");
        assert!(!found.iter().any(|(name, _)| name == "rsc.io/quote"), "{found:?}");
    }

    #[test]
    fn a_version_that_the_build_wrote_is_the_main_modules() {
        let found = names(&sample(include_bytes!("testdata/stamped.gz")), "bin/stamped");
        assert!(found.contains(&("example.com/app".to_owned(), "v1.2.3".to_owned())), "{found:?}");
        assert!(
            is_of_a_commit("v0.0.0-20240102150405-abcdef123456+dirty") && is_of_a_commit("v1.2.4-0.20240102150405-abcdef123456")
        );
        assert!(!is_of_a_commit("v1.2.3") && !is_of_a_commit("v1.2.3-rc.1"));
    }

    #[test]
    fn other_programs_say_nothing() {
        let mut elf = b"\x7fELF\x02\x01\x01".to_vec();
        elf.resize(8192, 0);
        assert!(read(&GoBinary, "bin/true", &elf).is_empty());
    }

    #[test]
    fn damage_is_survived() {
        let bytes = sample(include_bytes!("testdata/linux.gz"));
        assert_survives_damage(&GoBinary, "bin/linux", &bytes[..8192]);
        for end in (4096..bytes.len()).step_by(bytes.len() / 50) {
            read(&GoBinary, "bin/linux", &bytes[..end]);
        }
    }
}
