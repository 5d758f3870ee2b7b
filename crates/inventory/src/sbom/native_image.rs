//! Bills of materials in the programs that GraalVM makes of Java.
//!
//! Format: gzipped CycloneDX, to whose first byte the symbol `sbom` points, and `sbom_length` to its length, a number of eight
//! bytes; see <https://www.graalvm.org/latest/security-guide/native-image/sbom/>.
//! Files: executables with an execute bit or named `.exe`.
//! Limits: bills of up to 64 MiB unpacked.

use super::Sbom;
use crate::source::cached;
use crate::{Analyzer, File, FileFacts, Partial, Source, Stat, executable};
use flate2::read::GzDecoder;
use memchr::memmem;
use object::read::ExportTarget;
use object::{BinaryFormat, Endian, Object, ObjectSection, ObjectSegment, ReadRef};
use std::io::Read;

/// The analyzer.
pub(crate) struct NativeImage;

const MAX: u64 = 64 << 20;
/// Without it symbols of these names are somebody else's.
const MARK: &[u8] = b"__svm_version_info";

impl Analyzer for NativeImage {
    fn id(&self) -> &'static str {
        "graalvm"
    }

    fn version(&self) -> u32 {
        1
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

impl Partial for NativeImage {
    fn look(&self, stat: &Stat<'_>, source: &dyn Source, facts: &mut FileFacts) {
        match source.whole() {
            Some(bytes) => read_bill(bytes, stat, facts),
            None => read_bill(&cached(source), stat, facts),
        }
    }
}

fn read_bill<'a>(program: impl ReadRef<'a>, stat: &Stat<'_>, facts: &mut FileFacts) {
    let Ok(program) = object::File::parse(program) else { return };
    let Some(packed) = Some(&program).filter(|program| may_be_image(program)).and_then(packed) else { return };
    let mut bill = Vec::new();
    match packed.map(|packed| GzDecoder::new(packed).take(MAX + 1).read_to_end(&mut bill)) {
        None => facts.problem("the program's bill of materials lies outside of it"),
        Some(Err(error)) => facts.problem(format!("the program's bill of materials: {error}")),
        Some(Ok(read)) if read as u64 > MAX => facts.problem("the program's bill of materials is larger than 64 MiB"),
        Some(Ok(_)) => Sbom.read(&File { stat: *stat, bytes: &bill }, facts),
    }
}

/// Names are looked through much faster than symbols, of which large libraries have very many.
fn may_be_image<'a, R: ReadRef<'a>>(program: &object::File<'a, R>) -> bool {
    let names = || program.section_by_name(".dynstr")?.data().ok();
    program.format() != BinaryFormat::Elf || names().is_some_and(|names| memmem::find(names, MARK).is_some())
}

/// The packed bill; `None` if there is none, `Some(None)` if it lies where nothing is.
fn packed<'a, R: ReadRef<'a>>(program: &object::File<'a, R>) -> Option<Option<&'a [u8]>> {
    let (mut bill, mut length, mut is_image) = (None, None, false);
    for export in program.exports().ok()?.flatten() {
        let ExportTarget::Address { address } = export.target() else { continue };
        // Mach-O has an underscore before each name.
        match export.name().name() {
            Some(b"sbom" | b"_sbom") => bill = Some(address),
            Some(b"sbom_length" | b"_sbom_length") => length = Some(address),
            Some(name) => is_image |= name == MARK || name.strip_prefix(b"_") == Some(MARK),
            None => {}
        }
    }
    let (bill, length) = (bill?, length?);
    let at = |address: u64, size: u64| program.segments().find_map(|segment| segment.data_range(address, size).ok().flatten());
    let number = || -> Option<u64> {
        let bytes: [u8; 8] = at(length, 8)?.try_into().ok()?;
        Some(program.endianness().read_u64(bytes))
    };
    is_image.then(|| at(bill, number()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    fn sample() -> Vec<u8> {
        let mut bytes = Vec::new();
        GzDecoder::new(&include_bytes!("testdata/native-image.gz")[..]).read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn the_bill_within_a_program_is_read() {
        let facts = read(&NativeImage, "opt/app/tide", &sample());
        insta::assert_snapshot!(listing(&facts), @"maven pkg:maven/io.netty/netty-codec-http2@4.1.76.Final");
        assert!(facts.packages.iter().all(|package| package.path == "opt/app/tide"));
    }

    #[test]
    fn what_is_broken_is_told() {
        let bytes = sample();
        let program = object::File::parse(&*bytes).unwrap();
        let bill = packed(&program).unwrap().unwrap().as_ptr() as usize - bytes.as_ptr() as usize;
        let mut broken = bytes.clone();
        broken[bill + 20..bill + 40].fill(0xff);
        let told = read(&NativeImage, "opt/app/tide", &broken);
        assert!(told.problems[0].message.starts_with("the program's bill of materials:"), "{:?}", told.problems);
        // The program was cut off before it.
        let mut elsewhere = bytes.clone();
        let length = (bytes.windows(8))
            .position(|window| window == ((packed(&program).unwrap().unwrap().len() as u64).to_le_bytes()))
            .unwrap();
        elsewhere[length..length + 8].fill(0x7f);
        assert_eq!(
            read(&NativeImage, "opt/app/tide", &elsewhere).problems[0].message,
            "the program's bill of materials lies outside of it"
        );
        let mut other = bytes.clone();
        let mark = bytes.windows(MARK.len()).position(|window| window == MARK).unwrap();
        other[mark] = b'x';
        assert!(read(&NativeImage, "opt/app/tide", &other).is_empty());
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&NativeImage, "opt/app/tide", &sample());
    }
}
