//! Conan: what C and C++ projects lock and ask for, and what lies in its caches; one file a format.
//!
//! Formats: those of Conan 1 and 2, linked in each reader.
//! Files: `conan.lock`, `conanfile.txt`, `conanfile.py`; `conaninfo.txt` in the cache of Conan 1, `cache.sqlite3` in that of Conan 2.
//! Limits: packages of a user and channel are somebody's own: they are told, but not judged by what is said of `ConanCenter`'s.

pub(crate) mod cache;
pub(crate) mod info;
pub(crate) mod lock;
pub(crate) mod manifest;

#[cfg(test)]
mod tests;

use crate::{Advisories, Ecosystem};
use tidewaiter_model::{Class, Package, Purl};

const fn ecosystem(id: &'static str, target: Option<&'static str>) -> Ecosystem {
    Ecosystem {
        id,
        class: Class::LangPkgs,
        kind: "conan",
        target,
        evr: false,
        advisories: Some(Advisories { osv: "ConanCenter", order: tidewaiter_versions::CONAN, same_name: |a, b| a == b }),
    }
}

/// What is installed.
pub(crate) const INSTALLED: Ecosystem = ecosystem("conan-cache", Some("Conan"));

/// `NAME/VERSION[@USER/CHANNEL][#REVISION][:PACKAGE][%TIME]`.
struct Reference<'a> {
    name: &'a str,
    version: &'a str,
    user: &'a str,
    channel: &'a str,
}

impl<'a> Reference<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim().split(['#', ':', '%']).next()?;
        let (package, owner) = text.split_once('@').unwrap_or((text, ""));
        let (name, version) = package.split_once('/')?;
        let (user, channel) = owner.split_once('/').unwrap_or((owner, ""));
        Self::new(name, version, user, channel)
    }

    fn new(name: &'a str, version: &'a str, user: &'a str, channel: &'a str) -> Option<Self> {
        let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'.' | b'-');
        // What belongs to nobody in particular is `_`.
        let own = |part: &'a str| if part == "_" { "" } else { part };
        let parts = [name, version, user, channel];
        let is_valid = !name.is_empty() && !version.is_empty() && parts.iter().all(|part| part.bytes().all(is_part));
        is_valid.then(|| Self { name, version, user: own(user), channel: own(channel) })
    }

    fn package(&self, ecosystem: &Ecosystem, path: &str) -> Package {
        let mut purl = Purl::new("conan", "", self.name, self.version);
        for (key, value) in [("user", self.user), ("channel", self.channel)] {
            if !value.is_empty() {
                purl = purl.with(key, value);
            }
        }
        Package {
            ecosystem: ecosystem.id.into(),
            name: self.name.to_owned(),
            version: self.version.to_owned(),
            path: path.to_owned(),
            third_party: (!self.user.is_empty()).then(|| format!("{}/{}", self.user, self.channel)),
            purl: Some(purl),
            ..Package::default()
        }
    }
}
