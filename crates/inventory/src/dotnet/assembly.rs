//! .NET assemblies that lie in an image without the list of a published program beside them.
//!
//! Format: PE with a CLR header, <https://learn.microsoft.com/en-us/windows/win32/debug/pe-format>, and a version resource
//! (`version_resource`).
//! Files: `*.dll` and `*.exe` but those of translations (`*.resources.dll`). Where a `*.deps.json` lies in the same folder or above,
//! which names packages in their own versions, they are dropped when layers are put together.
//! Limits: an assembly does not say which package it came in; most have the name and the version of theirs. What .NET and Mono
//! themselves consist of is not told, since it is no package of NuGet's gallery in these versions. Files of up to 64 MiB.

use super::version_resource;
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat};
use object::read::pe::DataDirectories;

/// Assemblies.
pub(crate) const ECOSYSTEM: Ecosystem =
    Ecosystem { target: Some(".NET assemblies"), ..super::ecosystem("dotnet-assembly", "dotnet-assembly") };

/// The analyzer.
pub(crate) struct Assembly;

const MAX: u64 = 64 << 20;
/// Products that are the platform.
const PLATFORM: [&str; 3] = ["Microsoft® .NET", "Microsoft (R) .NET", "Mono Common Language Infrastructure"];

impl Analyzer for Assembly {
    fn id(&self) -> &'static str {
        "dotnet-assembly"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::End(&[".dll", ".exe"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.size <= MAX && stem(stat.name()).is_some_and(|stem| !stem.ends_with(".resources"))
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(b"MZ")
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let Ok(program) = object::File::parse(file.bytes) else { return };
        let directories = match &program {
            object::File::Pe32(pe) => pe.data_directories(),
            object::File::Pe64(pe) => pe.data_directories(),
            _ => return,
        };
        if !has_clr_header(directories) {
            return;
        }
        let texts = version_resource::texts(&program);
        let text = |key: &str| texts.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value.trim());
        let Some(version) = version(text("ProductVersion")).or_else(|| version(text("FileVersion"))) else { return };
        if is_platform(text("ProductName")) {
            return;
        }
        let of_build = ["InternalName", "OriginalFilename"].into_iter().find_map(|key| stem(text(key)));
        if let Some(name) = of_build.or_else(|| stem(file.stat.name())) {
            facts.packages.push(super::package(&ECOSYSTEM, file.stat.path, name, version));
        }
    }
}

fn is_platform(product: &str) -> bool {
    PLATFORM.iter().any(|platform| product.starts_with(platform))
}

fn has_clr_header(directories: DataDirectories<'_>) -> bool {
    let header = directories.get(object::pe::IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR);
    header.is_some_and(|header| header.virtual_address.get(object::LittleEndian) != 0)
}

/// `Newtonsoft.Json` of `Newtonsoft.Json.dll`.
fn stem(name: &str) -> Option<&str> {
    let (stem, end) = name.rsplit_once('.')?;
    (!stem.is_empty() && (end.eq_ignore_ascii_case("dll") || end.eq_ignore_ascii_case("exe"))).then_some(stem)
}

/// `13.0.3` of `13.0.3+0a2e291c`, whose end names the commit, and of `13.0.3 (release)`.
fn version(text: &str) -> Option<&str> {
    let version = text.split(['+', ' ', ',']).next()?;
    (version.contains('.') && tidewaiter_versions::NUGET.is_valid(version)).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};
    use std::io::Read;

    const PATH: &str = "app/lib/ClrLoader.dll";

    fn sample() -> Vec<u8> {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(&include_bytes!("testdata/ClrLoader.dll.gz")[..]).read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn an_assembly_tells_its_name_and_version() {
        insta::assert_snapshot!(listing(&read(&Assembly, PATH, &sample())), @"dotnet-assembly pkg:nuget/ClrLoader@1.0.0");
    }

    #[test]
    fn the_platform_and_programs_of_others_are_not_told() {
        assert!(is_platform("Microsoft® .NET Framework") && is_platform("Microsoft® .NET") && !is_platform("Azure .NET SDK"));
        assert!(read(&Assembly, "bin/a.exe", b"MZ").is_empty());
        for path in ["app/de/ClrLoader.resources.dll", "app/.dll", "app/ClrLoader.pdb"] {
            assert!(!Assembly.wants(&Stat::new(path, 1, 0o644)), "{path}");
        }
    }

    #[test]
    fn versions_are_told_without_their_commit() {
        for (text, expected) in [
            ("13.0.3+0a2e291c", Some("13.0.3")),
            ("8.0.0-rc.1.23419.4", Some("8.0.0-rc.1.23419.4")),
            ("6,00 built by: x", None),
            ("4.6.26515.06 @BuiltBy: x", Some("4.6.26515.06")),
            ("", None),
        ] {
            assert_eq!(version(text), expected, "{text}");
        }
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Assembly, PATH, &sample());
    }
}
