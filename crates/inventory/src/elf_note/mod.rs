//! Programs that say which package they were built for, which a program keeps when it is copied into another system.
//!
//! Format: <https://systemd.io/PACKAGE_METADATA_FOR_EXECUTABLE_FILES/>: JSON in an ELF note of type `0xcafe1a7e` by `FDO`, in the
//! section `.note.package`. Some tools put the JSON there alone.
//! Files: ELF executables and shared libraries with an execute bit.
//! Limits: told, not judged: it is the package of a system that this one need not be. Most linkers are given the source package's
//! name. What belongs to a package of the distribution is dropped when layers are put together.

use crate::source::cached;
use crate::{Analyzer, Ecosystem, File, FileFacts, Partial, Source, Stat, executable, license};
use object::{Endian, Endianness, Object, ObjectSection, ReadRef};
use serde::Deserialize;
use tidewaiter_model::{Class, Package, Purl};

/// Packages named by programs.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "elf-note",
    class: Class::LangPkgs,
    kind: "elf-note",
    target: Some("Programs of other systems"),
    evr: false,
    advisories: None,
};

/// The analyzer.
pub(crate) struct ElfNote;

const SECTION: &str = ".note.package";
const OWNER: &[u8] = b"FDO\0";
const TYPE: u32 = 0xcafe_1a7e;
const HEADER: usize = 12;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Note {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    architecture: String,
    #[serde(default)]
    os_cpe: String,
    #[serde(default)]
    os: String,
    #[serde(default)]
    os_version: String,
    #[serde(default)]
    purl: String,
    #[serde(default)]
    license: String,
}

impl Analyzer for ElfNote {
    fn id(&self) -> &'static str {
        "elf-note"
    }

    fn version(&self) -> u32 {
        1
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        executable::wants(stat)
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(b"\x7fELF")
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        self.look(&file.stat, &file.bytes, facts);
    }

    fn partial(&self) -> Option<&dyn Partial> {
        Some(self)
    }
}

impl Partial for ElfNote {
    fn look(&self, stat: &Stat<'_>, source: &dyn Source, facts: &mut FileFacts) {
        match source.whole() {
            Some(bytes) => read_note(bytes, stat.path, facts),
            None => read_note(&cached(source), stat.path, facts),
        }
    }
}

fn read_note<'a>(program: impl ReadRef<'a>, path: &str, facts: &mut FileFacts) {
    let Ok(program) = object::File::parse(program) else { return };
    let Some(data) = program.section_by_name(SECTION).and_then(|section| section.data().ok()) else { return };
    // The note is empty where a build had nothing to tell.
    let Some(json) = description(data, program.endianness()).filter(|json| !json.is_empty()) else { return };
    match serde_json::from_slice::<Note>(json) {
        Ok(note) if note.name.is_empty() || note.version.is_empty() => {}
        Ok(note) => facts.packages.push(package(&note, path)),
        Err(error) => facts.problem(format!("broken package metadata: {error}")),
    }
}

/// What the note of the section says, without the zeros that fill it up.
fn description(data: &[u8], endian: Endianness) -> Option<&[u8]> {
    let json = if data.starts_with(b"{") {
        data
    } else {
        let number = |at: usize| Some(endian.read_u32(data.get(at..at + 4)?.try_into().ok()?));
        let (owner, length, kind) = (number(0)?, number(4)?, number(8)?);
        let rest = data.get(HEADER..)?.strip_prefix(OWNER)?;
        let is_ours = kind == TYPE && usize::try_from(owner) == Ok(OWNER.len());
        rest.get(..usize::try_from(length).ok()?).filter(|_| is_ours)?
    };
    let end = json.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
    json.get(..end)
}

fn package(note: &Note, path: &str) -> Package {
    let mut licenses = Vec::new();
    license::names(&note.license).iter().for_each(|name| license::add(&mut licenses, name));
    Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: note.name.clone(),
        version: note.version.clone(),
        arch: Some(note.architecture.clone()).filter(|arch| !arch.is_empty()),
        licenses,
        path: path.to_owned(),
        purl: Some(note.purl.parse().unwrap_or_else(|_| purl(note))),
        ..Package::default()
    }
}

fn purl(note: &Note) -> Purl {
    // `cpe:/o:fedoraproject:fedora:40`, or the form of CPE 2.3 with its own version in front.
    let cpe = note.os_cpe.strip_prefix("cpe:/o:").or_else(|| note.os_cpe.strip_prefix("cpe:2.3:o:")).unwrap_or("");
    let mut parts = cpe.split(':').skip(1);
    let (product, release) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let (os, release) = if note.os.is_empty() { (product, release) } else { (note.os.as_str(), note.os_version.as_str()) };
    let distro = if release.is_empty() { os.to_owned() } else { format!("{os}-{release}") };
    let kind = note.kind.as_str();
    if !["rpm", "deb", "apk", "alpm"].contains(&kind) {
        return Purl::new("generic", "", &note.name, &note.version);
    }
    let (epoch, version) = note.version.split_once(':').unwrap_or(("", &note.version));
    Purl::new(kind, os, &note.name, version).with("arch", &note.architecture).with("epoch", epoch).with("distro", &distro)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};
    use std::io::Read;

    const PATH: &str = "usr/local/bin/tide";

    fn sample(gzipped: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(gzipped).read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_a_linker_wrote_is_read() {
        let told: Vec<String> =
            [&include_bytes!("testdata/rpm.gz")[..], include_bytes!("testdata/deb.gz"), include_bytes!("testdata/raw.gz")]
                .iter()
                .map(|gzipped| listing(&read(&ElfNote, PATH, &sample(gzipped))))
                .collect();
        insta::assert_snapshot!(told.join("\n"), @r#"
        elf-note pkg:rpm/fedora/coreutils@9.4-7.fc40?arch=x86_64&distro=fedora-40
        elf-note pkg:deb/debian/systemd@257.5-2?arch=amd64&distro=debian-13&epoch=1
        elf-note pkg:generic/libhello_world.so@0.01 ["MIT", "ISC"]
        "#);
    }

    #[test]
    fn notes_have_the_byte_order_of_their_program() {
        let note = |numbers: [[u8; 4]; 3]| [&numbers.concat()[..], OWNER, b"{}\0\0"].concat();
        let big = note([4, 4, TYPE].map(u32::to_be_bytes));
        assert_eq!(description(&big, Endianness::Big), Some(&b"{}"[..]));
        assert_eq!(description(&big, Endianness::Little), None);
        assert_eq!(description(&note([4, 5, TYPE].map(u32::to_le_bytes)), Endianness::Little), None, "longer than the section");
        assert_eq!(description(&note([4, 4, 1].map(u32::to_le_bytes)), Endianness::Little), None, "somebody else's");
        assert_eq!(description(b"\0\0", Endianness::Little), None);
    }

    #[test]
    fn what_is_broken_is_told() {
        let mut bytes = sample(include_bytes!("testdata/raw.gz"));
        let at = bytes.windows(6).position(|window| window == b"\"name\"").unwrap();
        bytes[at] = b'?';
        assert!(read(&ElfNote, PATH, &bytes).problems[0].message.starts_with("broken package metadata"));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&ElfNote, PATH, &sample(include_bytes!("testdata/rpm.gz")));
    }
}
