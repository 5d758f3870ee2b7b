//! Programs that run as their owner or in their group.

use crate::image::entry::{is_setgid, is_setuid};
use crate::image::known::is_setuid_program;
use crate::image::{Image, Note};

/// Such a program.
pub(super) struct Program<'a> {
    pub(super) note: &'a Note,
    /// Whether it runs as its owner, and not only in its group.
    pub(super) is_setuid: bool,
    /// Whether the distribution installs it so.
    pub(super) is_known: bool,
}

pub(super) fn programs(image: &Image) -> impl Iterator<Item = Program<'_>> {
    let systems = image.system().ids;
    image.notes.values().filter_map(move |note| {
        let is_setuid = is_setuid(note.kind, note.mode);
        let is_one = is_setuid || is_setgid(note.kind, note.mode);
        is_one.then(|| Program { note, is_setuid, is_known: is_setuid_program(&note.path, &systems) })
    })
}
