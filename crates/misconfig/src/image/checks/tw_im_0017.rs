//! Files that everybody may change.

use super::list;
use super::open;
use crate::image::Image;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0017",
        aliases: &[],
        title: "files should be writable by their owner alone, folders for everybody sticky",
        description: "Any user of the container, and whoever has taken over any process of it, can change these files; in a folder without the sticky bit also replace those of others.",
        severity: Severity::Medium,
        resolution: "Take the bit away: chmod o-w; or set the sticky bit on folders that are for everybody: chmod +t.",
        references: &["https://man7.org/linux/man-pages/man7/inode.7.html"],
    },
    good: &["folder 1777 tmp", "folder 0777 dev/shm", "file 0644 app/data x", "file 0666 etc/x x", ""],
    bad: &["folder 0777 tmp", "file 0666 app/data x", "folder 2777 var/run/app"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    list(failures, open::entries(image).filter(|note| !open::is_system(&note.path)).map(open::failure));
}
