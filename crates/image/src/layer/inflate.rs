//! Compressions, told by their first bytes: media types and file names are only what somebody says.
//!
//! Specifications: gzip RFC 1952 (several members too), zstd RFC 8878 (several and skippable frames too).

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
            Self::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(READ, stored))),
            Self::Zstd => {
                let mut decoder = zstd::Decoder::with_buffer(BufReader::with_capacity(READ, stored))?;
                decoder.window_log_max(ZSTD_WINDOW)?;
                Box::new(decoder)
            }
        })
    }
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
}
