//! rpm's own database, `Packages.db`, as SUSE uses it.
//!
//! Format: <https://github.com/rpm-software-management/rpm/blob/rpm-4.18.x/lib/backend/ndb/rpmpkg.c>. A head of 32 bytes, then slots
//! of 16 (mark, package's number, block, blocks) up to the end of the head's pages; blocks of 16 bytes hold the headers between a
//! mark with the number, generation and length, and a tail. All numbers are little-endian.
//! Limits: the tail's checksum is not compared; a damaged header shows itself when it is read.

use super::bytes::{Endian::Little, size_at, u32_at};

const MAGIC: &[u8] = b"RpmP";
const SLOT_MAGIC: u32 = u32::from_le_bytes(*b"Slot");
const BLOB_MAGIC: u32 = u32::from_le_bytes(*b"BlbS");
const PAGE: usize = 4096;
const SLOT: usize = 16;
const BLOCK: usize = 16;
const HEAD: usize = 32;

pub(super) fn is_database(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Gives every header that a slot leads to.
pub(super) fn each_header(bytes: &[u8], each: &mut dyn FnMut(&[u8], &mut Vec<String>), problems: &mut Vec<String>) {
    match u32_at(bytes, 4, Little) {
        Some(0) => {}
        version => problems.push(format!("its version is {version:?}, not 0")),
    }
    let end = size_at(bytes, 12, Little).and_then(|pages| pages.checked_mul(PAGE)).unwrap_or(0);
    if end > bytes.len() {
        problems.push("its slots are cut off".to_owned());
    }
    let slots = bytes.get(HEAD..end.min(bytes.len())).unwrap_or(&[]);
    // Slots that lead to one place again and again would multiply what a small file holds.
    let mut room = bytes.len();
    for (number, slot) in slots.chunks_exact(SLOT).enumerate() {
        if u32_at(slot, 0, Little) != Some(SLOT_MAGIC) {
            problems.push(format!("slot {number} is damaged"));
            continue;
        }
        let package = u32_at(slot, 4, Little).unwrap_or(0);
        if package == 0 {
            continue;
        }
        match blob(bytes, slot, package) {
            Some(blob) if blob.len() <= room => {
                room -= blob.len();
                each(blob, problems);
            }
            _ => problems.push(format!("slot {number} leads to no package")),
        }
    }
}

fn blob<'a>(bytes: &'a [u8], slot: &[u8], package: u32) -> Option<&'a [u8]> {
    let start = size_at(slot, 8, Little)?.checked_mul(BLOCK)?;
    let head = bytes.get(start..start.checked_add(BLOCK)?)?;
    let is_its_own = u32_at(head, 0, Little)? == BLOB_MAGIC && u32_at(head, 4, Little)? == package;
    let from = start + BLOCK;
    let end = from.checked_add(size_at(head, 12, Little)?)?;
    bytes.get(from..end).filter(|_| is_its_own)
}
