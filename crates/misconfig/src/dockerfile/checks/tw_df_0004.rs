//! Volumes over what is the kernel's.

use crate::dockerfile::parser::{Dockerfile, Keyword};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "TW-DF-0004",
        aliases: &[],
        title: "VOLUME should not cover system folders",
        description: "A volume over /proc, /sys or /dev hides or shares what separates the container from its host.",
        severity: Severity::Medium,
        resolution: "Declare volumes for data only.",
        references: &[
            "https://docs.docker.com/reference/dockerfile/#volume",
            "https://github.com/goodwithtech/dockle/blob/master/CHECKPOINT.md#dkl-di-0002",
        ],
    },
    good: &["FROM debian:12\nVOLUME /data /var/lib/app", "FROM debian:12\nVOLUME [\"/data\"]"],
    bad: &[
        "FROM debian:12\nVOLUME /proc",
        "FROM debian:12\nVOLUME [\"/data\", \"/sys/fs/cgroup\"]",
        "FROM debian:12\nVOLUME /var/run/docker.sock",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for volume in dockerfile.of(Keyword::Volume) {
        let is_system = |path: &str| {
            let first = path.trim_start_matches('/').split('/').next().unwrap_or("");
            path.starts_with('/') && matches!(first, "proc" | "sys" | "dev") || path.ends_with("/docker.sock")
        };
        if let Some(path) = volume.args.iter().filter_map(|word| word.known()).find(|path| is_system(path)) {
            failures.at(volume.lines, "", format!("{path} belongs to the system"));
        }
    }
}
