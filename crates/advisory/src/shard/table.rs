//! The table of a shard: hashed keys, sorted, each with the place of its group.
//!
//! A key's hash may be another key's too, so a group repeats its key and the reader compares it.

use super::container::{u32_at, u64_at};
use xxhash_rust::xxh3::xxh3_64;

const ROW: usize = 12;

/// The key of a package in a release: spellings that some ecosystem takes for equal have the same key.
pub(crate) fn package_key(release: &str, package: &str) -> u64 {
    let mut key = String::with_capacity(release.len() + package.len() + 1);
    key.push_str(release);
    key.push('\0');
    let mut in_separator = false;
    for char in package.chars() {
        let is_separator = matches!(char, '-' | '_' | '.');
        if is_separator && !in_separator {
            key.push('-');
        } else if !is_separator {
            key.extend(char.to_lowercase());
        }
        in_separator = is_separator;
    }
    xxh3_64(key.as_bytes())
}

pub(crate) fn plain_key(key: &str) -> u64 {
    xxh3_64(key.as_bytes())
}

/// The section of a sorted list of hashes and places.
pub(super) fn write(mut rows: Vec<(u64, u32)>) -> Vec<u8> {
    rows.sort_unstable();
    rows.iter().flat_map(|(hash, place)| hash.to_le_bytes().into_iter().chain(place.to_le_bytes())).collect()
}

/// The places under a hash.
pub(super) fn find(table: &[u8], hash: u64) -> impl Iterator<Item = usize> + '_ {
    let rows = table.len() / ROW;
    let (mut low, mut high) = (0, rows);
    while low < high {
        let middle = low + (high - low) / 2;
        if u64_at(table, middle * ROW).is_some_and(|found| found < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    (low..rows)
        .take_while(move |row| u64_at(table, row * ROW) == Some(hash))
        .filter_map(|row| u32_at(table, row * ROW + 8))
        .map(|place| place as usize)
}

/// All places, in the order of their hashes.
pub(super) fn places(table: &[u8]) -> impl Iterator<Item = usize> + '_ {
    (0..table.len() / ROW).filter_map(|row| u32_at(table, row * ROW + 8)).map(|place| place as usize)
}

/// All hashes and places, in their order.
pub(super) fn rows(table: &[u8]) -> impl Iterator<Item = (u64, usize)> + '_ {
    (0..table.len() / ROW).filter_map(|row| Some((u64_at(table, row * ROW)?, u32_at(table, row * ROW + 8)? as usize)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_places_of_a_hash_are_found() {
        let table = write(vec![(5, 50), (9, 90), (5, 51), (1, 10)]);
        assert_eq!(find(&table, 5).collect::<Vec<_>>(), [50, 51]);
        assert_eq!(find(&table, 9).collect::<Vec<_>>(), [90]);
        assert_eq!(places(&table).collect::<Vec<_>>(), [10, 50, 51, 90]);
        assert_eq!(find(&table, 4).count() + find(&table, 10).count() + find(&[], 1).count(), 0);
    }

    #[test]
    fn spellings_of_one_package_share_a_key() {
        assert_eq!(package_key("", "Zope.Interface"), package_key("", "zope--interface"));
        assert_ne!(package_key("12", "a"), package_key("11", "a"));
    }
}
