//! The licences of an installed distribution.
//!
//! Format: <https://metacpan.org/pod/CPAN::Meta::Spec#license>.
//! Files: `.meta/DISTRIBUTION/MYMETA.json`.
//! Limits: whichever licences are named, whether all of them hold or one of them may be chosen is not told. `open_source` and the
//! like name none.

use super::INSTALLED;
use super::installed::is_record;
use crate::text_format::TextFormat;
use crate::{FileFacts, Names, Setting, license};
use serde::Deserialize;

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "cpan-meta",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&["MYMETA.json"]),
    wants: |stat| stat.name() == "MYMETA.json" && is_record(stat.path),
    read,
};

#[derive(Deserialize)]
struct Meta {
    name: String,
    version: String,
    #[serde(default)]
    license: Vec<String>,
}

/// CPAN's own names. Perl itself may be had under either of two licences.
const NAMES: &[(&str, &[&str])] = &[
    ("agpl_3", &["AGPL-3.0-only"]),
    ("apache_1_1", &["Apache-1.1"]),
    ("apache_2_0", &["Apache-2.0"]),
    ("artistic_1", &["Artistic-1.0-Perl"]),
    ("artistic_2", &["Artistic-2.0"]),
    ("bsd", &["BSD-3-Clause"]),
    ("freebsd", &["BSD-2-Clause"]),
    ("gfdl_1_2", &["GFDL-1.2-only"]),
    ("gfdl_1_3", &["GFDL-1.3-only"]),
    ("gpl_1", &["GPL-1.0-only"]),
    ("gpl_2", &["GPL-2.0-only"]),
    ("gpl_3", &["GPL-3.0-only"]),
    ("lgpl_2_1", &["LGPL-2.1-only"]),
    ("lgpl_3_0", &["LGPL-3.0-only"]),
    ("mit", &["MIT"]),
    ("mozilla_1_0", &["MPL-1.0"]),
    ("mozilla_1_1", &["MPL-1.1"]),
    ("openssl", &["OpenSSL"]),
    ("perl_5", &["Artistic-1.0-Perl", "GPL-1.0-or-later"]),
    ("qpl_1_0", &["QPL-1.0"]),
    ("zlib", &["Zlib"]),
];

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let meta: Meta = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut licenses = Vec::new();
    for (_, names) in meta.license.iter().filter_map(|stated| NAMES.iter().find(|(name, _)| name == stated)) {
        names.iter().for_each(|name| license::add(&mut licenses, name));
    }
    facts.license(&INSTALLED, format!("{}@{}", meta.name, meta.version), licenses);
    Ok(())
}
