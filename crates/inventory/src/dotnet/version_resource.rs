//! The version resource of a Windows program.
//!
//! Format: <https://learn.microsoft.com/en-us/windows/win32/menurc/vs-versioninfo>: blocks within blocks, each with its length, the
//! length of its value, a kind, a key in UTF-16 and what it holds, at addresses divisible by four.
//! Limits: the first version resource of a program and the first language in it, which is what Windows shows. It is looked for by
//! its key in the section of resources, not through their tree.

use memchr::memmem;
use object::{Object, ObjectSection};

const HEADER: usize = 6;
/// No program says more of itself.
const MAX_TEXTS: usize = 256;

/// The texts, `ProductVersion` and the like, in their order.
pub(super) fn texts(program: &object::File<'_>) -> Vec<(String, String)> {
    let section = program.section_by_name(".rsrc").and_then(|section| section.data().ok()).unwrap_or(&[]);
    let key: Vec<u8> = "VS_VERSION_INFO\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let root = memmem::find(section, &key).and_then(|at| Block::at(section.get(at.checked_sub(HEADER)?..)?));
    root.and_then(table).unwrap_or_default()
}

fn table(root: Block<'_>) -> Option<Vec<(String, String)>> {
    let info = root.children().find(|block| block.key == "StringFileInfo")?;
    let strings = info.children().next()?;
    let text = |block: Block<'_>| (block.key, wide(block.rest).0);
    Some(strings.children().take(MAX_TEXTS).map(text).collect())
}

/// A block with what follows its key.
struct Block<'a> {
    key: String,
    rest: &'a [u8],
    /// Bytes of the value, which comes first where a block holds others.
    value: usize,
}

impl<'a> Block<'a> {
    /// The block at the beginning of some bytes.
    fn at(bytes: &'a [u8]) -> Option<Self> {
        let number = |at: usize| Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
        let (length, value) = (number(0)?, number(2)?);
        let whole = bytes.get(..length.min(bytes.len()))?;
        let (key, after) = wide(whole.get(HEADER..)?);
        let start = (HEADER + after).next_multiple_of(4);
        Some(Self { key, rest: whole.get(start..).unwrap_or(&[]), value })
    }

    fn children(self) -> impl Iterator<Item = Self> {
        let mut at = self.value.next_multiple_of(4);
        std::iter::from_fn(move || {
            let bytes = self.rest.get(at..).filter(|bytes| bytes.len() >= HEADER)?;
            let length = usize::from(u16::from_le_bytes(bytes.get(..2)?.try_into().ok()?));
            // One of no length would be read for ever.
            let block = Self::at(bytes).filter(|_| length >= HEADER)?;
            at += length.next_multiple_of(4);
            Some(block)
        })
    }
}

/// A text up to its zero, and the bytes that it takes with it.
fn wide(bytes: &[u8]) -> (String, usize) {
    let units: Vec<u16> =
        bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).take_while(|unit| *unit != 0).collect();
    (String::from_utf16_lossy(&units), (units.len() + 1) * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_that_lie_about_their_length_end_the_reading() {
        for length in [0_u16, 5, 6, 8, 0xffff] {
            let mut bytes =
                [length, 0, 1, u16::from(b'a'), 0, 0, 0].iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>();
            bytes.extend([0; 40]);
            if let Some(block) = Block::at(&bytes) {
                assert!(block.children().count() < 20, "{length}");
            }
        }
    }
}
