//! Compressions, told by their first bytes: media types and file names are only what somebody says.
//!
//! Specifications: gzip RFC 1952 (several members too), zstd RFC 8878 (several and skippable frames too).

#[cfg(feature = "isa-l")]
mod isal;

use std::io::{self, BufReader, Read};

/// How a layer is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    None,
    Gzip,
    Zstd,
}

/// The largest window of zstd that is inflated, as a power of two: what its own command line allows by default.
const ZSTD_WINDOW: u32 = 27;
const READ: usize = 128 * 1024;

impl Compression {
    /// How many bytes [`Compression::of`] looks at.
    pub(crate) const MAGIC: usize = 6;

    /// By magic; the error names a compression that images do not use.
    pub(crate) fn of(head: &[u8]) -> Result<Self, &'static str> {
        match head {
            [0x1f, 0x8b, ..] => Ok(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Ok(Self::Zstd),
            [0xfd, b'7', b'z', b'X', b'Z', 0] => Err("xz"),
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, ..] => Err("bzip2"),
            [0x04, 0x22, 0x4d, 0x18, ..] => Err("lz4"),
            [0x1f, 0x9d, ..] => Err("compress"),
            _ => Ok(Self::None),
        }
    }

    /// Inflates all members and frames to the end of what is stored.
    pub(crate) fn inflater<'a>(self, stored: &'a mut (dyn Read + Send)) -> io::Result<Box<dyn Read + 'a>> {
        Ok(match self {
            Self::None => Box::new(stored),
            Self::Gzip => Box::new(gzip(BufReader::with_capacity(READ, stored))),
            Self::Zstd => {
                let mut decoder = zstd::Decoder::with_buffer(BufReader::with_capacity(READ, stored))?;
                decoder.window_log_max(ZSTD_WINDOW)?;
                Box::new(decoder)
            }
        })
    }
}

#[cfg(feature = "isa-l")]
fn gzip<R: io::BufRead>(stored: R) -> impl Read {
    isal::Inflater::new(stored)
}

#[cfg(not(feature = "isa-l"))]
fn gzip<R: io::BufRead>(stored: R) -> impl Read {
    flate2::bufread::MultiGzDecoder::new(stored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_compression() {
        assert_eq!(Compression::of(&[0x1f, 0x8b, 8]), Ok(Compression::Gzip));
        assert_eq!(Compression::of(&[0x28, 0xb5, 0x2f, 0xfd]), Ok(Compression::Zstd));
        assert_eq!(Compression::of(b"\xfd7zXZ\0"), Err("xz"));
        assert_eq!(Compression::of(b"etc/pa"), Ok(Compression::None));
        assert_eq!(Compression::of(b""), Ok(Compression::None));
    }

    /// Two members with an empty one between them, as a reader gives them that has room for a few bytes only.
    fn inflated(stored: &[u8], room: usize) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        gzip(BufReader::with_capacity(room, stored)).read_to_end(&mut text).map(|_| text)
    }

    fn members() -> (Vec<u8>, Vec<u8>) {
        let text: Vec<u8> =
            (0..3000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes().map(|byte| byte >> 4)).collect();
        let (one, two) = text.split_at(5000);
        let stored = [one, b"", two].map(|part| tidewaiter_testkit::Compression::Gzip.compress(part).unwrap()).concat();
        (text, stored)
    }

    #[test]
    fn members_are_joined_wherever_they_are_cut() {
        let (text, stored) = members();
        for room in [1, 2, 3, 7, 64, 1000, 1 << 20] {
            assert_eq!(inflated(&stored, room).unwrap(), text, "{room}");
        }
    }

    #[test]
    fn what_is_cut_off_or_changed_is_told() {
        let (text, stored) = members();
        for end in (1..stored.len()).step_by(3) {
            // Between two members a stream may end.
            let outcome = inflated(&stored[..end], 4096);
            assert!(outcome.is_err() || outcome.unwrap().len() == 5000, "{end}");
        }
        for at in (0..stored.len()).step_by(5) {
            let mut changed = stored.clone();
            changed[at] ^= 0x10;
            assert!(inflated(&changed, 4096).map_or(true, |inflated| inflated == text), "{at}");
        }
        assert!(inflated(&[&stored[..], b"more"].concat(), 4096).is_err());
    }
}
