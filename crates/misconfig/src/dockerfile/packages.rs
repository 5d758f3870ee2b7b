//! What package managers are told to do.

use super::parser::Instruction;
use super::shell::Command;

/// A package manager as checks know it.
pub(crate) struct Manager {
    /// Its programs.
    pub(crate) programs: &'static [&'static str],
    /// Its flags that take a value of their own.
    pub(crate) with_value: &'static [&'static str],
}

/// Debian's.
pub(crate) const APT: Manager = Manager {
    // xx- marks the wrappers of https://github.com/tonistiigi/xx for other architectures.
    programs: &["apt-get", "apt", "aptitude", "xx-apt-get", "xx-apt"],
    with_value: &[
        "-o",
        "-c",
        "-t",
        "-a",
        "--option",
        "--config-file",
        "--target-release",
        "--default-release",
        "--host-architecture",
    ],
};
/// Red Hat's, old and new.
pub(crate) const YUM: Manager = Manager { programs: &["yum"], with_value: RPM_FLAGS };
/// Fedora's.
pub(crate) const DNF: Manager = Manager { programs: &["dnf", "dnf5", "dnf-3"], with_value: RPM_FLAGS };
/// That of Red Hat's small images.
pub(crate) const MICRODNF: Manager = Manager { programs: &["microdnf"], with_value: RPM_FLAGS };
/// SUSE's.
pub(crate) const ZYPPER: Manager = Manager {
    programs: &["zypper"],
    with_value: &[
        "-R",
        "--root",
        "-r",
        "--repo",
        "--from",
        "-t",
        "--type",
        "-c",
        "--config",
        "-p",
        "--plus-repo",
        "-D",
        "--reposd-dir",
    ],
};
/// Alpine's.
pub(crate) const APK: Manager = Manager {
    programs: &["apk", "xx-apk"],
    with_value: &["-X", "--repository", "-p", "--root", "-t", "--virtual", "--arch", "--keys-dir", "--cache-dir", "--wait"],
};

const RPM_FLAGS: &[&str] =
    &["-c", "-d", "-e", "-x", "--installroot", "--releasever", "--enablerepo", "--disablerepo", "--exclude"];

impl Manager {
    /// What it is told to do: `install`, `update`; empty for another program.
    pub(crate) fn verb<'a>(&'a self, command: &'a Command) -> &'a str {
        if command.is(self.programs) { command.operands(self.with_value).next().unwrap_or("") } else { "" }
    }

    /// Whether it is told to do one of these.
    pub(crate) fn does(&self, command: &Command, verbs: &[&str]) -> bool {
        verbs.contains(&self.verb(command))
    }

    /// Whether it installs packages and no cleaning follows: the packages' archives stay in the layer.
    pub(crate) fn leaves_cache(
        &self,
        run: &Instruction,
        install: &[&str],
        clean: impl Fn(&Command) -> bool,
        cache: &str,
    ) -> bool {
        let last_install = run.commands.iter().rposition(|command| self.does(command, install));
        let Some(rest) = last_install.and_then(|at| run.commands.get(at + 1..)) else { return false };
        let is_cleaned = |command: &Command| clean(command) || removes(command, cache);
        !run.caches(cache) && !rest.iter().any(is_cleaned)
    }
}

/// Whether a command removes a folder or what it holds: `rm -rf /var/cache/yum`, `/var/cache/*`.
pub(crate) fn removes(command: &Command, folder: &str) -> bool {
    let deletes = command.is(&["rm"]) || (command.is(&["find"]) && command.has_flag("-delete", None));
    deletes
        && command.operands(&[]).any(|path| {
            let path = path.trim_end_matches(['*', '?', '/', '.']);
            path == folder || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')) || is_above(path, folder)
        })
}

/// Whether a path is a folder above another one, and not the root.
fn is_above(path: &str, folder: &str) -> bool {
    !path.is_empty() && folder.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a setting of apt is made on the command line or in its configuration: `APT::Get::Assume-Yes`.
pub(crate) fn sets_apt(run: &Instruction, setting: &str, values: &[&str]) -> bool {
    let text = run.text.to_ascii_lowercase();
    let texts = std::iter::once(text).chain(run.heredocs.iter().map(|heredoc| heredoc.body.to_ascii_lowercase()));
    texts.into_iter().any(|text| {
        let Some((_, value)) = text.split_once(setting) else { return false };
        let value = value.trim_start_matches([' ', '=', '"', '\'', '\\']);
        values.iter().any(|wanted| value.starts_with(wanted))
    })
}
