//! Accounts without a password.

use super::list;
use crate::image::Image;
use crate::image::accounts::Password;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0010",
        aliases: &["DKL-LI-0001"],
        title: "no account should have an empty password",
        description: "Whoever runs anything in the container can become this account without being asked, through su or any server that logs users in.",
        severity: Severity::High,
        resolution: "Lock the account: passwd -l, or an asterisk in /etc/shadow.",
        references: &["https://man7.org/linux/man-pages/man5/shadow.5.html", "https://nvd.nist.gov/vuln/detail/CVE-2019-5021"],
    },
    good: &[
        "file 0640 etc/shadow root:*:1:\\napp:!:1:",
        "file 0644 etc/passwd root:x:0:0::/root:/bin/sh\\napp:x:1000:1000::/app:/bin/sh",
        "",
    ],
    bad: &["file 0640 etc/shadow root::1:", "file 0644 etc/passwd app::1000:1000:::"],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    let empty = image.passwords().filter(|(_, _, password)| *password == Password::Empty);
    list(failures, empty.map(|(note, name, _)| note.failure(format!("{name} needs no password"))));
}
