//! What a path says by itself: who logs in where, what should not be in an image, what packages leave behind.
//!
//! Limits: by name and folder; files whose name alone is no proof are looked at by `note.rs`. What others wrote and tested (libraries
//! in `node_modules`, samples in `testdata`) is no credential of the image.

use super::entry::{EntryKind, is_within};
use crate::checks::is_foreign;
use serde::{Deserialize, Serialize};

/// What a path means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// `etc/passwd`
    Accounts,
    /// `etc/group`
    Groups,
    /// `etc/shadow`
    Passwords,
    /// `etc/sudoers` and the files beside it.
    Sudoers,
    /// `etc/os-release`
    System,
    /// A program that lets users be others.
    Sudo,
    /// A program that lets users in from elsewhere.
    SshServer,
    /// The private key by which such a server is known.
    HostKey,
    /// Keys that may log in.
    AuthorizedKeys,
    /// A private key.
    PrivateKey,
    /// What a client logs in with elsewhere.
    Credentials,
    /// The history of source code.
    Repository,
    /// The memory of a process that ended badly.
    CoreDump,
    /// What a package manager fetched, and needs no more.
    Cache,
    /// An interpreter of commands.
    Shell,
    /// A program that installs others.
    PackageManager,
}

/// Bytes that are read of files that are read whole.
const TEXT: usize = 1 << 20;
/// Bytes that are read of files that are short if they are what they are called.
const KEY: usize = 64 << 10;
/// Bytes at which a core dump is known.
const HEADER: usize = 64;

impl Place {
    /// How much of the contents has to be seen.
    pub(super) fn extent(self) -> usize {
        match self {
            Self::Accounts | Self::Groups | Self::Passwords | Self::Sudoers | Self::System => TEXT,
            Self::PrivateKey | Self::HostKey | Self::AuthorizedKeys | Self::Credentials => KEY,
            Self::CoreDump => HEADER,
            _ => 0,
        }
    }

    /// What an entry of this path is, if it is what it is called.
    pub(super) fn of(path: &str, kind: EntryKind) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        match kind {
            EntryKind::Folder => None,
            EntryKind::Link => account_file(folder, name).or_else(|| program(folder, name)),
            EntryKind::File | EntryKind::HardLink => account_file(folder, name)
                .or_else(|| program(folder, name))
                .or_else(|| leftover(path, folder, name))
                .or_else(|| private(path, folder, name)),
        }
    }
}

fn account_file(folder: &str, name: &str) -> Option<Place> {
    match (folder, name) {
        ("etc", "passwd") => Some(Place::Accounts),
        ("etc", "group") => Some(Place::Groups),
        ("etc", "shadow") => Some(Place::Passwords),
        ("etc", "sudoers") => Some(Place::Sudoers),
        // sudo leaves out names that editors and package managers make.
        ("etc/sudoers.d", name) if !name.contains('.') && !name.ends_with('~') => Some(Place::Sudoers),
        ("etc" | "usr/lib", "os-release") => Some(Place::System),
        ("etc/ssh", name) if name.starts_with("ssh_host_") && name.ends_with("_key") => Some(Place::HostKey),
        ("etc/dropbear", name) if name.starts_with("dropbear_") && name.ends_with("_host_key") => Some(Place::HostKey),
        _ => None,
    }
}

const PROGRAM_FOLDERS: [&str; 8] =
    ["bin", "sbin", "usr/bin", "usr/sbin", "usr/local/bin", "usr/local/sbin", "busybox", "usr/libexec"];

fn program(folder: &str, name: &str) -> Option<Place> {
    if !PROGRAM_FOLDERS.contains(&folder) {
        return None;
    }
    Some(match name {
        "sudo" | "doas" => Place::Sudo,
        "sshd" | "dropbear" => Place::SshServer,
        "sh" | "ash" | "bash" | "dash" | "ksh" | "zsh" | "fish" | "csh" | "tcsh" | "busybox" | "toybox" => Place::Shell,
        "apk" | "apt" | "apt-get" | "dnf" | "dnf5" | "dpkg" | "microdnf" | "opkg" | "pacman" | "rpm" | "tdnf" | "yum"
        | "zypper" => Place::PackageManager,
        _ => return None,
    })
}

fn leftover(path: &str, folder: &str, name: &str) -> Option<Place> {
    // A submodule's `.git` is a file; a repository has its HEAD, which some archives have without the folder.
    if name == "HEAD" && folder.rsplit('/').next() == Some(".git") && !is_foreign(path) {
        return Some(Place::Repository);
    }
    let number = name.strip_prefix("core.").unwrap_or("0");
    if (name == "core" || name.starts_with("core.")) && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Place::CoreDump);
    }
    cache(path).map(|_| Place::Cache)
}

/// Folders in which package managers keep what they fetched, from the root.
const CACHES: [&str; 9] = [
    "var/cache/apt",
    "var/lib/apt/lists",
    "var/cache/apk",
    "var/cache/yum",
    "var/cache/dnf",
    "var/cache/libdnf5",
    "var/cache/tdnf",
    "var/cache/zypp",
    "var/cache/pacman/pkg",
];
/// The same, in the folder of a user. Maven's and Cargo's hold what applications are run with.
const USER_CACHES: [&str; 9] = [
    ".cache/pip",
    ".cache/uv",
    ".cache/pypoetry",
    ".cache/yarn",
    ".cache/composer",
    ".cache/go-build",
    ".cache/node-gyp",
    ".npm/_cacache",
    ".composer/cache",
];

/// The cache that a file lies in.
pub(super) fn cache(path: &str) -> Option<&str> {
    if let Some(folder) = CACHES.iter().find(|folder| is_within(path, folder)) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_left = match *folder {
            // apt wants its folders and locks.
            "var/cache/apt" => name.ends_with(".deb") || name.ends_with("pkgcache.bin"),
            "var/lib/apt/lists" => name != "lock" && !path.contains("/auxfiles/"),
            _ => true,
        };
        return path.get(..folder.len()).filter(|_| is_left);
    }
    let home = match path.split_once('/')? {
        ("root", _) => "root/".len(),
        ("home", rest) => "home/".len() + rest.find('/')? + 1,
        _ => return None,
    };
    let rest = path.get(home..)?;
    let folder = USER_CACHES.iter().find(|folder| is_within(rest, folder))?;
    path.get(..home + folder.len())
}

/// Files that clients keep what they log in with in: the end of their folder, and their name.
const CREDENTIALS: [(&str, &str); 27] = [
    ("", ".dockercfg"),
    ("", ".git-credentials"),
    ("", ".my.cnf"),
    ("", ".netrc"),
    ("", ".pgpass"),
    ("", ".pypirc"),
    ("", ".s3cfg"),
    ("", ".vault-token"),
    ("", "kubeconfig"),
    (".aws", "credentials"),
    (".azure", "accessTokens.json"),
    (".azure", "msal_token_cache.json"),
    (".cargo", "credentials"),
    (".cargo", "credentials.toml"),
    (".config/gcloud", "access_tokens.db"),
    (".config/gcloud", "application_default_credentials.json"),
    (".config/gcloud", "credentials.db"),
    (".config/gh", "hosts.yml"),
    (".config/git", "credentials"),
    (".config/rclone", "rclone.conf"),
    (".docker", "config.json"),
    (".gem", "credentials"),
    (".kube", "config"),
    (".terraform.d", "credentials.tfrc.json"),
    ("containers", "auth.json"),
    ("etc/kubernetes", "admin.conf"),
    ("etc/rancher/k3s", "k3s.yaml"),
];
const KEY_NAMES: [&str; 4] = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"];
/// Where toolchains are installed, with keys for their own tests.
const TOOLCHAINS: [&str; 3] = ["usr/local/go", "usr/local/lib", "usr/local/share"];
/// Folders of samples.
const SAMPLES: [&str; 8] = ["test", "tests", "testdata", "testing", "fixtures", "example", "examples", "doc"];

fn private(path: &str, folder: &str, name: &str) -> Option<Place> {
    let is_below =
        |end: &str| end.is_empty() || folder.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
    let place = if CREDENTIALS.iter().any(|(end, known)| *known == name && is_below(end)) {
        Place::Credentials
    } else if KEY_NAMES.contains(&name) || name.ends_with(".key") || name.ends_with(".pem") {
        Place::PrivateKey
    } else if matches!(name, "authorized_keys" | "authorized_keys2") && is_below(".ssh") {
        Place::AuthorizedKeys
    } else {
        return None;
    };
    let is_sample = folder.split('/').any(|part| SAMPLES.contains(&part)) || TOOLCHAINS.iter().any(|tool| is_within(path, tool));
    (!is_sample && !is_foreign(path)).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_mean_something() {
        let table = [
            ("etc/passwd", Some(Place::Accounts)),
            ("app/etc/passwd", None),
            ("etc/sudoers.d/app", Some(Place::Sudoers)),
            ("etc/sudoers.d/app.dpkg-old", None),
            ("usr/bin/sudo", Some(Place::Sudo)),
            ("usr/sbin/sshd", Some(Place::SshServer)),
            ("etc/ssh/ssh_host_rsa_key", Some(Place::HostKey)),
            ("etc/ssh/ssh_host_rsa_key.pub", None),
            ("app/.git/HEAD", Some(Place::Repository)),
            ("app/.git/logs/HEAD", None),
            ("core", Some(Place::CoreDump)),
            ("app/core.1234", Some(Place::CoreDump)),
            ("app/core.py", None),
            ("app/core.", None),
            ("root/.aws/credentials", Some(Place::Credentials)),
            ("app/credentials", None),
            ("root/.docker/config.json", Some(Place::Credentials)),
            ("app/config.json", None),
            ("home/a/.ssh/id_ed25519", Some(Place::PrivateKey)),
            ("home/a/.ssh/id_ed25519.pub", None),
            ("app/server.key", Some(Place::PrivateKey)),
            ("app/node_modules/a/server.key", None),
            ("app/testdata/server.key", None),
            ("usr/local/go/src/crypto/x509/platform_root_key.pem", None),
            ("var/lib/gems/3.1.0/bundler/gems/a/.git/HEAD", None),
            ("home/a/.ssh/authorized_keys", Some(Place::AuthorizedKeys)),
            ("busybox/sh", Some(Place::Shell)),
            ("usr/bin/apt-get", Some(Place::PackageManager)),
        ];
        for (path, wanted) in table {
            assert_eq!(Place::of(path, EntryKind::File), wanted, "{path}");
        }
        assert_eq!(Place::of("bin/sh", EntryKind::Link), Some(Place::Shell));
        assert_eq!(Place::of("root/.netrc", EntryKind::Link), None);
    }

    #[test]
    fn caches_are_what_is_left_behind() {
        let table = [
            ("var/cache/apt/archives/a_1_amd64.deb", Some("var/cache/apt")),
            ("var/cache/apt/pkgcache.bin", Some("var/cache/apt")),
            ("var/cache/apt/archives/lock", None),
            ("var/lib/apt/lists/lock", None),
            ("var/lib/apt/lists/deb.debian.org_debian_InRelease", Some("var/lib/apt/lists")),
            ("var/lib/apt/listsing", None),
            ("var/cache/apk/APKINDEX.1.tar.gz", Some("var/cache/apk")),
            ("root/.cache/pip/http/a", Some("root/.cache/pip")),
            ("home/a/.npm/_cacache/b", Some("home/a/.npm/_cacache")),
            ("home/.npm", None),
            ("app/.cache/pip/a", None),
        ];
        for (path, wanted) in table {
            assert_eq!(cache(path), wanted, "{path}");
        }
    }
}
