//! Modules that are not the kernel's own: drivers and file systems that somebody built for it.
//!
//! Format: ELF, whose section `.modinfo` holds `key=value` texts, each ended by a zero; see
//! <https://docs.kernel.org/kbuild/modules.html> and `modinfo(8)`.
//! Files: `lib/modules/VERSION/FOLDER/**/*.ko`, plain or packed with gzip, xz or zstd, where the folder is not `kernel`, which is the
//! kernel's own (others are in `extra`, `updates`, `misc`).
//! Limits: modules of up to 256 MiB unpacked. One that states no version of its own is not told.

use super::{KERNEL, in_modules, package};
use crate::{Analyzer, File, FileFacts, Names, Stat, license};
use flate2::read::MultiGzDecoder;
use object::{Object, ObjectSection};
use std::borrow::Cow;
use std::io::Read;

/// The analyzer.
pub(crate) struct Module;

const MAX: u64 = 256 << 20;
const MAX_XZ_MEMORY: u32 = 256 << 10;
const ENDS: [&str; 4] = [".ko", ".ko.gz", ".ko.xz", ".ko.zst"];

impl Analyzer for Module {
    fn id(&self) -> &'static str {
        "linux-kernel-module"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::End(&[".ko", ".gz", ".xz", ".zst"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.size <= MAX
            && ENDS.iter().any(|end| stat.path.ends_with(end))
            && in_modules(stat.path).is_some_and(|(_, rest)| !rest.starts_with("kernel/"))
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        match unpacked(file.bytes).and_then(|bytes| information(&bytes)) {
            Ok(texts) => state(&texts, file, facts),
            Err(reason) => facts.problem(format!("broken module: {reason}")),
        }
    }
}

fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, String> {
    let reader: Box<dyn Read + '_> = match bytes {
        [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(bytes)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(zstd::Decoder::with_buffer(bytes).map_err(|error| error.to_string())?),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Box::new(lzma_rust2::XzReader::new_mem_limit(bytes, true, MAX_XZ_MEMORY)),
        _ => return Ok(Cow::Borrowed(bytes)),
    };
    let mut unpacked = Vec::new();
    reader.take(MAX + 1).read_to_end(&mut unpacked).map_err(|error| error.to_string())?;
    if unpacked.len() as u64 > MAX {
        return Err("it is larger than 256 MiB unpacked".to_owned());
    }
    Ok(Cow::Owned(unpacked))
}

/// The texts of `.modinfo`.
fn information(bytes: &[u8]) -> Result<Vec<(String, String)>, String> {
    let elf = object::File::parse(bytes).map_err(|error| error.to_string())?;
    let section = elf.section_by_name(".modinfo").ok_or("it has no section .modinfo")?;
    let data = section.data().map_err(|error| error.to_string())?;
    let texts = data.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    Ok(texts.filter_map(|text| text.split_once('=').map(|(key, value)| (key.to_owned(), value.trim().to_owned()))).collect())
}

fn state(texts: &[(String, String)], file: &File<'_>, facts: &mut FileFacts) {
    let text = |key: &str| texts.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value.as_str());
    // Its own word for being the kernel's.
    if text("version").is_empty() || text("intree") == "Y" {
        return;
    }
    let of_file = file.stat.name().split(".ko").next().unwrap_or("");
    let name = if text("name").is_empty() { of_file } else { text("name") };
    let mut module = package(name, text("version"), file.stat.path);
    license::add(&mut module.licenses, text("license"));
    let kernel = text("vermagic").split(' ').next().filter(|kernel| !kernel.is_empty());
    module.depends_on.extend(kernel.map(|kernel| format!("{KERNEL}@{kernel}")));
    facts.packages.push(module);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const PATH: &str = "lib/modules/6.1.0-50-cloud-amd64/updates/dkms/tide.ko";
    const GZIP: &[u8] = include_bytes!("testdata/tide.ko.gz");
    const XZ: &[u8] = include_bytes!("testdata/tide.ko.xz");
    const ZSTD: &[u8] = include_bytes!("testdata/tide.ko.zst");

    #[test]
    fn a_module_tells_itself_however_it_is_packed() {
        let plain = unpacked(GZIP).unwrap();
        for (end, bytes) in [("", &*plain), (".gz", GZIP), (".xz", XZ), (".zst", ZSTD)] {
            insta::allow_duplicates! {
                insta::assert_snapshot!(listing(&read(&Module, &format!("{PATH}{end}"), bytes)), @r#"linux-kernel pkg:generic/tide@1.4.2 ["GPL-2.0-only"] -> linux-kernel@6.1.0-50-cloud-amd64"#);
            }
        }
    }

    #[test]
    fn the_kernels_own_are_not_told() {
        let path = "lib/modules/6.1.0-50-cloud-amd64/kernel/fs/xfs/xfs.ko";
        assert!(!Module.wants(&Stat::new(path, 1 << 20, 0o644)));
        let texts =
            |intree: &str| [("version", "1.0"), ("intree", intree)].map(|(key, value)| (key.to_owned(), value.to_owned()));
        for (intree, expected) in [("Y", 0), ("", 1)] {
            let mut facts = FileFacts::default();
            let stat = Stat::new(PATH, 1, 0o644);
            state(&texts(intree), &File { stat, bytes: b"" }, &mut facts);
            assert_eq!(facts.packages.len(), expected);
        }
    }

    #[test]
    fn what_is_broken_is_told() {
        for bytes in [&XZ[..XZ.len() - 40], &ZSTD[..40], &GZIP[..40], b"text", b"", b"\x7fELF\x02\x01\x01"] {
            assert!(read(&Module, PATH, bytes).problems[0].message.starts_with("broken module"), "{:?}", &bytes.get(..4));
        }
        let bomb = zstd::encode_all(std::io::repeat(0).take(MAX + 10), 1).unwrap();
        assert_eq!(read(&Module, PATH, &bomb).problems[0].message, "broken module: it is larger than 256 MiB unpacked");
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Module, PATH, &unpacked(GZIP).unwrap());
        assert_survives_damage(&Module, PATH, XZ);
    }
}
