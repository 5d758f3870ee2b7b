//! Users whose group is root's.

use crate::image::user::User;
use crate::image::{Image, configured};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0002",
        aliases: &[],
        title: "image should not run in root's group",
        description: "Files of root's group are open to its members. OpenShift runs containers in it on purpose; elsewhere it is more than most of them need.",
        severity: Severity::Low,
        resolution: "Name a group with USER, as in USER 1000:1000.",
        references: &[
            "https://docs.docker.com/reference/dockerfile/#user",
            "https://docs.redhat.com/en/documentation/openshift_container_platform/4.17/html/images/creating-images#use-uid_create-images",
        ],
    },
    good: &[
        "config {\"User\":\"1000:1000\"}",
        "config {\"User\":\"app\"}\nfile 0644 etc/passwd root:x:0:0::/root:/bin/sh\\napp:x:1000:1000::/app:/bin/sh",
        "config {\"User\":\"1000\"}\nfile 0644 etc/passwd root:x:0:0::/root:/bin/sh\\napp:x:1000:1000::/app:/bin/sh",
        "config {}",
        "config {\"User\":\"0:0\"}",
    ],
    bad: &[
        "config {\"User\":\"1000:0\"}",
        "config {\"User\":\"1000:root\"}",
        "config {\"User\":\"1001\"}\nfile 0644 etc/passwd root:x:0:0::/root:/bin/sh\\napp:x:1000:1000::/app:/bin/sh",
        "config {\"User\":\"app\"}\nfile 0644 etc/passwd app:x:1000:0:::",
    ],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    let user = User::of(image);
    // Whoever is root has worse to hear.
    if image.is_windows() || user.uid.is_none_or(|uid| uid == 0) || user.gid != Some(0) {
        return;
    }
    let message = match user.group {
        Some(group) => format!("the group is {group}"),
        None => format!("{} names no group and has that of root", user.name),
    };
    failures.add(configured("User", message));
}
