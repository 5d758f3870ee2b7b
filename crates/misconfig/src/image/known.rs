//! Programs that distributions install with special rights, by their systems' ids in `os-release`.
//!
//! From the file lists of the distributions' packages. Limits: by name and folder, not by package.

use super::entry::is_within;

/// Systems that are like each other, and what runs as somebody else there.
struct Known {
    systems: &'static [&'static str],
    programs: &'static [&'static str],
}

/// Everywhere.
const COMMON: &[&str] = &[
    "at",
    "chage",
    "chfn",
    "chsh",
    "crontab",
    "dbus-daemon-launch-helper",
    "expiry",
    "fusermount",
    "fusermount3",
    "gpasswd",
    "mount",
    "mount.cifs",
    "mount.nfs",
    "newgidmap",
    "newgrp",
    "newuidmap",
    "passwd",
    "ping",
    "ping6",
    "pkexec",
    "polkit-agent-helper-1",
    "postdrop",
    "postqueue",
    "pt_chown",
    "sg",
    "ssh-agent",
    "ssh-keysign",
    "su",
    "sudo",
    "sudoedit",
    "umount",
    "unix_chkpwd",
    "utempter",
    "wall",
    "write",
    "Xorg.wrap",
];

const SYSTEMS: [Known; 5] = [
    Known {
        systems: &["debian", "ubuntu"],
        programs: &[
            "arping",
            "bsd-write",
            "bwrap",
            "camel-lock-helper-1.2",
            "dotlockfile",
            "exim4",
            "lockfile",
            "mail-lock",
            "mail-touchlock",
            "mail-unlock",
            "mlocate",
            "ntfs-3g",
            "pam_extrausers_chkpwd",
            "plocate",
            "pppd",
            "procmail",
            "screen",
            "snap-confine",
            "ssmtp",
            "traceroute6.iputils",
            "uuidd",
            "write.ul",
        ],
    },
    Known {
        systems: &["alpine", "wolfi", "chainguard", "postmarketos"],
        programs: &["bbsuid", "doas", "groupmems", "lock", "suexec", "traceroute6"],
    },
    Known {
        systems: &[
            "rhel",
            "fedora",
            "centos",
            "amzn",
            "ol",
            "rocky",
            "almalinux",
            "mariner",
            "azurelinux",
            "photon",
            "openEuler",
        ],
        programs: &[
            "cockpit-session",
            "groupmems",
            "grub2-set-bootflag",
            "krb5_child",
            "ksu",
            "ldap_child",
            "locate",
            "lockdev",
            "netreport",
            "p11_child",
            "pam_timestamp_check",
            "plocate",
            "proxy_child",
            "selinux_child",
            "sssd_pam",
            "staprun",
            "suexec",
            "userhelper",
            "usernetctl",
            "utempter",
            "write.ul",
        ],
    },
    Known {
        systems: &["suse", "opensuse", "sles", "sle_hpc", "opensuse-leap", "opensuse-tumbleweed"],
        programs: &["ksu", "screen", "suexec", "suexec2", "unix2_chkpwd", "vlock-main"],
    },
    Known {
        systems: &["arch", "manjaro", "gentoo"],
        programs: &["groupmems", "ksu", "man", "plocate", "rcp", "rlogin", "rsh", "screen"],
    },
];

/// Programs that distributions give capabilities: of all systems, since they are few.
const CAPABLE: [&str; 15] = [
    "arping",
    "clockdiff",
    "dumpcap",
    "fping",
    "gnome-keyring-daemon",
    "gst-ptp-helper",
    "mtr-packet",
    "newgidmap",
    "newuidmap",
    "ping",
    "ping6",
    "rcp",
    "rlogin",
    "rsh",
    "suexec",
];

/// Folders of the distribution's own programs.
const FOLDERS: [&str; 10] =
    ["bin", "sbin", "lib", "lib64", "usr/bin", "usr/sbin", "usr/lib", "usr/lib32", "usr/lib64", "usr/libexec"];

/// Whether a distribution's own program at this path runs as somebody else. A system that does not say what it is may be any.
pub(super) fn is_setuid_program(path: &str, systems: &[String]) -> bool {
    let is_like = |known: &&Known| known.systems.iter().any(|name| systems.iter().any(|system| system == name));
    let of_all = || SYSTEMS.iter().flat_map(|known| known.programs);
    let own: Vec<_> = SYSTEMS.iter().filter(is_like).flat_map(|known| known.programs).collect();
    let own = if own.is_empty() { of_all().collect() } else { own };
    is_own(path) && (COMMON.contains(&name(path)) || own.iter().any(|known| **known == name(path)))
}

/// Whether a distribution's own program at this path has capabilities.
pub(super) fn is_capable_program(path: &str) -> bool {
    is_own(path) && CAPABLE.contains(&name(path))
}

fn is_own(path: &str) -> bool {
    FOLDERS.iter().any(|folder| is_within(path, folder)) && !path.contains("/node_modules/")
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_distributions_install_is_known() {
        let is_known = |path: &str, system: &str| is_setuid_program(path, &[system.to_owned()]);
        assert!(is_known("usr/bin/su", "debian") && is_known("bin/bbsuid", "alpine"));
        assert!(is_known("usr/lib/openssh/ssh-keysign", "ubuntu"));
        assert!(!is_known("bin/bbsuid", "debian") && !is_known("opt/su", "debian") && !is_known("usr/local/bin/su", "debian"));
        assert!(is_setuid_program("bin/bbsuid", &[]) && !is_setuid_program("usr/bin/python3", &[]));
        assert!(is_capable_program("usr/bin/ping") && !is_capable_program("usr/bin/caddy"));
    }
}
