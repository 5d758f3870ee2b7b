//! Which files may be programs, for the analyzers that look for what a compiler left inside.
//!
//! Formats: ELF, Mach-O and PE by their first bytes.
//! Limits: executables of up to 16 GiB that have an execute bit or are named `.exe`.

use crate::Stat;

const MAX: u64 = 16 << 30;
/// Anything smaller has no room for what is looked for.
const MIN: u64 = 1024;

/// Whether a file may be a program.
pub(crate) fn wants(stat: &Stat<'_>) -> bool {
    stat.size >= MIN && stat.size <= MAX && (stat.mode & 0o111 != 0 || stat.path.ends_with(".exe"))
}

/// Whether it begins like one.
pub(crate) fn sniff(head: &[u8]) -> bool {
    matches!(
        head,
        [0x7f, b'E', b'L', b'F', ..]
            | [b'M', b'Z', ..]
            | [0xcf | 0xce, 0xfa, 0xed, 0xfe, ..]
            | [0xfe, 0xed, 0xfa, 0xce | 0xcf, ..]
    )
}
