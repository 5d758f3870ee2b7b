//! The user that containers run as.

use crate::image::user::User;
use crate::image::{Image, configured};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "DS-0002",
        aliases: &["AVD-DS-0002", "DS002", "CIS-DI-0001", "CIS-4.1"],
        title: "image should not run as root",
        description: "A process that runs as root in its container is root for the kernel too, unless user namespaces are used: whoever breaks out of it owns the host.",
        severity: Severity::High,
        resolution: "Create a user in the image and name it with USER.",
        references: &[
            "https://avd.aquasec.com/misconfig/ds-0002",
            "https://docs.docker.com/reference/dockerfile/#user",
            "https://www.cisecurity.org/benchmark/docker",
        ],
    },
    good: &[
        "config {\"User\":\"1000:1000\"}",
        "config {\"User\":\"app\"}\nfile 0644 etc/passwd root:x:0:0::/root:/bin/sh\\napp:x:1000:1000::/app:/bin/sh",
        "config {\"User\":\"app\"}",
        "os windows\nconfig {}",
    ],
    bad: &[
        "config {}",
        "config {\"User\":\"root\"}",
        "config {\"User\":\"0:0\"}",
        "config {\"User\":\"root:root\"}",
        "config {\"User\":\"0\"}",
        "config {\"User\":\":1000\"}",
        "config {\"User\":\"admin\"}\nfile 0644 etc/passwd root:x:0:0:::\\nadmin:x:0:0:::",
        "os windows\nconfig {\"User\":\"ContainerAdministrator\"}",
    ],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    let user = User::of(image);
    let message = match user.name {
        _ if image.is_windows() && !user.name.eq_ignore_ascii_case("ContainerAdministrator") => return,
        "" => "no user is set: containers run as root".to_owned(),
        name if image.is_windows() || user.uid == Some(0) && (name == "root" || name.parse() == Ok(0u64)) => {
            format!("the user is {name}")
        }
        name if user.uid == Some(0) => format!("the user is {name}, whose number in /etc/passwd is 0: that is root"),
        _ => return,
    };
    failures.add(configured("User", message));
}
