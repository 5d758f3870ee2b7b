//! One 512-byte header.

/// A header's fields, before extended headers have their say.
#[derive(Debug)]
pub(super) struct Header<'a> {
    pub(super) name: &'a [u8],
    /// Goes before the name in ustar archives.
    pub(super) prefix: &'a [u8],
    pub(super) link: &'a [u8],
    pub(super) size: u64,
    pub(super) mode: u32,
    pub(super) uid: u64,
    pub(super) gid: u64,
    pub(super) kind: u8,
}

pub(super) const BLOCK: usize = 512;

/// Reads a header; the error says what is wrong with it.
pub(super) fn read(block: &[u8; BLOCK]) -> Result<Header<'_>, &'static str> {
    let field = |start: usize, length: usize| block.get(start..start + length).unwrap_or(&[]);
    let stored = number(field(148, 8)).ok_or("its checksum is not a number")?;
    // The checksum itself counts as eight spaces.
    let unsigned = |bytes: &[u8]| bytes.iter().map(|byte| u32::from(*byte)).sum::<u32>();
    if stored != u64::from(unsigned(block) - unsigned(field(148, 8)) + 8 * u32::from(b' ')) && !has_signed_sum(block, stored) {
        return Err("its checksum does not fit");
    }
    let is_ustar = field(257, 6) == b"ustar\0";
    Ok(Header {
        name: text(field(0, 100)),
        prefix: if is_ustar { text(field(345, 155)) } else { b"" },
        link: text(field(157, 100)),
        size: number(field(124, 12)).ok_or("its size is not a number")?,
        mode: (number(field(100, 8)).unwrap_or(0) & 0o7777) as u32,
        uid: number(field(108, 8)).unwrap_or(0),
        gid: number(field(116, 8)).unwrap_or(0),
        kind: block.get(156).copied().unwrap_or(0),
    })
}

/// Some old tars summed signed bytes.
fn has_signed_sum(block: &[u8; BLOCK], stored: u64) -> bool {
    let bytes = block.iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { b' ' } else { *byte });
    i64::try_from(stored) == Ok(bytes.map(|byte| i64::from(byte.cast_signed())).sum())
}

/// Up to the first zero byte.
pub(super) fn text(field: &[u8]) -> &[u8] {
    memchr::memchr(0, field).and_then(|end| field.get(..end)).unwrap_or(field)
}

/// An octal number, or a base-256 one. Negative and overlong ones are none.
pub(super) fn number(field: &[u8]) -> Option<u64> {
    match field.split_first()? {
        (0x80, rest) => rest.iter().try_fold(0u64, |value, byte| value.checked_mul(256)?.checked_add(u64::from(*byte))),
        (first, _) if *first >= 0x80 => None,
        _ => {
            let digits = text(field);
            let digits = digits.trim_ascii();
            digits.iter().try_fold(0u64, |value, byte| match byte {
                b'0'..=b'7' => value.checked_mul(8)?.checked_add(u64::from(byte - b'0')),
                _ => None,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_octal_or_base_256() {
        assert_eq!(number(b"0000644\0"), Some(0o644));
        assert_eq!(number(b"   644 \0"), Some(0o644));
        assert_eq!(number(b"\0\0\0\0"), Some(0));
        assert_eq!(number(&[0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0]), Some(2 << 32));
        assert_eq!(number(&[0xff; 12]), None, "negative");
        assert_eq!(number(&[0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), None, "more than 64 bits");
        assert_eq!(number(b"12x"), None);
    }

    #[test]
    fn a_wrong_checksum_is_told() {
        assert_eq!(read(&[b'a'; BLOCK]).unwrap_err(), "its checksum is not a number");
        let mut block = [0; BLOCK];
        block[148..155].copy_from_slice(b"000400\0");
        block[155] = b' ';
        assert!(read(&block).is_ok(), "256 is the sum of eight spaces");
        block[0] = b'a';
        assert_eq!(read(&block).unwrap_err(), "its checksum does not fit");
    }
}
