//! Bytes that were read of one entry. Memory that was used for one is used for the next on the same thread: it need not be cleared again.

use std::cell::Cell;

/// Bytes as far as they were read.
#[derive(Default)]
pub(crate) struct Buffer {
    /// Cleared once, and longer than what was read.
    bytes: Vec<u8>,
    filled: usize,
}

/// A larger one is given back to the system.
const MOST_KEPT: usize = 256 << 10;

thread_local! {
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl Buffer {
    /// What was read.
    pub(crate) fn filled(&self) -> &[u8] {
        self.bytes.get(..self.filled).unwrap_or_default()
    }

    /// Room for so many bytes behind what was read.
    pub(crate) fn room(&mut self, wanted: usize) -> &mut [u8] {
        let end = self.filled.saturating_add(wanted);
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        self.bytes.get_mut(self.filled..end).unwrap_or_default()
    }

    /// Sets memory aside for so many bytes in all.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        if self.bytes.is_empty() {
            self.bytes = SPARE.take();
        }
        self.bytes.reserve_exact(bytes.saturating_sub(self.bytes.len()));
    }

    /// So many bytes of the room were filled.
    pub(crate) fn advance(&mut self, bytes: usize) {
        self.filled = self.filled.saturating_add(bytes).min(self.bytes.len());
    }

    /// Drops so many of the first bytes.
    pub(crate) fn forget(&mut self, bytes: usize) {
        let bytes = bytes.min(self.filled);
        self.bytes.copy_within(bytes..self.filled, 0);
        self.filled -= bytes;
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if self.bytes.capacity() <= MOST_KEPT && !self.bytes.is_empty() {
            SPARE.set(std::mem::take(&mut self.bytes));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_held_another_does_not_show() {
        let mut buffer = Buffer::default();
        buffer.room(3).copy_from_slice(b"abc");
        buffer.advance(3);
        buffer.forget(1);
        assert_eq!(buffer.filled(), b"bc");
        drop(buffer);
        let mut next = Buffer::default();
        assert_eq!(next.room(2).len(), 2);
        assert_eq!(next.filled(), b"");
    }
}
