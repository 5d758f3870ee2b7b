//! Others who are root.

use super::list;
use crate::image::Image;
use crate::image::place::Place;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0008",
        aliases: &[],
        title: "only root should have the number 0",
        description: "The kernel knows users by number: an account with number 0 is root, whatever it is called.",
        severity: Severity::High,
        resolution: "Remove the account, or give it a number of its own.",
        references: &["https://man7.org/linux/man-pages/man5/passwd.5.html"],
    },
    good: &["file 0644 etc/passwd root:x:0:0::/root:/bin/sh\\napp:x:1000:1000::/app:/bin/sh", ""],
    bad: &["file 0644 etc/passwd root:x:0:0:::\\ntoor:x:0:0:::"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    let Some(note) = image.at(Place::Accounts).next() else { return };
    let others = image.accounts().unwrap_or_default().iter().filter(|account| account.uid == 0 && account.name != "root");
    list(failures, others.map(|account| note.failure(format!("{} has the number 0: it is root", account.name))));
}
