//! The checks of services: those of Kubernetes, with what to do about them in Compose's words.

use crate::kubernetes::{Resource, Rule, by_id};
use crate::{About, Check};
use std::sync::LazyLock;

/// A check's id, and how to mend what it finds in a Compose file.
const MENDED: [(&str, &str); 23] = [
    ("KSV-0001", "Add `no-new-privileges:true` to `security_opt`."),
    ("KSV-0002", "Remove `apparmor:unconfined` from `security_opt`."),
    ("KSV-0003", "Set `cap_drop: [ALL]` and add what is needed to `cap_add`."),
    ("KSV-0005", "Remove `SYS_ADMIN` and `ALL` from `cap_add`."),
    ("KSV-0006", "Do not mount the socket; give the service a proxy that allows only what it needs."),
    ("KSV-0007", "Give services names in a shared network in place of `extra_hosts`."),
    ("KSV-0008", "Remove `ipc: host`."),
    ("KSV-0009", "Remove `network_mode: host` and publish the ports that are needed."),
    ("KSV-0010", "Remove `pid: host`."),
    ("KSV-0011", "Set `deploy.resources.limits.cpus`, or `cpus`."),
    ("KSV-0013", "Name the release, or the digest, of the image."),
    ("KSV-0014", "Set `read_only: true` and mount volumes, or `tmpfs`, where the application writes."),
    ("KSV-0017", "Remove `privileged: true` and add the one capability or device that is needed."),
    ("KSV-0018", "Set `deploy.resources.limits.memory`, or `mem_limit`."),
    ("KSV-0022", "Remove `cap_add`, or reduce it to what cannot be done without."),
    ("KSV-0023", "Use a named volume in place of a path of the host."),
    ("KSV-0104", "Remove `seccomp:unconfined` from `security_opt`."),
    ("KSV-0105", "Set `user` to another than root."),
    ("KSV-0116", "Set the group in `user` to another than 0."),
    ("KSV-0117", "Let the application listen on a port from 1024 up, and publish one from 1024 up."),
    ("KSV-0119", "Remove `NET_RAW` and `ALL` from `cap_add`."),
    ("KSV-0120", "Remove `SYS_MODULE` and `ALL` from `cap_add`."),
    ("KSV-0121", "Do not mount these folders; mount the one file that is needed, read-only."),
];

static CHECKS: LazyLock<Vec<Check<Resource>>> = LazyLock::new(|| MENDED.iter().filter_map(compose).collect());

/// All checks of services.
pub(super) fn rules() -> Vec<Rule> {
    CHECKS.iter().map(|check| (Resource::is_any as fn(&Resource) -> bool, check)).collect()
}

fn compose((id, resolution): &(&'static str, &'static str)) -> Option<Check<Resource>> {
    let check = by_id(id)?;
    Some(Check { about: About { resolution, ..check.about }, good: &[], bad: &[], run: check.run })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_is_known() {
        assert_eq!(rules().len(), MENDED.len());
    }
}
