//! Texts that only a finding shows (descriptions, references), compressed by the block.
//!
//! A block holds the details of neighbouring records, about 32 kB before compression: small enough that one finding does
//! not inflate a megabyte, large enough to compress well. Each block is a zstd frame with its own checksum, so the section
//! need not be read to be trusted.

use super::codec::{Reader, put_number};
use std::io::Write;

const BLOCK: usize = 32 * 1024;
/// Above zstd's default the exports shrink by another tenth for several times the time.
const LEVEL: i32 = 3;
/// A block longer than this was not written by us.
const MAX_BLOCK: usize = 64 << 20;

/// Where a record's details lie: in which block, from which byte of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) block: u64,
    pub(crate) start: u64,
}

/// Compresses details, in the order given, on all cores.
pub(crate) fn compress<'a>(details: impl Iterator<Item = &'a [u8]>) -> Option<(Vec<Place>, Vec<u8>)> {
    let mut places = Vec::new();
    let mut blocks: Vec<Vec<u8>> = vec![Vec::new()];
    for detail in details {
        if blocks.last().is_some_and(|block| block.len() >= BLOCK) {
            blocks.push(Vec::with_capacity(BLOCK + detail.len()));
        }
        let index = blocks.len() - 1;
        let block = blocks.last_mut()?;
        places.push(Place { block: index as u64, start: block.len() as u64 });
        put_number(block, detail.len() as u64);
        block.extend_from_slice(detail);
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = blocks.len().div_ceil(threads).max(1);
    let parts: Vec<Option<Vec<Vec<u8>>>> = std::thread::scope(|scope| {
        let workers: Vec<_> =
            blocks.chunks(share).map(|chunk| scope.spawn(|| chunk.iter().map(|b| compress_block(b)).collect())).collect();
        workers.into_iter().map(|worker| worker.join().ok().flatten()).collect()
    });
    let compressed: Vec<Vec<u8>> = parts.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
    let mut section = Vec::with_capacity(compressed.iter().map(Vec::len).sum::<usize>() + 8 * compressed.len());
    section.extend_from_slice(&(compressed.len() as u32).to_le_bytes());
    let mut end = 0u64;
    for block in &compressed {
        end += block.len() as u64;
        section.extend_from_slice(&(end as u32).to_le_bytes());
    }
    compressed.iter().for_each(|block| section.extend_from_slice(block));
    Some((places, section))
}

fn compress_block(block: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = zstd::Encoder::new(Vec::with_capacity(block.len() / 2), LEVEL).ok()?;
    encoder.include_checksum(true).ok()?;
    encoder.write_all(block).ok()?;
    encoder.finish().ok()
}

/// Inflates one block of the section; `None` if the section or the block is damaged.
pub(crate) fn inflate(section: &[u8], block: u64) -> Option<Vec<u8>> {
    let count = super::container::u32_at(section, 0)? as usize;
    let block = usize::try_from(block).ok().filter(|block| *block < count)?;
    let start = if block == 0 { 0 } else { super::container::u32_at(section, 4 * block)? as usize };
    let end = super::container::u32_at(section, 4 * (block + 1))? as usize;
    let bytes = section.get(4 * (count + 1)..)?.get(start..end)?;
    let size = zstd::zstd_safe::get_frame_content_size(bytes).ok().flatten().and_then(|n| usize::try_from(n).ok());
    zstd::bulk::decompress(bytes, size.unwrap_or(4 * BLOCK).min(MAX_BLOCK)).ok()
}

/// The details at a place of an inflated block.
pub(crate) fn detail(block: &[u8], start: u64) -> Option<&[u8]> {
    let bytes = block.get(usize::try_from(start).ok()?..)?;
    let mut reader = Reader::new(bytes);
    let length = reader.size()?;
    let prefix = {
        let mut prefix = Vec::new();
        put_number(&mut prefix, length as u64);
        prefix.len()
    };
    bytes.get(prefix..prefix.checked_add(length)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_detail_is_found_again() {
        let details: Vec<Vec<u8>> = (0..5000u32).map(|i| format!("detail {i} ").repeat(i as usize % 40).into_bytes()).collect();
        let (places, section) = compress(details.iter().map(Vec::as_slice)).unwrap();
        assert!(places.last().unwrap().block > 3, "several blocks");
        for (place, wanted) in places.iter().zip(&details) {
            let block = inflate(&section, place.block).unwrap();
            assert_eq!(detail(&block, place.start).unwrap(), wanted);
        }
    }

    #[test]
    fn a_changed_block_is_refused() {
        let (_, mut section) = compress([b"some detail".repeat(30).as_slice()].into_iter()).unwrap();
        let last = section.len() - 6;
        section[last] ^= 0x10;
        assert_eq!(inflate(&section, 0), None);
        assert_eq!(inflate(&section, 1), None);
    }
}
