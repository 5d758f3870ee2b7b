//! Licence names, told as SPDX identifiers where their meaning is clear.
//!
//! Identifiers: <https://spdx.org/licenses/>; Debian's short names:
//! <https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/#license-short-name>.
//! Limits: names are told apart, texts are not; a name that is not known stays as it is written.

/// Names in lower case, and what they mean. `bsd` alone is taken for the form with three clauses, the one that packages
/// which say no more nearly always carry.
const NAMES: &[(&str, &str)] = &[
    ("apache", "Apache-2.0"),
    ("apache 2", "Apache-2.0"),
    ("apache 2.0", "Apache-2.0"),
    ("apache license 2.0", "Apache-2.0"),
    ("apache license, version 2.0", "Apache-2.0"),
    ("apache license version 2.0", "Apache-2.0"),
    ("apache software license", "Apache-2.0"),
    ("apache-2", "Apache-2.0"),
    ("apache-2.0", "Apache-2.0"),
    // Debian's `Artistic` is the text that came with Perl.
    ("artistic", "Artistic-1.0-Perl"),
    ("artistic-2.0", "Artistic-2.0"),
    ("boost", "BSL-1.0"),
    ("bsd", "BSD-3-Clause"),
    ("bsd license", "BSD-3-Clause"),
    ("bsd-2-clause", "BSD-2-Clause"),
    ("bsd-3-clause", "BSD-3-Clause"),
    ("bsd-4-clause", "BSD-4-Clause"),
    ("bsd-4-clause-uc", "BSD-4-Clause-UC"),
    ("bsd-2-clause-netbsd", "BSD-2-Clause-NetBSD"),
    ("bsd3", "BSD-3-Clause"),
    ("cc0", "CC0-1.0"),
    ("cc0-1.0", "CC0-1.0"),
    ("expat", "MIT"),
    ("isc", "ISC"),
    ("isc license (iscl)", "ISC"),
    ("isc license", "ISC"),
    ("mit", "MIT"),
    ("mit license", "MIT"),
    ("mit/x11", "MIT"),
    ("mozilla public license 2.0 (mpl 2.0)", "MPL-2.0"),
    ("ms-pl", "MS-PL"),
    ("mpl-1.1", "MPL-1.1"),
    ("mpl-2.0", "MPL-2.0"),
    ("openldap-2.8", "OLDAP-2.8"),
    ("psf", "PSF-2.0"),
    ("python", "Python-2.0"),
    ("python software foundation license", "PSF-2.0"),
    ("the mit license", "MIT"),
    ("unlicense", "Unlicense"),
    ("x11", "X11"),
    ("zlib", "Zlib"),
];

/// The SPDX identifier of a licence's name; the name itself if it has none here.
pub(crate) fn normalised(name: &str) -> String {
    let name = name.trim();
    let lower = name.to_ascii_lowercase();
    let without = lower.strip_suffix(" license").unwrap_or("");
    identifier(&lower).or_else(|| identifier(without)).unwrap_or_else(|| name.to_owned())
}

fn identifier(lower: &str) -> Option<String> {
    NAMES.iter().find(|(key, _)| *key == lower).map(|(_, id)| (*id).to_owned()).or_else(|| gnu(lower))
}

/// The names in a statement like `GPL-2+ or Artistic, and Expat`; exceptions stay with their licence.
pub(crate) fn names(statement: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in statement.split(',') {
        let mut name = String::new();
        let part = part.replace("_or_", " or ").replace("_and_", " and ");
        for word in part.split_whitespace() {
            if matches!(word.to_ascii_lowercase().as_str(), "or" | "and" | "and/or") {
                add(&mut found, &std::mem::take(&mut name));
            } else {
                name.push(' ');
                name.push_str(word);
            }
        }
        add(&mut found, &name);
    }
    found
}

/// No package has more; a file that names thousands means to be slow to read.
const MAX_LICENSES: usize = 256;

/// Adds a name unless it is empty or there already, or there are too many.
pub(crate) fn add(found: &mut Vec<String>, name: &str) {
    if found.len() >= MAX_LICENSES {
        return;
    }
    let name = name.trim();
    // A bracket that only opens or only closes here held several names together.
    let name = if name.contains('(') == name.contains(')') { name } else { name.trim_matches(['(', ')']) };
    let name = name.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(name);
    let name = normalised(name);
    if !name.is_empty() && !found.contains(&name) {
        found.push(name);
    }
}

/// The GNU licences, which are written in many ways: `GPLv2+`, `LGPL-2.1`, `gpl 3 or later`, `GFDL-NIV-1.3+`.
fn gnu(lower: &str) -> Option<String> {
    let compact: String = lower.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).collect();
    let (family, rest) = [("agpl", "AGPL"), ("lgpl", "LGPL"), ("gpl", "GPL"), ("gfdl", "GFDL")]
        .iter()
        .find_map(|(key, family)| compact.strip_prefix(key).map(|rest| (*family, rest)))?;
    let (rest, invariants) = match rest.strip_prefix("niv") {
        Some(rest) if family == "GFDL" => (rest, "-no-invariants"),
        _ => (rest, ""),
    };
    let rest = rest.strip_prefix('v').unwrap_or(rest);
    let later = ["+", "orlater", "only"].iter().find(|end| rest.ends_with(**end)).copied().unwrap_or("");
    let version = rest.strip_suffix(later).unwrap_or(rest);
    let version = match (family, version) {
        ("AGPL" | "GPL" | "LGPL", "1" | "2" | "3") => format!("{version}.0"),
        ("AGPL" | "GPL" | "LGPL", "1.0" | "2.0" | "3.0") | ("LGPL", "2.1") | ("GFDL", "1.1" | "1.2" | "1.3") => {
            version.to_owned()
        }
        // The licences themselves leave the version to the reader where none is named; 2 is the first still in use.
        ("GPL" | "LGPL", "") => return Some(format!("{family}-2.0-or-later")),
        _ => return None,
    };
    let end = if matches!(later, "+" | "orlater") { "or-later" } else { "only" };
    Some(format!("{family}-{version}{invariants}-{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_become_identifiers() {
        for (name, id) in [
            ("GPL-2+", "GPL-2.0-or-later"),
            ("GPLv3+", "GPL-3.0-or-later"),
            ("LGPL-2.1", "LGPL-2.1-only"),
            ("GPL-2.0-only", "GPL-2.0-only"),
            ("AGPL-3.0-or-later", "AGPL-3.0-or-later"),
            ("GFDL-NIV-1.3+", "GFDL-1.3-no-invariants-or-later"),
            ("GPL2", "GPL-2.0-only"),
            ("GPL", "GPL-2.0-or-later"),
            ("CC0 license", "CC0-1.0"),
            ("Expat", "MIT"),
            ("ZLIB", "Zlib"),
            ("GPL-9", "GPL-9"),
            ("GPL-3+ with Bison exception", "GPL-3+ with Bison exception"),
            ("", ""),
        ] {
            assert_eq!(normalised(name), id, "{name}");
        }
    }

    #[test]
    fn statements_are_split_into_names() {
        assert_eq!(names("GPL-1+ or Artistic, and Expat"), ["GPL-1.0-or-later", "Artistic-1.0-Perl", "MIT"]);
        assert_eq!(names("LGPLv3+_or_GPLv2+"), ["LGPL-3.0-or-later", "GPL-2.0-or-later"]);
        assert_eq!(names("(MIT OR Apache-2.0) and MIT"), ["MIT", "Apache-2.0"]);
        assert_eq!(names("ISC License (ISCL)"), ["ISC"]);
    }

    proptest! {
        #[test]
        fn identifiers_stay_as_they_are(name in "[ -~é]{0,40}") {
            let once = normalised(&name);
            prop_assert_eq!(normalised(&once), once);
            names(&name);
        }
    }
}
