//! Passwords that all containers share.

use super::list;
use crate::image::Image;
use crate::image::accounts::Password;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0012",
        aliases: &[],
        title: "no account should have a password that comes with the image",
        description: "Whoever has the image has the hash, and can try out passwords for as long as they like; what fits opens every container.",
        severity: Severity::Medium,
        resolution: "Lock the account; where it needs a password, set it when the container starts.",
        references: &["https://man7.org/linux/man-pages/man5/shadow.5.html"],
    },
    good: &["file 0640 etc/shadow root:*:1:\\napp:!$6$a$b:1:", ""],
    bad: &["file 0640 etc/shadow root:$6$a$b:1:"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    let set = image.passwords().filter(|(_, _, password)| *password == Password::Strong);
    list(failures, set.map(|(note, name, _)| note.failure(format!("{name} has a password"))));
}
