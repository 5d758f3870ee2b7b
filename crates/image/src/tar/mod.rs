//! Reads tar archives as they are found in layers.
//!
//! Specifications: POSIX.1-2001 pax and ustar, <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html>, and
//! GNU's, <https://www.gnu.org/software/tar/manual/html_node/Standard.html>.
//! Read: v7, ustar, pax (local and global), GNU long names and links, base-256 numbers, sparse files in all four forms.
//! Limits: extended attributes are passed over; an extended header of more than 1 MiB is refused.

mod header;
mod input;
mod pax;
mod reader;
mod sparse;
mod stored;

pub(crate) use input::{FileInput, Input, StreamInput, read_full};
pub(crate) use reader::walk;

#[cfg(test)]
mod tests;
