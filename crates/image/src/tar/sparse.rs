//! Sparse files: pieces with holes between them.
//!
//! Specification: <https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html>.

use super::header::{BLOCK, number};
use super::pax::decimal;

/// Where the pieces of a file's stored contents go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SparseMap {
    /// Offset and length of each piece.
    pub(super) pieces: Vec<(u64, u64)>,
    /// Bytes of the whole file.
    pub(super) real_size: u64,
}

/// More pieces than any real file has.
pub(super) const MAX_PIECES: usize = 1 << 20;

impl SparseMap {
    pub(super) fn from_numbers(numbers: &[u64], real_size: u64) -> Self {
        Self { pieces: numbers.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect(), real_size }
    }

    /// The whole file from its stored contents, holes as zeros; `None` if a piece lies outside.
    pub(super) fn expand(&self, stored: &[u8]) -> Option<Vec<u8>> {
        let mut whole = vec![0; usize::try_from(self.real_size).ok()?];
        let mut rest = stored;
        for (offset, length) in &self.pieces {
            let (offset, length) = (usize::try_from(*offset).ok()?, usize::try_from(*length).ok()?);
            let (piece, after) = rest.split_at_checked(length)?;
            whole.get_mut(offset..offset.checked_add(length)?)?.copy_from_slice(piece);
            rest = after;
        }
        Some(whole)
    }
}

/// Pieces from a header of the old GNU form, or from one of the blocks that go on with it, and whether another follows.
pub(super) fn old_form(block: &[u8; BLOCK], first: usize, count: usize, more_at: usize, pieces: &mut Vec<(u64, u64)>) -> Option<bool> {
    for index in 0..count {
        let at = first + index * 24;
        let field = block.get(at..at + 24)?;
        if field.iter().all(|byte| *byte == 0) {
            break;
        }
        pieces.push((number(field.get(..12)?)?, number(field.get(12..)?)?));
    }
    Some(block.get(more_at).is_some_and(|more| *more != 0))
}

/// The map that stands before the contents (form 1.0), and how many bytes it takes, padding included.
pub(super) fn map_in_contents(contents: &[u8], real_size: u64) -> Option<(SparseMap, usize)> {
    let mut at = 0;
    let mut next = || {
        let rest = contents.get(at..)?;
        let end = rest.iter().take(24).position(|byte| *byte == b'\n')?;
        at += end + 1;
        decimal(rest.get(..end)?)
    };
    let count = usize::try_from(next()?).ok().filter(|count| *count <= MAX_PIECES)?;
    let pieces = (0..count).map(|_| Some((next()?, next()?))).collect::<Option<Vec<_>>>()?;
    Some((SparseMap { pieces, real_size }, at.next_multiple_of(BLOCK)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_go_where_the_map_says() {
        let map = SparseMap::from_numbers(&[2, 2, 6, 1], 8);
        assert_eq!(map.expand(b"abc").unwrap(), b"\0\0ab\0\0c\0");
        assert_eq!(map.expand(b"ab"), None);
        assert_eq!(SparseMap::from_numbers(&[7, 2], 8).expand(b"ab"), None);
    }

    #[test]
    fn a_map_before_the_contents_ends_at_a_block() {
        let mut contents = b"1\n512\n3\n".to_vec();
        contents.resize(BLOCK, 0);
        contents.extend(b"abc");
        let (map, length) = map_in_contents(&contents, 1024).unwrap();
        assert_eq!((map.pieces, length), (vec![(512, 3)], BLOCK));
        assert_eq!(map_in_contents(b"99999999\n", 1), None);
    }
}
