//! Sparse files: pieces with holes between them.
//!
//! Specification: <https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html>.

use super::header::{BLOCK, number};
use super::pax::decimal;

/// Where the pieces of a file's stored contents go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SparseMap {
    /// Offset and length of each piece, in order, without overlaps, all of them inside the file.
    pieces: Vec<(u64, u64)>,
    /// Bytes of the whole file.
    pub(super) real_size: u64,
    /// The first piece that goes on behind what was asked for last.
    next: usize,
}

/// What comes next in a sparse file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// So many zeros.
    Hole(u64),
    /// So many stored bytes.
    Data(u64),
}

/// More pieces than any real file has.
pub(super) const MAX_PIECES: usize = 1 << 20;

impl SparseMap {
    /// `None` if the pieces overlap, run backwards or out of the file, or are not what is stored.
    pub(super) fn new(pieces: Vec<(u64, u64)>, real_size: u64, stored: u64) -> Option<Self> {
        let mut end = 0u64;
        let mut sum = 0u64;
        for (offset, length) in &pieces {
            if *offset < end {
                return None;
            }
            end = offset.checked_add(*length)?;
            sum = sum.checked_add(*length)?;
        }
        (end <= real_size && sum <= stored && pieces.len() <= MAX_PIECES).then_some(Self { pieces, real_size, next: 0 })
    }

    /// Offsets and lengths by turns.
    pub(super) fn pairs(numbers: &[u64]) -> Option<Vec<(u64, u64)>> {
        let pairs = numbers.chunks_exact(2);
        pairs.remainder().is_empty().then(|| pairs.filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect())
    }

    /// What the file holds from `at` on, where `at` never goes back.
    pub(super) fn run(&mut self, at: u64) -> Run {
        while let Some((offset, length)) = self.pieces.get(self.next) {
            let end = offset.saturating_add(*length);
            if at < *offset {
                return Run::Hole(*offset - at);
            }
            if at < end {
                return Run::Data(end - at);
            }
            self.next += 1;
        }
        Run::Hole(self.real_size.saturating_sub(at))
    }
}

/// Pieces from a header of the old GNU form, or from one of the blocks that go on with it, and whether another follows.
pub(super) fn old_form(
    block: &[u8; BLOCK],
    first: usize,
    count: usize,
    more_at: usize,
    pieces: &mut Vec<(u64, u64)>,
) -> Option<bool> {
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

/// The map that stands before the contents (form 1.0): lines of numbers, padded to a block. Takes it in by the block.
#[derive(Default)]
pub(super) struct MapReader {
    numbers: Vec<u64>,
    digits: Vec<u8>,
}

impl MapReader {
    /// Whether the map is complete; `None` if it is broken.
    pub(super) fn push(&mut self, block: &[u8; BLOCK]) -> Option<bool> {
        for byte in block {
            if self.is_complete() {
                break;
            }
            match byte {
                b'\n' => {
                    self.numbers.push(decimal(&self.digits).filter(|_| !self.digits.is_empty())?);
                    self.digits.clear();
                }
                byte if self.digits.len() < 20 => self.digits.push(*byte),
                _ => return None,
            }
        }
        (self.count().is_none_or(|count| count <= MAX_PIECES as u64)).then(|| self.is_complete())
    }

    /// The pieces.
    pub(super) fn pieces(&self) -> Option<Vec<(u64, u64)>> {
        SparseMap::pairs(self.numbers.get(1..)?)
    }

    fn count(&self) -> Option<u64> {
        self.numbers.first().copied()
    }

    fn is_complete(&self) -> bool {
        self.count().is_some_and(|count| (self.numbers.len() as u64 - 1) / 2 >= count && self.numbers.len() % 2 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_and_holes_come_by_turns() {
        let mut map = SparseMap::new(vec![(2, 2), (6, 1)], 8, 3).unwrap();
        let mut runs = Vec::new();
        let mut at = 0;
        while at < 8 {
            let run = map.run(at);
            at += match run {
                Run::Hole(length) | Run::Data(length) => length,
            };
            runs.push(run);
        }
        assert_eq!(runs, [Run::Hole(2), Run::Data(2), Run::Hole(2), Run::Data(1), Run::Hole(1)]);
    }

    #[test]
    fn impossible_maps_are_refused() {
        assert_eq!(SparseMap::new(vec![(7, 2)], 8, 2), None, "out of the file");
        assert_eq!(SparseMap::new(vec![(4, 2), (0, 2)], 8, 4), None, "backwards");
        assert_eq!(SparseMap::new(vec![(0, 4)], 8, 2), None, "more than is stored");
        assert_eq!(SparseMap::new(vec![(u64::MAX, 2)], 8, 2), None, "past all numbers");
        assert_eq!(SparseMap::pairs(&[1, 2, 3]), None);
    }

    #[test]
    fn a_map_before_the_contents_may_cross_blocks() {
        let block = |text: &str, fill: u8| {
            let mut block = [fill; BLOCK];
            block[..text.len()].copy_from_slice(text.as_bytes());
            block
        };
        let mut reader = MapReader::default();
        assert_eq!(reader.push(&block("1\n512\n3\n", 0)), Some(true));
        assert_eq!(reader.pieces(), Some(vec![(512, 3)]));
        let mut long = MapReader::default();
        let lines = format!("130\n{}", "1\n".repeat(254));
        assert_eq!(long.push(&block(&lines, 0)), Some(false));
        assert_eq!(long.push(&block(&"1\n".repeat(6), 0)), Some(true));
        assert_eq!(long.pieces().unwrap().len(), 130);
        assert_eq!(MapReader::default().push(&block("99999999\n", 0)), None);
        assert_eq!(MapReader::default().push(&block("\n", 0)), None);
        assert_eq!(MapReader::default().push(&block("x\n", 0)), None);
    }
}
