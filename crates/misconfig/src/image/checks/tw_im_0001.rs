//! Users that are not there.

use crate::image::user::User;
use crate::image::{Image, configured};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0001",
        aliases: &[],
        title: "the image's user should exist",
        description: "An engine looks a named user up in the image's own /etc/passwd. Where it is missing the container does not start, and whoever mends that in a hurry runs it as root.",
        severity: Severity::Medium,
        resolution: "Create the user in the image, or name it by its number.",
        references: &[
            "https://docs.docker.com/reference/dockerfile/#user",
            "https://github.com/opencontainers/image-spec/blob/main/config.md",
        ],
    },
    good: &[
        "config {\"User\":\"app\"}\nfile 0644 etc/passwd root:x:0:0::/root:/bin/sh\\napp:x:1000:1000::/app:/bin/sh",
        "config {\"User\":\"1000\"}",
        "config {}",
        "config {\"User\":\"app:1000\"}\nfile 0644 etc/passwd root:x:0:0::/root:/bin/sh\\napp:x:1000:1000::/app:/bin/sh",
        "config {\"User\":\"app\"}\nlink etc/passwd nix/store/passwd",
    ],
    bad: &[
        "config {\"User\":\"node\"}\nfile 0644 etc/passwd root:x:0:0::/root:/bin/sh\\napp:x:1000:1000::/app:/bin/sh",
        "config {\"User\":\"app\"}",
        "config {\"User\":\"app:staff\"}\nfile 0644 etc/passwd root:x:0:0::/root:/bin/sh\\napp:x:1000:1000::/app:/bin/sh\nfile 0644 etc/group root:x:0:",
    ],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    let user = User::of(image);
    if image.is_windows() {
        return;
    }
    if user.uid.is_none() && image.accounts().is_some() {
        failures.add(configured("User", format!("the user {} is not in /etc/passwd", user.name)));
    }
    if let Some(group) = user.group.filter(|_| user.gid.is_none() && image.groups().is_some()) {
        failures.add(configured("User", format!("the group {group} is not in /etc/group")));
    }
}
