//! What the tables say of a program: how its files are named, what gives its version away, and who it is.

use super::evidence::Evidence;

/// One program. The files of several may have the same name: the first with evidence counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Program {
    /// The names of its files.
    pub(super) files: &'static [Files],
    /// Where its version is, the surest first.
    pub(super) evidence: &'static [Evidence],
    /// Its name in package URLs.
    pub(super) name: &'static str,
    /// Its name in Bitnami's advisories, if they know it and its versions are upstream's.
    pub(super) advised: Option<&'static str>,
}

/// Names of files.
#[derive(Clone, Copy, Debug)]
pub(super) enum Files {
    /// `node`.
    Named(&'static str),
    /// `python`, `python3`, `python3.11`.
    Versioned(&'static str),
    /// `libcrypto.so`, `libcrypto.so.3`, `libruby-3.1.so.3.1.2`, `libpython3.6m.so.1.0`.
    Library(&'static str),
    /// A library with a hash in its name: `libstd-d1237ef7159db0a2.so`.
    Hashed(&'static str),
}

impl Program {
    /// A program that Bitnami's advisories know by the same name.
    pub(super) const fn judged(name: &'static str, files: &'static [Files], evidence: &'static [Evidence]) -> Self {
        Self { files, evidence, name, advised: Some(name) }
    }

    /// A program that nobody's advisories know.
    pub(super) const fn unjudged(name: &'static str, files: &'static [Files], evidence: &'static [Evidence]) -> Self {
        Self { files, evidence, name, advised: None }
    }

    /// The same, under another name in advisories.
    pub(super) const fn advised_as(self, name: &'static str) -> Self {
        Self { advised: Some(name), ..self }
    }

    /// The version in a file's name, empty if it has none; `None` if the file is not of this program.
    pub(super) fn version_in(&self, file: &str) -> Option<String> {
        self.files.iter().find_map(|files| files.version_in(file)).map(str::to_owned)
    }
}

impl Files {
    fn version_in<'a>(&self, file: &'a str) -> Option<&'a str> {
        match self {
            Self::Named(name) => (file == *name).then_some(""),
            Self::Versioned(stem) => file.strip_prefix(stem).filter(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.')),
            Self::Library(stem) => {
                let (rest, _) = file.strip_prefix(stem)?.split_once(".so")?;
                let version = rest.trim_start_matches('-').trim_end_matches(['c', 'd', 'm', 't', 'u', '-']);
                version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.').then_some(version)
            }
            Self::Hashed(stem) => {
                let hash = file.strip_prefix(stem)?.strip_suffix(".so")?;
                (hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some("")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Files;

    #[test]
    fn names_of_files_are_told_apart() {
        for (files, name, version) in [
            (Files::Named("node"), "node", Some("")),
            (Files::Named("node"), "nodejs", None),
            (Files::Versioned("python"), "python3.11", Some("3.11")),
            (Files::Versioned("python"), "python3.11-config", None),
            (Files::Versioned("php-fpm"), "php-fpm8.2", Some("8.2")),
            (Files::Library("libz"), "libz.so.1.2.13", Some("")),
            (Files::Library("libz"), "libzstd.so.1", None),
            (Files::Library("libruby"), "libruby-3.1.so.3.1.2", Some("3.1")),
            (Files::Library("libpython"), "libpython3.6m.so.1.0", Some("3.6")),
            (Files::Library("libpypy"), "libpypy3.10-c.so", Some("3.10")),
            (Files::Hashed("libstd-"), "libstd-d1237ef7159db0a2.so", Some("")),
            (Files::Hashed("libstd-"), "libstd-x.so", None),
        ] {
            assert_eq!(files.version_in(name), version, "{name}");
        }
    }
}
