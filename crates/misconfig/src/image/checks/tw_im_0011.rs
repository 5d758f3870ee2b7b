//! Passwords that are soon guessed.

use super::list;
use crate::image::Image;
use crate::image::accounts::Password;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0011",
        aliases: &[],
        title: "no password should be hashed in a weak way",
        description: "Whoever has the image has the hash. DES, MD5 and their like are tried out at billions a second.",
        severity: Severity::High,
        resolution: "Lock the account; where it needs a password, set it when the container starts.",
        references: &["https://man7.org/linux/man-pages/man5/crypt.5.html"],
    },
    good: &["file 0640 etc/shadow root:*:1:\\napp:$6$a$b:1:", ""],
    bad: &["file 0640 etc/shadow root:$1$a$b:1:", "file 0640 etc/shadow root:ab0123456789.:1:"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    let weak = image.passwords().filter_map(|(note, name, password)| match password {
        Password::Weak(hash) => Some(note.failure(format!("the password of {name} is hashed with {}", hash.name()))),
        _ => None,
    });
    list(failures, weak);
}
