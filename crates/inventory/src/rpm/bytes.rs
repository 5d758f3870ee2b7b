//! Numbers at places in a file that may end before them.

/// The order of a number's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endian {
    Big,
    Little,
}

/// Two bytes at a place.
pub(super) fn u16_at(bytes: &[u8], at: usize, endian: Endian) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(if endian == Endian::Big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
}

/// Four bytes at a place.
pub(super) fn u32_at(bytes: &[u8], at: usize, endian: Endian) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(if endian == Endian::Big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
}

/// Four bytes at a place, as a size or place.
pub(super) fn size_at(bytes: &[u8], at: usize, endian: Endian) -> Option<usize> {
    u32_at(bytes, at, endian).and_then(|value| usize::try_from(value).ok())
}
