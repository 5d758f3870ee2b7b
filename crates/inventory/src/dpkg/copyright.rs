//! Licences in Debian's copyright files.
//!
//! Format: <https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/>; older files are prose that refers to the
//! texts in `usr/share/common-licenses`.
//! Limits: short names and references alone are read; texts are not recognised.

use crate::license;
use std::collections::HashSet;

const TEXTS: &str = "usr/share/common-licenses/";

/// The package whose copyright file this path is.
pub(super) fn package(path: &str) -> Option<&str> {
    let name = path.strip_prefix("usr/share/doc/")?.strip_suffix("/copyright")?;
    (!name.is_empty() && !name.contains('/')).then_some(name)
}

/// The licences that a copyright file names, in the order of the file.
pub(super) fn licenses(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    // Most statements of a file are repetitions.
    let mut seen = HashSet::new();
    for line in text.lines() {
        if let Some(statement) = line.strip_prefix("License:") {
            if !seen.insert(statement) {
                continue;
            }
            let names = license::names(statement);
            // One part that is no name shows the whole to be prose.
            if names.iter().all(|name| is_short_name(name)) {
                names.iter().for_each(|name| license::add(&mut found, name));
            }
        } else if line.contains('/')
            && let Some((_, after)) = line.split_once(TEXTS)
        {
            // The search for one character first: setting up the other for each line took a quarter of the time.
            let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '+')));
            let name = after.get(..end.unwrap_or(after.len())).unwrap_or("");
            license::add(&mut found, name.trim_end_matches(['.', '-', '_']));
        }
    }
    found
}

/// Short names have no spaces, but for the words of an exception; anything else is prose that follows the field.
fn is_short_name(name: &str) -> bool {
    let is_exception = || name.contains(" with ") && name.to_ascii_lowercase().ends_with("exception");
    name.len() < 100 && (!name.contains(' ') || is_exception())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_and_references_are_read() {
        let text = "Files: *\nLicense: GPL-2+ or Artistic\n On Debian, see `/usr/share/common-licenses/GPL-2'.\n\n\
                    License: Permission to use, copy, modify, and distribute this software and\n\nLicense: GPL-3+ with Bison exception\n";
        assert_eq!(licenses(text), ["GPL-2.0-or-later", "Artistic-1.0-Perl", "GPL-2.0-only", "GPL-3+ with Bison exception"]);
    }

    #[test]
    fn a_real_file_is_read() {
        assert_eq!(
            licenses(include_str!("testdata/copyright")),
            ["BSD-3-Clause", "public-domain", "GPL-2.0-or-later", "GPL-2.0-only"]
        );
    }

    #[test]
    fn only_files_right_below_a_packages_folder_count() {
        assert_eq!(package("usr/share/doc/zlib1g/copyright"), Some("zlib1g"));
        assert_eq!(package("usr/share/doc/a/examples/copyright"), None);
        assert_eq!(package("usr/share/doc//copyright"), None);
    }
}
