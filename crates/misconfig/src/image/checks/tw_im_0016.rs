//! Parts of the system that everybody may change.

use super::list;
use super::open;
use crate::image::Image;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0016",
        aliases: &[],
        title: "files of the system should be writable by their owner alone",
        description: "Any user of the container, and whoever has taken over any process of it, can change programs and settings that others, also root, go by.",
        severity: Severity::High,
        resolution: "Take the bit away: chmod o-w.",
        references: &["https://man7.org/linux/man-pages/man7/inode.7.html"],
    },
    good: &["file 0644 etc/app.conf x", "file 0666 app/data x", "link bin/sh bin/busybox", ""],
    bad: &["file 0666 etc/app.conf x", "folder 0777 usr/local/bin", "file 0777 usr/bin/tool x"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    list(failures, open::entries(image).filter(|note| open::is_system(&note.path)).map(open::failure));
}
