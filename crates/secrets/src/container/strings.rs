//! Printable pieces of binary files.

/// Shorter ones are noise.
const SHORTEST: usize = 8;

/// The pieces, each on a line.
pub(super) fn printable(bytes: &[u8]) -> Vec<u8> {
    let mut texts = Vec::new();
    for piece in bytes.split(|byte| !(byte.is_ascii_graphic() || matches!(byte, b' ' | b'\t' | b'\n'))) {
        if piece.len() >= SHORTEST {
            texts.extend_from_slice(piece);
            texts.push(b'\n');
        }
    }
    texts
}
