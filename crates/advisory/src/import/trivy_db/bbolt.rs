//! Reads a bbolt file: a B+ tree of buckets within buckets.
//!
//! Format: <https://github.com/etcd-io/bbolt> (pages of one size; the first two are meta pages, of which the valid one with the
//! higher transaction counts).
//! Limits: little-endian files of version 2, which is what is published; the meta pages' checksums are verified, the other
//! pages have none.

const MAGIC: u32 = 0xED0C_DAED;
const VERSION: u32 = 2;
const HEADER: usize = 16;
const BRANCH: u16 = 1;
const LEAF: u16 = 2;
const ELEMENT: usize = 16;
/// Deeper trees would need more keys than a disk holds.
const MAX_DEPTH: usize = 32;

/// An opened file.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    page_size: usize,
    root: u64,
}

/// A bucket: its tree's first page, or the page itself where it is small.
#[derive(Clone, Copy)]
pub(super) enum Bucket<'a> {
    Page(u64),
    Inline(&'a [u8]),
}

/// What a key leads to.
pub(super) enum Value<'a> {
    Bytes(&'a [u8]),
    Bucket(Bucket<'a>),
}

type Visit<'v, 'a> = dyn FnMut(&'a [u8], Value<'a>) + 'v;

impl<'a> File<'a> {
    /// `None` if it is no bbolt file, or both meta pages are damaged.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        // The second meta page is one page in, and how large a page is, only a meta page tells.
        let first = meta(bytes.get(HEADER..)?);
        let sizes = [512usize, 1024, 2048, 4096, 8192, 16384, 32768, 65536];
        let second =
            sizes.iter().filter_map(|size| meta(bytes.get(size + HEADER..)?)).find(|meta| sizes.contains(&meta.page_size));
        let newest = first.into_iter().chain(second).max_by_key(|meta| meta.transaction)?;
        Some(Self { bytes, page_size: newest.page_size, root: newest.root })
    }

    pub(super) fn root(&self) -> Bucket<'a> {
        Bucket::Page(self.root)
    }

    /// Calls back with every key of a bucket, in order; `None` if the tree is damaged.
    pub(super) fn each(&self, bucket: Bucket<'a>, visit: &mut Visit<'_, 'a>) -> Option<()> {
        match bucket {
            Bucket::Page(page) => {
                // No page is met twice in a sound tree.
                let mut left = self.bytes.len() / self.page_size.max(1) + 1;
                self.walk(page, 0, &mut left, visit)
            }
            Bucket::Inline(page) => leaf(page, visit),
        }
    }

    fn walk(&self, number: u64, depth: usize, left: &mut usize, visit: &mut Visit<'_, 'a>) -> Option<()> {
        *left = left.checked_sub(1)?;
        let start = usize::try_from(number).ok()?.checked_mul(self.page_size)?;
        let page = self.bytes.get(start..)?;
        let overflow = u32_at(page, 12)? as usize;
        let page = page.get(..overflow.checked_add(1)?.checked_mul(self.page_size)?)?;
        match u16_at(page, 8)? {
            flags if flags & LEAF != 0 => leaf(page, visit),
            flags if flags & BRANCH != 0 && depth < MAX_DEPTH => {
                for index in 0..usize::from(u16_at(page, 10)?) {
                    self.walk(u64_at(page, HEADER + index * ELEMENT + 8)?, depth + 1, left, visit)?;
                }
                Some(())
            }
            _ => None,
        }
    }
}

struct Meta {
    page_size: usize,
    root: u64,
    transaction: u64,
}

fn meta(bytes: &[u8]) -> Option<Meta> {
    let is_sound = u32_at(bytes, 0)? == MAGIC && u32_at(bytes, 4)? == VERSION && fnv(bytes.get(..56)?) == u64_at(bytes, 56)?;
    is_sound.then_some(())?;
    Some(Meta { page_size: u32_at(bytes, 8)? as usize, root: u64_at(bytes, 16)?, transaction: u64_at(bytes, 48)? })
}

/// FNV-1a, 64 bits.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

fn leaf<'a>(page: &'a [u8], visit: &mut Visit<'_, 'a>) -> Option<()> {
    for index in 0..usize::from(u16_at(page, 10)?) {
        let element = HEADER + index * ELEMENT;
        let is_bucket = u32_at(page, element)? & 1 == 1;
        let key_at = element.checked_add(u32_at(page, element + 4)? as usize)?;
        let value_at = key_at.checked_add(u32_at(page, element + 8)? as usize)?;
        let end = value_at.checked_add(u32_at(page, element + 12)? as usize)?;
        let (key, value) = (page.get(key_at..value_at)?, page.get(value_at..end)?);
        visit(
            key,
            match (is_bucket, u64_at(value, 0)) {
                (false, _) => Value::Bytes(value),
                (true, Some(0)) => Value::Bucket(Bucket::Inline(value.get(16..)?)),
                (true, root) => Value::Bucket(Bucket::Page(root?)),
            },
        );
    }
    Some(())
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    /// Made by bbolt itself: see `testdata/make.sh`.
    fn sample() -> Vec<u8> {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(&include_bytes!("testdata/sample.db.gz")[..]).read_to_end(&mut bytes).unwrap();
        bytes
    }

    fn count(bytes: &[u8]) -> Option<(usize, usize)> {
        fn walk(file: &File<'_>, bucket: Bucket<'_>, counts: &mut (usize, usize), depth: usize) -> Option<()> {
            let mut inner = Vec::new();
            file.each(bucket, &mut |_, value| match value {
                Value::Bytes(_) => counts.1 += 1,
                Value::Bucket(bucket) => inner.push(bucket),
            })?;
            for bucket in inner.into_iter().take(100) {
                counts.0 += 1;
                if depth < 4 {
                    walk(file, bucket, counts, depth + 1)?;
                }
            }
            Some(())
        }
        let file = File::open(bytes)?;
        let mut counts = (0, 0);
        walk(&file, file.root(), &mut counts, 0)?;
        Some(counts)
    }

    #[test]
    fn every_bucket_and_key_is_met() {
        // Three top buckets, 40 packages in one of them, and 1,000 keys that fill many pages in another.
        assert_eq!(count(&sample()), Some((3 + 40, 40 + 1000)));
    }

    #[test]
    fn damage_is_survived() {
        let sample = sample();
        assert!(File::open(&[]).is_none() && File::open(&[0; 10_000]).is_none());
        for at in (0..sample.len()).step_by(97) {
            let mut damaged = sample.clone();
            damaged[at] ^= 0xff;
            let _ = count(&damaged);
            let _ = count(&sample[..at]);
        }
        // One sound meta page is enough.
        let mut damaged = sample;
        damaged[HEADER + 20] ^= 1;
        assert!(File::open(&damaged).is_some());
    }
}
