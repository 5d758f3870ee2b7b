//! Gzip by ISA-L, half as fast again as the portable inflater, where the program is built with the feature `isa-l`.
//!
//! Library: <https://github.com/intel/isa-l>; format: RFC 1952, several members too. Checksums and lengths are checked at the end of each
//! member.
//! Building it takes nasm and the autotools, which is why it is a choice.

#![expect(
    unsafe_code,
    reason = "the library is C. Its state lives in a box that only this module touches; each call is given one buffer to read and one to \
              write, both borrowed for that call, with their true lengths, and no pointer to either is used after it"
)]

use isal_sys::igzip_lib as isal;
use std::io::{self, BufRead, Read};
use std::mem::MaybeUninit;

/// What comes out of the members of a gzip stream.
pub(super) struct Inflater<R> {
    stored: R,
    state: Box<isal::inflate_state>,
    /// Before the first member, and between two.
    is_between: bool,
}

impl<R: BufRead> Inflater<R> {
    pub(super) fn new(stored: R) -> Self {
        // SAFETY: numbers, arrays of numbers and pointers, for all of which zero is a value.
        let mut state: Box<isal::inflate_state> = Box::new(unsafe { MaybeUninit::zeroed().assume_init() });
        // SAFETY: the state is ours.
        unsafe { isal::isal_inflate_init(&raw mut *state) };
        Self { stored, state, is_between: true }
    }
}

impl<R: BufRead> Read for Inflater<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let input = self.stored.fill_buf()?;
            if self.is_between {
                if input.is_empty() {
                    return Ok(0);
                }
                // SAFETY: the state was made by `isal_inflate_init`.
                unsafe { isal::isal_inflate_reset(&raw mut *self.state) };
                self.state.crc_flag = isal::ISAL_GZIP;
                self.is_between = false;
            }
            let is_end = input.is_empty();
            let (taken, given) = step(&mut self.state, input, buffer)?;
            self.stored.consume(taken);
            self.is_between = self.state.block_state == isal::isal_block_state_ISAL_BLOCK_FINISH;
            if given > 0 {
                return Ok(given);
            }
            if is_end && !self.is_between {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// Inflates from one buffer into the other: how much was taken, and how much was given.
fn step(state: &mut isal::inflate_state, input: &[u8], output: &mut [u8]) -> io::Result<(usize, usize)> {
    let length = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    let (to_take, to_give) = (length(input.len()), length(output.len()));
    // The library does not write through this pointer; its type is older than `const`.
    (state.next_in, state.avail_in) = (input.as_ptr().cast_mut(), to_take);
    (state.next_out, state.avail_out) = (output.as_mut_ptr(), to_give);
    // SAFETY: both buffers have as many bytes as is said, and live until the call returns.
    let outcome = unsafe { isal::isal_inflate(&raw mut *state) };
    (state.next_in, state.next_out) = (std::ptr::null_mut(), std::ptr::null_mut());
    let reason = match outcome {
        // At the end of what there is, more is asked for.
        0 | 1 => return Ok(((to_take - state.avail_in) as usize, (to_give - state.avail_out) as usize)),
        isal::ISAL_INVALID_WRAPPER => "invalid gzip header",
        isal::ISAL_INCORRECT_CHECKSUM => "corrupt gzip stream does not have a matching checksum",
        _ => "corrupt deflate stream",
    };
    Err(io::Error::new(io::ErrorKind::InvalidData, reason))
}
