//! Kernel images for x86, whose header tells the version.
//!
//! Format: `bzImage`, <https://docs.kernel.org/arch/x86/boot.html#the-real-mode-kernel-header>.
//! Files: `vmlinuz`, `vmlinux`, `bzImage`, `kernel`, alone or with a version behind a hyphen.
//! Limits: other architectures have no such header; their modules tell their kernel. Only the first 128 KiB are read, which is
//! as far as the header can point.

use super::{KERNEL, package};
use crate::{Analyzer, File, FileFacts, Stat};

/// The analyzer.
pub(crate) struct Image;

const NAMES: [&str; 4] = ["vmlinuz", "vmlinux", "bzImage", "kernel"];
const EXTENT: u64 = 128 << 10;
const BOOT_FLAG: (usize, &[u8]) = (0x1fe, &[0x55, 0xaa]);
const MAGIC: (usize, &[u8]) = (0x202, b"HdrS");
const KERNEL_VERSION: usize = 0x20e;
/// Where the pointer to the version counts from.
const ORIGIN: usize = 0x200;
const MAX_VERSION: usize = 256;

impl Analyzer for Image {
    fn id(&self) -> &'static str {
        "linux-kernel-image"
    }

    fn version(&self) -> u32 {
        1
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        let name = stat.name();
        NAMES.iter().filter_map(|known| name.strip_prefix(known)).any(|rest| rest.is_empty() || rest.starts_with('-'))
    }

    fn sniff(&self, head: &[u8]) -> bool {
        has(head, BOOT_FLAG)
    }

    fn extent(&self) -> u64 {
        EXTENT
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        if !has(file.bytes, MAGIC) {
            return;
        }
        match version(file.bytes) {
            Some(version) => facts.packages.push(package(KERNEL, version, file.stat.path)),
            None => facts.problem("the kernel's header does not tell its version"),
        }
    }
}

fn has(bytes: &[u8], (at, expected): (usize, &[u8])) -> bool {
    bytes.get(at..at + expected.len()) == Some(expected)
}

/// `6.1.0-47-amd64` of `6.1.0-47-amd64 (debian-kernel@lists.debian.org) #1 SMP …`.
fn version(bytes: &[u8]) -> Option<&str> {
    let pointer = bytes.get(KERNEL_VERSION..KERNEL_VERSION + 2)?;
    let at = ORIGIN + usize::from(u16::from_le_bytes(pointer.try_into().ok()?));
    let text = bytes.get(at..)?.split(|byte| *byte == 0).next()?;
    let version = std::str::from_utf8(text.get(..text.len().min(MAX_VERSION))?).ok()?.split(' ').next()?;
    version.starts_with(|c: char| c.is_ascii_digit()).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};
    use std::io::Read;

    const PATH: &str = "boot/vmlinuz-6.1.0-50-cloud-amd64";

    fn sample() -> Vec<u8> {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(&include_bytes!("testdata/vmlinuz.gz")[..]).read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn the_header_tells_the_version() {
        insta::assert_snapshot!(listing(&read(&Image, PATH, &sample())), @"linux-kernel pkg:generic/linux-kernel@6.1.0-50-cloud-amd64");
    }

    #[test]
    fn what_is_broken_is_told_and_what_is_none_is_not() {
        let sample = sample();
        let mut far = sample.clone();
        far[KERNEL_VERSION..KERNEL_VERSION + 2].copy_from_slice(&[0xff, 0xff]);
        for broken in [&sample[..1024], &far] {
            assert_eq!(read(&Image, PATH, broken).problems[0].message, "the kernel's header does not tell its version");
        }
        assert!(read(&Image, "boot/kernel", b"#!/bin/sh\n").is_empty());
        assert!(!Image.wants(&Stat::new("usr/include/kernel.h", 1, 0o644)));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Image, PATH, &sample());
    }
}
